import { listTallies } from '../model/connector-tallies.js';
import type { Connector, EventSummary, EventTally } from '../model/facts.js';
import { asksForFullSync } from '../model/full-sync-parameter.js';

/** Events of a full password sync, from start to end, failure included (facts 3.1). */
const fullSyncEventIds: ReadonlySet<number> = new Set([617, 618, 619, 621, 622, 623]);

/** Events of a full password sync in a connector's tallies. */
export function fullSyncTallies(connector: Connector, events: EventSummary): readonly EventTally[] {
  return listTallies(connector, events).filter(({ eventId }) => fullSyncEventIds.has(eventId));
}

/** True when a full password sync of the connector is known to have been triggered: it must run only once. */
export function earlierFullSyncIsKnown(connector: Connector, events: EventSummary | undefined): boolean {
  return (
    asksForFullSync(connector.forceFullPasswordSync) ||
    (events !== undefined && fullSyncTallies(connector, events).length > 0)
  );
}
