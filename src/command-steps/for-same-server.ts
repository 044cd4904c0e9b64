import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { commandToCopy, saysOption } from '../base/command-to-copy.js';
import { quoteForPowerShell } from '../base/text.js';
import type { ServerRequest } from './with-server.js';

/** A name of a scenario: that server ends with the command. */
export function endsWithCommand(simulate: string): boolean {
  return !isAbsolute(simulate) && !/[\\/]/.test(simulate) && !existsSync(simulate);
}

/** The options that say which server a command was asked about, and with which PowerShell. */
export type SameServer = Pick<ServerRequest, 'simulate' | 'modulePath' | 'powershell'>;

/** Lines of this tool that take the options of a server and do not name another one. */
function takesServer(line: string): boolean {
  return (
    line.startsWith('phs-tool ') &&
    !/^phs-tool (?:help|explain|simulate|completion) |--version$/.test(line) &&
    !saysOption(line, 'simulate')
  );
}

/** Commands to copy, for the server that this command was asked about, with the same module and PowerShell. */
export function forSameServer(commands: readonly string[], { simulate, modulePath, powershell }: SameServer): string[] {
  const changes = /--confirm|^phs-tool guard (recover|supersede|setup)/;
  const needsLasting =
    simulate !== undefined && endsWithCommand(simulate) && commands.some((line) => changes.test(line));
  const suffixed = (line: string): string =>
    commandToCopy(needsLasting ? `${line} --simulate DIR` : line, [
      ['simulate', simulate],
      ['module-path', modulePath],
      ['powershell', powershell],
    ]);
  const same = commands.map((line) => (takesServer(line) ? suffixed(line) : line));
  return needsLasting ? [`phs-tool simulate create ${quoteForPowerShell(simulate)} DIR`, ...same] : same;
}
