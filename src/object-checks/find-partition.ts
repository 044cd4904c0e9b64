import { valueIfKnown } from '../checks/check.js';
import { isAdConnector } from '../model/connector-kind.js';
import type { Connector, Facts, Partition } from '../model/facts.js';
import { isWithin, parseDn, type Dn } from '../parsers/dn.js';

/** A DN from the server as data; undefined when it cannot be read as one (the partition `default` of Entra). */
export function parseDnText(text: string): Dn | undefined {
  const parsed = parseDn(text);
  return parsed.ok ? parsed.dn : undefined;
}

/** True when `dn` lies in, or is, the container of this DN. */
export function liesIn(dn: Dn, container: string): boolean {
  const suffix = parseDnText(container);
  return suffix !== undefined && isWithin(dn, suffix);
}

/** The AD connectors of the server; none when they could not be read. */
export function listAdConnectors(server: Facts): readonly Connector[] {
  return (valueIfKnown(server.connectors) ?? []).filter(isAdConnector);
}

/** The longest partition of a connector that holds the DN: a child domain lies in its parent's DN as well. */
export function findPartition(connector: Connector | undefined, dn: Dn): Partition | undefined {
  return connector?.partitions
    .filter((partition) => liesIn(dn, partition.dn))
    .reduce<Partition | undefined>(
      (longest, partition) => (longest === undefined || partition.dn.length > longest.dn.length ? partition : longest),
      undefined,
    );
}
