import type { Inspection } from '../model/guard-inspection.js';
import { decide } from './decide.js';
import { deriveEvidence } from './derive-evidence.js';
import { explainVerdict } from './explain-verdict.js';
import type { Explanation, VerdictInput } from './explanation.js';
import type { LivePair } from './live-pair.js';
import { readPair, type PairReading } from './read-pair.js';

/** One pair of connectors as the guard judges it: what was read, what follows, and both for a person. */
export interface JudgedPair extends VerdictInput {
  readonly explanation: Explanation;
}

/** From what was read of a pair to what is decided and said of it; pure. */
export function judgeReading(reading: PairReading): JudgedPair {
  const evidence = deriveEvidence(reading);
  const input: VerdictInput = { ...reading, evidence, verdict: decide(evidence) };
  return { ...input, explanation: explainVerdict(input) };
}

/** The one way from what `Inspect` and the server say of a pair to its judgement; pure. */
export function judgePair(inspection: Inspection, live: LivePair): JudgedPair {
  return judgeReading(readPair(inspection, live));
}
