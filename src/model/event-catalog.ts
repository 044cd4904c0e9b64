import type { EventMeaning } from './event-meaning.js';
import { meaningsOf } from './known-events/known-event.js';
import { otherEvents } from './known-events/other-events.js';
import { passwordHashSyncEvents } from './known-events/password-hash-sync-events.js';

/** Every event that is known, in the order of ids (facts 3.1 to 3.3). */
export const eventCatalog: readonly EventMeaning[] = [
  ...passwordHashSyncEvents.flatMap((row) => meaningsOf(row, { passwordHashSync: true })),
  ...otherEvents.flatMap((row) => meaningsOf(row, { passwordHashSync: false })),
].sort((left, right) => left.eventId - right.eventId);

const byId: ReadonlyMap<number, readonly EventMeaning[]> = eventCatalog.reduce(
  (map, entry) => map.set(entry.eventId, [...(map.get(entry.eventId) ?? []), entry]),
  new Map<number, readonly EventMeaning[]>(),
);

/** All entries of an id: none for an id that is not known, two for id 0. */
export function eventMeanings(eventId: number): readonly EventMeaning[] {
  return byId.get(eventId) ?? [];
}

/** The entry that fits a record; undefined for an id that is not known. */
export function eventMeaning(eventId: number, entryType: string): EventMeaning | undefined {
  const entries = eventMeanings(eventId);
  return entries.find((entry) => entry.entryType === entryType) ?? entries[0];
}

function idsWhere(fits: (entry: EventMeaning) => boolean): readonly number[] {
  return [...new Set(eventCatalog.filter(fits).map(({ eventId }) => eventId))];
}

/** Ids of password hash synchronization, ascending: what `status`, `diagnose` and `events` read. */
export const passwordHashSyncEventIds = idsWhere(({ passwordHashSync }) => passwordHashSync);

/** Ids of password hash synchronization that can report a problem, whatever its weight. */
export const problemEventIds = idsWhere(({ passwordHashSync, severity }) => passwordHashSync && severity !== 'none');

/** What each event says when it is taken as a sign of life, in the order of ids. */
export const signEvents: ReadonlyMap<number, string> = new Map(
  eventCatalog.filter(({ signOfLife }) => signOfLife).map(({ eventId, name }) => [eventId, name]),
);
