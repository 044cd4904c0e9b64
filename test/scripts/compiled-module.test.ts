import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsConnectorSpaceObject } from '../../src/scripts/get-phs-connector-space-object.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { getPhsDomainReachability } from '../../src/scripts/get-phs-domain-reachability.js';
import { getPhsObjectLog } from '../../src/scripts/get-phs-object-log.js';
import { getPhsPartitionState } from '../../src/scripts/get-phs-partition-state.js';
import { getPhsRule } from '../../src/scripts/get-phs-rule.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { searchPhsDirectoryObject } from '../../src/scripts/search-phs-directory-object.js';
import { engine } from '../support/engine.js';
import { moduleFolder, sessionWithModules } from '../support/operations-session.js';

/** The engine of the tests has no Add-Type; pwsh and Windows PowerShell have. */
const canCompile = /^(?:pwsh|powershell)(?:\.exe)?$/i.test(basename(engine() ?? ''));
const describeWithCompiler = canCompile ? describe : describe.skip;

describeWithCompiler('operations on a module of compiled types (in full PowerShell only)', () => {
  let session: LiveSession;
  const sourceId = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
  const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';

  beforeAll(async () => {
    // A zone far from UTC: a time that is converted by mistake shows.
    session = sessionWithModules('compiled', { ...process.env, TZ: 'America/Los_Angeles' });
    const modulePath = moduleFolder('compiled');
    expect((await session.run(importPhsModule, { modulePath, candidates: [], installFolder: '' })).rows).toHaveLength(
      1,
    );
  }, 60_000);

  afterAll(async () => {
    await session.close();
  });

  test('a connector with keyed parameters and typed lists', async () => {
    const { rows } = await session.run(getPhsConnector, {});
    expect(rows).toMatchObject([
      {
        identifier: contoso,
        accountName: 'MSOL_x',
        forestName: 'contoso.com',
        lastModifiedAt: expect.stringMatching(/^2026-03-01T12:00:00/),
        forceFullPasswordSync: '0',
        partitions: [
          {
            isDomain: false,
            preferredDomainControllers: ['dc2.contoso.com'],
            lastDomainController: 'dc1.contoso.com',
            dcFailover: true,
            netBiosName: 'CONTOSO',
          },
        ],
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('CANARY');
  });

  test('states by the names of the enumeration; a time that was never set is null', async () => {
    const { rows } = await session.run(getPhsPartitionState, {});
    expect(rows).toMatchObject([
      {
        lastCycleStatus: 'InProgress',
        lastCycleEndedAt: null,
        lastSuccessEndedAt: expect.stringMatching(/^2026-03-01T12:01:00(\.0+)?Z$/),
      },
      { lastCycleStatus: 'Interrupted', lastCycleStartedAt: null, lastSuccessEndedAt: null },
    ]);
  });

  test('errors by name and text, not by type', async () => {
    const { rows } = await session.run(getPhsConnectorSpaceObject, {
      connectorName: 'contoso.com',
      distinguishedName: 'CN=Viola,OU=People,DC=contoso,DC=com',
      identifier: '',
    });
    expect(rows).toMatchObject([
      {
        exportError: 'AttributeValueMustBeUnique: Not unique.',
        synchronizationError: 'exported-change-not-reimported',
        exportedChangedNotReimported: true,
        metaverseObjectId: null,
        lineage: [{ ruleId: '11111111-2222-3333-4444-555555555555', operation: 'Provision' }],
      },
    ]);
  });

  test('the log, the directory, a rule and a domain', async () => {
    expect((await session.run(getPhsObjectLog, { identifier: sourceId, count: 5 })).rows).toEqual([
      { status: 'NoCodeReportedByTarget', at: expect.stringMatching(/^2026-03-01T12:05:00(\.0+)?Z$/), details: null },
    ]);
    const search = { connectorId: contoso, ldapFilter: '(a=b)' };
    expect((await session.run(searchPhsDirectoryObject, search)).rows).toMatchObject([
      {
        objectGuid: sourceId,
        objectClasses: ['top', 'user'],
        passwordLastSetAt: expect.stringMatching(/^2019-04-17T18:40:00/),
      },
    ]);
    expect((await session.run(getPhsRule, {})).rows).toMatchObject([
      { direction: 'Outbound', immutableTag: 'Microsoft.OutToAADUserJoin.016', enablePasswordSync: true },
    ]);
    expect((await session.run(getPhsDomainReachability, { connectorName: ['contoso.com'] })).rows).toMatchObject([
      { domain: 'contoso.com', isReachable: true, failure: null },
    ]);
  });
});
