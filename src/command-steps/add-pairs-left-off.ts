import { ExitCode } from '../base/exit-codes.js';
import type { JudgedPair } from '../guard/judge-pair.js';
import type { ActionOutcome } from './guard-action.js';

/** What an action said, with what cannot wait before its own next steps, and exit code 7. */
export function addPairsLeftOff(said: ActionOutcome, leftOff: readonly JudgedPair[]): ActionOutcome {
  if (leftOff.length === 0) {
    return said;
  }
  const details = leftOff.flatMap(({ explanation: { headline, now, safe } }) => [`${headline} ${now}`, safe]);
  const next = leftOff.flatMap(({ explanation }) => explanation.next);
  return {
    ...said,
    details: [...said.details, ...details],
    next: [...new Set([...next, ...said.next])],
    exitCode: ExitCode.leftOff,
  };
}
