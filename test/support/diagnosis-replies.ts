import type { FakeReplies } from './fake-session.js';
import { healthyConnectorId, healthyReplies } from './healthy-replies.js';

/** The Entra connector of every server (facts 0.7). */
export const entraId = 'b891884f-051e-4a83-95af-2544101c9083';
const ids = {
  source: '10000000-0000-0000-0000-000000000001',
  metaverse: '10000000-0000-0000-0000-000000000002',
  target: '10000000-0000-0000-0000-000000000003',
};
/** DN of the one user of the replies. */
export const userDn = 'CN=Jane,OU=People,DC=contoso,DC=com';
/** Its objectGUID. */
export const userGuid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';

function csObject(parts: Record<string, unknown>): Record<string, unknown> {
  return {
    isConnector: true,
    isTransient: false,
    isPlaceHolder: false,
    hasSyncError: false,
    hasExportError: false,
    exportError: null,
    synchronizationError: null,
    exportedChangedNotReimported: false,
    metaverseObjectId: ids.metaverse,
    lineage: [],
    attributes: [],
    objectType: 'user',
    ...parts,
  };
}

/** The user in the connector space of the directory. */
export const sourceRow = csObject({
  objectId: ids.source,
  connectorId: healthyConnectorId,
  connectorName: 'contoso.com',
  distinguishedName: userDn,
});
/** The user in the connector space of Entra. */
export const targetRow = csObject({
  objectId: ids.target,
  connectorId: entraId,
  connectorName: 'contoso.onmicrosoft.com - AAD',
  distinguishedName: 'CN={61}',
});
/** The user in the directory. */
export const directoryRow = {
  distinguishedName: userDn,
  objectGuid: userGuid,
  objectClasses: ['top', 'person', 'user'],
  userPrincipalName: 'jane@contoso.com',
  samAccountName: 'jane',
  passwordLastSetAt: '2026-02-20T00:00:00Z',
  mustChangePassword: false,
  accountDisabled: false,
};
/** The user in the metaverse, linked to both sides. */
export const metaverseRow = {
  objectId: ids.metaverse,
  links: [sourceRow, targetRow].map(({ connectorId, connectorName, distinguishedName, objectId }) => ({
    connectorId,
    connectorName,
    distinguishedName,
    objectId,
  })),
  attributes: [],
};

/** Partition of a domain as a connector has it. */
export function partition(dn: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    identifier: 'p',
    dn,
    name: dn,
    selected: true,
    isDomain: true,
    preferredDomainControllers: [],
    lastDomainController: null,
    ...more,
  };
}

function withPartitions(): FakeReplies[string] {
  const reply = healthyReplies['Get-PhsConnector'];
  if (reply === undefined || typeof reply === 'function' || !('rows' in reply)) {
    throw new Error('The healthy replies have no connectors.');
  }
  const [ad, entra] = reply.rows;
  return { rows: [{ ...(ad as object), partitions: [partition('DC=contoso,DC=com')] }, entra] };
}

/** What a healthy server answers to `diagnose`, one user included. */
export const diagnosisReplies: FakeReplies = {
  ...healthyReplies,
  'Get-PhsConnector': withPartitions(),
  'Get-PhsRule': { rows: [] },
  'Get-PhsDomainReachability': {
    rows: [
      { connectorName: 'contoso.com', domain: 'contoso.com', isReachable: true, exceptionMessage: null, failure: null },
    ],
  },
  'Get-PhsPlatformReplicationRight': {
    rows: [
      {
        connectorName: 'contoso.com',
        domainDn: 'DC=contoso,DC=com',
        account: 'contoso.com\\MSOL_d1edb676ca03',
        accountSid: 'S-1-5-21-1-2-3-1601',
        tokenGroups: [],
        accountDisabled: false,
        securityDescriptor: 'D:',
        failure: null,
      },
    ],
  },
  'Search-PhsDirectoryObject': { rows: [directoryRow] },
  'Get-PhsConnectorSpaceObject': (args) => ({
    rows: [(args as { identifier: string }).identifier === ids.target ? targetRow : sourceRow],
  }),
  'Get-PhsMetaverseObject': { rows: [metaverseRow] },
  'Get-PhsObjectLog': { rows: [{ status: 'Success', at: '2026-03-01T11:00:00Z', details: null }] },
  'Invoke-PhsDiagnostic': { rows: [] },
};
