import { blindlyLeftOff, blindPairs } from '../guard/blind-pairs.js';
import { liveOf, unknownPair, type LivePair } from '../guard/derive-evidence.js';
import { PhsError } from '../base/errors.js';
import { chooseConnector, type GuardServer } from '../guard-run/guard-server.js';
import type { Inspection } from '../model/guard-inspection.js';
import { pairsOf } from '../guard/journal.js';
import { guardEventsOf } from '../guard/log-evidence.js';
import { LeftOffError } from '../guard/guard-error.js';
import type { Connector } from '../model/facts.js';
import { forSameServer, type SameServer } from './for-same-server.js';

/** One pair of this server, with the evidence that was read for it. */
export interface SeenPair {
  readonly connector: Connector;
  readonly inspection: Inspection;
  readonly live: LivePair;
}

/** What is left where the server does not answer: journal and events; undefined when they cannot be read either. */
async function inspectBlindly(guard: GuardServer): Promise<Inspection | undefined> {
  try {
    return await guard.inspect();
  } catch (error) {
    if (error instanceof PhsError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The AD connectors. Where the server does not tell them and a run may have left one off, that is said instead of why they
 * cannot be read: rejects with a LeftOffError (exit code 7), else with a GuardError.
 */
export async function adConnectorsOf(guard: GuardServer, given: SameServer): Promise<readonly Connector[]> {
  const inspection = guard.connectors.known ? undefined : await inspectBlindly(guard);
  const leftOff = inspection === undefined ? undefined : blindlyLeftOff(inspection)[0];
  if (leftOff === undefined || guard.connectors.known) {
    return guard.adConnectors();
  }
  const { headline, found, safe, next } = leftOff.explanation;
  throw new LeftOffError([headline, ...found, guard.connectors.reason.message].join(' '), {
    hint: `${safe} Next: ${forSameServer(next, given).join('; ')}`,
    cause: guard.connectors.reason,
  });
}

/** Reads the evidence of one AD connector. */
export async function seePair(guard: GuardServer, connector: Connector): Promise<SeenPair> {
  const inspection = await guard.inspect(connector.identifier);
  const entra = guard.entraConnector();
  const live =
    inspection.snapshot === undefined
      ? {
          ...unknownPair(guard.pairOf(connector)),
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
    // Every user can write events of pairs that are not on this server.
    guardEventsOf(inspection)
      .events.filter(({ isAuthentic }) => isAuthentic)
      .map(({ pair }) => pair),
  );
  const strange = guard.connectors.known
    ? traces.filter((pair) => !own.some((live) => live.pair === pair)).map(unknownPair)
    : blindPairs(inspection);
  // The server's events differ by connector; the rest of an inspection is the same for all pairs.
  const serverEvents = seen.flatMap((each) => each.inspection.serverEvents);
  return { inspection: { ...inspection, serverEvents }, pairs: named === undefined ? [...own, ...strange] : own };
}
