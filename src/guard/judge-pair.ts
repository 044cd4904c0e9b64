import { decide } from './decide.js';
import { deriveEvidence, type LivePair } from './derive-evidence.js';
import { explainVerdict } from './explain-verdict.js';
import type { Explanation, VerdictInput } from './explanation.js';
import type { Inspection } from '../model/guard-inspection.js';

/** One pair of connectors as the guard judges it: what was read, what follows, and both for a person. */
export interface JudgedPair extends VerdictInput {
  readonly explanation: Explanation;
}

/** From what was read of a pair to what is decided and said of it; pure. */
export function judgePair(inspection: Inspection, live: LivePair): JudgedPair {
  const evidence = deriveEvidence(inspection, live);
  const verdict = decide(evidence);
  const input: VerdictInput = { inspection, live, evidence, verdict };
  return { ...input, explanation: explainVerdict(input) };
}
