import { liveOf, pairIdOf, unknownPair, type LivePair } from '../guard/derive-evidence.js';
import { chooseConnector, type GuardServer } from '../guard/guard-server.js';
import type { Inspection } from '../guard/inspection.js';
import { pairsOf } from '../guard/journal.js';
import { guardEventsOf } from '../guard/log-evidence.js';
import type { Connector } from '../model/facts.js';

/** One pair of this server, with the evidence that was read for it. */
export interface SeenPair {
  readonly connector: Connector;
  readonly inspection: Inspection;
  readonly live: LivePair;
}

/** Reads the evidence of one AD connector. */
export async function seePair(guard: GuardServer, connector: Connector): Promise<SeenPair> {
  const inspection = await guard.inspect(connector.identifier);
  const entra = guard.entraConnector();
  const live =
    inspection.snapshot === undefined
      ? {
          ...unknownPair(entra === undefined ? '' : pairIdOf(connector.identifier, entra.identifier)),
          adConnectorName: connector.name,
          entraConnectorName: entra?.name ?? null,
        }
      : liveOf(inspection.snapshot);
  return { connector, inspection, live };
}

/** The pairs to show: the one that was named, or those of all AD connectors and every other one that has left traces. */
export async function seePairs(
  guard: GuardServer,
  named: string | undefined,
): Promise<{ readonly inspection: Inspection; readonly pairs: readonly LivePair[] }> {
  const all = guard.connectors.known ? guard.adConnectors() : [];
  const chosen = named === undefined ? all : [chooseConnector(guard.adConnectors(), named)];
  const seen: SeenPair[] = [];
  for (const connector of chosen) {
    seen.push(await seePair(guard, connector));
  }
  const [first] = seen;
  const inspection = first?.inspection ?? (await guard.inspect());
  const own = seen.map(({ live }) => live);
  const traces = pairsOf(
    inspection,
    guardEventsOf(inspection).events.map(({ pair }) => pair),
  );
  const strange = traces.filter((pair) => !own.some((live) => live.pair === pair)).map(unknownPair);
  // The server's events differ by connector; the rest of an inspection is the same for all pairs.
  const serverEvents = seen.flatMap((each) => each.inspection.serverEvents);
  return { inspection: { ...inspection, serverEvents }, pairs: named === undefined ? [...own, ...strange] : own };
}
