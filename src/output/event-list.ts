import type { Context } from '../command-line/context.js';
import { mostEventsInDocument } from '../model/events-document.js';
import type { PhsEvent } from '../model/phs-event.js';
import { eventCsvLine, eventJsonLine, type EventOrigin } from '../views/event-lines.js';
import { NewestLast, tellLeftOut } from './newest-last.js';
import { writeSteps } from './write-steps.js';

/** Where events go as they are read. */
export interface EventSink {
  /** Takes one page in the order of the log. */
  readonly add: (page: readonly PhsEvent[]) => void;
  /** Everything has been read: what was kept is written. Rejects with a CancelledError when a signal interrupts it. */
  readonly end: () => Promise<void>;
}

/** Lines for NDJSON or CSV: written at the end, the newest last, whatever their number is. */
export class LineSink implements EventSink {
  private readonly lines = new NewestLast();

  constructor(
    private readonly format: 'ndjson' | 'csv',
    private readonly to: {
      /** What answered, as every line says it. */
      readonly origin: EventOrigin;
      readonly ctx: Pick<Context, 'io' | 'signal'>;
      readonly note: (text: string) => void;
    },
  ) {}

  add(page: readonly PhsEvent[]): void {
    const line = this.format === 'csv' ? eventCsvLine : eventJsonLine;
    this.lines.add(page.map((event) => line(event, this.to.origin)));
  }

  async end(): Promise<void> {
    if (this.lines.leftOut > 0) {
      this.to.note(tellLeftOut(this.lines.leftOut));
    }
    await writeSteps(this.to.ctx, (write) => this.lines.drain(write));
  }
}

type Dated = Pick<PhsEvent, 'generatedAt' | 'recordId'>;

function oldestFirst(left: Dated, right: Dated): number {
  return Date.parse(left.generatedAt) - Date.parse(right.generatedAt) || left.recordId - right.recordId;
}

/** The newest events, for a document or a table: of one server, or of several together. */
export class NewestEvents<Kept extends Dated = PhsEvent> {
  private kept: Kept[] = [];

  /** Takes one page, in any order. */
  add(page: readonly Kept[]): void {
    this.kept.push(...page);
    if (this.kept.length > 2 * mostEventsInDocument) {
      this.kept = this.newestLast();
    }
  }

  /** At most 10,000 of them, the newest last. */
  newestLast(): Kept[] {
    return this.kept.sort(oldestFirst).slice(-mostEventsInDocument);
  }
}
