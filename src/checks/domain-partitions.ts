import type { Connector, Partition } from '../model/facts.js';
import { parseDn } from '../parsers/dn.js';
import type { CheckId } from './check.js';

/** Application partitions of DNS, whose names look like those of domains. */
const dnsPartitions: ReadonlySet<string> = new Set(['domaindnszones', 'forestdnszones']);

/** True if the DN is made of domain components only, and is not one of DNS. Nothing else shows whether AD DS has a domain there. */
function isNamedAsDomain({ dn }: Partition): boolean {
  const parsed = parseDn(dn);
  if (!parsed.ok || parsed.dn.length === 0) {
    return false;
  }
  const attributes = parsed.dn.flat();
  const isDomainName = attributes.every(({ type }) => type.toUpperCase() === 'DC');
  return isDomainName && !dnsPartitions.has(attributes[0]?.value.toLowerCase() ?? '');
}

/** The partitions of a connector that are synchronized and are domains by their flag or by their name. */
export function domainPartitions({ partitions }: Connector): readonly Partition[] {
  return partitions.filter(
    (partition) => partition.selected !== false && (partition.isDomain === true || isNamedAsDomain(partition)),
  );
}

/** PHS213 for what cannot be judged because no domain of the connector has its flag; else nothing. */
export function missingDomainFlag(connector: Connector): readonly CheckId[] {
  const domains = domainPartitions(connector);
  return domains.length > 0 && domains.every(({ isDomain }) => isDomain === false) ? ['PHS213'] : [];
}
