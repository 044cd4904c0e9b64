import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Connector, Facts } from '../model/facts.js';
import { decide, isLeftOff, type Verdict } from './decide.js';
import { deriveEvidence, pairIdOf, type LivePair } from './derive-evidence.js';
import type { GuardEvidence } from './evidence.js';

/** One pair of connectors of a server as the guard judges it, from the facts of a report. */
export interface JudgedPair {
  readonly connector: Connector;
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

/** Judges every AD connector with the one Entra connector; none where the connectors or the evidence are not known. */
export function judgedPairs(facts: Facts): readonly JudgedPair[] {
  const { guard, connectors } = facts;
  if (!guard.known || !connectors.known) {
    return [];
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
    return { connector, live, evidence, verdict: decide(evidence) };
  });
}

/** True when a run of the tool may have left a connector off: exit code 7, whatever else a report says. */
export function somePairIsLeftOff(facts: Facts): boolean {
  return judgedPairs(facts).some(({ evidence }) => isLeftOff(evidence));
}
