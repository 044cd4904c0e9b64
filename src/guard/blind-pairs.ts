import type { Inspection } from '../model/guard-inspection.js';
import { mayBeLeftOff } from './decide.js';
import { pairsOf, recordOfKind } from './journal.js';
import { judgeReading, type JudgedPair } from './judge-pair.js';
import { unknownPair } from './live-pair.js';
import { readGuardEvents } from './log-evidence.js';
import { readPair } from './read-pair.js';

/** A pair with the names of its newest claim, and nothing known of what is on now. */
function judgeBlindly(inspection: Inspection, pair: string): JudgedPair {
  const live = unknownPair(pair);
  const reading = readPair(inspection, live);
  const claim = reading.epochs.flatMap((epoch) => recordOfKind(epoch, 'CLAIM') ?? []).at(-1);
  const { adName = null, entraName = null } = claim ?? {};
  return judgeReading({ ...reading, live: { ...live, adConnectorName: adName, entraConnectorName: entraName } });
}

/** The pairs that journal and events know, if the server does not report its connectors. */
export function blindPairs(inspection: Inspection): readonly JudgedPair[] {
  const named = readGuardEvents(inspection).events.map(({ pair }) => pair);
  return pairsOf(inspection, named).map((pair) => judgeBlindly(inspection, pair));
}

/** Those of them that a run may have left off. */
export function blindlyLeftOff(inspection: Inspection): readonly JudgedPair[] {
  return blindPairs(inspection).filter(({ evidence }) => mayBeLeftOff(evidence));
}
