import { escapeForTerminal } from '../base/escape.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { counted } from '../base/text.js';
import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';
import { replayableCommands, type RecordingDocument } from '../model/recording-document.js';
import { indented, padTo } from './layout.js';
import type { Theme } from './theme.js';

/** Most users that the text names: the screen has 25 lines. */
const mostUsers = 10;

/** What the kinds of replaced names are, for people. */
const kindNames: Readonly<Record<string, string>> = {
  domain: 'domains',
  tenant: 'tenants',
  host: 'hosts',
  user: 'users',
  'directory-name': 'other names in DNs',
  connector: 'connectors',
  guid: 'GUIDs',
  sid: 'SIDs',
  anchor: 'source anchors',
  address: 'addresses',
  value: 'other values',
};

/** `users: 3 names in 14 places`. */
export function replacedText({ kind, names, places }: { kind: string; names: number; places: number }): string {
  return `${kindNames[kind] ?? kind}: ${counted(names, 'name')} in ${counted(places, 'place')}`;
}

/** What the end of a file would say. */
const notKnown = 'not known (the file is cut before the line that says it)';

/** What was perhaps behind the place where a file is cut. */
const noneLeft = 'not known (none in what is left of the file)';

function namesText({ redaction }: RecordingDocument): string {
  if (redaction === null || redaction.level === 'none') {
    return 'as they are; nothing was replaced';
  }
  const { level, replaced } = redaction;
  if (level === 'unknown') {
    return `whether they were replaced is ${notKnown}`;
  }
  const kinds = replaced === null ? `how many is ${notKnown}` : replaced.map(replacedText).join('; ');
  return `replaced by pseudonyms (--redact ${level})${kinds === '' ? '' : `: ${kinds}`}`;
}

/** Users are found by what was asked about them, and a cut file does not hold every question. */
function usersText({ recording: { outcome }, users: { count } }: RecordingDocument): string {
  if (outcome === 'cut-off') {
    return count === 0
      ? noneLeft
      : `${count} followed in what is left of the file; whether there were more is not known`;
  }
  return count === 0 ? 'none followed' : `${count} followed`;
}

function completeText({ recording: { outcome, lines, endsInLine, answers } }: RecordingDocument): string {
  const have = counted(lines, 'line');
  switch (outcome) {
    case 'completed':
      return `yes, ${have}`;
    case 'cut-off':
      return endsInLine
        ? `no: the file is cut off in line ${lines + 1}${answers === 0 ? ', before the first answer' : `; the ${have} before it answer`}`
        : `no: the end is missing after ${have}, ${answers === 0 ? 'none of which is an answer' : 'which answer'}`;
    default:
      return `no: the recorded run ${outcome === 'failed' ? 'failed' : 'was interrupted'}; what was read until then is there`;
  }
}

function rows(document: RecordingDocument): readonly (readonly [string, string])[] {
  const { recording, server, engine, eventsSinceAt } = document;
  const host = server === null ? 'not in the recording' : server.machineName;
  const build = server?.productVersion ?? null;
  const sinceMs = Date.parse(recording.recordedAt) - Date.parse(eventsSinceAt ?? recording.recordedAt);
  return [
    [
      'Server',
      `${host}${build === null ? '' : `, Entra Connect ${build}`}${recording.simulated ? ' (simulated)' : ''}`,
    ],
    ['PowerShell', engine === null ? 'not in the recording' : `${engine.psVersion} (${engine.edition})`],
    [
      'Events',
      eventsSinceAt === null
        ? recording.outcome === 'cut-off'
          ? noneLeft
          : 'none'
        : `since ${instantText(eventsSinceAt)} (${durationText(sinceMs)})`,
    ],
    ['Names', namesText(document)],
    ['Complete', completeText(document)],
    ['Users', usersText(document)],
  ];
}

/** The first users, each as it was named. */
function userLines({ users: { count, named } }: RecordingDocument): string[] {
  const shown = named.slice(0, mostUsers).map(({ kind, text }) => (kind === 'dn' ? text : `${kind} ${text}`));
  const rest = count - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more; --output json lists up to 1,000`] : [])];
}

/** The commands that answer from it, or what to do if none does. */
function nextLines({ file, recording, users }: RecordingDocument): readonly string[] {
  if (recording.answers === 0 && recording.outcome === 'cut-off') {
    return ['No command answers from it: copy the whole file again, or record again.'];
  }
  const replay = commandToCopy('phs-tool replay', [{ operand: file }]);
  return [
    // A recording of another command, such as a bundle, holds what diagnose needs.
    `${replay} ${replayableCommands.includes(recording.command) ? recording.command : 'diagnose'}`,
    ...(users.count === 0 ? [] : [`${replay} diagnose --all-users`]),
  ];
}

/** What is in a recording, and the commands that answer from it. */
export function recordingText(
  document: RecordingDocument,
  { theme, columns }: { readonly theme: Theme; readonly columns?: number },
): string {
  const { recording } = document;
  const age = durationText(recording.ageMs);
  const ago = recording.ageMs < 0 ? `${age} after this machine's clock` : `${age} ago`;
  const head = `Recording of "${recording.command}": ${instantText(recording.recordedAt)}, ${ago}, by phs-tool ${recording.toolVersion}`;
  const block = (label: string, text: string): string[] => {
    const [first = '', ...others] = indented(escapeForTerminal(text), 14, columns);
    return [`  ${padTo(label, 12)}${first.trimStart()}`, ...others];
  };
  const lines = [
    ...indented(escapeForTerminal(head), 0, columns).map((line) => theme.paint('heading', line)),
    ...rows(document).flatMap(([label, text]) => block(label, text)),
    ...userLines(document).flatMap((text) => indented(escapeForTerminal(text), 14, columns)),
    '',
    ...nextLines(document).flatMap((line) =>
      line.startsWith('phs-tool ') ? [`  ${escapeForTerminal(line)}`] : indented(line, 2, columns),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
