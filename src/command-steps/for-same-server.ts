import { existsSync } from 'node:fs';
import { commandToCopy, saysOption } from '../base/command-to-copy.js';
import { looksLikeDirectory } from '../base/simulated-name.js';
import type { Finding, Remedy } from '../model/finding.js';
import { replayableCommands } from '../model/recording-document.js';
import { listsFollowed } from '../ps/find-recorded-question.js';
import type { RecordedOrigin } from '../ps/opened-session.js';
import { isScenarioName } from '../simulator/scenario-files.js';
import type { ServerRequest } from './with-server.js';

/** A name of a scenario, also beside a directory of that name: that server ends with the command. */
export function endsWithCommand(simulate: string): boolean {
  return !looksLikeDirectory(simulate) && (isScenarioName(simulate) || !existsSync(simulate));
}

/** The options that say which server a command was asked about, and with which PowerShell. */
export type SameServer = Pick<
  ServerRequest,
  'simulate' | 'modulePath' | 'powershell' | 'computer' | 'ssh' | 'port' | 'useSsl' | 'configuration'
>;

/** Lines of this tool that take the options of a server and do not name another one. */
function takesServer(line: string): boolean {
  return (
    line.startsWith('phs-tool ') &&
    !/^phs-tool (?:help|explain|simulate|completion) |--version$/.test(line) &&
    !saysOption(line, 'simulate')
  );
}

/** Lines that need a server that is still there after the command. */
const needsToStay = /--confirm|^phs-tool guard (recover|supersede|setup)/;

/** Lines that change a server: nothing is changed remotely, so they are for the server's own console. */
const changes = /--confirm|^phs-tool (?:force-full-sync|sync-user|guard (?:recover|supersede|setup))/;

/** The options of a server that is reached remotely, as they were given. */
function withRemote(line: string, { computer, ssh, port, useSsl, configuration }: SameServer): string {
  const named = commandToCopy(line, [
    ['computer', computer],
    ['ssh', ssh],
    ['port', port],
    ['configuration', configuration],
  ]);
  return useSsl === true && !saysOption(named, 'use-ssl') ? `${named} --use-ssl` : named;
}

/** A recording as commands name it. */
type NamedRecording = Pick<RecordedOrigin, 'file' | 'scenarioFile' | 'redacted'>;

/** Advice that names the users of a recording, with the file that lists them in place of FILE. */
function withFile(remedy: Remedy, recorded: NamedRecording | undefined): Remedy {
  const file = recorded?.file ?? recorded?.scenarioFile;
  return file === undefined || !remedy.text.includes(listsFollowed)
    ? remedy
    : {
        ...remedy,
        text: remedy.text.replace(listsFollowed, () => 'the command below lists them.'),
        commands: [...remedy.commands, commandToCopy('phs-tool replay', [{ operand: file }])],
      };
}

/** Findings whose commands to copy are for the server that this command was asked about. */
export function remediesForSameServer<Of extends Pick<Finding, 'remedy'>>(
  findings: readonly Of[],
  given: SameServer,
  recorded?: NamedRecording,
): Of[] {
  const copied = (commands: readonly string[]): string[] => forAnswerer(commands, given, recorded);
  const copiedRemedy = (remedy: Remedy): Remedy => ({
    ...withFile({ ...remedy, commands: copied(remedy.commands) }, recorded),
    ...(remedy.steps === undefined
      ? {}
      : { steps: remedy.steps.map((step) => ({ ...step, commands: copied(step.commands) })) }),
  });
  return findings.map((finding) =>
    finding.remedy === undefined ? finding : { ...finding, remedy: copiedRemedy(finding.remedy) },
  );
}

/** Makes a command of this tool one for the server, or the recording, that was asked; one that it cannot answer stays. */
export function lineForServer(given: SameServer, recorded?: NamedRecording): (line: string) => string {
  return (line) => forAnswerer([line], given, recorded).at(-1) ?? line;
}

/** Commands to copy for the recording that answered, if one did that has a name, else for the server. */
function forAnswerer(commands: readonly string[], given: SameServer, recorded: NamedRecording | undefined): string[] {
  const file = recorded?.file;
  return file === undefined ? forSameServer(commands, given) : forRecording(commands, file, recorded?.redacted);
}

/** Said before a line that a recording cannot answer. */
const onServer = '# On the server itself, not from the recording:';
const onServerByName = '# On the server itself, not from the recording, with the real names (these are pseudonyms):';

/** Commands to copy beside the answer of a recording: what only reads asks it again, the rest is for the server. */
function forRecording(commands: readonly string[], file: string, redacted: RecordedOrigin['redacted']): string[] {
  return commands.flatMap((line) => {
    if (!takesServer(line)) {
      return [line];
    }
    const words = line.slice('phs-tool '.length);
    const [command = ''] = words.split(' ');
    const isAnswered = replayableCommands.includes(command) && !saysOption(line, 'record');
    const where = redacted !== undefined && line.includes("'") ? onServerByName : onServer;
    return isAnswered ? [`${commandToCopy('phs-tool replay', [{ operand: file }])} ${words}`] : [where, line];
  });
}

/** Commands to copy, for the server that this command was asked about, with the same module and PowerShell. */
export function forSameServer(commands: readonly string[], given: SameServer): string[] {
  const { simulate, modulePath, powershell } = given;
  if ((given.computer ?? given.ssh) !== undefined) {
    return commands.map((line) =>
      !takesServer(line) || changes.test(line)
        ? line
        : commandToCopy(withRemote(line, given), [
            ['module-path', modulePath],
            ['powershell', powershell],
          ]),
    );
  }
  const needsLasting =
    simulate !== undefined && endsWithCommand(simulate) && commands.some((line) => needsToStay.test(line));
  const suffixed = (line: string): string =>
    commandToCopy(needsLasting ? `${line} --simulate DIR` : line, [
      ['simulate', simulate],
      ['module-path', modulePath],
      ['powershell', powershell],
    ]);
  const same = commands.map((line) => (takesServer(line) ? suffixed(line) : line));
  return needsLasting ? [`${commandToCopy('phs-tool simulate create', [{ operand: simulate }])} DIR`, ...same] : same;
}
