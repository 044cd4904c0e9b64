import type { RemoteServer } from '../base/remote-server.js';
import type { Context } from '../command-line/context.js';

/** What is being opened, for the line of progress: a recording starts no PowerShell, and a scenario may be answered by one. */
export function describeOpening(
  { isReplay }: Pick<Context, 'isReplay'>,
  { simulate }: { readonly simulate?: string | undefined },
  remote: RemoteServer | undefined,
): string {
  if (isReplay === true) {
    return 'Opening the recording';
  }
  if (remote !== undefined) {
    return `Connecting to ${remote.computer}`;
  }
  return simulate === undefined ? 'Starting PowerShell' : 'Opening the simulated server';
}
