import { mayBeLeftOff } from './decide.js';
import { unknownPair, type LivePair } from './derive-evidence.js';
import type { Inspection } from '../model/guard-inspection.js';
import { pairsOf, readPairJournal, recordOfKind } from './journal.js';
import { judgePair, type JudgedPair } from './judge-pair.js';
import { guardEventsOf } from './log-evidence.js';

/**
 * The pairs that journal and events know, where the server does not tell its connectors: with the names of their newest
 * claim, and nothing known of what is on now.
 */
export function blindPairs(inspection: Inspection): readonly LivePair[] {
  const named = guardEventsOf(inspection).events.map(({ pair }) => pair);
  return pairsOf(inspection, named).map((pair) => {
    const { epochs } = readPairJournal(inspection, pair);
    const claim = epochs.flatMap((epoch) => recordOfKind(epoch, 'CLAIM') ?? []).at(-1);
    const { adName = null, entraName = null } = claim ?? {};
    return { ...unknownPair(pair), adConnectorName: adName, entraConnectorName: entraName };
  });
}

/** Those of them that a run may have left off. */
export function blindlyLeftOff(inspection: Inspection): readonly JudgedPair[] {
  return blindPairs(inspection)
    .map((live) => judgePair(inspection, live))
    .filter(({ evidence }) => mayBeLeftOff(evidence));
}
