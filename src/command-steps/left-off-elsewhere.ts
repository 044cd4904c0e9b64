import { CancelledError, PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { blindlyLeftOff } from '../guard/blind-pairs.js';
import { mayBeLeftOff } from '../guard/decide.js';
import type { GuardServer } from '../guard-run/guard-server.js';
import type { Inspection } from '../model/guard-inspection.js';
import { judgePair, type JudgedPair } from '../guard/judge-pair.js';
import type { ActionSaid } from './guard-action.js';
import { seePair } from './guard-pairs.js';

/**
 * The other pairs of the server that a run left off, or may have: whatever a command is about, they cannot wait. The server is
 * asked about those only of which journal or events say that a run may have switched them off.
 */
export async function pairsLeftOff(
  guard: GuardServer,
  inspection: Inspection,
  except: readonly string[],
): Promise<readonly JudgedPair[]> {
  const suspects = blindlyLeftOff(inspection).filter(({ live }) => !except.includes(live.pair));
  const known = guard.connectors.known ? guard.adConnectors() : [];
  const judged: JudgedPair[] = [];
  for (const suspect of suspects) {
    const connector = known.find((each) => guard.pairOf(each) === suspect.live.pair);
    const seen = connector === undefined ? undefined : await seePair(guard, connector);
    judged.push(seen === undefined ? suspect : judgePair(seen.inspection, seen.live));
  }
  return judged.filter(({ evidence }) => mayBeLeftOff(evidence));
}

/** The same, with the evidence read for it; none where it cannot be read, for then the command has its own words. */
export async function leftOffElsewhere(guard: GuardServer, except: readonly string[]): Promise<readonly JudgedPair[]> {
  try {
    return await pairsLeftOff(guard, await guard.inspect(), except);
  } catch (error) {
    if (error instanceof PhsError && !(error instanceof CancelledError)) {
      return [];
    }
    throw error;
  }
}

/** What an action said, with what cannot wait before its own next steps, and exit code 7. */
export function withLeftOff(said: ActionSaid, leftOff: readonly JudgedPair[]): ActionSaid {
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
