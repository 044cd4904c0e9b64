import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import { blindPairs } from './blind-pairs.js';
import { decide, mayBeLeftOff, type Verdict } from './decide.js';
import { deriveEvidence, pairIdOf, type LivePair } from './derive-evidence.js';
import type { GuardEvidence } from './evidence.js';

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
    return blindPairs(guard.value).map((live) => {
      const evidence = deriveEvidence(guard.value, live);
      return { name: live.adConnectorName ?? live.pair, live, evidence, verdict: decide(evidence) };
    });
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
    const evidence = deriveEvidence(guard.value, live);
    return { name: connector.name, live, evidence, verdict: decide(evidence) };
  });
}

/** True when a run of the tool left a connector off, or may have and nobody can tell: exit code 7, whatever else a report says. */
export function somePairIsLeftOff(facts: Facts): boolean {
  return judgedPairs(facts).some(({ evidence }) => mayBeLeftOff(evidence));
}
