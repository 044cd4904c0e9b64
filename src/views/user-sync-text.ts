import { groupBy } from '../base/group-by.js';
import { instantText } from '../model/instant.js';
import type { ObjectLogEntry } from '../model/object-trace.js';
import type { SyncedUser, UserSyncDocument, UserSyncEvent, UserSyncResult } from '../model/user-sync.js';
import { counted } from '../base/text.js';
import { GuardLines, type GuardTextOptions } from './guard-text.js';
import { drawPath } from './object-text.js';
import { replayLine } from './source-text.js';
import type { Role } from './theme.js';

function addHead(
  { tool, server, source, finishedAt }: UserSyncDocument,
  options: GuardTextOptions,
  lines: GuardLines,
): void {
  const replay = replayLine(source);
  if (replay !== undefined) {
    lines.title(replay, 'caution');
  }
  const platform = server?.platform.known === true ? server.platform.value : undefined;
  lines.title(
    [
      `phs-tool ${tool.version}`,
      'sync-user',
      ...(platform === undefined ? [] : [platform.machineName]),
      ...(source.kind === 'simulated' ? ['simulated server'] : []),
      instantText(finishedAt),
    ].join(options.theme.separator),
  );
}

function entryText(entry: ObjectLogEntry | null, none: string): string {
  return entry === null
    ? none
    : [
        entry.status,
        ...(entry.at === null ? [] : [instantText(entry.at)]),
        ...(entry.details === null ? [] : [entry.details]),
      ].join(', ');
}

const eventStates: Readonly<Record<UserSyncEvent['state'], string>> = {
  written: 'written to the Application log, source phs-tool',
  'no-source': 'not written: the event source phs-tool is not registered (phs-tool guard setup does that once)',
  failed: 'not written',
  lost: 'not written, PowerShell was lost',
};

/** Events of one state share a line. */
function eventLines(events: readonly UserSyncEvent[]): readonly string[] {
  const textOf = ({ state, problem }: UserSyncEvent): string =>
    `${eventStates[state]}${problem === null ? '' : `: ${problem}`}`;
  return [...groupBy(events, textOf)].map(([text, mine]) => `${mine.map(({ id }) => id).join(', ')} ${text}`);
}

const roles: Readonly<Record<UserSyncResult['outcome'], Role>> = {
  verified: 'good',
  'not-verified': 'caution',
  failed: 'bad',
  lost: 'bad',
  interrupted: 'caution',
};

function addResult({ outcome, said, entryBefore, entryAfter, events }: UserSyncResult, lines: GuardLines): void {
  lines.title(`  ${said}`, roles[outcome]);
  lines.field('Log before', entryText(entryBefore, 'empty'));
  lines.field('New entry', entryText(entryAfter, 'none'));
  eventLines(events).forEach((line) => lines.field('Events', line));
}

const helps = { yes: 'yes', maybe: 'perhaps', no: 'no' } as const;

function addUser(
  { diagnosis, call, advice, refusal, result }: SyncedUser,
  options: GuardTextOptions,
  lines: GuardLines,
): void {
  const { given, distinguishedName, connector, line } = diagnosis;
  const at = line === null ? '' : ` [line ${line}]`;
  lines.section(`${distinguishedName ?? given.text}${at}${connector === null ? '' : `, connector ${connector}`}`);
  lines.raw(`  ${drawPath(diagnosis.way, options.theme)}`);
  lines.field('Diagnosis', diagnosis.answer);
  if (refusal === null && result === null) {
    lines.field('Would help', `${helps[advice.helps]}. ${advice.why}`);
  }
  if (call !== null && refusal === null) {
    lines.text(result === null ? 'Would call:' : 'Called:').command(`  ${call.line}`);
  }
  if (refusal !== null) {
    lines.title(`  REFUSED: ${refusal.message} Nothing was called.`, 'caution');
  }
  if (result !== null) {
    addResult(result, lines);
  }
}

function summaryText({ users, confirmed, error, exitCode }: UserSyncDocument): string {
  const refused = users.filter(({ refusal }) => refusal !== null).length;
  const verified = users.filter(({ result }) => result?.outcome === 'verified').length;
  const called = users.filter(({ result }) => result !== null).length;
  const parts = confirmed
    ? [`${verified} verified`, `${called - verified} not verified`, `${refused} refused`]
    : [`${users.length - refused} could be synchronized`, `${refused} refused`, 'nothing was called'];
  const ended = error === undefined ? '' : ` ${error.message}`;
  return `${counted(users.length, 'user')}: ${parts.join(', ')}; exit code ${exitCode}.${ended}`;
}

/** `sync-user` as text: each user with the diagnosis, the call and what came of it, then the numbers and what to do next. */
export function userSyncText(document: UserSyncDocument, options: GuardTextOptions): string {
  const lines = new GuardLines(options);
  addHead(document, options, lines);
  for (const user of document.users) {
    addUser(user, options, lines);
  }
  lines.section(summaryText(document));
  if (document.next.length > 0) {
    const canCall = document.users.some(({ refusal }) => refusal === null);
    lines.section(document.confirmed || !canCall ? 'Next' : 'To do it');
    document.next.forEach((command) => lines.command(command));
  }
  return lines.done();
}
