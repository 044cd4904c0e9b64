import type { EventIdentity, EventMeaning } from './event-meaning.js';
import { auditEvents } from './known-events/audit-events.js';
import { engineEvents } from './known-events/engine-events.js';
import { expandKnownEvent } from './known-events/known-event.js';
import { otherEvents } from './known-events/other-events.js';
import { passwordHashSyncEvents } from './known-events/password-hash-sync-events.js';

/** Every event that is known, in the order of ids (facts 3.1 to 3.3, 9.3). */
export const eventCatalog: readonly EventMeaning[] = [
  ...[...passwordHashSyncEvents, ...engineEvents].flatMap((row) => expandKnownEvent(row, { passwordHashSync: true })),
  ...[...auditEvents, ...otherEvents].flatMap((row) => expandKnownEvent(row, { passwordHashSync: false })),
].sort((left, right) => left.eventId - right.eventId);

const byId: ReadonlyMap<number, readonly EventMeaning[]> = eventCatalog.reduce(
  (map, entry) => map.set(entry.eventId, [...(map.get(entry.eventId) ?? []), entry]),
  new Map<number, readonly EventMeaning[]>(),
);

/** Every meaning of an id, whatever its source: none for an id that is not known. */
export function eventMeanings(eventId: number): readonly EventMeaning[] {
  return byId.get(eventId) ?? [];
}

/** Records of older engines carry the engine's older name. */
const olderNames: Readonly<Record<string, readonly string[]>> = { ADSync: ['FIMSynchronizationService'] };
const longestWording = 2_000;

function isWrittenBy({ source }: EventMeaning, written: string): boolean {
  return source === 'not stated' || source === written || olderNames[source]?.includes(written) === true;
}

/** How closely a meaning fits a record; undefined if the record is of another source, or its text contradicts it. */
function rateFit(entry: EventMeaning, record: EventIdentity): number | undefined {
  const { wording, elsewhere } = entry;
  if (!isWrittenBy(entry, record.source)) {
    return elsewhere?.fits(record) === true ? 2 : undefined;
  }
  if (wording !== undefined && !wording.pattern.test(record.message.slice(0, longestWording))) {
    return undefined;
  }
  return (wording === undefined ? 0 : 2) + (entry.entryType === record.entryType ? 1 : 0);
}

/**
 * The meaning that fits a record best: by its source, its text and its entry type. Undefined for an id that is not known and
 * for a record of another program: an id means nothing without its source, or a text that can be of this product only.
 */
export function eventMeaning(record: EventIdentity): EventMeaning | undefined {
  let best: { readonly entry: EventMeaning; readonly fit: number } | undefined;
  for (const entry of eventMeanings(record.eventId)) {
    const fit = rateFit(entry, record);
    if (fit !== undefined && fit > (best?.fit ?? -1)) {
      best = { entry, fit };
    }
  }
  return best?.entry;
}

/** The meanings of an id in password hash synchronization: what a tally, which holds nothing else, can be about. */
export function passwordHashSyncMeanings(eventId: number): readonly EventMeaning[] {
  return eventMeanings(eventId).filter(({ passwordHashSync }) => passwordHashSync);
}

/** The meaning of an id in password hash synchronization by entry type, else the first one. */
export function passwordHashSyncMeaning(eventId: number, entryType = ''): EventMeaning | undefined {
  const entries = passwordHashSyncMeanings(eventId);
  return entries.find((entry) => entry.entryType === entryType) ?? entries[0];
}

function idsWhere(fits: (entry: EventMeaning) => boolean): readonly number[] {
  return [...new Set(eventCatalog.filter(fits).map(({ eventId }) => eventId))];
}

/** Ids of password hash synchronization, ascending: what `status`, `diagnose` and `events` read. */
export const passwordHashSyncEventIds = idsWhere(({ passwordHashSync }) => passwordHashSync);

/** Ids of password hash synchronization that can report a problem, whatever its weight. */
export const problemEventIds = idsWhere(({ passwordHashSync, severity }) => passwordHashSync && severity !== 'none');

/** Ids of the audit of administrators; some are also telemetry, so the meaning of the record decides (facts 9.3). */
export const auditEventIds = idsWhere(({ kind }) => kind === 'audit');

/** What each event says when it is taken as a sign of life, in the order of ids. */
export const signEvents: ReadonlyMap<number, string> = new Map(
  eventCatalog.filter(({ signOfLife }) => signOfLife).map(({ eventId, name }) => [eventId, name]),
);
