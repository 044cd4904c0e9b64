import type { UnknownCode, UnknownReason } from './fact.js';
import type { PsFailure } from './ps-failure.js';

/** What was tried when an operation failed. */
export interface FailureContext {
  /** The operation's summary: "the connectors". */
  readonly summary: string;
  /** Status of the ADSync service, for operations that ask it; absent when it is not known or does not matter. */
  readonly serviceStatus?: string | undefined;
  /** Name of the operation; absent when it is not an operation that failed. */
  readonly operation?: string | undefined;
}

const accessDenied = '80070005';
/** Server execution failed, RPC server unavailable, call failed (two forms), object disconnected: no service behind the call. */
const unreachable: ReadonlySet<string> = new Set(['80080005', '800706ba', '800706be', '800706bf', '80010108']);
/** Stable codes inside messages, for exceptions that carry no HRESULT of their own (facts 4.2, 4.3). */
const codeInText = /(?:^|[^0-9a-z])(?:0x)?(80070005|80080005|800706b[aef]|80010108)(?![0-9a-z])/i;

const codesByType: readonly (readonly [UnknownCode, readonly string[]])[] = [
  ['command-missing', ['CommandNotFoundException']],
  ['access-denied', ['UnauthorizedAccessException', 'SecurityException', 'SecurityAccessDeniedException']],
  ['not-found', ['ConnectorNotFoundException']],
  ['not-supported', ['PlatformNotSupportedException', 'NotSupportedException', 'NotImplementedException']],
  ['timeout', ['TimeoutException']],
];

/** Beginnings of FullyQualifiedErrorIds; the part after the comma names the cmdlet. */
const codesByErrorId: readonly (readonly [UnknownCode, readonly string[]])[] = [
  ['module-missing', ['PhsModuleNotFound', 'Modules_ModuleNotFound']],
  [
    'not-found',
    ['NoServiceFoundForGivenName', 'EventLogNotFound', 'NoMatchingLogsFound', 'PhsNoAnswer', 'PhsConnectorNameMissing'],
  ],
  ['not-supported', ['NamedParameterNotFound']],
];

const hints: Partial<Record<UnknownCode, string>> = {
  'access-denied': 'Run phs-tool elevated, with an account in the group ADSyncAdmins.',
  'service-stopped': 'Start the service: Start-Service ADSync.',
  'command-missing': 'This build of Entra Connect, or this system, does not have the command.',
  'module-missing': 'Name the folder of the ADSync module with --module-path.',
  timeout: 'Run the command again when the server is less busy.',
};

function lastPart(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf('.') + 1);
}

function codeByType(failure: PsFailure): UnknownCode | undefined {
  const names = new Set(failure.exceptionTypes.map(lastPart));
  return codesByType.find(([, types]) => types.some((type) => names.has(type)))?.[0];
}

function codeByErrorId(failure: PsFailure): UnknownCode | undefined {
  const [id = ''] = failure.errorId.split(',');
  return codesByErrorId.find(([, ids]) => ids.includes(id))?.[0];
}

/** The code as far as the failure itself shows it; `unreachable` needs to know about the service. */
function ownCode(failure: PsFailure): UnknownCode | 'unreachable' {
  const hresult = failure.hresult.toLowerCase();
  if (hresult === accessDenied || failure.category === 'PermissionDenied' || failure.category === 'SecurityError') {
    return 'access-denied';
  }
  if (unreachable.has(hresult)) {
    return 'unreachable';
  }
  const code = codeByErrorId(failure) ?? codeByType(failure);
  if (code !== undefined) {
    return code;
  }
  const inText = codeInText.exec(failure.message)?.[1]?.toLowerCase();
  return inText === undefined ? 'failed' : inText === accessDenied ? 'access-denied' : 'unreachable';
}

/**
 * Why a fact could not be read: by exception types, HRESULT and error id, and only then by a numeric code inside the
 * message; never by prose, which is translated. While the service does not run, whatever fails without a better
 * explanation fails because of that (the exact errors are not known, facts 4.3).
 */
export function classifyFailure(failure: PsFailure, context: FailureContext): UnknownReason {
  const own = ownCode(failure);
  const { operation, summary } = context;
  if (own === 'command-missing' && operation !== undefined && failure.message.includes(operation)) {
    // Only an endpoint that has its own operations can lack one.
    const message = `Could not read ${summary}: the endpoint on the server does not offer ${operation}.`;
    return { code: 'not-supported', message, hint: 'Run phs-tool on the server itself for this.' };
  }
  const unexplained = own === 'unreachable' || own === 'failed' || own === 'timeout';
  const stopped = context.serviceStatus !== undefined && context.serviceStatus !== 'Running';
  const code = unexplained && stopped ? 'service-stopped' : own === 'unreachable' ? 'failed' : own;
  const text = failure.message.replace(/\s+/g, ' ').trim();
  return reason(code, `Could not read ${summary}: ${text === '' ? failure.errorId : text}`);
}

/** A reason with the hint that belongs to its code. */
export function reason(code: UnknownCode, message: string): UnknownReason {
  const hint = hints[code];
  return hint === undefined ? { code, message } : { code, message, hint };
}
