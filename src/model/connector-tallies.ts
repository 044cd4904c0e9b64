import type { Connector, EventSummary, EventTally } from './facts.js';

/** What the log counts for one connector, by event id; those of events that name no connector if there is none. */
export function listTallies(
  connector: Pick<Connector, 'identifier'> | undefined,
  { tallies }: Pick<EventSummary, 'tallies'>,
): readonly EventTally[] {
  return tallies.get(connector?.identifier.toLowerCase() ?? '') ?? [];
}
