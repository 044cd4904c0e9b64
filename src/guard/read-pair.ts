import type { Inspection } from '../model/guard-inspection.js';
import { readPairJournal, type Epoch } from './journal.js';
import type { LivePair } from './live-pair.js';

/** What was read of one pair of connectors: everything that `Inspect` said, what the server says now, and its journal, parsed once. */
export interface PairReading {
  readonly inspection: Inspection;
  readonly live: LivePair;
  /** The epochs of the pair's journal, the newest last. */
  readonly epochs: readonly Epoch[];
}

/** Parses the journal of a pair: the only place where that is done for a judgement. */
export function readPair(inspection: Inspection, live: LivePair): PairReading {
  return { inspection, live, epochs: readPairJournal(inspection, live.pair).epochs };
}
