import { commandToCopy } from '../base/command-to-copy.js';
import type { PsError, PsErrorCode } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import type { Probe } from '../model/doctor.js';

interface Stage {
  readonly id: Extract<Probe['id'], `remote-${string}`>;
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
    passed: 'This account may connect.',
    codes: ['E_REMOTE_DENIED', 'E_REMOTE_HOP'],
  },
  {
    id: 'remote-endpoint',
    title: 'Endpoint',
    passed: 'The endpoint answers in PowerShell.',
    codes: ['E_REMOTE_ENDPOINT', 'E_REMOTE_LANGUAGE', 'E_REMOTE_MODULE'],
  },
];

/** Commands that show the same on the way to a server. */
function commandsFor(remote: RemoteServer): string[] {
  const port = String(remote.port ?? (remote.kind === 'ssh' ? 22 : remote.useSsl ? 5986 : 5985));
  return [
    commandToCopy('Resolve-DnsName', [['name', remote.computer]]).replace('--name', '-Name'),
    `${commandToCopy('Test-NetConnection', [['computer', remote.computer]]).replace('--computer', '-ComputerName')} -Port ${port}`,
  ];
}

/**
 * The lines of the way to another server. What lies before the stage that failed is passed, what lies behind it is not known; a
 * failure without a stage leaves all of them unknown but the last.
 */
export function remoteProbes(remote: RemoteServer, startError: PsError | undefined): readonly Probe[] {
  const found = stages.findIndex(({ codes }) => startError !== undefined && codes.includes(startError.code));
  const failed = startError === undefined ? stages.length : found === -1 ? stages.length - 1 : found;
  return stages.map(({ id, title, passed }, index) => {
    const common = { id, title, details: [] };
    if (index === failed && startError !== undefined) {
      const { message, hint = '' } = startError;
      return { ...common, status: 'fail', message, cure: { text: hint, commands: commandsFor(remote) } };
    }
    return index < failed && (startError === undefined || found !== -1)
      ? { ...common, status: 'pass', message: passed }
      : { ...common, status: 'unknown', message: 'Not known: the server was not reached.' };
  });
}
