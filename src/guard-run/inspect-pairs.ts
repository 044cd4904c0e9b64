import type { Connector } from '../model/facts.js';
import { blindPairs } from '../guard/blind-pairs.js';
import { pairsOf } from '../guard/journal.js';
import { judgePair, type JudgedPair } from '../guard/judge-pair.js';
import { buildLivePair, unknownPair } from '../guard/live-pair.js';
import { readGuardEvents } from '../guard/log-evidence.js';
import type { Inspection } from '../model/guard-inspection.js';
import { chooseConnector, type GuardServer } from './guard-server.js';

/** Reads the evidence of one AD connector and judges it. Rejects with a GuardError. */
export async function inspectPair(guard: GuardServer, connector: Connector): Promise<JudgedPair> {
  const inspection = await guard.inspect(connector.identifier);
  const live =
    inspection.snapshot === undefined
      ? {
          ...unknownPair(guard.pairId(connector)),
          adConnectorName: connector.name,
          entraConnectorName: guard.entraConnector()?.name ?? null,
        }
      : buildLivePair(inspection.snapshot);
  return judgePair(inspection, live);
}

/** What was read of several pairs: what is the same for all of them, and each one judged. */
export interface InspectedPairs {
  readonly inspection: Inspection;
  readonly pairs: readonly JudgedPair[];
}

/** Judges the pair that was named, or those of all AD connectors and every other one that has left traces. */
export async function inspectPairs(guard: GuardServer, named: string | undefined): Promise<InspectedPairs> {
  const all = guard.connectors.known ? guard.adConnectors() : [];
  const chosen = named === undefined ? all : [chooseConnector(guard.adConnectors(), named)];
  const own: JudgedPair[] = [];
  for (const connector of chosen) {
    own.push(await inspectPair(guard, connector));
  }
  const inspection = own[0]?.inspection ?? (await guard.inspect());
  if (named !== undefined) {
    return { inspection, pairs: own };
  }
  return {
    inspection,
    pairs: [...own, ...(guard.connectors.known ? tracesBeside(own, inspection) : blindPairs(inspection))],
  };
}

/** Pairs that are not of this server's connectors. Every user can write events of such pairs: authentic ones count only. */
function tracesBeside(own: readonly JudgedPair[], inspection: Inspection): readonly JudgedPair[] {
  const authentic = readGuardEvents(inspection).events.filter(({ isAuthentic }) => isAuthentic);
  const traces = pairsOf(
    inspection,
    authentic.map(({ pair }) => pair),
  );
  return traces
    .filter((pair) => !own.some(({ live }) => live.pair === pair))
    .map((pair) => judgePair(inspection, unknownPair(pair)));
}
