import { groupBy } from '../../base/group-by.js';
import type { ErrorEvent, EventSummary } from '../../model/facts.js';
import { rpcCodes } from '../../model/rpc-codes.js';
import { parseErrorCode, parseRpcCode } from '../../parsers/event-failure.js';
import { signInCodesIn } from '../../model/sign-in-codes.js';
import type { CheckId } from '../check.js';
import { groupProblems, findProblems, recentErrors, type Problem } from './problem-events.js';
import { stripEnd } from '../../base/strip-end.js';

const longestText = 8_000;

/** What a record's text says about the cause (facts 3.2). */
export interface EventCause {
  /** Code after "RPC Error", or another code of Windows in hexadecimal. */
  readonly rpcCode: number | undefined;
  /** Code after "Error Code:", of Entra's service. */
  readonly entraCode: number | undefined;
  /** The `AADSTS` codes with which Entra refuses the sign-in of the Entra connector. */
  readonly signInCodes: readonly number[];
  /** True when a user name or a password was refused. */
  readonly isRefusedLogon: boolean;
  /** True when an exception says that a server was not reached: a domain controller by LDAP, or an endpoint of Entra. */
  readonly isUnreachable: boolean;
}

/** What a problem is about; each but `other` has a check of its own. */
export type ProblemArea =
  'fips' | 'full-sync' | 'credentials' | 'replication' | 'entra' | 'sign-in' | 'domain-controller' | 'other';

/** The check that reports on each area. */
const areaChecks: Readonly<Record<Exclude<ProblemArea, 'other'>, CheckId>> = {
  fips: 'PHS210',
  'full-sync': 'PHS304',
  credentials: 'PHS402',
  replication: 'PHS404',
  entra: 'PHS405',
  'sign-in': 'PHS212',
  'domain-controller': 'PHS406',
};

/** Checks that report a cause for which events are the symptom; they explain silence, too. */
export const causeChecks: readonly CheckId[] = [
  'PHS210',
  'PHS212',
  'PHS304',
  'PHS401',
  'PHS402',
  'PHS403',
  'PHS404',
  'PHS405',
  'PHS406',
];

/** The check of an area; undefined for `other`, which PHS303 itself reports. */
export function checkOfArea(area: ProblemArea): CheckId | undefined {
  return area === 'other' ? undefined : areaChecks[area];
}

/** Problems of one event id, one domain and one cause. */
export interface CauseGroup extends Problem {
  readonly area: ProblemArea;
  readonly cause: EventCause;
  readonly firstAt: string;
  /** Domain controllers that the texts name. */
  readonly hosts: readonly string[];
}

/** Windows codes of a refused sign-in, as RPC reports them: wrong, restricted, expired, disabled, locked out (facts 3.2). */
const refusedRpc = /RPC Error:? {1,4}(?:1326|1327|1330|1331|1909|0x0{0,4}(?:52e|52f|532|533|775))\b/i;
/** The same as results of Windows, and as the directory puts them into its own answer ("data 52e"). */
const refusedResult = /\b(?:0x8007(?:052e|052f|0532|0533|0775)|data (?:525|52e|52f|530|531|532|533|701|775))\b/i;
/** Exceptions and sentences that mean nothing else; sentences are translated, classes are not. */
const refusedWords =
  /AuthenticationException|user name or password is incorrect|unknown user name or bad password|supplied credential is invalid|\bAADSTS50126\b/i;
const anyResult = /\b0x8[\da-f]{7}\b/i;
/** A bind that failed without a result of its own failed for the credentials. */
const failedBind = /\bDirectoryEntry\.Bind\b/;
const unreachable =
  /\bLdapException\b|\bActiveDirectoryServerDownException\b|\b0x8007203a\b|\bEndpointNotFound|\bSecurityNegotiation/i;

/** True when a text says that a user name or a password was refused, in any language; also for texts of other cmdlets. */
export function saysRefusedLogon(text: string): boolean {
  return (
    refusedRpc.test(text) ||
    refusedResult.test(text) ||
    refusedWords.test(text) ||
    (failedBind.test(text) && !anyResult.test(text))
  );
}

/** Reads the cause from a record's text. Never raises. */
export function causeOfText(message: string): EventCause {
  const text = message.slice(0, longestText);
  const isRefusedLogon = saysRefusedLogon(text);
  return {
    rpcCode: parseRpcCode(text) ?? undefined,
    entraCode: parseErrorCode(text) ?? undefined,
    signInCodes: signInCodesIn(text),
    isRefusedLogon,
    isUnreachable: !isRefusedLogon && unreachable.test(text),
  };
}

/** The domain controllers that a text names, as they are told in events of one domain. */
export function hostsIn(message: string): readonly string[] {
  const found = message
    .slice(0, longestText)
    .matchAll(/domain controller hostname: {0,4}([A-Za-z0-9_][\w.-]{0,254})/gi);
  return [...found].map(([, host = '']) => stripEnd(host, '.'));
}

const areasById: ReadonlyMap<number, ProblemArea> = new Map([
  [115, 'entra'],
  [616, 'domain-controller'],
  [621, 'full-sync'],
  [652, 'entra'],
  [655, 'entra'],
  [662, 'entra'],
  [667, 'fips'],
]);

/** Events about one domain, whose texts hold the chain of exceptions of its domain controller. */
export const domainFailureIds: ReadonlySet<number> = new Set([611, 612]);

/** An error of the engine is about Entra if its text holds what only Entra's service, or its client, says. */
function isOfEntra({ sample }: Problem, { entraCode, isRefusedLogon, isUnreachable }: EventCause): boolean {
  const text = sample?.message.slice(0, longestText) ?? '';
  return entraCode !== undefined || isRefusedLogon || isUnreachable || text.includes('ProvisionRetryException');
}

/** The Entra connector is named after its tenant: "contoso.onmicrosoft.com - AAD" (facts 1.1). */
function areaOfConnectorSignIn({ sample }: Problem): ProblemArea {
  return / - AAD["\u201d]/.test(sample?.message.slice(0, longestText) ?? '') ? 'entra' : 'credentials';
}

function areaOfDomain({ rpcCode, isRefusedLogon, isUnreachable }: EventCause): ProblemArea {
  const category = rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.category;
  if (isRefusedLogon || category === 'credentials') {
    return 'credentials';
  }
  return rpcCode === undefined && !isUnreachable ? 'other' : 'replication';
}

/** What a problem is about, by its id and the cause in its text. */
export function chooseArea(problem: Problem, cause: EventCause): ProblemArea {
  const { eventId, severity } = problem;
  if (domainFailureIds.has(eventId)) {
    return areaOfDomain(cause);
  }
  if (cause.signInCodes.length > 0 && severity === 'fail') {
    return 'sign-in';
  }
  switch (eventId) {
    case 0:
      return severity === 'fail' ? 'entra' : 'other';
    case 6000:
      return areaOfConnectorSignIn(problem);
    case 6900:
      return isOfEntra(problem, cause) ? 'entra' : 'other';
    default:
      return areasById.get(eventId) ?? 'other';
  }
}

function withCause(problem: Problem, samples: readonly ErrorEvent[]): CauseGroup {
  const cause = causeOfText(problem.sample?.message ?? '');
  const times = samples.map(({ generatedAt }) => generatedAt).sort();
  return {
    ...problem,
    cause,
    area: chooseArea(problem, cause),
    firstAt: times[0] ?? problem.latestAt,
    hosts: [...new Set(samples.flatMap(({ message }) => hostsIn(message)))],
  };
}

function groupingKey({ domain, message }: ErrorEvent): string {
  const { rpcCode, entraCode, signInCodes, isRefusedLogon, isUnreachable } = causeOfText(message);
  const place = domain?.toLowerCase() ?? null;
  return JSON.stringify([place, rpcCode ?? null, entraCode ?? null, signInCodes, isRefusedLogon, isUnreachable]);
}

function splitByCause(problem: Problem, errors: readonly ErrorEvent[]): readonly CauseGroup[] {
  const samples = errors.filter(({ eventId }) => eventId === problem.eventId);
  const groups = [...groupBy(samples, groupingKey).values()].flatMap((mine) => {
    const group = groupProblems(problem.eventId, mine, undefined);
    return group === undefined ? [] : [withCause(group, mine)];
  });
  return groups.length === 0 ? [withCause(problem, [])] : groups;
}

/**
 * The problems of `isMine` by event, domain and cause, the worst and latest first: what PHS303 collects, in the parts
 * that the checks of the causes look at. Counts are of the records whose texts are kept, the newest 500.
 */
export function groupByCause(
  events: EventSummary,
  isMine: (connectorId: string | null) => boolean,
  windowStartsAt: Date,
): readonly CauseGroup[] {
  const errors = recentErrors(events, isMine, windowStartsAt);
  return findProblems(events, isMine, windowStartsAt).flatMap((problem) => splitByCause(problem, errors));
}
