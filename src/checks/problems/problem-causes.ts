import type { ErrorEvent, EventSummary } from '../../model/facts.js';
import { rpcCodes } from '../../model/rpc-codes.js';
import type { CheckId } from '../check.js';
import { groupOf, problemsOf, recentErrors, type Problem } from './problem-events.js';
import { stripEnd } from '../../base/strip-end.js';

const longestText = 8_000;

/** What a record's text tells about the cause (facts 3.2). */
export interface EventCause {
  /** Code after "RPC Error". */
  readonly rpcCode: number | undefined;
  /** Code after "Error Code:", of Entra's service. */
  readonly entraCode: number | undefined;
  /** True when a user name or a password was refused. */
  readonly isRefusedLogon: boolean;
}

/** What a problem is about; each but `other` has a check of its own in `diagnose`. */
export type ProblemArea =
  'fips' | 'full-sync' | 'credentials' | 'replication' | 'entra' | 'domain-controller' | 'other';

/** The check that reports on each area. */
const areaChecks: Readonly<Record<Exclude<ProblemArea, 'other'>, CheckId>> = {
  fips: 'PHS210',
  'full-sync': 'PHS304',
  credentials: 'PHS402',
  replication: 'PHS404',
  entra: 'PHS405',
  'domain-controller': 'PHS406',
};

/** Checks that report a cause for which events are the symptom; they explain silence, too. */
export const causeChecks: readonly CheckId[] = [
  'PHS210',
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

function numberAfter(pattern: RegExp, text: string): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** True when a text says that a user name or a password was refused; also for texts of other cmdlets. */
export function saysRefusedLogon(text: string): boolean {
  return /AuthenticationException|user name or password is incorrect|RPC Error (?:1326|1331)\b/i.test(text);
}

/** Reads the cause from a record's text. Never raises. */
export function causeOfText(message: string): EventCause {
  const text = message.slice(0, longestText);
  return {
    rpcCode: numberAfter(/RPC Error (\d{1,5})\b/i, text),
    entraCode: numberAfter(/Error Code: {0,4}(\d{1,5})\b/i, text),
    isRefusedLogon: saysRefusedLogon(text),
  };
}

function hostsIn(message: string): readonly string[] {
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
  [667, 'fips'],
]);

function areaOf({ eventId, severity }: Problem, { rpcCode, isRefusedLogon }: EventCause): ProblemArea {
  if (eventId === 0) {
    return severity === 'fail' ? 'entra' : 'other';
  }
  if (eventId !== 611) {
    return areasById.get(eventId) ?? 'other';
  }
  const category = rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.category;
  if (isRefusedLogon || category === 'credentials') {
    return 'credentials';
  }
  return rpcCode === undefined ? 'other' : 'replication';
}

function withCause(problem: Problem, samples: readonly ErrorEvent[]): CauseGroup {
  const cause = causeOfText(problem.sample?.message ?? '');
  const times = samples.map(({ generatedAt }) => generatedAt).sort();
  return {
    ...problem,
    cause,
    area: areaOf(problem, cause),
    firstAt: times[0] ?? problem.latestAt,
    hosts: [...new Set(samples.flatMap(({ message }) => hostsIn(message)))],
  };
}

function keyOf({ domain, message }: ErrorEvent): string {
  const { rpcCode, entraCode, isRefusedLogon } = causeOfText(message);
  return JSON.stringify([domain?.toLowerCase() ?? null, rpcCode ?? null, entraCode ?? null, isRefusedLogon]);
}

function splitByCause(problem: Problem, errors: readonly ErrorEvent[]): readonly CauseGroup[] {
  const samples = errors.filter(({ eventId }) => eventId === problem.eventId);
  const byKey = new Map<string, ErrorEvent[]>();
  for (const sample of samples) {
    const key = keyOf(sample);
    byKey.set(key, [...(byKey.get(key) ?? []), sample]);
  }
  const groups = [...byKey.values()].flatMap((mine) => {
    const group = groupOf(problem.eventId, mine, undefined);
    return group === undefined ? [] : [withCause(group, mine)];
  });
  return groups.length === 0 ? [withCause(problem, [])] : groups;
}

/**
 * The problems of `isMine` by event, domain and cause, the worst and latest first: what PHS303 collects, in the parts
 * that the checks of the causes look at. Counts are of the records whose texts are kept, the newest 500.
 */
export function causeGroupsOf(
  events: EventSummary,
  isMine: (connectorId: string | null) => boolean,
  windowStartsAt: Date,
): readonly CauseGroup[] {
  const errors = recentErrors(events, isMine, windowStartsAt);
  return problemsOf(events, isMine, windowStartsAt).flatMap((problem) => splitByCause(problem, errors));
}
