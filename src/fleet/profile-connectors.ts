import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Connector, Facts, Partition } from '../model/facts.js';
import { joinParts, unreadPart, valuePart, type ProfilePart } from './server-profile.js';

/** What every server has one of, whatever it is called there. */
export const entraSubject = 'Entra connector';

/** The tenant that an Entra connector writes to: the domain of its account, else what its name begins with. */
export function tenantOfConnector({ accountName, name }: Connector): string {
  const [, domain] = /@([^@\s]+)$/.exec(accountName ?? '') ?? [];
  return (domain ?? name.replace(/ - AAD$/i, '')).toLowerCase();
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? 'none' : [...items].sort().join(', ');
}

function scopePart({ name: subject }: Connector, partition: Partition): ProfilePart {
  const { dn, includedContainers = [], excludedContainers = [] } = partition;
  if (includedContainers.length + excludedContainers.length === 0) {
    return unreadPart('scope', `The containers of ${dn} were not reported.`, { subject });
  }
  return joinParts([
    ...includedContainers.map((container) => valuePart('scope', container, 'included', { subject })),
    ...excludedContainers.map((container) => valuePart('scope', container, 'excluded', { subject })),
  ]);
}

function controllersPart({ name: subject }: Connector, partition: Partition): ProfilePart {
  const { dn, preferredDomainControllers, dcFailover } = partition;
  const only = preferredDomainControllers.length > 0 && dcFailover === false ? ' (only these)' : '';
  const value = `${listOf(preferredDomainControllers)}${only}`;
  return valuePart('domain-controller', `Preferred domain controllers of ${dn}`, value, { subject, needed: false });
}

/** Partitions that hold users; those that are not selected are as if they were not there. */
function partitionParts(connector: Connector): readonly ProfilePart[] {
  return connector.partitions
    .filter(({ selected, isDomain }) => selected !== false && isDomain !== false)
    .flatMap((partition) => [
      partition.selected === null
        ? unreadPart('partition', `Whether ${partition.dn} is selected was not reported.`, { subject: connector.name })
        : valuePart('partition', partition.dn, 'selected', { subject: connector.name }),
      scopePart(connector, partition),
      controllersPart(connector, partition),
    ]);
}

/** Every server makes an account of its own in the forest; only who made it is compared. */
function accountPart({ name: subject, accountName }: Connector): ProfilePart {
  const name = 'AD DS connector account';
  const rest = { subject, needed: false };
  return accountName === null
    ? unreadPart('credential', `The account of "${subject}" was not reported.`, rest)
    : valuePart('credential', name, /^MSOL_/i.test(accountName) ? 'made by the wizard (MSOL_)' : 'made by hand', rest);
}

/** The connectors to Active Directory and to Entra, with their partitions, containers and domain controllers. */
export function profileConnectors({ connectors }: Facts): ProfilePart {
  if (!connectors.known) {
    const areas = ['connector', 'partition', 'scope', 'domain-controller', 'credential'] as const;
    return joinParts(
      areas.map((area) => unreadPart(area, connectors.reason, { needed: !/domain|credential/.test(area) })),
    );
  }
  const forests = connectors.value.filter(isAdConnector);
  return joinParts([
    ...connectors.value
      .filter(isEntraConnector)
      .map((connector) => valuePart('connector', entraSubject, `to ${tenantOfConnector(connector)}`)),
    ...forests.map(({ name, forestName }) =>
      valuePart('connector', name, `to the forest ${(forestName ?? name).toLowerCase()}`),
    ),
    ...forests.flatMap((connector) => [...partitionParts(connector), accountPart(connector)]),
  ]);
}
