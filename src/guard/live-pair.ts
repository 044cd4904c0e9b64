import type { GuardEvidence } from './evidence.js';
import type { GuardSnapshot } from '../model/guard-inspection.js';
import { sha256 } from './read-record.js';

/** What the server says of one pair now; only it knows whether password hash synchronization is on. */
export interface LivePair {
  readonly pair: string;
  readonly adConnectorName: string | null;
  readonly entraConnectorName: string | null;
  readonly channel: GuardEvidence['channel'];
  /** Value of the parameter; null: not there; undefined: could not be read. */
  readonly parameter: string | null | undefined;
}

/** Name of a pair in the journal: by the connectors' identifiers, never by names. */
export function pairIdOf(adConnectorId: string, entraConnectorId: string): string {
  return sha256(`phs-guard/1|${adConnectorId.toLowerCase()}|${entraConnectorId.toLowerCase()}`);
}

/** The live side of a pair from the snapshot of `Inspect`. On or off only when both readings agree. */
export function buildLivePair(snapshot: GuardSnapshot): LivePair {
  const { pair, adConnectorName, entraConnectorName, enabled, enabledAgain, parameter } = snapshot;
  const channel = enabled === null || enabled !== enabledAgain ? 'unreadable' : enabled ? 'on' : 'off';
  return { pair, adConnectorName, entraConnectorName, channel, parameter };
}

/** A pair of which nothing is known but its name in the journal. */
export function unknownPair(pair: string): LivePair {
  return { pair, adConnectorName: null, entraConnectorName: null, channel: 'unreadable', parameter: undefined };
}
