import type { DiagnosisFacts, DomainReachability, ReplicationRight } from '../model/diagnosis-facts.js';
import { known, unknown, type Fact, type UnknownReason } from '../model/fact.js';
import type { Connector } from '../model/facts.js';
import type { PsFailure } from '../model/ps-failure.js';
import { getPhsDomainReachability } from '../scripts/get-phs-domain-reachability.js';
import { getPhsPlatformReplicationRight } from '../scripts/get-phs-platform-replication-right.js';
import type { Asker } from './ask.js';
import { reason } from '../model/classify-failure.js';
import { adConnectors } from './collect-channels.js';

async function readDomains(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
): Promise<Fact<readonly DomainReachability[]>> {
  if (!connectors.known) {
    return unknown(connectors.reason);
  }
  const connectorName = adConnectors(connectors).map(({ name }) => name);
  return connectorName.length === 0 ? known([]) : asker.rowsFromModule(getPhsDomainReachability, { connectorName });
}

/** DNs of the domains whose passwords a connector synchronizes: its selected partitions that are domains. */
function listDomains({ partitions }: Connector): string[] {
  return partitions.filter(({ selected, isDomain }) => selected !== false && isDomain !== false).map(({ dn }) => dn);
}

/** A failure of a whole connector in the form that a row carries. */
function asFailure({ message, code }: UnknownReason): PsFailure {
  return { message, errorId: code, category: '', exceptionTypes: [], hresult: '', position: '' };
}

async function readRightsFact(asker: Asker, connector: Connector): Promise<Fact<readonly ReplicationRight[]>> {
  const { name, accountDomain, accountName, forestName } = connector;
  if (accountName === null) {
    const message = `Could not read the replication rights: the connector "${name}" names no AD DS connector account.`;
    return unknown(reason('not-found', message));
  }
  return asker.rows(getPhsPlatformReplicationRight, {
    connectorName: name,
    domainDn: listDomains(connector),
    accountDomain: accountDomain ?? forestName ?? '',
    accountName,
  });
}

function rowsWithout(connector: Connector, why: UnknownReason): readonly ReplicationRight[] {
  return listDomains(connector).map((domainDn) => ({
    connectorName: connector.name,
    domainDn,
    account: [connector.accountDomain, connector.accountName].filter((part) => part !== null).join('\\'),
    accountSid: null,
    tokenGroups: [],
    accountDisabled: null,
    securityDescriptor: null,
    failure: asFailure(why),
  }));
}

/** One connector that cannot be asked has its failure in its own rows; when none can be asked the fact is unknown. */
async function readReplicationRights(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
): Promise<Fact<readonly ReplicationRight[]>> {
  if (!connectors.known) {
    return unknown(connectors.reason);
  }
  const rows: ReplicationRight[] = [];
  let failed: UnknownReason | undefined;
  let anyKnown = false;
  for (const connector of adConnectors(connectors).filter((each) => listDomains(each).length > 0)) {
    const rights = await readRightsFact(asker, connector);
    anyKnown ||= rights.known;
    failed ??= rights.known ? undefined : rights.reason;
    rows.push(...(rights.known ? rights.value : rowsWithout(connector, rights.reason)));
  }
  return failed !== undefined && !anyKnown ? unknown(failed) : known(rows);
}

/** What the domains of the AD connectors say: whether they can be reached, and the rights at their roots. */
export async function readDomainFacts(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
): Promise<Pick<DiagnosisFacts, 'domains' | 'replicationRights'>> {
  return {
    domains: await readDomains(asker, connectors),
    replicationRights: await readReplicationRights(asker, connectors),
  };
}
