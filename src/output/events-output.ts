import type { AuditReading } from '../collect/collect-events.js';
import type { EventsOptions } from '../command-line/events-options.js';
import type { Context } from '../command-line/context.js';
import { toolVersion } from '../base/version.js';
import type { AuditState } from '../model/audit-logging.js';
import type { EventsDocument } from '../model/events-document.js';
import type { Connector } from '../model/facts.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { AnswerSource } from '../model/source.js';
import { TimelineBuilder } from '../model/timeline.js';
import { eventCsvHeader, eventCsvLine, eventJsonLine } from '../views/event-lines.js';
import type { EventsTextOptions } from '../views/event-timelines.js';
import { eventsTextView, type EventTable } from '../views/events-text.js';
import { jsonText } from '../views/json.js';
import { replayLine } from '../views/source-text.js';
import { LineSink, NewestEvents, type EventSink } from './event-list.js';

/** What one run of `events` has to do with. */
export interface EventsRun {
  readonly ctx: Context;
  readonly given: EventsOptions;
  readonly source: AnswerSource;
  readonly startedAt: Date;
  readonly finishedAt: () => Date;
  readonly eventIds: readonly number[] | undefined;
  readonly window: { readonly startsAt: Date; readonly endsAt: Date };
  readonly connectors: readonly Connector[];
  /** Exact name of the connector that --connector names. */
  readonly connector: string | undefined;
  readonly oldestAt: string | null | undefined;
  /** Whether the server writes down what administrators change; undefined if that is not asked for. */
  readonly audit: AuditState | undefined;
  /** What the answers held of the changes by administrators: known at the end. */
  readonly auditReading: () => AuditReading;
  readonly note: (text: string) => void;
  /** How text looks. */
  readonly look: EventsTextOptions;
  /** The table of this run, which --follow goes on with. */
  readonly table: EventTable;
}

/** Makes the document of one server from the pages of its log; the events themselves are kept by whoever prints them. */
export class EventsDocumentBuilder {
  private readonly timelines: TimelineBuilder;
  private count = 0;

  constructor(private readonly run: EventsRun) {
    const { window, connector, given, connectors, audit, eventIds } = run;
    // Connectors that nothing was asked about would look silent.
    const shown =
      given.group === 'audit' ? [] : connectors.filter(({ name }) => connector === undefined || name === connector);
    this.timelines = new TimelineBuilder(window.startsAt, window.endsAt, shown, {
      withAudit: audit !== undefined,
      isFiltered: eventIds !== undefined || given.group !== undefined,
    });
  }

  /** Takes one page, in any order. */
  add(page: readonly PhsEvent[]): void {
    this.count += page.length;
    for (const event of page) {
      this.timelines.add(event);
    }
  }

  /** The document with these events, the newest last. */
  build(events: readonly PhsEvent[]): EventsDocument {
    const { window, oldestAt, startedAt, finishedAt, source, given, audit } = this.run;
    const { wasRead, cutIds } = this.run.auditReading();
    const hasAudit = audit !== undefined && wasRead;
    return {
      schemaVersion: '1.0',
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'events',
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt().toISOString(),
      source,
      window: {
        startsAt: window.startsAt.toISOString(),
        endsAt: window.endsAt.toISOString(),
        lengthMs: window.endsAt.getTime() - window.startsAt.getTime(),
      },
      filter: {
        connector: this.run.connector ?? null,
        eventIds: this.run.eventIds === undefined ? null : [...this.run.eventIds],
        group: given.group ?? null,
      },
      audit: hasAudit ? audit : null,
      cutEventIds: [...cutIds],
      log: { oldestAt: oldestAt ?? null, coversWindow: coversWindow(this.run) ?? null },
      timelines: this.timelines.timelines(oldestAt).filter(({ group }) => group !== 'audit' || hasAudit),
      eventCount: this.count,
      events: [...events],
    };
  }
}

/** The whole list at the end: a document or a table, with the timelines of all events. */
function documentSink(run: EventsRun): EventSink {
  const { ctx, given } = run;
  const builder = new EventsDocumentBuilder(run);
  const newest = new NewestEvents();
  return {
    add: (page) => {
      newest.add(page);
      builder.add(page);
    },
    end: () => {
      const document = builder.build(newest.newestLast());
      ctx.io.stdout(given.output === 'json' ? jsonText(document) : eventsTextView(document, run.look, run.table));
      return Promise.resolve();
    },
  };
}

/** Where the events of the list go, by the form that is asked for. */
export function openSink(run: EventsRun): EventSink {
  const { ctx, given, note } = run;
  const line = replayLine(run.source);
  if (line !== undefined && (given.output === 'csv' || given.output === 'ndjson')) {
    note(line);
  }
  if (given.output === 'csv') {
    ctx.io.stdout(eventCsvHeader());
  }
  return given.output === 'csv' || given.output === 'ndjson'
    ? new LineSink(given.output, { origin: run.source.kind, ctx, note })
    : documentSink(run);
}

/** Whether the log reaches back over the window; undefined if that is not known. */
export function coversWindow({ oldestAt, window }: Pick<EventsRun, 'oldestAt' | 'window'>): boolean | undefined {
  return oldestAt === undefined ? undefined : oldestAt !== null && Date.parse(oldestAt) <= window.startsAt.getTime();
}

/** Writes what --follow found, the newest last. */
export function writeNew(run: EventsRun, page: readonly PhsEvent[]): void {
  const { ctx, given } = run;
  const newestLast = [...page].sort((a, b) => Date.parse(a.generatedAt) - Date.parse(b.generatedAt));
  const text =
    given.output === 'csv'
      ? newestLast.map((event) => eventCsvLine(event, run.source.kind))
      : given.output === 'ndjson'
        ? newestLast.map((event) => eventJsonLine(event, run.source.kind))
        : run.table.lines(newestLast).map((line) => `${line}\n`);
  if (text.length > 0) {
    ctx.io.stdout(text.join(''));
  }
}
