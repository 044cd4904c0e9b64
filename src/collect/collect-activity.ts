import { ActivityBuilder } from '../model/activity.js';
import { listAuditActivity } from '../report/audit-activity.js';
import { listErrorCauses } from '../report/error-causes.js';
import { signEvents } from '../model/event-catalog.js';
import type { Connector, EventRecord, Facts } from '../model/facts.js';
import type { LogActivity } from '../report/report-page.js';
import { parseEvent } from '../parsers/event.js';
import { adConnectors } from './collect-channels.js';
import { EventSummarizer } from './summarize-events.js';

interface Running {
  readonly startsAt: Date;
  readonly builder: ActivityBuilder;
  readonly summarizer: EventSummarizer;
}

/** Looks on while the events of a server are read, so that a timeline and the causes need no second question. */
export class ActivityCollector {
  private running: Running | undefined;
  private olderChanges: readonly EventRecord[] = [];

  constructor(private readonly window: { readonly startsAt: Date; readonly endsAt: Date }) {}

  /** Takes one page of the log, as `CollectOptions.onEvents` hands it over. */
  readonly add = (page: readonly EventRecord[], connectors: readonly Connector[], since?: Date): void => {
    this.running ??= this.start(connectors, since);
    const { builder, summarizer } = this.running;
    summarizer.add(page);
    for (const record of page) {
      builder.add(parseEvent(record, connectors));
    }
  };

  /** Takes what `CollectOptions.onOlderChanges` hands over. */
  readonly addOlderChanges = (records: readonly EventRecord[]): void => {
    this.olderChanges = records;
  };

  /** What the log shows in the window, of one connector when `connectorFilter` names it. */
  activity(facts: Facts, connectorFilter: string | undefined): LogActivity {
    const { endsAt } = this.window;
    const all = adConnectors(facts.connectors);
    const { builder, summarizer, startsAt } = this.running ?? this.start(all);
    const { eventLogReach, events } = facts;
    const oldestAt = eventLogReach.known ? eventLogReach.value.oldestAt : undefined;
    const oldestMs = oldestAt === null ? Infinity : oldestAt === undefined ? -Infinity : Date.parse(oldestAt);
    const isShown = (name: string | null): boolean => connectorFilter === undefined || name === connectorFilter;
    const summary = summarizer.summary();
    return {
      window: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      oldestAt,
      failure: events.known ? null : events.reason.message,
      audit: listAuditActivity(facts, { startsAt, endsAt }, this.olderChanges),
      connectors: events.known ? builder.connectors(oldestMs).filter(({ name }) => isShown(name)) : [],
      causes: listErrorCauses(summary, all, startsAt).filter(({ connectors }) => connectors.some(isShown)),
      problemCount: summary.errorCount,
      problemTextCount: summary.errors.length,
    };
  }

  /** What was not asked for must not look like silence: the window begins where the events do. */
  private start(connectors: readonly Connector[], since?: Date): Running {
    const startsAt = new Date(Math.max(this.window.startsAt.getTime(), since?.getTime() ?? 0));
    return {
      startsAt,
      builder: new ActivityBuilder({ startsAt, endsAt: this.window.endsAt }, connectors, (eventId) =>
        signEvents.has(eventId),
      ),
      summarizer: new EventSummarizer(
        startsAt,
        connectors.map(({ identifier }) => identifier),
      ),
    };
  }
}
