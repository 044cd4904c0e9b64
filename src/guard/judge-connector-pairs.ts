import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import { blindPairs } from './blind-pairs.js';
import { mayBeLeftOff } from './decide.js';
import { judgePair, type JudgedPair } from './judge-pair.js';
import { pairIdOf, type LivePair } from './live-pair.js';

/** The facts by which the guard judges the pairs of a server. */
export type GuardFacts = Pick<Facts, 'guard' | 'connectors' | 'channels'>;

/** A pair of connectors of a server as the guard judges it, from the facts of a report. */
export interface JudgedConnectorPair extends JudgedPair {
  /** Name of the AD connector; if the server does not report it that of the newest claim, else the pair. */
  readonly name: string;
}

function readChannel({ channels }: GuardFacts, name: string): LivePair['channel'] {
  const configuration = channels.known
    ? channels.value.find(({ connectorName }) => connectorName === name)?.configuration
    : undefined;
  return configuration?.known === true ? (configuration.value.enabled ? 'on' : 'off') : 'unreadable';
}

/**
 * Judges every AD connector with the one Entra connector; if the connectors could not be read, what journal and events
 * know. None if the evidence is not known.
 */
export function judgeConnectorPairs(facts: GuardFacts): readonly JudgedConnectorPair[] {
  const { guard, connectors } = facts;
  if (!guard.known) {
    return [];
  }
  if (!connectors.known) {
    return blindPairs(guard.value).map((pair) => ({ ...pair, name: pair.live.adConnectorName ?? pair.live.pair }));
  }
  const [entra, another] = connectors.value.filter(isEntraConnector);
  if (entra === undefined || another !== undefined) {
    return [];
  }
  return connectors.value.filter(isAdConnector).map(({ identifier, name, forceFullPasswordSync }) => {
    const live: LivePair = {
      pair: pairIdOf(identifier, entra.identifier),
      adConnectorName: name,
      entraConnectorName: entra.name,
      channel: readChannel(facts, name),
      parameter: forceFullPasswordSync,
    };
    return { ...judgePair(guard.value, live), name };
  });
}

/** The pairs that a run of the tool left off, or may have and nobody can tell: exit code 7, whatever else was asked for. */
export function findPairsLeftOff(facts: GuardFacts): readonly JudgedConnectorPair[] {
  return judgeConnectorPairs(facts).filter(({ evidence }) => mayBeLeftOff(evidence));
}
