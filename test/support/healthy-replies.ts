import type { FakeReplies } from './fake-session.js';
import { passwordRule } from './facts.js';
import { inspectRows } from './guard-records.js';

/** The clock of the healthy replies. */
export const healthyNow = new Date('2026-03-01T12:00:00Z');
/** Id of the one AD connector of the healthy replies. */
export const healthyConnectorId = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const entraName = 'contoso.onmicrosoft.com - AAD';

/** A heartbeat of the healthy connector so many minutes before the clock. */
export function heartbeat(minutesAgo: number, recordId: number): Record<string, unknown> {
  return {
    recordId,
    eventId: 654,
    source: 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: new Date(healthyNow.getTime() - minutesAgo * 60_000).toISOString(),
    message: `Provision credentials ping end. TrackingID : 07e93e8a-6f5b-4a39-9a86-4d2a8b1f0c11\n<forest-info>\n  <partition-name>CONTOSO.COM</partition-name>\n  <connector-id>${healthyConnectorId.toUpperCase()}</connector-id>\n</forest-info>`,
  };
}

/** What a healthy server with one forest answers, operation by operation. */
export const healthyReplies: FakeReplies = {
  'Invoke-PhsGuardedSync': { rows: inspectRows([], { snapshot: null }) },
  'Get-PhsPlatform': {
    rows: [
      {
        machineName: 'CONTOSO-SYNC01',
        isWindows: true,
        osDescription: 'Microsoft Windows 10.0.20348',
        userName: 'CONTOSO\\admin',
        elevated: true,
        groups: ['Administrators', 'ADSyncAdmins'],
        productVersion: '2.6.92.0',
        installFolder: 'C:\\Program Files\\Microsoft Azure AD Sync',
        moduleCandidates: ['C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1'],
        simulated: false,
      },
    ],
  },
  'Get-PhsService': { rows: [{ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Running' }] },
  'Import-PhsModule': {
    rows: [{ name: 'ADSync', version: '1.0.0.0', path: 'C:\\ADSync\\ADSync.psd1', origin: 'registry' }],
  },
  'Get-PhsConnector': {
    rows: [
      {
        name: 'contoso.com',
        identifier: healthyConnectorId,
        connectorTypeName: 'AD',
        subtype: '',
        lastModifiedAt: '2026-02-01T00:00:00Z',
        accountDomain: 'contoso.com',
        accountName: 'MSOL_d1edb676ca03',
        forestName: 'contoso.com',
        forceFullPasswordSync: null,
        partitions: [],
      },
      {
        name: entraName,
        identifier: 'b891884f-051e-4a83-95af-2544101c9083',
        connectorTypeName: 'Extensible2',
        subtype: 'Windows Azure Active Directory (Microsoft)',
        lastModifiedAt: null,
        accountDomain: null,
        accountName: null,
        forestName: null,
        forceFullPasswordSync: null,
        partitions: [],
      },
    ],
  },
  'Get-PhsScheduler': {
    rows: [
      {
        syncCycleEnabled: true,
        stagingModeEnabled: false,
        schedulerSuspended: false,
        syncCycleInProgress: false,
        effectiveIntervalMs: 1_800_000,
        nextCycleStartsAt: '2026-03-01T12:30:00Z',
      },
    ],
  },
  'Get-PhsGlobalSetting': {
    rows: [{ stagingMode: 'False', serverConfigurationVersion: '2.6.92.0', schedulerSuspended: 'False' }],
  },
  'Get-PhsCompanyFeature': { rows: [{ passwordHashSync: true, forcePasswordChangeOnLogOn: false }] },
  'Get-PhsEntraCredential': {
    rows: [
      {
        identityType: 'Application',
        applicationId: '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77',
        certificateManagedBy: null,
      },
    ],
  },
  'Get-PhsSignInEvent': { rows: [] },
  'Get-PhsChannel': {
    rows: [{ connectorName: 'contoso.com', enabled: true, targetConnector: entraName, failure: null }],
  },
  'Get-PhsPartitionState': {
    rows: [
      {
        connectorId: healthyConnectorId,
        dn: 'DC=contoso,DC=com',
        lastCycleStatus: 'Successful',
        lastCycleStartedAt: '2026-03-01T11:58:00Z',
        lastCycleEndedAt: '2026-03-01T11:58:01Z',
        lastSuccessStartedAt: '2026-03-01T11:58:00Z',
        lastSuccessEndedAt: '2026-03-01T11:58:01Z',
      },
    ],
  },
  'Get-PhsEventLogReach': { rows: [{ oldestAt: '2026-02-20T00:00:00Z' }] },
  'Get-PhsPlatformExecutionPolicy': { rows: [{ scope: 'LocalMachine', policy: 'RemoteSigned' }] },
  'Get-PhsRule': { rows: [passwordRule('Inbound'), passwordRule('Outbound')] },
  // Asked only in staging mode, and by contract.
  'Get-PhsLastImport': { rows: [] },
  // Asked only if a connector is silent.
  'Get-PhsLastEvent': { rows: [] },
  'Get-PhsEvent': { rows: [heartbeat(20, 1002), heartbeat(50, 1001)] },
};
