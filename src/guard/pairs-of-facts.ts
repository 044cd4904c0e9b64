import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import { blindPairs } from './blind-pairs.js';
import { decide, mayBeLeftOff, type Verdict } from './decide.js';
import { deriveEvidence, pairIdOf, type LivePair } from './derive-evidence.js';
import type { GuardEvidence } from './evidence.js';
import type { Inspection } from './inspection.js';

/** One pair of connectors of a server as the guard judges it, from the facts of a report. */
export interface JudgedPair {
  /** Name of the AD connector; where the server does not tell it that of the newest claim, else the pair. */
  readonly name: string;
  readonly live: LivePair;
  readonly evidence: GuardEvidence;
  readonly verdict: Verdict;
}

function channelOf({ channels }: Facts, name: string): LivePair['channel'] {
  const configuration = channels.known
    ? channels.value.find(({ connectorName }) => connectorName === name)?.configuration
    : undefined;
  return configuration?.known === true ? (configuration.value.enabled ? 'on' : 'off') : 'unreadable';
}

function judgedPair(inspection: Inspection, name: string, live: LivePair): JudgedPair {
  const evidence = deriveEvidence(inspection, live);
  return { name, live, evidence, verdict: decide(evidence) };
}

/**
 * Judges every AD connector with the one Entra connector; where the connectors could not be read, what journal and events
 * know. None where the evidence is not known.
 */
export function judgedPairs(facts: Facts): readonly JudgedPair[] {
  const { guard, connectors } = facts;
  if (!guard.known) {
    return [];
  }
  if (!connectors.known) {
    return blindPairs(guard.value).map((live) => judgedPair(guard.value, live.adConnectorName ?? live.pair, live));
  }
  const [entra, another] = connectors.value.filter(isEntraConnector);
  if (entra === undefined || another !== undefined) {
    return [];
  }
  return connectors.value.filter(isAdConnector).map((connector) => {
    const live: LivePair = {
      pair: pairIdOf(connector.identifier, entra.identifier),
      adConnectorName: connector.name,
      entraConnectorName: entra.name,
      channel: channelOf(facts, connector.name),
      parameter: connector.forceFullPasswordSync,
    };
    return judgedPair(guard.value, connector.name, live);
  });
}

/** True when a run of the tool left a connector off, or may have and nobody can tell: exit code 7, whatever else a report says. */
export function somePairIsLeftOff(facts: Facts): boolean {
  return judgedPairs(facts).some(({ evidence }) => mayBeLeftOff(evidence));
}
