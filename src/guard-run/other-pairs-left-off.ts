import { CancelledError, PhsError } from '../base/errors.js';
import { blindlyLeftOff } from '../guard/blind-pairs.js';
import { mayBeLeftOff } from '../guard/decide.js';
import type { JudgedPair } from '../guard/judge-pair.js';
import type { Inspection } from '../model/guard-inspection.js';
import type { GuardServer } from './guard-server.js';
import { inspectPair } from './inspect-pairs.js';

/**
 * The other pairs of the server that a run left off, or may have: whatever a command is about, they cannot wait. The server is
 * asked about those only of which journal or events say that a run may have switched them off.
 */
export async function findOtherPairsLeftOff(
  guard: GuardServer,
  inspection: Inspection,
  except: readonly string[],
): Promise<readonly JudgedPair[]> {
  const suspects = blindlyLeftOff(inspection).filter(({ live }) => !except.includes(live.pair));
  const known = guard.connectors.known ? guard.adConnectors() : [];
  const judged: JudgedPair[] = [];
  for (const suspect of suspects) {
    const connector = known.find((each) => guard.pairId(each) === suspect.live.pair);
    judged.push(connector === undefined ? suspect : await inspectPair(guard, connector));
  }
  return judged.filter(({ evidence }) => mayBeLeftOff(evidence));
}

/** The same, with the evidence read for it; none if it cannot be read, for then the command has its own words. */
export async function readOtherPairsLeftOff(
  guard: GuardServer,
  except: readonly string[],
): Promise<readonly JudgedPair[]> {
  try {
    return await findOtherPairsLeftOff(guard, await guard.inspect(), except);
  } catch (error) {
    if (error instanceof PhsError && !(error instanceof CancelledError)) {
      return [];
    }
    throw error;
  }
}
