/**
 * What the engine and the wizard write when password hash synchronization starts, stops, or is switched (facts 3.1, 3.3):
 * 350 and 351 staging mode, 601 and 602 the manager starts and stops, 609 it has stopped, 6910 and 6911 enabled and
 * disabled for a connector, 6916 disabled with a restored database.
 */
export const switchEventIds: readonly number[] = [350, 351, 601, 602, 609, 6910, 6911, 6916];

/** At most so many records of each id that comes seldom are read, the newest. */
export const mostOfSeldomId = 200;

/** The ids of which so many were read that the log can hold older ones. */
export function listCutIds(records: Iterable<{ readonly eventId: number }>): readonly number[] {
  const counts = new Map<number, number>();
  for (const { eventId } of records) {
    counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  }
  return [...counts].flatMap(([eventId, count]) => (count >= mostOfSeldomId ? [eventId] : [])).sort((a, b) => a - b);
}

/** What to say of {@link listCutIds}, without the full stop. */
export function tellCutIds(cutIds: readonly number[]): string {
  const which = `${cutIds.length === 1 ? 'event' : 'events'} ${cutIds.join(', ')}`;
  return `Of ${which} only the newest ${mostOfSeldomId} were read; the log can hold older ones`;
}
