import { findFullSyncs, findSilences, type FullSyncEvent, type FullSyncSpan, type Span } from './activity-spans.js';
import type { PhsEvent } from './phs-event.js';

/** Number of cells of the window; each is 3 minutes long when the window is a day. */
export const cellCount = 480;

/** Texts can name any number of connectors; beyond this many they count as none. */
const mostConnectors = 128;
const mostFullSyncEvents = 200;

/** What happened in one cell of the window; cells without anything are not kept. */
export interface ActivityCell {
  /** Place in the window, from 0. */
  readonly index: number;
  readonly heartbeats: number;
  readonly batches: number;
  readonly problems: number;
}

/** How often something happened, and when last. */
export interface ActivityCount {
  readonly count: number;
  readonly latestAt: string | null;
}

/** What the log shows of one connector in the window. */
export interface ConnectorActivity {
  /** GUID in lower case; null for events that name no connector. */
  readonly connectorId: string | null;
  readonly name: string | null;
  readonly cells: readonly ActivityCell[];
  readonly heartbeats: ActivityCount;
  /** `users`: how many passwords the batches carried, if their texts say so. */
  readonly batches: ActivityCount & { readonly users: number };
  readonly problems: ActivityCount;
  /** Times without a sign of life of more than 35 minutes, the oldest first. Empty if the log shows nothing at all. */
  readonly silences: readonly Span[];
  readonly fullSyncs: readonly FullSyncSpan[];
}

interface Counting {
  count: number;
  latestMs: number;
}

interface Cell {
  heartbeats: number;
  batches: number;
  problems: number;
  firstSignMs: number;
  lastSignMs: number;
}

interface Running {
  readonly connectorId: string | null;
  readonly name: string | null;
  readonly cells: Map<number, Cell>;
  readonly heartbeats: Counting;
  readonly batches: Counting & { users: number };
  readonly problems: Counting;
  readonly fullSyncs: FullSyncEvent[];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function note(counting: Counting, atMs: number): void {
  counting.count += 1;
  counting.latestMs = Math.max(counting.latestMs, atMs);
}

function counted({ count, latestMs }: Counting): ActivityCount {
  return { count, latestAt: count === 0 ? null : iso(latestMs) };
}

/** Counts events by connector, kind and time, in any order and in bounded memory. */
export class ActivityBuilder {
  private readonly byConnector = new Map<string, Running>();
  private readonly startsMs: number;
  private readonly endsMs: number;
  private readonly cellMs: number;

  /**
   * @param connectors Connectors that are shown even when no event names them.
   * @param isSign True for the ids of events that show that a channel is alive.
   */
  constructor(
    { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
    connectors: readonly { readonly identifier: string; readonly name: string }[],
    private readonly isSign: (eventId: number) => boolean,
  ) {
    this.startsMs = startsAt.getTime();
    this.endsMs = endsAt.getTime();
    this.cellMs = Math.max(1, (this.endsMs - this.startsMs) / cellCount);
    for (const { identifier, name } of connectors) {
      this.open(identifier.toLowerCase(), name);
    }
  }

  /** Counts one event; one outside the window is left out. */
  add(event: PhsEvent): void {
    const atMs = Date.parse(event.generatedAt);
    if (atMs < this.startsMs || atMs > this.endsMs) {
      return;
    }
    const running = this.findRunning(event);
    const cell = this.findCell(running, atMs);
    if (event.type === 'heartbeat') {
      cell.heartbeats += 1;
      note(running.heartbeats, atMs);
    } else if (event.type === 'batch' && event.phase === 'end') {
      cell.batches += 1;
      note(running.batches, atMs);
      running.batches.users += event.count ?? 0;
    } else if (event.type === 'full-sync' && running.fullSyncs.length < mostFullSyncEvents) {
      running.fullSyncs.push(event);
    }
    if (event.severity !== 'none') {
      cell.problems += 1;
      note(running.problems, atMs);
    }
    if (this.isSign(event.eventId)) {
      cell.firstSignMs = Math.min(cell.firstSignMs, atMs);
      cell.lastSignMs = Math.max(cell.lastSignMs, atMs);
    }
  }

  /** What was counted; `oldestMs` is where the log begins, Infinity for an empty one. Events without a connector last. */
  connectors(oldestMs: number): readonly ConnectorActivity[] {
    const fromMs = Math.max(this.startsMs, oldestMs);
    return [...this.byConnector.values()]
      .map((running) => this.finished(running, fromMs))
      .sort((a, b) => Number(a.connectorId === null) - Number(b.connectorId === null));
  }

  private finished(running: Running, fromMs: number): ConnectorActivity {
    const { connectorId, name, heartbeats, batches, problems, fullSyncs } = running;
    const cells = [...running.cells].sort(([a], [b]) => a - b);
    const isSilentByNature = connectorId === null || fromMs > this.endsMs;
    return {
      connectorId,
      name,
      cells: cells.map(([index, cell]) => ({
        index,
        heartbeats: cell.heartbeats,
        batches: cell.batches,
        problems: cell.problems,
      })),
      heartbeats: counted(heartbeats),
      batches: { ...counted(batches), users: batches.users },
      problems: counted(problems),
      silences: isSilentByNature
        ? []
        : findSilences(
            cells.map(([, cell]) => cell),
            fromMs,
            this.endsMs,
          ),
      fullSyncs: findFullSyncs(fullSyncs, fromMs, this.endsMs),
    };
  }

  private findRunning({ connectorId, connectorName }: PhsEvent): Running {
    const known = this.byConnector.get(connectorId ?? '');
    if (known !== undefined) {
      return known;
    }
    return this.byConnector.size < mostConnectors
      ? this.open(connectorId, connectorName)
      : (this.byConnector.get('') ?? this.open(null, null));
  }

  private findCell({ cells }: Running, atMs: number): Cell {
    const index = Math.min(cellCount - 1, Math.floor((atMs - this.startsMs) / this.cellMs));
    const cell = cells.get(index) ?? {
      heartbeats: 0,
      batches: 0,
      problems: 0,
      firstSignMs: Infinity,
      lastSignMs: -Infinity,
    };
    cells.set(index, cell);
    return cell;
  }

  private open(connectorId: string | null, name: string | null): Running {
    const running: Running = {
      connectorId,
      name,
      cells: new Map(),
      heartbeats: { count: 0, latestMs: 0 },
      batches: { count: 0, latestMs: 0, users: 0 },
      problems: { count: 0, latestMs: 0 },
      fullSyncs: [],
    };
    this.byConnector.set(connectorId ?? '', running);
    return running;
  }
}
