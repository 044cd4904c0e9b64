import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsChannel } from '../../src/scripts/get-phs-channel.js';
import { getPhsCompanyFeature } from '../../src/scripts/get-phs-company-feature.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { getPhsEntraCredential } from '../../src/scripts/get-phs-entra-credential.js';
import { getPhsGlobalSetting } from '../../src/scripts/get-phs-global-setting.js';
import { getPhsPartitionState } from '../../src/scripts/get-phs-partition-state.js';
import { getPhsPlatform } from '../../src/scripts/get-phs-platform.js';
import { getPhsScheduler } from '../../src/scripts/get-phs-scheduler.js';
import { getPhsService } from '../../src/scripts/get-phs-service.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder, sessionWithModules, testVariable } from '../support/operations-session.js';

const forestName = 'Forêt d\'Été & "Fils"';
const entraName = 'contoso.onmicrosoft.com - AAD';

describeWithEngine('operations on another module of the same interface', () => {
  let session: LiveSession;

  beforeAll(async () => {
    // A zone far from UTC: a time that is converted by mistake shows.
    session = sessionWithModules('other', { ...process.env, TZ: 'America/Los_Angeles' });
    const modulePath = moduleFolder('other');
    const answer = await session.run(importPhsModule, { modulePath, candidates: [], installFolder: '' });
    expect(answer.rows).toMatchObject([{ name: 'ADSync', version: '2.4.131.0', origin: 'module-path-option' }]);
  });

  afterAll(async () => {
    await session.close();
  });

  test('connectors are flattened whatever kind their objects and collections are', async () => {
    const { state, rows } = await session.run(getPhsConnector, {});
    expect(state).toBe('completed');
    expect(rows).toEqual([
      {
        name: forestName,
        identifier: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d',
        connectorTypeName: 'AD',
        subtype: '',
        lastModifiedAt: expect.stringMatching(/^2026-03-01T12:00:00(\.0+)?Z$/),
        accountDomain: 'ete.example',
        accountName: 'svc',
        forestName: 'ete.example',
        forceFullPasswordSync: '1',
        partitions: [
          {
            identifier: '11111111-2222-3333-4444-55555555abcd',
            dn: 'DC=ete,DC=example',
            name: 'ete.example',
            selected: true,
            isDomain: true,
            preferredDomainControllers: ['dc1.ete.example', 'dc2.ete.example'],
            includedContainers: [],
            excludedContainers: [],
            lastDomainController: 'dc2.ete.example',
            dcFailover: false,
            netBiosName: 'ETE',
          },
        ],
      },
      expect.objectContaining({
        name: entraName,
        identifier: 'b891884f-051e-4a83-95af-2544101c9083',
        connectorTypeName: 'Extensible2',
        subtype: 'Windows Azure Active Directory (Microsoft)',
        accountName: 'Sync_SRV_0123@contoso.onmicrosoft.com',
        forceFullPasswordSync: null,
        partitions: [],
      }),
    ]);
  });

  test('no password is read, not even inside PowerShell', async () => {
    const { rows } = await session.run(getPhsConnector, {});
    expect(JSON.stringify(rows)).not.toContain('CANARY');
    expect((await session.run(testVariable, { name: 'OtherPasswordReads' })).rows).toEqual([{ value: 0 }]);
  });

  test('an old build gets the name of the Entra connector; a property that it lacks is null', async () => {
    const { rows } = await session.run(getPhsCompanyFeature, { connectorName: entraName });
    expect(rows).toEqual([{ passwordHashSync: true, forcePasswordChangeOnLogOn: null }]);
  });

  test('an old build without an Entra connector is a failure that says so, not a prompt', async () => {
    const { state, errors } = await session.run(getPhsCompanyFeature, { connectorName: '' });
    expect(state).toBe('failed');
    expect(errors[0]?.errorId).toBe('PhsConnectorNameMissing,Get-PhsCompanyFeature');
  });

  test('each channel has its own answer or its own failure', async () => {
    const { state, rows } = await session.run(getPhsChannel, { connectorName: [forestName, 'no answer', 'denied'] });
    expect(state).toBe('completed');
    expect(rows[0]).toEqual({ connectorName: forestName, enabled: false, targetConnector: entraName, failure: null });
    expect(rows[1]?.failure?.errorId).toContain('PhsNoAnswer');
    expect(rows[2]?.failure).toMatchObject({ message: 'No access to denied', hresult: '80070005' });
    expect(rows[2]?.failure?.exceptionTypes).toContain('System.UnauthorizedAccessException');
  });

  test('flags and times that are text are read for what they say', async () => {
    const { rows } = await session.run(getPhsScheduler, {});
    expect(rows).toEqual([
      {
        syncCycleEnabled: true,
        stagingModeEnabled: false,
        schedulerSuspended: false,
        syncCycleInProgress: null,
        effectiveIntervalMs: 1_800_000,
        nextCycleStartsAt: expect.stringMatching(/^2026-03-01T12:30:00(\.0+)?Z$/),
      },
    ]);
  });

  test('how the Entra connector signs in is read whatever the names are, and no secret with it', async () => {
    const { rows } = await session.run(getPhsEntraCredential, {});
    const applicationId = '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77';
    expect(rows).toEqual([{ identityType: 'Application', applicationId, certificateManagedBy: 'BYOC' }]);
  });

  test('global settings are read where only the whole settings object exists', async () => {
    const { rows } = await session.run(getPhsGlobalSetting, {});
    expect(rows).toEqual([{ stagingMode: 'False', serverConfigurationVersion: '2.4.131.0', schedulerSuspended: null }]);
  });

  test('times of every kind become UTC, "never" becomes null, and the Entra row is left out', async () => {
    const { rows } = await session.run(getPhsPartitionState, {});
    expect(rows).toEqual([
      {
        connectorId: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d',
        dn: 'DC=ete,DC=example',
        lastCycleStatus: 'SomethingNew',
        lastCycleStartedAt: expect.stringMatching(/^2026-03-01T12:00:00(\.0+)?Z$/),
        lastCycleEndedAt: expect.stringMatching(/^2026-03-01T12:00:01(\.0+)?Z$/),
        lastSuccessStartedAt: null,
        lastSuccessEndedAt: null,
      },
    ]);
  });

  test('the service is named by whichever property the object has', async () => {
    const { rows } = await session.run(getPhsService, {});
    expect(rows).toEqual([{ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Running' }]);
  });

  test('outside Windows the platform says that it is not Windows, and nothing that it cannot know', async () => {
    const { rows } = await session.run(getPhsPlatform, {});
    expect(rows[0]?.simulated).toBe(false);
    expect(rows[0]?.isWindows).toBe(process.platform === 'win32');
    expect(rows[0]?.machineName).not.toBe('');
    if (process.platform !== 'win32') {
      expect(rows[0]).toMatchObject({ elevated: null, groups: null, productVersion: null, moduleCandidates: [] });
    }
  });
});
