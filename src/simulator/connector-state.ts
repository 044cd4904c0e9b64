import { type ClixmlInput, dateTime, guid } from '../parsers/clixml.js';
import { signsInWithApplication } from '../model/entra-sign-in.js';
import { stableGuid } from './stable-guid.js';
import type { Domain, Forest, Scenario } from './scenario.js';
import { accountState, securityState } from './security-state.js';

/** Recognisable secrets: no output, log or recording of phs-tool may ever hold one of these texts. */
export const CANARY_SECRETS = ['canary-7f3a-password', 'canary-91c2-entra-password'] as const;

/** A date of the simulated server, at a distance from its "now". */
export type Clock = (minutesAgo: number) => Date;

const MINUTES_PER_DAY = 1440;
const CREATED_DAYS_AGO = 700;
const MODIFIED_DAYS_AGO = 31;

interface Parameter {
  readonly name: string;
  readonly value: string | null;
  readonly encrypted?: boolean;
}

/** Parameters of one scope; enum members as the simulated modules spell them (facts 1.2). */
export function parameters(scope: string, entries: readonly Parameter[]): ClixmlInput[] {
  return entries.map(({ name, value, encrypted }) => ({
    name,
    value,
    scope,
    inputType: encrypted === true ? 'EncryptedString' : 'String',
  }));
}

function shared(clock: Clock): Record<string, ClixmlInput> {
  return {
    creationTime: dateTime(clock(CREATED_DAYS_AGO * MINUTES_PER_DAY), 'unspecified'),
    lastModificationTime: dateTime(clock(MODIFIED_DAYS_AGO * MINUTES_PER_DAY), 'unspecified'),
    description: '',
    internalVersion: 0,
  };
}

/** The NetBIOS name that a domain of the simulator has. */
export function netbiosName(domain: string): string {
  return (domain.split('.')[0] ?? domain).toUpperCase();
}

function failsOver({ dcFailover, preferredDomainControllers }: Domain): boolean {
  return dcFailover ?? preferredDomainControllers.length === 0;
}

function partitionState(domain: Domain, account: Forest['account'], clock: Clock): ClixmlInput {
  return {
    ...shared(clock),
    identifier: guid(domain.identifier),
    dn: domain.dn,
    name: domain.name,
    version: 12,
    selected: domain.selected,
    isDomain: domain.isDomain,
    includedContainers: domain.includedContainers ?? [domain.dn],
    excludedContainers: domain.excludedContainers,
    preferredDCs: domain.preferredDomainControllers,
    unreachable: domain.unreachable ?? null,
    security: securityState(domain, account),
    parameters: parameters('ConnectorPartition', [
      { name: 'guid', value: `{${domain.identifier}}` },
      ...(domain.lastDomainController === null ? [] : [{ name: 'last-dc', value: domain.lastDomainController }]),
      { name: 'dc-failover', value: failsOver(domain) ? '1' : '0' },
      { name: 'ssl-bind', value: '0' },
      { name: 'Domain.FQDN', value: domain.name },
      { name: 'Domain.LDAP', value: domain.dn },
      { name: 'Domain.Netbios', value: domain.netBiosName ?? netbiosName(domain.name) },
    ]),
  };
}

/** The state of an AD DS connector, with the parameter names of facts 1.1. */
export function forestState(forest: Forest, clock: Clock): ClixmlInput {
  return {
    ...shared(clock),
    name: forest.name,
    identifier: guid(forest.identifier),
    type: 'AD',
    connectorTypeName: 'AD',
    subtype: '',
    listName: '',
    companyName: '',
    version: 682,
    account: accountState(forest.account),
    connectivityParameters: parameters('ConnectorConnectivity', [
      { name: 'forest-name', value: forest.forestName },
      { name: 'forest-port', value: '0' },
      { name: 'forest-guid', value: '{00000000-0000-0000-0000-000000000000}' },
      { name: 'forest-login-user', value: `MSOL_${forest.identifier.replaceAll('-', '').slice(0, 12)}` },
      { name: 'forest-login-domain', value: forest.forestName },
      { name: 'password', value: CANARY_SECRETS[0], encrypted: true },
      { name: 'sign-and-seal', value: '1' },
      { name: 'ssl-bind', value: '0' },
      { name: 'simple-bind', value: '0' },
      { name: 'default-ssl-strength', value: '0' },
    ]),
    globalParameters: parameters('ConnectorGlobal', [
      { name: 'Connector.GroupFilteringGroupDn', value: '' },
      { name: 'ADS_UF_ACCOUNTDISABLE', value: '0x2' },
      { name: 'ADS_GROUP_TYPE_GLOBAL_GROUP', value: '0x00000002' },
      { name: 'Forest.FQDN', value: forest.forestName },
      { name: 'Forest.LDAP', value: forest.domains[0]?.dn ?? '' },
      { name: 'Forest.Netbios', value: netbiosName(forest.forestName) },
      ...(forest.forceFullPasswordSync === undefined
        ? []
        : [{ name: 'Microsoft.Synchronize.ForceFullPasswordSync', value: forest.forceFullPasswordSync }]),
    ]),
    partitions: forest.domains.map((domain) => partitionState(domain, forest.account, clock)),
  };
}

/** The only partition of an Entra connector. */
function defaultPartition(clock: Clock): ClixmlInput {
  return {
    ...shared(clock),
    identifier: guid('4a1c3c1c-2f6e-4d4b-8f5c-3b8f6b2f8d11'),
    dn: 'default',
    name: 'default',
    version: 1,
    selected: true,
    isDomain: false,
    includedContainers: [],
    excludedContainers: [],
    preferredDCs: [],
    unreachable: null,
    parameters: [],
  };
}

/** The state of an Entra connector: one partition named `default` (facts 1.1). */
export function entraConnectorState(
  connector: Scenario['entraConnectors'][number],
  { server }: Scenario,
  clock: Clock,
): ClixmlInput {
  const kind = 'Windows Azure Active Directory (Microsoft)';
  return {
    ...shared(clock),
    name: connector.name,
    identifier: guid(connector.identifier),
    type: 'Extensible2',
    connectorTypeName: 'Extensible2',
    subtype: kind,
    listName: kind,
    companyName: 'Microsoft',
    version: 3,
    internalVersion: 1,
    connectivityParameters: parameters('ConnectorConnectivity', [
      { name: 'UserName', value: connector.userName },
      { name: 'Password', value: CANARY_SECRETS[1], encrypted: true },
      ...(signsInWithApplication(undefined, connector.userName) === true
        ? [
            { name: 'ApplicationManagedBy', value: 'Microsoft Entra Connect Sync' },
            { name: 'CertificateManagedBy', value: server.certificateManagedBy },
            { name: 'CertificateId', value: stableGuid(`certificate|${connector.userName}`) },
          ]
        : []),
    ]),
    globalParameters: [],
    partitions: [defaultPartition(clock)],
  };
}
