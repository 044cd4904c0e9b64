import type { PsError, PsErrorCode } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import { quoteForPowerShell } from '../base/text.js';
import type { Probe } from '../model/doctor.js';
import { portOf, remoteWords, type RemoteCause } from '../ps/remote-words.js';
import type { Reach } from './read-reach.js';

type StageId = Extract<Probe['id'], `remote-${string}`>;

interface Stage {
  readonly id: StageId;
  readonly title: string;
  readonly passed: string;
  /** The errors that this stage ends with. */
  readonly codes: readonly PsErrorCode[];
}

/** What stands between here and the operations of another server, in the order in which a connection meets it. */
const stages: readonly Stage[] = [
  { id: 'remote-name', title: 'Name', passed: 'The name is known.', codes: ['E_REMOTE_NAME'] },
  { id: 'remote-port', title: 'Port', passed: 'The port answers.', codes: ['E_REMOTE_UNREACHABLE'] },
  {
    id: 'remote-identity',
    title: 'Identity',
    passed: 'The server proved who it is.',
    codes: ['E_REMOTE_TRUST', 'E_REMOTE_CERTIFICATE'],
  },
  {
    id: 'remote-access',
    title: 'Access',
    passed: 'This account is allowed to connect.',
    codes: ['E_REMOTE_DENIED', 'E_REMOTE_HOP'],
  },
  {
    id: 'remote-endpoint',
    title: 'Endpoint',
    passed: 'The endpoint answers in PowerShell.',
    codes: ['E_REMOTE_ENDPOINT'],
  },
];

/** Errors of a session that was open over there: the lines of the server itself tell them. */
const behindTheWay: readonly PsErrorCode[] = ['E_REMOTE_LANGUAGE', 'E_REMOTE_MODULE'];

/** True for an error of this machine: the server was not asked. */
export function isHere({ code }: PsError): boolean {
  return !code.startsWith('E_REMOTE') || code === 'E_REMOTE_SSH' || code === 'E_REMOTE_WINRM';
}

/** What is known of the way when the doctor has looked. */
export interface Way {
  /** Why there is no session; undefined: there is one. */
  readonly failure: { readonly error: PsError | undefined; readonly message: string } | undefined;
  /** Looked at if the failure does not say how far the connection came. */
  readonly reach: Reach | undefined;
}

/** Whether the failure leaves open how far the connection came. */
export function isUnclear({ failure }: Pick<Way, 'failure'>): boolean {
  const code = failure?.error?.code;
  const isNamed = code !== undefined && [...stages.flatMap(({ codes }) => codes), ...behindTheWay].includes(code);
  return failure !== undefined && !isNamed;
}

function enter(remote: RemoteServer): string {
  const name = quoteForPowerShell(remote.computer);
  const port = remote.port === undefined ? '' : ` -Port ${remote.port}`;
  if (remote.kind === 'ssh') {
    return `Enter-PSSession -HostName ${name} -UserName ${quoteForPowerShell(remote.user)}${port}`;
  }
  const { configuration, useSsl } = remote;
  const endpoint = configuration === undefined ? '' : ` -ConfigurationName ${quoteForPowerShell(configuration)}`;
  return `Enter-PSSession -ComputerName ${name}${port}${useSsl ? ' -UseSSL' : ''}${endpoint}`;
}

function signIn(remote: Extract<RemoteServer, { kind: 'ssh' }>): string {
  const port = remote.port === undefined ? '' : `-p ${remote.port} `;
  return `ssh ${port}-l ${quoteForPowerShell(remote.user)} ${quoteForPowerShell(remote.computer)}`;
}

/** Commands that show the same without phs-tool. */
function commandsFor(id: StageId, remote: RemoteServer): string[] {
  const name = quoteForPowerShell(remote.computer);
  switch (id) {
    case 'remote-name':
      return [`Resolve-DnsName -Name ${name}`];
    case 'remote-port':
      return [`Test-NetConnection -ComputerName ${name} -Port ${portOf(remote)}`];
    case 'remote-identity':
    case 'remote-access':
      return remote.kind === 'ssh' ? [signIn(remote)] : ['whoami /groups', enter(remote)];
    case 'remote-endpoint':
      return [enter(remote)];
  }
}

type Outcome = Omit<Probe, 'id' | 'title' | 'details'>;

const notKnown = (message: string): Outcome => ({ status: 'unknown', message });

function failed(id: StageId, remote: RemoteServer, message: string, text: string): Outcome {
  return { status: 'fail', message, cure: { text, commands: commandsFor(id, remote) } };
}

/** What the network says of a stage that the failure does not name; undefined: nothing. */
function byReach(id: StageId, remote: RemoteServer, reach: Reach | undefined): Outcome | undefined {
  if (reach === undefined || (id !== 'remote-name' && id !== 'remote-port')) {
    return undefined;
  }
  const cause: RemoteCause = id === 'remote-name' ? 'E_REMOTE_NAME' : 'E_REMOTE_UNREACHABLE';
  const { name, port } = reach;
  if (id === 'remote-name' && name.known) {
    return { status: 'pass', message: `The name is known: ${name.value.join(', ')}.` };
  }
  if (id === 'remote-port' && port.known) {
    return { status: 'pass', message: `Port ${port.value} answers.` };
  }
  if (remote.kind === 'ssh') {
    // Its configuration can lead to another host, another port, or through a third machine.
    return notKnown('Not found by this machine itself; ssh may reach it by what its configuration says.');
  }
  const { message, hint } = remoteWords(cause, remote, '');
  return failed(id, remote, message, hint);
}

/** The lines of a failure that does not say how far the connection came. */
function unclear(remote: RemoteServer, { failure, reach }: Way): readonly Outcome[] {
  const error = failure?.error;
  const looked = stages.map(({ id }) => byReach(id, remote, reach));
  const lost = looked.findIndex((outcome) => outcome?.status === 'fail');
  const wasNotAsked = error !== undefined && isHere(error);
  const rest = wasNotAsked ? 'Not known: the server was not asked.' : 'Not known: the failure does not say.';
  return stages.map(({ id }, index) => {
    if (lost !== -1 && index > lost) {
      return notKnown('Not known: the server was not reached.');
    }
    if (lost === -1 && id === 'remote-endpoint' && !wasNotAsked) {
      const text = error?.code === 'E_REMOTE' ? undefined : error?.hint;
      return failed(
        id,
        remote,
        failure?.message ?? '',
        text ?? 'Try the same as this account without phs-tool; else sign in on the server.',
      );
    }
    return looked[index] ?? notKnown(rest);
  });
}

function outcomes(remote: RemoteServer, way: Way): readonly Outcome[] {
  const error = way.failure?.error;
  if (isUnclear(way)) {
    return unclear(remote, way);
  }
  const found = stages.findIndex(({ codes }) => error !== undefined && codes.includes(error.code));
  const lost = found === -1 ? stages.length : found;
  return stages.map(({ id, passed }, index) => {
    if (index < lost || error === undefined) {
      return { status: 'pass', message: passed };
    }
    return index === lost
      ? failed(id, remote, error.message, error.hint ?? '')
      : notKnown('Not known: the server was not reached.');
  });
}

/** The lines of the way to another server. What lies before the stage that failed is passed, what lies behind it is not known. */
export function remoteProbes(remote: RemoteServer, way: Way): readonly Probe[] {
  const found = outcomes(remote, way);
  return stages.map(({ id, title }, index) => ({
    id,
    title,
    details: [],
    ...(found[index] ?? notKnown('Not known.')),
  }));
}
