import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { quoteForPowerShell } from '../base/text.js';
import type { ServerRequest } from './with-server.js';

/** A name of a scenario: that server ends with the command. */
export function endsWithCommand(simulate: string): boolean {
  return !isAbsolute(simulate) && !/[\\/]/.test(simulate) && !existsSync(simulate);
}

/** The options that say which server a command was asked about, and with which PowerShell. */
export type SameServer = Pick<ServerRequest, 'simulate' | 'modulePath' | 'powershell'>;

/** Lines of this tool that take the options of a server. */
function takesServer(line: string): boolean {
  return line.startsWith('phs-tool ') && !line.endsWith('--version') && !line.startsWith('phs-tool simulate ');
}

/** Commands to copy, for the server that this command was asked about, with the same module and PowerShell. */
export function forSameServer(commands: readonly string[], { simulate, modulePath, powershell }: SameServer): string[] {
  const changes = /--confirm|^phs-tool guard (recover|supersede|setup)/;
  const needsLasting =
    simulate !== undefined && endsWithCommand(simulate) && commands.some((line) => changes.test(line));
  const options: readonly (readonly [string, string | undefined])[] = [
    ['simulate', needsLasting ? undefined : simulate],
    ['module-path', modulePath],
    ['powershell', powershell],
  ];
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${quoteForPowerShell(value)}`],
  );
  const suffix = `${needsLasting ? ' --simulate DIR' : ''}${given.join('')}`;
  const same = commands.map((line) => (takesServer(line) ? `${line}${suffix}` : line));
  return needsLasting ? [`phs-tool simulate create ${simulate} DIR`, ...same] : same;
}
