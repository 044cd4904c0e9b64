import type { Connector } from '../model/facts.js';
import { isWithin, parseDn, type Dn } from '../parsers/dn.js';

/** An AD connector with the names of its partitions, parsed once. */
export interface Forest {
  readonly connector: Connector;
  readonly partitions: readonly Dn[];
}

/** The connector with the names of its partitions. */
export function toForest(connector: Connector): Forest {
  return {
    connector,
    partitions: connector.partitions.flatMap(({ dn }) => {
      const parsed = parseDn(dn);
      return parsed.ok ? [parsed.dn] : [];
    }),
  };
}

/**
 * The connectors to look in for an object, best first: the one of this name, if there is one, then those with the longest
 * partition that holds the DN.
 */
export function rankConnectors(forests: readonly Forest[], dn: Dn, first: string | undefined): readonly Connector[] {
  const fits = forests
    .map(({ connector, partitions }) => ({
      connector,
      length: Math.max(0, ...partitions.filter((each) => isWithin(dn, each)).map((each) => each.length)),
    }))
    .filter(({ connector, length }) => length > 0 || connector.name === first);
  const weight = (name: string, length: number): number => (name === first ? Number.MAX_SAFE_INTEGER : length);
  return fits
    .sort((left, right) => weight(right.connector.name, right.length) - weight(left.connector.name, left.length))
    .map(({ connector }) => connector);
}
