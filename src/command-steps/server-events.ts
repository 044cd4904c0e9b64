import { EventReader } from '../collect/collect-events.js';
import { readAuditState, type AuditState } from '../model/audit-logging.js';
import { auditEventIds } from '../model/event-catalog.js';
import type { EventKind } from '../model/event-meaning.js';
import type { Fact } from '../model/fact.js';
import type { Connector, EventRecord, Platform } from '../model/facts.js';
import type { PhsEvent } from '../model/phs-event.js';
import { parseEvent } from '../parsers/event.js';
import { nameConnector } from './resolve-connector.js';
import type { OpenServer } from './with-server.js';

/** Which events are asked for. */
export interface EventsQuestion {
  /** How far back, in ms. */
  readonly sinceMs: number;
  /** Undefined: every id that has to do with password hash synchronization. */
  readonly eventIds: readonly number[] | undefined;
  readonly group: EventKind | undefined;
  /** Name of an AD connector. */
  readonly connector: string | undefined;
  readonly modulePath: string | undefined;
  readonly signal: AbortSignal;
}

/** The part of a server that has to do with events. */
export class ServerEvents {
  private constructor(
    readonly reader: EventReader,
    private readonly question: EventsQuestion,
    readonly window: { readonly startsAt: Date; readonly endsAt: Date },
    private readonly platform: Fact<Platform>,
    /** The AD connectors, or why they are not known. */
    readonly connectors: Fact<readonly Connector[]>,
    /** Exact name of the connector that is asked for. */
    readonly connector: string | undefined,
    /** The oldest record of the log: null for an empty log, undefined when it could not be read. */
    readonly oldestAt: string | null | undefined,
  ) {}

  /** Reads what goes with events. Rejects with a UsageError or E_CONNECTORS when the connector cannot be named. */
  static async open(question: EventsQuestion, { opened, progress }: OpenServer): Promise<ServerEvents> {
    const { sinceMs, eventIds, modulePath, signal } = question;
    const window = { startsAt: new Date(opened.now.getTime() - sinceMs), endsAt: opened.now };
    const reader = new EventReader(opened.session, {
      eventIds,
      modulePath,
      signal,
      onProgress: progress.reading,
    });
    const { platform, connectors } = await reader.server();
    const connector = nameConnector(question.connector, connectors);
    const oldestAt = await reader.oldestAt(window.startsAt);
    return new ServerEvents(reader, question, window, platform, connectors, connector, oldestAt);
  }

  /** The AD connectors as far as they are known. */
  get knownConnectors(): readonly Connector[] {
    return this.connectors.known ? this.connectors.value : [];
  }

  /** Whether the server writes down what administrators change, if what is asked for can hold such events. */
  audit(): AuditState | undefined {
    const { group = 'audit', eventIds } = this.question;
    if (group !== 'audit' || eventIds?.some((id) => auditEventIds.includes(id)) === false) {
      return undefined;
    }
    const value = this.platform.known ? this.platform.value : undefined;
    return readAuditState(value, value?.productVersion);
  }

  /** The events of a page that are asked for, with their types. */
  typed(page: readonly EventRecord[]): readonly PhsEvent[] {
    const { connector, knownConnectors, question } = this;
    return page
      .map((record) => parseEvent(record, knownConnectors))
      .filter((event) => connector === undefined || event.connectorName === connector)
      .filter((event) => question.group === undefined || event.kind === question.group);
  }
}
