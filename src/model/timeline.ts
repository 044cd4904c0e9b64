import { z } from 'zod';
import type { PhsEvent } from './phs-event.js';

/** What happened in one slice of the window. */
const sliceSchema = z.object({ events: z.number().int(), problems: z.number().int() });

/** The events of one connector, or of the audit, over the window, in slices of equal length, the oldest first. */
export const timelineSchema = z.object({
  /** `audit`: what administrators changed, in a timeline of its own. */
  group: z.enum(['connector', 'audit']),
  /** GUID in lower case; null for events that name no connector. */
  connectorId: z.string().nullable(),
  name: z.string().nullable(),
  events: z.number().int(),
  problems: z.number().int(),
  /**
   * Longest run of slices without an event that the log covers, in ms; as exact as a slice is long. Null when it cannot
   * be known, because a filter hides events, and for the audit, which has no silence: nobody has to change anything.
   */
  longestSilenceMs: z.number().int().nullable(),
  sliceMs: z.number(),
  /** So many of the first slices are before the log begins: what happened then is not known. */
  slicesBeforeLog: z.number().int(),
  slices: z.array(sliceSchema),
});
/** See {@link timelineSchema}. */
export type Timeline = z.output<typeof timelineSchema>;

/** Number of slices of every timeline. */
export const sliceCount = 48;

/** Texts can name any number of connectors; beyond this many they count as none. */
const mostConnectors = 64;

interface Running {
  readonly group: Timeline['group'];
  readonly connectorId: string | null;
  readonly name: string | null;
  readonly slices: { events: number; problems: number }[];
}

function running(group: Timeline['group'], connectorId: string | null, name: string | null): Running {
  return { group, connectorId, name, slices: Array.from({ length: sliceCount }, () => ({ events: 0, problems: 0 })) };
}

function longestSilence(slices: readonly { readonly events: number }[]): number {
  let longest = 0;
  let run = 0;
  for (const { events } of slices) {
    run = events === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function total(slices: Running['slices'], key: 'events' | 'problems'): number {
  return slices.reduce((sum, slice) => sum + slice[key], 0);
}

/** What timelines are made of. */
export interface TimelineOptions {
  /** Whether the audit has a timeline, also when nothing was changed. */
  readonly withAudit?: boolean;
  /** Whether a filter hides events: what is not seen then is not silence. */
  readonly isFiltered?: boolean;
}

/** Counts events by connector and slice of the window, in any order and in bounded memory. */
export class TimelineBuilder {
  private readonly byConnector = new Map<string, Running>();
  private readonly sliceMs: number;
  private readonly audit: Running | undefined;
  private readonly isFiltered: boolean;
  private oldestEventMs = Infinity;

  /**
   * @param connectors Connectors that have a timeline even when no event names them.
   */
  constructor(
    private readonly startsAt: Date,
    endsAt: Date,
    connectors: readonly { readonly identifier: string; readonly name: string }[],
    { withAudit = false, isFiltered = false }: TimelineOptions = {},
  ) {
    this.isFiltered = isFiltered;
    this.audit = withAudit ? running('audit', null, null) : undefined;
    this.sliceMs = Math.max(1, (endsAt.getTime() - startsAt.getTime()) / sliceCount);
    for (const { identifier, name } of connectors) {
      this.open(identifier.toLowerCase(), name);
    }
  }

  /** Counts one event; one outside the window counts in the nearest slice. */
  add(event: Pick<PhsEvent, 'connectorId' | 'connectorName' | 'generatedAt' | 'severity' | 'kind'>): void {
    const row = event.kind === 'audit' && this.audit !== undefined ? this.audit : this.rowOf(event);
    const atMs = Date.parse(event.generatedAt);
    this.oldestEventMs = Math.min(this.oldestEventMs, atMs);
    const place = Math.floor((atMs - this.startsAt.getTime()) / this.sliceMs);
    const slice = row.slices[Math.min(sliceCount - 1, Math.max(0, place))];
    if (slice !== undefined) {
      slice.events += 1;
      slice.problems += event.severity === 'none' ? 0 : 1;
    }
  }

  /**
   * The timelines: connectors in the order in which they were named, those without a connector behind, the audit last.
   * @param logFrom The oldest record of the log, null or absent if that is not known or the log is
   * empty: then the log is known to reach back to the oldest event.
   */
  timelines(logFrom?: string | null): readonly Timeline[] {
    const slicesBeforeLog = this.countBefore(this.logStart(logFrom ?? undefined));
    const rows = [...this.byConnector.values()].sort(
      (a, b) => Number(a.connectorId === null) - Number(b.connectorId === null),
    );
    return [...rows, ...(this.audit === undefined ? [] : [this.audit])].map(({ group, connectorId, name, slices }) => ({
      group,
      connectorId,
      name,
      events: total(slices, 'events'),
      problems: total(slices, 'problems'),
      longestSilenceMs:
        this.isFiltered || group === 'audit'
          ? null
          : Math.round(longestSilence(slices.slice(slicesBeforeLog)) * this.sliceMs),
      sliceMs: this.sliceMs,
      slicesBeforeLog,
      slices: slices.map((slice) => ({ ...slice })),
    }));
  }

  /** An event shows that the log reaches back to it, whatever was said of its oldest record. */
  private logStart(logFrom: string | undefined): number {
    return Math.min(this.oldestEventMs, logFrom === undefined ? Infinity : Date.parse(logFrom));
  }

  /** Slices that end before an instant. */
  private countBefore(ms: number): number {
    return Math.min(sliceCount, Math.max(0, Math.floor((ms - this.startsAt.getTime()) / this.sliceMs)));
  }

  private rowOf({ connectorId, connectorName }: Pick<PhsEvent, 'connectorId' | 'connectorName'>): Running {
    return (
      this.byConnector.get(connectorId ?? '') ??
      (this.byConnector.size < mostConnectors ? this.open(connectorId, connectorName) : this.unnamed())
    );
  }

  /** Where everything is counted that names no connector, or one too many. */
  private unnamed(): Running {
    return this.byConnector.get('') ?? this.open(null, null);
  }

  private open(connectorId: string | null, name: string | null): Running {
    const row = running('connector', connectorId, name);
    this.byConnector.set(connectorId ?? '', row);
    return row;
  }
}
