import { classifyCycle } from '../../model/cycle-status.js';
import { signEvents } from '../../model/event-catalog.js';
import { listTallies } from '../../model/connector-tallies.js';
import type { Connector, EventSummary, EventTally, LastEvent, PartitionState } from '../../model/facts.js';
import { statesOfConnector } from '../connectors.js';

/** The heartbeat: end of a ping, logged when there is nothing to synchronize (facts 0.8). */
export const heartbeatEventId = 654;

/** Events that show that the channel reaches Entra: the end of a batch and the end of a ping. */
const recoveryEventIds: ReadonlySet<number> = new Set([651, heartbeatEventId]);

/** True when an instant lies in the window. */
export function isInWindow(instant: string | null, windowStartsAt: Date): boolean {
  return instant !== null && Date.parse(instant) >= windowStartsAt.getTime();
}

/** The events of the window that show that a connector's channel is alive; heartbeats included. */
export function signsOfLife(connector: Connector, events: EventSummary, windowStartsAt: Date): readonly EventTally[] {
  return listTallies(connector, events).filter(
    ({ eventId, latestAt }) => signEvents.has(eventId) && isInWindow(latestAt, windowStartsAt),
  );
}

/** The connector's tally of heartbeats in the window, undefined when there is none. */
export function findHeartbeat(
  connector: Connector,
  events: EventSummary,
  windowStartsAt: Date,
): EventTally | undefined {
  return signsOfLife(connector, events, windowStartsAt).find(({ eventId }) => eventId === heartbeatEventId);
}

/** The newest event of the window that shows that a connector's channel is alive; undefined when there is none. */
export function findNewestSign(
  connector: Connector,
  events: EventSummary,
  windowStartsAt: Date,
): EventTally | undefined {
  const [newest] = [...signsOfLife(connector, events, windowStartsAt)].sort(
    (left, right) => Date.parse(right.latestAt) - Date.parse(left.latestAt),
  );
  return newest;
}

/** The last sign of life from before the window of a connector that shows none in it; undefined: none was found. */
export function findLastSign({ identifier }: Connector, lastSigns: readonly LastEvent[]): LastEvent | undefined {
  return lastSigns.find(({ text }) => text.toLowerCase() === identifier.toLowerCase());
}

/** The instant, in ms, of the latest event that shows that the connector's channel reached Entra; undefined when none. */
export function latestRecoveryMs(connector: Connector, events: EventSummary): number | undefined {
  const instants = listTallies(connector, events)
    .filter(({ eventId }) => recoveryEventIds.has(eventId))
    .map(({ latestAt }) => Date.parse(latestAt));
  return instants.length === 0 ? undefined : Math.max(...instants);
}

/** A partition with a cycle that succeeded in the window; one that failed is not a sign of life. */
export interface RecentCycle {
  readonly name: string;
  readonly at: string;
  readonly status: string | null;
}

/** The connector's partitions with a successful cycle in the window. */
export function recentCycles(
  connector: Connector,
  states: readonly PartitionState[],
  windowStartsAt: Date,
): readonly RecentCycle[] {
  return statesOfConnector(connector, states).flatMap(({ state, name }) => {
    const succeeded = classifyCycle(state) === 'successful';
    const instants = [
      state.lastSuccessEndedAt,
      ...(succeeded ? [state.lastCycleEndedAt, state.lastCycleStartedAt] : []),
    ];
    const at = instants.find((instant) => isInWindow(instant, windowStartsAt));
    return at === undefined || at === null ? [] : [{ name, at, status: state.lastCycleStatus }];
  });
}
