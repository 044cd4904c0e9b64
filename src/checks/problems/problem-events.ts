import { passwordHashSyncMeanings } from '../../model/event-catalog.js';
import type { EventMeaning } from '../../model/event-meaning.js';
import type { ErrorEvent, EventSummary, EventTally } from '../../model/facts.js';

/** What the catalogue says of an id of PHS that always weighs the same; id 0 depends on its entry type. */
function findEntry(eventId: number): EventMeaning | undefined {
  const [only, another] = passwordHashSyncMeanings(eventId);
  return another === undefined ? only : undefined;
}

function isProblem(eventId: number): boolean {
  return (findEntry(eventId)?.severity ?? 'none') !== 'none';
}

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

function judgeSeverity(eventId: number, samples: readonly ErrorEvent[]): Problem['severity'] | undefined {
  const severity = findEntry(eventId)?.severity ?? 'none';
  if (severity !== 'none') {
    return severity;
  }
  const isError = samples.some(({ entryType }) => entryType === 'Error');
  if (eventId === 0) {
    return isError ? 'fail' : 'warn';
  }
  return isError ? 'warn' : undefined;
}

function findMeaning(eventId: number, severity: Problem['severity']): string {
  const entry = passwordHashSyncMeanings(eventId).find((meaning) => meaning.severity === severity);
  return entry?.name ?? 'error of password synchronization';
}

/** Events before the window are not looked at, whatever was collected. */
function isRecent(instant: string, windowStartsAt: Date): boolean {
  return Date.parse(instant) >= windowStartsAt.getTime();
}

/** One group of the records of an id, newest first, and of their tally; undefined if they are not a problem. */
export function groupProblems(
  eventId: number,
  samples: readonly ErrorEvent[],
  tally: EventTally | undefined,
): Problem | undefined {
  const severity = judgeSeverity(eventId, samples);
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
    meaning: findMeaning(eventId, severity),
    severity,
    count: Math.max(samples.length, tally?.count ?? 0),
    latestAt: latest.at,
    latestRecordId: latest.recordId,
    sample: newest,
    domains: [...new Set(samples.flatMap(({ domain }) => domain ?? []))],
  };
}

/** The records that report a problem and whose texts are kept, of `isMine` and in the window, newest first. */
export function recentErrors(
  events: EventSummary,
  isMine: (connectorId: string | null) => boolean,
  windowStartsAt: Date,
): readonly ErrorEvent[] {
  return events.errors.filter(
    ({ connectorId, generatedAt }) => isMine(connectorId) && isRecent(generatedAt, windowStartsAt),
  );
}

/**
 * The problems of one connector (its id in lower case), or of no connector in particular (null): one for each event id,
 * the worst and latest first. Records without a text are counted too, because only the newest texts are kept.
 */
export function findProblems(
  events: EventSummary,
  isMine: (connectorId: string | null) => boolean,
  windowStartsAt: Date,
): readonly Problem[] {
  const samples = recentErrors(events, isMine, windowStartsAt);
  const tallies = [...events.tallies]
    .filter(([connectorId]) => isMine(connectorId === '' ? null : connectorId))
    .flatMap(([, list]) => list)
    .filter(({ latestAt }) => isRecent(latestAt, windowStartsAt));
  const hasText = new Set(samples.map(({ eventId }) => eventId));
  const countedOnly = tallies.map(({ eventId }) => eventId).filter(isProblem);
  const zeroIsCut = events.errorCount > events.errors.length && tallies.some(({ eventId }) => eventId === 0);
  return [...new Set([...hasText, ...countedOnly, ...(zeroIsCut ? [0] : [])])]
    .flatMap((id) => {
      const mine = samples.filter(({ eventId }) => eventId === id);
      return groupProblems(id, mine, sumTallies(tallies.filter(({ eventId }) => eventId === id))) ?? [];
    })
    .sort((a, b) => rank(a) - rank(b) || Date.parse(b.latestAt) - Date.parse(a.latestAt) || a.eventId - b.eventId);
}

function rank({ severity }: Problem): number {
  return severity === 'fail' ? 0 : 1;
}

/** Several tallies of one id (events of connectors that no longer exist) as one. */
function sumTallies(tallies: readonly EventTally[]): EventTally | undefined {
  return tallies.reduce<EventTally | undefined>((sum, tally) => {
    if (sum === undefined) {
      return tally;
    }
    const latest = Date.parse(tally.latestAt) > Date.parse(sum.latestAt) ? tally : sum;
    return { ...latest, count: sum.count + tally.count };
  }, undefined);
}
