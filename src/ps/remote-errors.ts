import { PsError, type PsErrorCode } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import type { PsFailure } from '../model/ps-failure.js';
import type { SessionInfo } from './session.js';

/** Why the runspace on another server was not opened. */
export interface RemoteFailure {
  readonly failure: PsFailure;
  /** The code of WinRM, decimal; empty: none. */
  readonly transportCode: string;
  /** What ssh wrote. */
  readonly said: string;
}

/** The kinds of failure, in the order in which a connection meets them. */
type Cause = Exclude<Extract<PsErrorCode, `E_REMOTE${string}`>, 'E_REMOTE_LOST'>;

/**
 * Codes that PowerShell hands through as `ErrorCode`: those of WinRM with their names in PowerShell's public source
 * (`WSManNativeApi`), of Windows and of WinHTTP. The sentences beside them are translated.
 */
const causeByCode: Readonly<Record<number, Cause>> = {
  [53]: 'E_REMOTE_NAME', // NETWORKPATH_NOTFOUND
  [-2144108103]: 'E_REMOTE_NAME', // COMPUTER_NOTFOUND
  [12007]: 'E_REMOTE_NAME', // ERROR_WINHTTP_NAME_NOT_RESOLVED
  [-2144108526]: 'E_REMOTE_UNREACHABLE', // SENDDATA_CANNOT_CONNECT
  [-2144108250]: 'E_REMOTE_UNREACHABLE', // SENDDATA_CANNOT_COMPLETE
  [-2144108270]: 'E_REMOTE_UNREACHABLE', // HTTP_SERVICE_UNAVAILABLE
  [12002]: 'E_REMOTE_UNREACHABLE', // ERROR_WINHTTP_TIMEOUT
  [12029]: 'E_REMOTE_UNREACHABLE', // ERROR_WINHTTP_CANNOT_CONNECT
  [5]: 'E_REMOTE_DENIED', // ACCESS_DENIED
  [1326]: 'E_REMOTE_DENIED', // LOGON_FAILURE
  [1311]: 'E_REMOTE_TRUST', // AUTHENTICATION_FAILED: no logon server
  [-2144108316]: 'E_REMOTE_TRUST', // SERVER_NOTTRUSTED
  [-2144108315]: 'E_REMOTE_TRUST', // EXPLICIT_CREDENTIALS_REQUIRED
  [-2144108101]: 'E_REMOTE_TRUST', // CANNOTUSE_IP
  [-2144108318]: 'E_REMOTE_TRUST', // CLIENT_KERBEROS_DISABLED
  [-2144108276]: 'E_REMOTE_TRUST', // WORKGROUP_NO_KERBEROS
  [-2144108274]: 'E_REMOTE_TRUST', // INVALID_AUTHENTICATION
  [-2146893053]: 'E_REMOTE_TRUST', // TARGET_UNKNOWN (0x80090303)
  [12175]: 'E_REMOTE_CERTIFICATE', // ERROR_WINHTTP_SECURE_FAILURE
  [1312]: 'E_REMOTE_HOP', // NO_LOGON_SESSION_EXIST
  [-2144108485]: 'E_REMOTE_ENDPOINT', // INVALID_RESOURCE_URI
  [-2144108542]: 'E_REMOTE_ENDPOINT', // INVALID_RESOURCE_URI2
  [-2144108116]: 'E_REMOTE_ENDPOINT', // REMOTESESSION_DISALLOWED
  [-2144108061]: 'E_REMOTE_ENDPOINT', // REMOTECONNECTION_DISALLOWED
};

const causeByErrorId: Readonly<Record<string, Cause>> = {
  PhsRemoteSshMissing: 'E_REMOTE_SSH',
  PhsRemoteLanguage: 'E_REMOTE_LANGUAGE',
  InvalidConfigurationName: 'E_REMOTE_ENDPOINT',
};

/** What OpenSSH writes; it has no other language. */
const causeBySshText: readonly (readonly [RegExp, Cause])[] = [
  [/Could not resolve hostname/, 'E_REMOTE_NAME'],
  [/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/, 'E_REMOTE_TRUST'],
  [/Permission denied|Too many authentication failures/, 'E_REMOTE_DENIED'],
  [/subsystem request failed/, 'E_REMOTE_ENDPOINT'],
  [/connect to host|Connection (?:refused|timed out|reset|closed)|No route to host/, 'E_REMOTE_UNREACHABLE'],
];

function findCause({ failure, transportCode, said }: RemoteFailure): Cause {
  const [id = ''] = failure.errorId.split(',');
  return (
    causeByErrorId[id] ??
    (transportCode === '' ? undefined : causeByCode[Number(transportCode)]) ??
    causeBySshText.find(([pattern]) => pattern.test(said))?.[1] ??
    'E_REMOTE'
  );
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

type Wsman = Extract<RemoteServer, { kind: 'wsman' }>;
type Ssh = Extract<RemoteServer, { kind: 'ssh' }>;

interface WordsFor {
  readonly wsman: (remote: Wsman, detail: string) => Words;
  readonly ssh: (remote: Ssh, detail: string) => Words;
}

function port(remote: RemoteServer): string {
  const usual = remote.kind === 'ssh' ? 22 : remote.useSsl ? 5986 : 5985;
  return `port ${remote.port ?? usual}`;
}

const signIn = 'Otherwise sign in on the server and run phs-tool there.';

const words: Readonly<Record<Cause, WordsFor>> = {
  E_REMOTE_NAME: {
    wsman: ({ computer }) => ({
      message: `The name ${computer} was not found.`,
      hint: `Check the name with "Resolve-DnsName ${computer}"; use the full name of the server in its domain.`,
    }),
    ssh: ({ computer }) => ({
      message: `The name ${computer} was not found.`,
      hint: 'Check the name, and the "Host" lines in the configuration of ssh.',
    }),
  },
  E_REMOTE_UNREACHABLE: {
    wsman: (remote) => ({
      message: `${remote.computer} does not answer on ${port(remote)}: the port is closed, or WinRM is off.`,
      hint: `Try "Test-NetConnection ${remote.computer} -Port ${remote.port ?? (remote.useSsl ? 5986 : 5985)}". On the server, "Enable-PSRemoting" starts WinRM and opens its firewall rule. ${signIn}`,
    }),
    ssh: (remote) => ({
      message: `${remote.computer} does not answer on ${port(remote)}: the port is closed, or there is no SSH server.`,
      hint: `Check the firewall, and that sshd runs on the server. ${signIn}`,
    }),
  },
  E_REMOTE_DENIED: {
    wsman: ({ computer }) => ({
      message: `${computer} denied access to this account.`,
      hint: 'The account must be in the local group Administrators or Remote Management Users of the server to connect, and in ADSyncAdmins to read what Entra Connect knows. A new membership counts from the next sign-in on.',
    }),
    ssh: ({ computer }) => ({
      message: `${computer} did not accept this account or its key.`,
      hint: 'Put the public key into authorized_keys on the server (administrators_authorized_keys for administrators on Windows), or load the private key into an agent (ssh-add). phs-tool never asks for a password.',
    }),
  },
  E_REMOTE_TRUST: {
    wsman: ({ computer }) => ({
      message: `${computer} could not prove by Kerberos who it is.`,
      hint: 'Use the full name of the server, not an IP address, and an account of its domain or of one that it trusts; else use --use-ssl with a certificate. Adding the server to TrustedHosts also works, at a risk: this machine then sends the identity to whatever answers under that name.',
    }),
    ssh: ({ computer }) => ({
      message: `The host key of ${computer} is not known here, or it has changed.`,
      hint: 'Connect once with ssh and compare the fingerprint with the one on the server ("ssh-keygen -lf" of its host key). A changed key without a reason can be somebody in between.',
    }),
  },
  E_REMOTE_CERTIFICATE: {
    wsman: ({ computer }) => ({
      message: `The certificate of ${computer} was not accepted.`,
      hint: 'It must be valid, issued for the name that --computer gives, and by an authority that this machine trusts. phs-tool does not skip these checks.',
    }),
    ssh: ({ computer }) => ({ message: `The certificate of ${computer} was not accepted.`, hint: signIn }),
  },
  E_REMOTE_HOP: {
    wsman: ({ computer }) => ({
      message: `This session has no credentials that it could pass on to ${computer} (a second hop).`,
      hint: 'It is a remote session itself. Run phs-tool on the machine where you are signed in, or on the server itself.',
    }),
    ssh: ({ computer }) => ({ message: `This session has no credentials for ${computer}.`, hint: signIn }),
  },
  E_REMOTE_ENDPOINT: {
    wsman: ({ computer }) => ({
      message: `${computer} has no such endpoint, or does not let this account use it.`,
      hint: 'See "Get-PSSessionConfiguration" on the server; leave out --configuration for the default endpoint of Windows PowerShell.',
    }),
    ssh: ({ computer }) => ({
      message: `${computer} does not offer PowerShell over SSH.`,
      hint: 'Its sshd_config needs a line "Subsystem powershell …/pwsh -sshs -NoLogo", with PowerShell 7.',
    }),
  },
  E_REMOTE_LANGUAGE: {
    wsman: ({ computer }, detail) => ({
      message: `The endpoint of ${computer} does not let phs-tool ask anything. ${detail}`,
      hint: 'Use an endpoint with full language, or set up the constrained one that docs/remote.md describes and name it with --configuration.',
    }),
    ssh: ({ computer }, detail) => ({
      message: `The endpoint of ${computer} does not let phs-tool ask anything. ${detail}`,
      hint: 'Use an endpoint with full language, or set up the constrained one that docs/remote.md describes.',
    }),
  },
  E_REMOTE_SSH: {
    wsman: ({ computer }, detail) => ({ message: `${computer} was not asked. ${detail}`, hint: signIn }),
    ssh: ({ computer }, detail) => ({
      message: `${computer} was not asked: remoting over SSH needs PowerShell 7.4 or newer on this machine. ${detail}`,
      hint: 'Name it with --powershell, for example "C:\\Program Files\\PowerShell\\7\\pwsh.exe", or use --computer (WinRM).',
    }),
  },
  E_REMOTE_MODULE: {
    wsman: ({ computer }, detail) => ({
      message: `The ADSync module does not work in the PowerShell that answers on ${computer} (${detail}).`,
      hint: 'It needs Windows PowerShell 5.1, the default endpoint: leave out --configuration, or name one of Windows PowerShell.',
    }),
    ssh: ({ computer }, detail) => ({
      message: `The ADSync module does not work in the PowerShell that answers on ${computer} (${detail}).`,
      hint: `It needs Windows PowerShell 5.1, which SSH does not reach: use --computer ${computer}. ${signIn}`,
    }),
  },
  E_REMOTE: {
    wsman: ({ computer }, detail) => ({
      message: `${computer} could not be reached by PowerShell remoting. ${detail}`,
      hint: `Try "Enter-PSSession ${computer}" as the same account; "phs-tool doctor --computer ${computer}" looks at each part. ${signIn}`,
    }),
    ssh: ({ computer }, detail) => ({
      message: `${computer} could not be reached by PowerShell remoting over SSH. ${detail}`,
      hint: `Try "Enter-PSSession -HostName ${computer}" in PowerShell 7. ${signIn}`,
    }),
  },
};

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/)[0] ?? '';
}

/** The typed error for a server that was not reached: by ids and codes, never by translated sentences. */
export function remoteError(remote: RemoteServer, failed: RemoteFailure): PsError {
  const { failure, transportCode, said } = failed;
  const cause = findCause(failed);
  const detail = firstLine(said) === '' ? failure.message.replace(/\s+/g, ' ').trim() : firstLine(said);
  const found = words[cause];
  const { message, hint } = remote.kind === 'ssh' ? found.ssh(remote, detail) : found.wsman(remote, detail);
  return new PsError(cause, message.trim(), {
    hint,
    cause: failure,
    fields: { computer: remote.computer, transportCode, errorId: failure.errorId, said: said.trim() },
  });
}

/** The module is for Windows PowerShell alone; PowerShell 7 on Windows would load copies of its commands, or nothing. */
export function requireNative(
  remote: RemoteServer,
  { edition, osVersion, psVersion }: SessionInfo,
): PsError | undefined {
  if (edition === 'Desktop' || !osVersion.includes('Windows')) {
    return undefined;
  }
  const found = words.E_REMOTE_MODULE;
  const detail = `PowerShell ${psVersion}`;
  const { message, hint } = remote.kind === 'ssh' ? found.ssh(remote, detail) : found.wsman(remote, detail);
  return new PsError('E_REMOTE_MODULE', message, { hint, fields: { computer: remote.computer, psVersion } });
}

/** The connection broke while an operation ran, or before it began. */
export function connectionLost(remote: RemoteServer | undefined, failure: PsFailure | undefined): PsError {
  return new PsError('E_REMOTE_LOST', `The connection to ${remote?.computer ?? 'the server'} was lost.`, {
    hint: 'Run the command again. If it happens each time, look at the network between here and the server, or sign in there.',
    cause: failure,
  });
}
