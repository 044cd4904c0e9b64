import { PsError } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import type { PsFailure } from '../model/ps-failure.js';
import { remoteWords, type RemoteCause } from './remote-words.js';
import type { SessionInfo } from './session.js';

/** Why the runspace on another server was not opened. */
export interface RemoteFailure {
  readonly failure: PsFailure;
  /** The code of WinRM, decimal; empty: none. */
  readonly transportCode: string;
  /** What ssh wrote. */
  readonly said: string;
}

/**
 * Codes that PowerShell hands through as `ErrorCode`: those of WinRM with their names in PowerShell's public source
 * (`WSManNativeApi`), of Windows and of WinHTTP. The sentences beside them are translated.
 */
const causeByCode: Readonly<Record<number, RemoteCause>> = {
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

const causeByErrorId: Readonly<Record<string, RemoteCause>> = {
  PhsRemoteSshMissing: 'E_REMOTE_SSH',
  PhsRemoteWinrmMissing: 'E_REMOTE_WINRM',
  PhsRemoteLanguage: 'E_REMOTE_LANGUAGE',
  InvalidConfigurationName: 'E_REMOTE_ENDPOINT',
};

/** What OpenSSH writes; it has no other language. */
const causeBySshText: readonly (readonly [RegExp, RemoteCause])[] = [
  [/Could not resolve hostname/, 'E_REMOTE_NAME'],
  [/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/, 'E_REMOTE_TRUST'],
  [/Permission denied|Too many authentication failures/, 'E_REMOTE_DENIED'],
  [/subsystem request failed/, 'E_REMOTE_ENDPOINT'],
  [/connect to host|Connection (?:refused|timed out|reset|closed)|No route to host/, 'E_REMOTE_UNREACHABLE'],
];

function findCause({ failure, transportCode, said }: RemoteFailure): RemoteCause {
  const [id = ''] = failure.errorId.split(',');
  return (
    causeByErrorId[id] ??
    (transportCode === '' ? undefined : causeByCode[Number(transportCode)]) ??
    causeBySshText.find(([pattern]) => pattern.test(said))?.[1] ??
    'E_REMOTE'
  );
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/)[0] ?? '';
}

/** The typed error for a server that was not reached: by ids and codes, never by translated sentences. */
export function remoteError(remote: RemoteServer, failed: RemoteFailure): PsError {
  const { failure, transportCode, said } = failed;
  const cause = findCause(failed);
  const detail = firstLine(said) === '' ? failure.message.replace(/\s+/g, ' ').trim() : firstLine(said);
  const { message, hint } = remoteWords(cause, remote, detail);
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
  const { message, hint } = remoteWords('E_REMOTE_MODULE', remote, `PowerShell ${psVersion}`);
  return new PsError('E_REMOTE_MODULE', message, { hint, fields: { computer: remote.computer, psVersion } });
}

/** The connection broke while an operation ran, or before it began. */
export function connectionLost(remote: RemoteServer | undefined, failure: PsFailure | undefined): PsError {
  return new PsError('E_REMOTE_LOST', `The connection to ${remote?.computer ?? 'the server'} was lost.`, {
    hint: 'Run the command again. If it happens each time, look at the network between here and the server, or sign in there.',
    cause: failure,
  });
}
