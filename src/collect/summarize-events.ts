import { eventMeaning, problemEventIds } from '../model/event-catalog.js';
import { findEventDomain, isDomainEvent } from '../model/domain-events.js';
import type { ChangeCount, ErrorEvent, EventRecord, EventSummary, EventTally } from '../model/facts.js';
import { isSuccess } from '../model/phs-event.js';
import { parseChangeRequests, parseChangeResults } from '../parsers/event-changes.js';
import { parseEventPlace } from '../parsers/event-message.js';

/** Ids that report a problem, whatever the weight of it. */
const problemIds: ReadonlySet<number> = new Set(problemEventIds);

const maxErrors = 500;
/** Texts can name any number of domains; those beyond this many, of one connector, are counted as if they named none. */
const mostDomains = 250;

type Tallies = Map<number, Running>;

interface Running {
  count: number;
  firstAt: string;
  firstMs: number;
  latestAt: string;
  latestMs: number;
  latestRecordId: number;
}

function newestFirst(left: EventRecord, right: EventRecord): number {
  return Date.parse(right.generatedAt) - Date.parse(left.generatedAt) || right.recordId - left.recordId;
}

/** Sums up pages of events as they come, in bounded memory: tallies by connector and id, and the newest problems. */
export class EventSummarizer {
  private readonly tallies = new Map<string, Tallies>();
  private readonly byDomain = new Map<string, Map<string, Tallies>>();
  private readonly changes = new Map<string, ChangeCount>();
  private errors: ErrorEvent[] = [];
  private errorCount = 0;

  /**
   * @param windowStartsAt Events before this instant are left out, whoever answered.
   * @param connectorIds GUIDs of the AD connectors, for texts that name one outside their `<forest-info>` block.
   */
  constructor(
    private readonly windowStartsAt: Date,
    private readonly connectorIds: readonly string[],
  ) {}

  /** Takes one page, in any order. */
  add(page: readonly EventRecord[]): void {
    for (const record of page) {
      const at = Date.parse(record.generatedAt);
      // The same number of another source is another event: the diagnostics write 2001, and so does the service.
      if (at >= this.windowStartsAt.getTime() && eventMeaning(record)?.passwordHashSync === true) {
        this.addRecord(record, at);
      }
    }
    if (this.errors.length > 2 * maxErrors) {
      this.trimErrors();
    }
  }

  /** What was seen so far. */
  summary(): EventSummary {
    this.trimErrors();
    return {
      tallies: finishTallies(this.tallies),
      domainTallies: new Map(
        [...this.byDomain].map(([connectorId, byDomain]) => [connectorId, finishTallies(byDomain)]),
      ),
      changes: new Map(this.changes),
      errors: [...this.errors],
      errorCount: this.errorCount,
    };
  }

  private addRecord(record: EventRecord, at: number): void {
    const place = parseEventPlace(record.message, this.connectorIds);
    count(openTallies(this.tallies, place.connectorId ?? ''), record, at);
    if (isDomainEvent(record.eventId)) {
      this.countDomain(
        place.connectorId ?? '',
        findEventDomain(record.eventId, record.message, place.domain),
        record,
        at,
      );
    }
    const before = this.changes.get(place.connectorId ?? '');
    const changes = countChanges(record, before);
    if (changes !== undefined) {
      this.changes.set(place.connectorId ?? '', changes);
    }
    if (problemIds.has(record.eventId)) {
      this.errorCount += 1;
      this.errors.push({ ...record, ...place });
    }
  }

  private countDomain(connectorId: string, domain: string | null, record: EventRecord, at: number): void {
    const byDomain = this.byDomain.get(connectorId) ?? new Map<string, Tallies>();
    this.byDomain.set(connectorId, byDomain);
    const hasRoom = domain !== null && (byDomain.has(domain) || byDomain.size < mostDomains);
    count(openTallies(byDomain, hasRoom ? domain : ''), record, at);
  }

  private trimErrors(): void {
    this.errors = this.errors.sort(newestFirst).slice(0, maxErrors);
  }
}

const noChanges: ChangeCount = { requested: 0, succeeded: 0, failed: 0 };

/** The count with the users of one more record; undefined for a record that is not about changes. */
function countChanges({ eventId, message }: EventRecord, before = noChanges): ChangeCount | undefined {
  if (eventId === 656) {
    return { ...before, requested: before.requested + parseChangeRequests(message).length };
  }
  if (eventId !== 657) {
    return undefined;
  }
  const results = parseChangeResults(message);
  const succeeded = results.filter(({ result }) => isSuccess(result)).length;
  return {
    ...before,
    succeeded: before.succeeded + succeeded,
    failed: before.failed + results.length - succeeded,
  };
}

/** The tallies of a key; made if there are none. */
function openTallies(map: Map<string, Tallies>, key: string): Tallies {
  const byId = map.get(key) ?? new Map<number, Running>();
  map.set(key, byId);
  return byId;
}

function count(byId: Tallies, { eventId, recordId, generatedAt }: EventRecord, at: number): void {
  const running = byId.get(eventId);
  if (running === undefined) {
    byId.set(eventId, {
      count: 1,
      firstAt: generatedAt,
      firstMs: at,
      latestAt: generatedAt,
      latestMs: at,
      latestRecordId: recordId,
    });
    return;
  }
  running.count += 1;
  if (at < running.firstMs) {
    running.firstMs = at;
    running.firstAt = generatedAt;
  }
  if (at > running.latestMs || (at === running.latestMs && recordId > running.latestRecordId)) {
    running.latestMs = at;
    running.latestAt = generatedAt;
    running.latestRecordId = recordId;
  }
}

function finishTallies(map: ReadonlyMap<string, Tallies>): ReadonlyMap<string, readonly EventTally[]> {
  return new Map([...map].map(([key, byId]) => [key, toTallies(byId)]));
}

function toTallies(byId: Tallies): readonly EventTally[] {
  return [...byId]
    .sort(([left], [right]) => left - right)
    .map(([eventId, { count, firstAt, latestAt, latestRecordId }]) => ({
      eventId,
      count,
      firstAt,
      latestAt,
      latestRecordId,
    }));
}
