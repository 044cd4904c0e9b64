import { UsageError } from '../base/errors.js';
import { holdsPassword, passwordRefused } from '../base/refuse-password.js';
import type { RemoteServer } from '../base/remote-server.js';
import type { Context } from '../command-line/context.js';

/** The options that say how to reach another server. */
export interface RemoteOptions {
  readonly computer?: string | undefined;
  readonly ssh?: string | undefined;
  readonly port?: string | undefined;
  readonly useSsl?: boolean | undefined;
  readonly configuration?: string | undefined;
}

/** A name or an address that no program can take for an option. */
const computerPattern = /^(?:(?!-)[\w.-]+|\[?[0-9a-f:.]+\]?)$/i;
const sshPattern = /^([^\s-]\S*)@(\[[0-9a-f:.]+\]|[\w.][\w.-]*)(?::(\d+))?$/i;

function readPort(text: string, option: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new UsageError(`${option} must be a port from 1 to 65535.`);
  }
  return port;
}

/** The server that `USER@HOST[:PORT]` names, given as `option`. Raises a UsageError. */
export function readSsh(text: string, option = '--ssh'): RemoteServer {
  if (holdsPassword(text)) {
    throw passwordRefused(option);
  }
  const [, user, host, port] = sshPattern.exec(text) ?? [];
  if (user === undefined || host === undefined) {
    throw new UsageError(`${option} must be USER@HOST or USER@HOST:PORT.`, {
      hint: 'For example CONTOSO\\admin@aadc01.contoso.com. A password is never taken; use a key or an agent.',
    });
  }
  return {
    kind: 'ssh',
    user,
    computer: host.replace(/^\[|\]$/g, ''),
    ...(port === undefined ? {} : { port: readPort(port, `The port of ${option}`) }),
  };
}

/** The server that a name or an address leads to by WinRM, given as `option`. Raises a UsageError. */
export function readComputer(computer: string, given: RemoteOptions, option = '--computer'): RemoteServer {
  if (holdsPassword(computer)) {
    throw passwordRefused(option);
  }
  if (!computerPattern.test(computer)) {
    const isShown = !/[:@]/.test(computer);
    throw new UsageError(
      `${option} must be the name or the address of a server${isShown ? `, but got "${computer}"` : ''}.`,
    );
  }
  return {
    kind: 'wsman',
    computer,
    useSsl: given.useSsl === true,
    ...(given.port === undefined ? {} : { port: readPort(given.port, '--port') }),
    ...(given.configuration === undefined ? {} : { configuration: given.configuration }),
  };
}

/** The options among those given that are for WinRM alone. */
export function listWsmanOptions(given: RemoteOptions): readonly string[] {
  return [
    ...(given.port === undefined ? [] : ['--port']),
    ...(given.useSsl === true ? ['--use-ssl'] : []),
    ...(given.configuration === undefined ? [] : ['--configuration']),
  ];
}

/**
 * The server that `--computer` or `--ssh` names; undefined: this machine, a simulated server or a recording. Raises a
 * UsageError for options that contradict each other.
 */
export function chooseRemote(
  given: RemoteOptions & { readonly simulate?: string | undefined },
  { isReplay }: Pick<Context, 'isReplay'>,
): RemoteServer | undefined {
  const { computer, ssh, simulate } = given;
  const named = computer === undefined ? '--ssh' : '--computer';
  const extra = listWsmanOptions(given);
  if (computer === undefined && extra.length > 0) {
    throw new UsageError(`${extra.join(', ')} needs --computer.`, {
      hint: 'With --ssh the port is part of its value: USER@HOST:PORT.',
    });
  }
  if (computer === undefined && ssh === undefined) {
    return undefined;
  }
  if (computer !== undefined && ssh !== undefined) {
    throw new UsageError('--computer and --ssh cannot be used together: each names the server.');
  }
  if (simulate !== undefined || isReplay === true) {
    const other = simulate === undefined ? 'a recording' : '--simulate';
    throw new UsageError(`${named} cannot be used with ${other}: only one server can answer.`);
  }
  return ssh === undefined ? readComputer(computer ?? '', given) : readSsh(ssh);
}
