import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Connector, Facts, Partition, PartitionState } from '../model/facts.js';
import { valueIfKnown, valueOf, type CheckContext, type CheckId } from './check.js';

/** The Entra connectors of the server. */
export function entraConnectors(facts: Facts): readonly Connector[] {
  return valueOf(facts.connectors).filter(isEntraConnector);
}

/** PHS201 if it is known that there is no Entra connector: the tenant is asked through it. */
export function missingEntraConnector({ connectors }: Facts): readonly CheckId[] {
  return valueIfKnown(connectors)?.some(isEntraConnector) === false ? ['PHS201'] : [];
}

/** All AD connectors of the server. */
export function adConnectors(facts: Facts): readonly Connector[] {
  return valueOf(facts.connectors).filter(isAdConnector);
}

/** The AD connectors that the operator asked about: one by name, else all. Names are case-sensitive (facts 4.4). */
export function selectedAdConnectors(
  facts: Facts,
  context: Pick<CheckContext, 'connectorFilter'>,
): readonly Connector[] {
  const all = adConnectors(facts);
  return context.connectorFilter === undefined ? all : all.filter(({ name }) => name === context.connectorFilter);
}

function findPartition(connector: Connector, state: PartitionState): Partition | undefined {
  return connector.partitions.find(({ dn }) => dn.toLowerCase() === state.dn.toLowerCase());
}

/**
 * The states of the connector's partitions that take part in PHS: of this connector, selected, and domains. A partition
 * that the connector does not list is kept, so that nothing is lost when the two cmdlets disagree.
 */
export function statesOfConnector(
  connector: Connector,
  states: readonly PartitionState[],
): readonly { readonly state: PartitionState; readonly name: string }[] {
  return states
    .filter(({ connectorId }) => connectorId.toLowerCase() === connector.identifier.toLowerCase())
    .map((state) => ({ state, partition: findPartition(connector, state) }))
    .filter(({ partition }) => partition?.selected !== false && partition?.isDomain !== false)
    .map(({ state, partition }) => ({ state, name: partition?.name ?? state.dn }));
}
