import { listTallies } from '../model/connector-tallies.js';
import { signEvents } from '../model/event-catalog.js';
import { known, type Fact } from '../model/fact.js';
import type { Connector, EventSummary, Facts, LastEvent } from '../model/facts.js';
import { getPhsLastEvent } from '../scripts/get-phs-last-event.js';
import type { Asker } from './ask.js';
import { adConnectors } from './collect-channels.js';
import { eventSources } from './event-question.js';

const signIds = [...signEvents.keys()].sort((left, right) => left - right);

/** An earlier look at the same server, from which a watch knows signs that have left the window since. */
export type EarlierLook = Pick<Facts, 'collectedAt' | 'connectors' | 'events' | 'lastSigns'>;

function findSign(connector: Connector, events: EventSummary): LastEvent | undefined {
  const [newest] = listTallies(connector, events)
    .filter(({ eventId }) => signEvents.has(eventId))
    .sort((left, right) => Date.parse(right.latestAt) - Date.parse(left.latestAt));
  return (
    newest && {
      text: connector.identifier,
      recordId: newest.latestRecordId,
      eventId: newest.eventId,
      generatedAt: newest.latestAt,
    }
  );
}

/** The sign that the earlier look knows of a connector, null if the log held none; undefined: it has to be asked for. */
function recallSign(connector: Connector, earlier: EarlierLook | undefined, since: Date): LastEvent | null | undefined {
  // What was logged between an older look and the window is in neither.
  if (
    earlier === undefined ||
    Date.parse(earlier.collectedAt) < since.getTime() ||
    !earlier.events.known ||
    !earlier.lastSigns.known ||
    !adConnectors(earlier.connectors).some(({ identifier }) => identifier === connector.identifier)
  ) {
    return undefined;
  }
  const before = earlier.lastSigns.value.find(({ text }) => text.toLowerCase() === connector.identifier.toLowerCase());
  return findSign(connector, earlier.events.value) ?? before ?? null;
}

/**
 * Looks further back for connectors of which the window holds no sign of life: when was the last one? Asks nothing if there
 * are none, or if the earlier look knows, because the log has to be walked once more. `since`: where the window begins.
 */
export async function readLastSigns(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
  events: Fact<EventSummary>,
  { since, earlier }: { readonly since: Date; readonly earlier?: EarlierLook | undefined },
): Promise<Fact<readonly LastEvent[]>> {
  if (!events.known) {
    return events;
  }
  const silent = adConnectors(connectors)
    .filter((connector) => findSign(connector, events.value) === undefined)
    .map((connector) => ({ connector, sign: recallSign(connector, earlier, since) }));
  const recalled = silent.flatMap(({ sign }) => sign ?? []);
  const open = silent.filter(({ sign }) => sign === undefined);
  if (open.length === 0) {
    return known(recalled);
  }
  const found = await asker.rows(getPhsLastEvent, {
    source: [...eventSources],
    eventId: signIds,
    text: open.map(({ connector }) => connector.identifier),
  });
  return found.known ? known([...recalled, ...found.value]) : found;
}
