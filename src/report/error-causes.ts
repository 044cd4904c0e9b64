import { groupByCause, type CauseGroup } from '../checks/problems/problem-causes.js';
import { causeText, remedyForProblem } from '../checks/problems/problem-remedies.js';
import { entraCodes } from '../model/entra-codes.js';
import { passwordHashSyncMeanings } from '../model/event-catalog.js';
import type { Connector, EventSummary } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { rpcCodes } from '../model/rpc-codes.js';

/** Problem events of one id and one cause, of all connectors together. */
export interface ErrorCause {
  readonly eventId: number;
  /** What the id means, in a few words. */
  readonly meaning: string;
  readonly severity: 'fail' | 'warn';
  /** The code in the texts with its name, as `RPC error 8453`; null when they hold none. */
  readonly cause: string | null;
  /** What the code, or else the event, means in whole sentences. */
  readonly explanation: string;
  readonly count: number;
  readonly firstAt: string;
  readonly latestAt: string;
  /** Names of the connectors; null stands for events that name none. */
  readonly connectors: readonly (string | null)[];
  readonly domains: readonly string[];
  /** Text of the newest record; null when only the number is known. */
  readonly sample: string | null;
  readonly remedy: Remedy;
}

interface ConnectorCause {
  readonly connector: Connector | undefined;
  readonly group: CauseGroup;
}

function causeKey({ group: { eventId, cause } }: ConnectorCause): string {
  const { rpcCode, entraCode, isRefusedLogon, isUnreachable } = cause;
  return `${eventId} ${rpcCode ?? ''} ${entraCode ?? ''} ${String(isRefusedLogon)} ${String(isUnreachable)}`;
}

function explainCause({ eventId, cause, severity }: CauseGroup): string {
  const { rpcCode, entraCode } = cause;
  const meanings = passwordHashSyncMeanings(eventId);
  const entry = meanings.find((meaning) => meaning.severity === severity) ?? meanings[0];
  return (
    (rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.meaning) ??
    (entraCode === undefined ? undefined : entraCodes.get(entraCode)?.meaning) ??
    entry?.meaning ??
    'Not described by Microsoft.'
  );
}

function formatCode(group: CauseGroup): string | null {
  const { rpcCode, entraCode } = group.cause;
  const name =
    (rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.name) ??
    (rpcCode === undefined && entraCode !== undefined ? entraCodes.get(entraCode)?.name : undefined);
  const text = causeText(group);
  return text === undefined ? null : name === undefined ? text : `${text} (${name})`;
}

function merged(placed: readonly [ConnectorCause, ...ConnectorCause[]]): ErrorCause {
  const groups = placed.map(({ group }) => group);
  const newest = placed.reduce((a, b) => (Date.parse(b.group.latestAt) > Date.parse(a.group.latestAt) ? b : a));
  const { eventId, meaning, latestAt, sample } = newest.group;
  const only = placed.length === 1 ? newest.connector : undefined;
  return {
    eventId,
    meaning,
    severity: groups.some(({ severity }) => severity === 'fail') ? 'fail' : 'warn',
    cause: formatCode(newest.group),
    explanation: explainCause(newest.group),
    count: groups.reduce((sum, { count }) => sum + count, 0),
    firstAt: groups.map(({ firstAt }) => firstAt).sort()[0] ?? latestAt,
    latestAt,
    connectors: [...new Set(placed.map(({ connector }) => connector?.name ?? null))],
    domains: [...new Set(groups.flatMap(({ domains }) => domains))],
    sample: sample?.message ?? null,
    remedy: remedyForProblem(newest.group, only),
  };
}

function rank({ severity }: ErrorCause): number {
  return severity === 'fail' ? 0 : 1;
}

/**
 * The problem events of the window by what caused them, the worst and most frequent first. If more than 500 events
 * report a problem, an id whose texts were not kept is counted without its cause.
 */
export function listErrorCauses(
  events: EventSummary,
  connectors: readonly Connector[],
  windowStartsAt: Date,
): readonly ErrorCause[] {
  const ids = new Set(connectors.map(({ identifier }) => identifier.toLowerCase()));
  const scopes = [
    ...connectors.map((connector) => ({
      connector,
      isMine: (id: string | null): boolean => id?.toLowerCase() === connector.identifier.toLowerCase(),
    })),
    { connector: undefined, isMine: (id: string | null): boolean => id === null || !ids.has(id.toLowerCase()) },
  ];
  const byKey = new Map<string, [ConnectorCause, ...ConnectorCause[]]>();
  for (const { connector, isMine } of scopes) {
    for (const group of groupByCause(events, isMine, windowStartsAt)) {
      const placed = { connector, group };
      const mine = byKey.get(causeKey(placed));
      if (mine === undefined) {
        byKey.set(causeKey(placed), [placed]);
      } else {
        mine.push(placed);
      }
    }
  }
  return [...byKey.values()].map(merged).sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}
