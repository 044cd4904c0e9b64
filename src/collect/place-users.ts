import type { Connector } from '../model/facts.js';
import { parseDn } from '../parsers/dn.js';
import { rankConnectors, toForest } from './rank-connectors.js';

/** The container's text: what stands after the first comma that is not escaped. */
const containerMark = /(?<!\\)(?:\\\\)*,/;
const mostContainers = 10_000;

/** Makes the function that names the AD connector whose partition holds a DN; null if none does. Containers are looked up once. */
export function placeUsers(connectors: readonly Connector[]): (distinguishedName: string) => string | null {
  const forests = connectors.map(toForest);
  const known = new Map<string, string | null>();
  const find = (distinguishedName: string): string | null => {
    const parsed = parseDn(distinguishedName);
    return parsed.ok ? (rankConnectors(forests, parsed.dn, undefined)[0]?.name ?? null) : null;
  };
  return (distinguishedName) => {
    const comma = containerMark.exec(distinguishedName);
    const container = comma === null ? '' : distinguishedName.slice(comma.index + comma[0].length);
    const placed = known.get(container);
    if (container === '' || placed !== undefined) {
      return placed ?? find(distinguishedName);
    }
    const name = find(distinguishedName);
    if (known.size < mostContainers) {
      known.set(container, name);
    }
    return name;
  };
}
