/** Events about one domain of a connector (facts 3.1); all others are about the connector, whatever partition their text names. */
const domainEventIds: ReadonlySet<number> = new Set([611, 612, 613, 616, 618, 619, 621, 622]);

const longestText = 2_000;

/** A full password sync is of a domain or of a forest, and both can fail. */
const aboutForest = /\bfor forest:/i;

/**
 * The domain that an event is about, in lower case: the one that its text names. Null for events that are about the whole
 * connector, and if the text names none.
 */
export function findEventDomain(eventId: number, message: string, domain: string | null): string | null {
  const isOfDomain = domainEventIds.has(eventId) && !aboutForest.test(message.slice(0, longestText));
  return isOfDomain ? (domain?.toLowerCase() ?? null) : null;
}

/** True if every event of this id is about a domain that its text names, or about a forest if it says so. */
export function isDomainEvent(eventId: number): boolean {
  return domainEventIds.has(eventId);
}
