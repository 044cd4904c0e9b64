import { passwordHashSyncMeaning } from './event-catalog.js';
import type { EventMeaning } from './event-meaning.js';
import type { EventSummary, EventTally, Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { ConnectorOverview, Report } from './report.js';
import type { WatchLine } from './watch-line.js';

/** One look at a server, as far as the next look is compared with it. */
export interface WatchReading {
  readonly report: Report;
  readonly events: EventSummary | undefined;
}

/** Starts, stops and pauses of the manager: no problem by themselves, but of interest to whoever watches. */
const startsAndStops: ReadonlySet<number> = new Set([601, 602, 609, 613]);

/** Keeps what the next look is compared with. Events that could not be read stay those of the look before. */
export function takeWatchReading(report: Report, facts: Facts, before: WatchReading | undefined): WatchReading {
  return { report, events: facts.events.known ? facts.events.value : before?.events };
}

/** Findings by check and subject; a check can have several of the same subject, which are told apart by their place. */
function indexFindings(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const map = new Map<string, Finding>();
  for (const finding of findings) {
    const name = JSON.stringify([finding.check, finding.subject ?? null]);
    let place = 0;
    while (map.has(`${name} ${place}`)) {
      place += 1;
    }
    map.set(`${name} ${place}`, finding);
  }
  return map;
}

type FindingLine = Extract<WatchLine, { readonly type: 'finding' }>;

function findingLine(at: string, before: Finding | undefined, now: Finding | undefined): FindingLine[] {
  const changed = now ?? before;
  if (changed === undefined || before?.status === now?.status) {
    return [];
  }
  const { check, title, subject, message } = changed;
  return [
    {
      type: 'finding',
      at,
      check,
      title,
      ...(subject === undefined ? {} : { subject }),
      from: before?.status ?? null,
      to: now?.status ?? null,
      message: now === undefined ? 'This finding is gone.' : message,
    },
  ];
}

/** A line for each finding that has another status, is new or is gone. */
export function findingLines(
  at: string,
  before: Pick<Report, 'findings'>,
  now: Pick<Report, 'findings'>,
): readonly FindingLine[] {
  const [old, current] = [indexFindings(before.findings), indexFindings(now.findings)];
  const gone = [...old.keys()].filter((key) => !current.has(key));
  return [...current.keys(), ...gone].flatMap((key) => findingLine(at, old.get(key), current.get(key)));
}

function indexConnectors({ overview }: Report): ReadonlyMap<string, ConnectorOverview> | undefined {
  return overview?.connectors.known === true
    ? new Map(overview.connectors.value.map((connector) => [connector.identifier, connector]))
    : undefined;
}

/** Connectors that could not be read are not a change: the findings say so. */
function connectorLines(at: string, before: Report, now: Report): WatchLine[] {
  const [old, current] = [indexConnectors(before), indexConnectors(now)];
  if (old === undefined || current === undefined) {
    return [];
  }
  return [...new Set([...current.keys(), ...old.keys()])].flatMap((identifier): WatchLine[] => {
    const [was, is] = [old.get(identifier), current.get(identifier)];
    const [from, to] = [was?.verdict.status ?? null, is?.verdict.status ?? null];
    const text = is?.verdict.text ?? 'The connector is gone.';
    const connector = (is ?? was)?.name ?? identifier;
    return from === to ? [] : [{ type: 'connector', at, connector, identifier, from, to, text }];
  });
}

function causeKey({ summary: { firstCause } }: Report): string {
  return firstCause === null ? '' : JSON.stringify([firstCause.check, firstCause.subject ?? null]);
}

function verdictLines(at: string, before: Report, now: Report): WatchLine[] {
  const { status, exitCode, firstCause } = now.summary;
  return before.summary.status === status && causeKey(before) === causeKey(now)
    ? []
    : [{ type: 'verdict', at, from: before.summary.status, to: status, exitCode, firstCause }];
}

function isOfInterest({ eventId, kind, severity }: EventMeaning): boolean {
  return severity !== 'none' || kind === 'full-sync' || startsAndStops.has(eventId);
}

/** Record ids go back when somebody clears the log, so time decides and the id only tells two of one instant apart. */
function isNewer(tally: EventTally, before: EventTally | undefined): boolean {
  const [now, then] = [Date.parse(tally.latestAt), before === undefined ? -Infinity : Date.parse(before.latestAt)];
  return now > then || (now === then && tally.latestRecordId !== before?.latestRecordId);
}

function eventLine(
  at: string,
  connectorId: string,
  tally: EventTally,
  before: EventTally | undefined,
  look: WatchReading,
): WatchLine[] {
  const { eventId, latestAt, latestRecordId } = tally;
  const since = before === undefined ? -Infinity : Date.parse(before.latestAt);
  const errors = (look.events?.errors ?? []).filter(
    (error) =>
      error.eventId === eventId &&
      (error.connectorId ?? '') === connectorId &&
      (Date.parse(error.generatedAt) > since ||
        (Date.parse(error.generatedAt) === since && error.recordId !== before?.latestRecordId)),
  );
  const [newest] = errors;
  const meaning = passwordHashSyncMeaning(eventId, newest?.entryType);
  if (meaning === undefined || !isOfInterest(meaning)) {
    return [];
  }
  const { name, severity } = meaning;
  return [
    {
      type: 'event',
      at,
      eventId,
      recordId: latestRecordId,
      generatedAt: latestAt,
      connectorId: connectorId === '' ? null : connectorId,
      connector: indexConnectors(look.report)?.get(connectorId)?.name ?? null,
      name,
      severity,
      count: severity === 'none' ? null : errors.length,
      message: newest?.message ?? null,
    },
  ];
}

function eventLines(at: string, before: WatchReading, now: WatchReading): WatchLine[] {
  if (now.events === undefined || now.events === before.events) {
    return [];
  }
  const old = before.events;
  // The first events that could be read are all old news, or nobody knows which of them are not.
  if (old === undefined) {
    return [];
  }
  return [...now.events.tallies]
    .flatMap(([connectorId, tallies]) =>
      tallies.flatMap((tally) => {
        const known = old.tallies.get(connectorId)?.find(({ eventId }) => eventId === tally.eventId);
        return isNewer(tally, known) ? eventLine(at, connectorId, tally, known, now) : [];
      }),
    )
    .sort((left, right) =>
      'generatedAt' in left && 'generatedAt' in right
        ? Date.parse(left.generatedAt) - Date.parse(right.generatedAt)
        : 0,
    );
}

/** What is different since the look before: events first, then findings, then verdicts. Empty: nothing is. */
export function changesBetween(before: WatchReading, now: WatchReading, at: string): readonly WatchLine[] {
  return [
    ...eventLines(at, before, now),
    ...findingLines(at, before.report, now.report),
    ...connectorLines(at, before.report, now.report),
    ...verdictLines(at, before.report, now.report),
  ];
}
