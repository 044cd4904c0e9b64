import { listTallies } from '../model/connector-tallies.js';
import { signEvents } from '../model/event-catalog.js';
import { known, type Fact } from '../model/fact.js';
import type { Connector, EventSummary, LastEvent } from '../model/facts.js';
import { getPhsLastEvent } from '../scripts/get-phs-last-event.js';
import type { Asker } from './ask.js';
import { adConnectors } from './collect-channels.js';
import { eventSources } from './event-question.js';

const signIds = [...signEvents.keys()].sort((left, right) => left - right);

function hasSign(connector: Connector, events: EventSummary): boolean {
  return listTallies(connector, events).some(({ eventId }) => signEvents.has(eventId));
}

/**
 * Looks further back for connectors of which the window holds no sign of life: when was the last one? Asks nothing if there
 * are none, because the log has to be walked once more.
 */
export async function readLastSigns(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
  events: Fact<EventSummary>,
): Promise<Fact<readonly LastEvent[]>> {
  if (!events.known) {
    return events;
  }
  const silent = adConnectors(connectors).filter((connector) => !hasSign(connector, events.value));
  return silent.length === 0
    ? known([])
    : asker.rows(getPhsLastEvent, {
        source: [...eventSources],
        eventId: signIds,
        text: silent.map(({ identifier }) => identifier),
      });
}
