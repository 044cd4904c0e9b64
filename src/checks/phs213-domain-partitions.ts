import type { Connector, Partition, PartitionState } from '../model/facts.js';
import { lastProvenSuccess } from '../model/cycle-status.js';
import type { Remedy } from '../model/finding.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { selectedAdConnectors } from './connectors.js';
import { domainPartitions } from './domain-partitions.js';
import { evidence } from './evidence.js';
import { isInWindow } from './problems/signs-of-life.js';
import { stopsReading } from './password-effect.js';

const setFlag: Remedy = {
  text: 'Run the troubleshooting task of Microsoft Entra Connect (Troubleshoot, "Troubleshoot Password Hash Synchronization"): it offers to set the domain flag of the partition. Then restart the ADSync service.',
  commands: ['Import-Module ADSyncDiagnostics; Invoke-ADSyncDiagnostics -PasswordSync', 'Restart-Service ADSync'],
};

const renameDomain: Remedy = {
  text: 'Microsoft does not support NetBIOS names with a dot on the domains of a Microsoft Entra Connect server (prerequisites page). There is no setting for it: plan a domain without one, or use Microsoft Entra Cloud Sync if it fits.',
  commands: [],
};

/** True if a cycle of the partition succeeded in the window all the same. */
function works(
  { identifier }: Connector,
  { dn }: Partition,
  states: readonly PartitionState[],
  { windowStartsAt }: CheckContext,
): boolean {
  return states.some(
    (state) =>
      state.connectorId.toLowerCase() === identifier.toLowerCase() &&
      state.dn.toLowerCase() === dn.toLowerCase() &&
      isInWindow(lastProvenSuccess(state), windowStartsAt),
  );
}

function names(partitions: readonly Partition[]): string {
  return partitions.map(({ name }) => name).join(', ');
}

function withoutFlag(
  connector: Connector,
  unset: readonly Partition[],
  states: readonly PartitionState[],
  context: CheckContext,
): Draft {
  const broken = unset.filter((partition) => !works(connector, partition, states, context));
  const text = `The domain flag (IsDomain) is off on the synchronized ${unset.length === 1 ? 'partition' : 'partitions'} ${names(unset)}`;
  return broken.length > 0
    ? {
        status: 'fail',
        message: `${text}: the passwords of ${unset.length === 1 ? 'its' : 'their'} users are not synchronized.`,
        evidence: [],
        remedy: setFlag,
      }
    : { status: 'warn', message: `${text}, although the last cycle succeeded.`, evidence: [], remedy: setFlag };
}

function judge(connector: Connector, states: readonly PartitionState[], context: CheckContext): Draft {
  const domains = domainPartitions(connector);
  const unset = domains.filter(({ isDomain }) => isDomain === false);
  const unreported = domains.filter(({ isDomain }) => isDomain === null);
  const dotted = domains.filter(({ netBiosName }) => netBiosName?.includes('.') === true);
  if (unset.length > 0) {
    return withoutFlag(connector, unset, states, context);
  }
  if (unreported.length > 0) {
    const message = `Get-ADSyncConnector does not report the domain flag (IsDomain) of ${names(unreported)}.`;
    return { unreadable: { code: 'not-supported', message } };
  }
  if (dotted.length > 0) {
    const message = `The NetBIOS name of ${names(dotted)} contains a dot, which Microsoft does not support.`;
    return { status: 'warn', message, evidence: [], remedy: renameDomain };
  }
  const message =
    domains.length === 0 ? 'No partition of a domain is synchronized.' : 'Every domain has its domain flag.';
  return { status: 'pass', message, evidence: [] };
}

function flagText(isDomain: boolean | null): string {
  return isDomain === null ? 'not reported' : String(isDomain);
}

function shown(connector: Connector): NonNullable<Draft['evidence']> {
  return domainPartitions(connector).map(({ name, isDomain, netBiosName }) => {
    const value = `${flagText(isDomain)}, NetBIOS name ${netBiosName ?? 'not reported'}`;
    return evidence('connectors', `IsDomain of ${name}`, value);
  });
}

/** The domain flag, which Microsoft's own diagnostics calls a cause of trouble with password sync and offers to set (facts 1.1). */
export const phs213DomainPartitions: Check = addChanges(
  {
    id: 'PHS213',
    title: 'Every synchronized domain has its domain flag and a supported name',
    category: 'configuration',
    passwords: { ...stopsReading, warned: 'doubts' },
    needs: ['connectors'],
    uses: ['partitionStates'],
    dependsOn: [],
    perConnector: true,
    run: (facts, context) => {
      const states = valueIfKnown(facts.partitionStates) ?? [];
      return selectedAdConnectors(facts, context).map((connector) => ({
        ...judge(connector, states, context),
        evidence: shown(connector),
        subject: connector.name,
      }));
    },
  },
  tellLatest('directory', 'filter'),
);
