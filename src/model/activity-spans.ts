import type { PhsEvent } from './phs-event.js';

/** The 30 minutes of the heartbeat (page, "No password hash synchronization heartbeat events") and some tolerance; a longer pause is silence. */
export const shortestSilenceMs = 35 * 60_000;

/** A time without any sign of life, or of a full sync; instants in UTC. */
export interface Span {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A full password sync; `open`: no end of it is known. */
export interface FullSyncSpan extends Span {
  readonly outcome: 'completed' | 'failed' | 'open';
  /** Forest or domain; null when the texts name none. */
  readonly scope: string | null;
}

/** An event of a full password sync. */
export type FullSyncEvent = Extract<PhsEvent, { type: 'full-sync' }>;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The times without a sign of life between two instants, for cells in order of time. */
export function findSilences(
  cells: readonly { readonly firstSignMs: number; readonly lastSignMs: number }[],
  fromMs: number,
  toMs: number,
): readonly Span[] {
  const silences: Span[] = [];
  let lastMs = fromMs;
  const close = (untilMs: number): void => {
    if (untilMs - lastMs > shortestSilenceMs) {
      silences.push({ startsAt: iso(lastMs), endsAt: iso(untilMs) });
    }
  };
  for (const { firstSignMs, lastSignMs } of cells) {
    if (firstSignMs <= lastSignMs) {
      close(firstSignMs);
      lastMs = Math.max(lastMs, lastSignMs);
    }
  }
  close(toMs);
  return silences;
}

/** Pairs starts with ends by the forest or domain that they name; a failure without a name ends everything that runs. */
export function findFullSyncs(events: readonly FullSyncEvent[], fromMs: number, toMs: number): readonly FullSyncSpan[] {
  const sorted = [...events].sort((a, b) => a.generatedAt.localeCompare(b.generatedAt) || a.recordId - b.recordId);
  const open = new Map<string, { readonly startsAt: string; readonly scope: string | null }>();
  const spans: FullSyncSpan[] = [];
  for (const { phase, scopeName, generatedAt } of sorted) {
    const key = scopeName?.toLowerCase() ?? '';
    if (phase === 'started') {
      open.set(key, { startsAt: generatedAt, scope: scopeName });
    } else if (phase === 'completed' || phase === 'failed') {
      const ended = phase === 'failed' && scopeName === null && open.size > 0 ? [...open.keys()] : [key];
      for (const name of ended) {
        const { startsAt, scope } = open.get(name) ?? { startsAt: iso(fromMs), scope: scopeName };
        open.delete(name);
        spans.push({ startsAt, endsAt: generatedAt, outcome: phase, scope });
      }
    }
  }
  for (const { startsAt, scope } of open.values()) {
    spans.push({ startsAt, endsAt: iso(toMs), outcome: 'open', scope });
  }
  return spans;
}
