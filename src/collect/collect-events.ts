import { CancelledError, EnvironmentError, PsError, type PhsError } from '../base/errors.js';
import type { GuardFacts } from '../guard/judge-connector-pairs.js';
import { isAdConnector } from '../model/connector-kind.js';
import { listCutIds } from '../model/change-events.js';
import { auditEventIds, eventMeaning, eventMeanings } from '../model/event-catalog.js';
import type { Fact, UnknownReason } from '../model/fact.js';
import type { Connector, EventRecord, Platform } from '../model/facts.js';
import type { OnRows, PsSession } from '../ps/session.js';
import { getPhsEventLogReach } from '../scripts/get-phs-event-log-reach.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import { Asker } from './ask.js';
import { askLog } from './ask-log.js';
import { collectLeftOff } from './collect-left-off.js';
import { readConnectorsAlone } from './open-connect-server.js';
import { collectedEventIds, eventSources, isAsked, seldomEventIds } from './event-question.js';

/** How {@link EventReader} asks. */
export interface EventReaderOptions {
  /** Ids to read; all of PHS when undefined. */
  readonly eventIds?: readonly number[] | undefined;
  /** Folder to look in first for the ADSync module. */
  readonly modulePath: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (stage: string) => void;
}

/** What `events` needs to know of a server. */
export interface EventServer {
  readonly platform: Fact<Platform>;
  readonly connectors: Fact<readonly Connector[]>;
}

function notReadable(reason: UnknownReason): PhsError {
  const { message, hint } = reason;
  if (reason.code === 'not-collected') {
    return new PsError('E_REPLAY_MISSING', message, { hint });
  }
  return new EnvironmentError('E_EVENT_LOG', message, {
    hint: hint ?? 'Run in an elevated console on the Entra Connect server.',
    cause: reason,
  });
}

/** The sources to ask for some ids; none, which means all, if other sources than those that are stated can write one of them. */
function listSources(eventIds: ReadonlySet<number>): string[] {
  const meanings = [...eventIds].flatMap((id) => eventMeanings(id));
  return meanings.some(({ source, elsewhere }) => source === 'not stated' || elsewhere !== undefined)
    ? []
    : [...new Set([...eventSources, ...meanings.map(({ source }) => source)])];
}

const seldomIds: ReadonlySet<number> = new Set(seldomEventIds);
const auditIds: ReadonlySet<number> = new Set(auditEventIds);

/** What an answer holds of the changes by administrators. */
export interface AuditReading {
  /** False: a recording of an older version answered, which does not hold them. */
  readonly wasRead: boolean;
  /** Ids of which the log can hold older changes than those that were read. */
  readonly cutIds: readonly number[];
}

/** Reads what `events` shows from one server: its AD connectors, how far the log reaches, and pages of records. */
export class EventReader {
  /** What the last answer held of the changes by administrators. */
  audit: AuditReading = { wasRead: true, cutIds: [] };
  private readonly asker: Asker;
  private readonly wanted: ReadonlySet<number> | undefined;
  /** A recording can only answer what was recorded: the question for all ids of PHS. */
  private asksForAll: boolean;

  constructor(
    session: PsSession,
    private readonly options: EventReaderOptions,
  ) {
    this.asker = new Asker(session, { signal: options.signal, onProgress: options.onProgress });
    this.wanted = options.eventIds === undefined ? undefined : new Set(options.eventIds);
    this.asksForAll = this.wanted === undefined;
  }

  /** The machine, and the AD connectors; neither is needed to read events, so a failure is a fact and no error. */
  async server(): Promise<EventServer> {
    const { platform, connectors } = await readConnectorsAlone(this.asker, this.options.modulePath);
    return {
      platform,
      connectors: connectors.known ? { known: true, value: connectors.value.filter(isAdConnector) } : connectors,
    };
  }

  /** What shows whether a run of the tool left synchronization off. */
  async leftOff(): Promise<GuardFacts> {
    return collectLeftOff(this.asker);
  }

  /** The oldest record of the log, or one before the instant: null for an empty log, undefined when it could not be read. */
  async oldestAt(since: Date): Promise<string | null | undefined> {
    const reach = await this.asker.one(getPhsEventLogReach, { since });
    return reach.known ? reach.value.oldestAt : undefined;
  }

  /**
   * Reads the records since an instant page by page, in the order of the log; the next one when the promise that takes the last
   * is settled. Rejects with an EnvironmentError
   * (E_EVENT_LOG) when the log cannot be read; pages that came before stay handed over.
   */
  async read(after: Date, onPage: OnRows<EventRecord>): Promise<void> {
    const { wanted } = this;
    if (!this.asksForAll && wanted !== undefined) {
      const source = listSources(wanted);
      const narrow = await this.asker.rows(getPhsEvent, { after, source, eventId: [...wanted] }, onPage);
      if (narrow.known) {
        return;
      }
      // Only ids that every recording asks for can be picked out of the answer for all of them.
      const isAmongAll = [...wanted].every((id) => collectedEventIds.includes(id) || seldomIds.has(id));
      if (narrow.reason.code !== 'not-collected' || !isAmongAll) {
        throw notReadable(narrow.reason);
      }
      this.asksForAll = true;
    }
    const answer = await this.readAll(after, (page) => onPage(page.filter((record) => this.isShown(record, after))));
    if (!answer.known) {
      throw notReadable(answer.reason);
    }
  }

  private async readAll(after: Date, onRows: OnRows<EventRecord>): Promise<Fact<readonly EventRecord[]>> {
    const needsSeldom = [...(this.wanted ?? [])].some((id) => !collectedEventIds.includes(id));
    const older = needsSeldom ? [] : [{ since: after, seldomSince: undefined }];
    const changes: EventRecord[] = [];
    const { answer, question } = await askLog(this.asker, [{ since: after, seldomSince: after }, ...older], (page) => {
      changes.push(
        ...page.filter(({ eventId, generatedAt }) => auditIds.has(eventId) && new Date(generatedAt) >= after),
      );
      return onRows(page);
    });
    this.audit = { wasRead: question.seldomSince !== undefined, cutIds: listCutIds(changes) };
    return answer;
  }

  /** Of the answer for everything: the events of PHS and the audit, or those whose ids are wanted. */
  private isShown(record: EventRecord, after: Date): boolean {
    const { wanted } = this;
    if (wanted !== undefined && !wanted.has(record.eventId)) {
      return false;
    }
    const kind = eventMeaning(record)?.kind;
    const isSeldom = wanted === undefined ? kind === 'audit' : kind !== undefined && seldomIds.has(record.eventId);
    return isAsked(record, after) || (isSeldom && Date.parse(record.generatedAt) >= after.getTime());
  }
}

/** At most one question in this time: each one walks the whole log (facts 4.6). */
export const pollMs = 10_000;
/** Records can be written a little later than the instant that they carry. */
const overlapMs = 120_000;

/** Waits; resolves early when the signal fires. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

function recordKey({ recordId, generatedAt, eventId }: EventRecord): string {
  return `${recordId} ${generatedAt} ${eventId}`;
}

/** Remembers the records of the last minutes, so that each one is shown once, whatever happens to their numbers. */
export class NewRecords {
  private readonly seen = new Map<string, number>();

  /** @param latestMs Nothing before this instant is new. */
  constructor(private latestMs: number) {}

  /** The records of a page that were not seen before. */
  take(page: readonly EventRecord[]): readonly EventRecord[] {
    return page.filter((record) => {
      const at = Date.parse(record.generatedAt);
      const key = recordKey(record);
      if (this.seen.has(key) || at < this.since().getTime()) {
        return false;
      }
      this.seen.set(key, at);
      this.latestMs = Math.max(this.latestMs, at);
      return true;
    });
  }

  /** The instant from which the log is to be asked next; what is older is forgotten. */
  since(): Date {
    return new Date(this.latestMs - overlapMs);
  }

  /** Forgets what the next question cannot bring again. */
  forget(): void {
    const oldest = this.since().getTime();
    for (const [key, at] of this.seen) {
      if (at < oldest) {
        this.seen.delete(key);
      }
    }
  }
}

/** Polls for new records until the signal fires; then it rejects with a CancelledError. */
export async function followEvents(
  reader: Pick<EventReader, 'read'>,
  newRecords: NewRecords,
  { signal, sleep }: { readonly signal: AbortSignal; readonly sleep: Sleep },
  onNew: (page: readonly EventRecord[]) => void,
): Promise<never> {
  for (;;) {
    await sleep(pollMs, signal);
    if (signal.aborted) {
      throw new CancelledError('Interrupted.');
    }
    const fresh: EventRecord[] = [];
    await reader.read(newRecords.since(), (page) => {
      fresh.push(...newRecords.take(page));
    });
    newRecords.forget();
    onNew(fresh);
  }
}
