import { blindlyLeftOff } from '../guard/blind-pairs.js';
import { LeftOffError, PhsError } from '../base/errors.js';
import type { GuardServer } from '../guard-run/guard-server.js';
import type { Inspection } from '../model/guard-inspection.js';
import type { Connector } from '../model/facts.js';
import { forSameServer, type SameServer } from './for-same-server.js';

/** What is left if the server does not answer: journal and events; undefined when they cannot be read either. */
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
 * The AD connectors. If the server does not report them and a run may have left one off, that is said instead of why they
 * cannot be read: rejects with a LeftOffError (exit code 7), else with a GuardError.
 */
export async function readAdConnectors(guard: GuardServer, given: SameServer): Promise<readonly Connector[]> {
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
