import type { ErrorEvent, EventSummary, EventTally } from '../model/facts.js';

/** Ids that report a problem, with Microsoft's meaning (adsync-facts 3.1 and 3.2); id 0 depends on its entry type. */
const failing: ReadonlyMap<number, string> = new Map([
  [115, 'access to Entra ID has been denied'],
  [603, 'unexpected error'],
  [604, 'task error'],
  [607, 'not able to start'],
  [610, 'cannot stop'],
  [611, 'error synchronizing a domain'],
  [612, 'error initialising a synchronization context'],
  [615, 'worker thread exception'],
  [616, 'connection to a preferred domain controller failed'],
  [621, 'full password sync failed'],
  [652, 'batch error'],
  [655, 'ping error'],
  [662, 'health task failed'],
  [665, 'storing the cycle state failed'],
  [666, 'failed with an SQL deadlock'],
  [667, 'decryption key failed (FIPS policy)'],
  [6329, 'unexpected error in a password set operation'],
  [6900, 'unexpected error in a password change notification'],
]);
const warning: ReadonlyMap<number, string> = new Map([
  [605, 'items added to the retry queue'],
  [620, 'objects reported that are not retried'],
  [664, 'password sync of one object failed'],
]);

/** All events of one id in one group. */
export interface Problem {
  readonly eventId: number;
  /** What the id means. */
  readonly meaning: string;
  readonly severity: 'fail' | 'warn';
  readonly count: number;
  readonly latestAt: string;
  readonly latestRecordId: number;
  /** The newest record with its text; undefined when only the number of events is known. */
  readonly sample: ErrorEvent | undefined;
  /** Domains or partitions that the records name. */
  readonly domains: readonly string[];
}

function severityOf(eventId: number, samples: readonly ErrorEvent[]): Problem['severity'] | undefined {
  if (failing.has(eventId)) {
    return 'fail';
  }
  if (warning.has(eventId)) {
    return 'warn';
  }
  const isError = samples.some(({ entryType }) => entryType === 'Error');
  if (eventId === 0) {
    return isError ? 'fail' : 'warn';
  }
  return isError ? 'warn' : undefined;
}

function meaningOf(eventId: number, severity: Problem['severity']): string {
  const zero = severity === 'fail' ? 'error of the synchronization client' : 'password changes scheduled for retry';
  return failing.get(eventId) ?? warning.get(eventId) ?? (eventId === 0 ? zero : 'error of password synchronization');
}

/** Events before the window are not looked at, whatever was collected. */
function isRecent(instant: string, windowStartsAt: Date): boolean {
  return Date.parse(instant) >= windowStartsAt.getTime();
}

function groupOf(eventId: number, samples: readonly ErrorEvent[], tally: EventTally | undefined): Problem | undefined {
  const severity = severityOf(eventId, samples);
  const newest = samples[0];
  const latest =
    newest === undefined || (tally !== undefined && Date.parse(tally.latestAt) > Date.parse(newest.generatedAt))
      ? tally && { at: tally.latestAt, recordId: tally.latestRecordId }
      : { at: newest.generatedAt, recordId: newest.recordId };
  if (severity === undefined || latest === undefined) {
    return undefined;
  }
  return {
    eventId,
    meaning: meaningOf(eventId, severity),
    severity,
    count: Math.max(samples.length, tally?.count ?? 0),
    latestAt: latest.at,
    latestRecordId: latest.recordId,
    sample: newest,
    domains: [...new Set(samples.flatMap(({ domain }) => domain ?? []))],
  };
}

/**
 * The problems of one connector (its id in lower case), or of no connector in particular (null): one for each event id,
 * the worst and latest first. Records without a text are counted too, because only the newest texts are kept.
 */
export function problemsOf(
  events: EventSummary,
  isMine: (connectorId: string | null) => boolean,
  windowStartsAt: Date,
): readonly Problem[] {
  const samples = events.errors.filter(
    ({ connectorId, generatedAt }) => isMine(connectorId) && isRecent(generatedAt, windowStartsAt),
  );
  const tallies = [...events.tallies]
    .filter(([connectorId]) => isMine(connectorId === '' ? null : connectorId))
    .flatMap(([, list]) => list)
    .filter(({ latestAt }) => isRecent(latestAt, windowStartsAt));
  const hasText = new Set(samples.map(({ eventId }) => eventId));
  const countedOnly = tallies.map(({ eventId }) => eventId).filter((id) => failing.has(id) || warning.has(id));
  const zeroIsCut = events.errorCount > events.errors.length && tallies.some(({ eventId }) => eventId === 0);
  return [...new Set([...hasText, ...countedOnly, ...(zeroIsCut ? [0] : [])])]
    .flatMap((id) => {
      const mine = samples.filter(({ eventId }) => eventId === id);
      return groupOf(id, mine, sumOf(tallies.filter(({ eventId }) => eventId === id))) ?? [];
    })
    .sort((a, b) => rank(a) - rank(b) || Date.parse(b.latestAt) - Date.parse(a.latestAt) || a.eventId - b.eventId);
}

function rank({ severity }: Problem): number {
  return severity === 'fail' ? 0 : 1;
}

/** Several tallies of one id (events of connectors that no longer exist) as one. */
function sumOf(tallies: readonly EventTally[]): EventTally | undefined {
  return tallies.reduce<EventTally | undefined>((sum, tally) => {
    if (sum === undefined) {
      return tally;
    }
    const latest = Date.parse(tally.latestAt) > Date.parse(sum.latestAt) ? tally : sum;
    return { ...latest, count: sum.count + tally.count };
  }, undefined);
}
