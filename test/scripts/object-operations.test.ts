import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsConnectorSpaceObject } from '../../src/scripts/get-phs-connector-space-object.js';
import { getPhsDomainReachability } from '../../src/scripts/get-phs-domain-reachability.js';
import { getPhsLastImport } from '../../src/scripts/get-phs-last-import.js';
import { getPhsMetaverseObject } from '../../src/scripts/get-phs-metaverse-object.js';
import { getPhsObjectLog } from '../../src/scripts/get-phs-object-log.js';
import { getPhsPlatformExecutionPolicy } from '../../src/scripts/get-phs-platform-execution-policy.js';
import { getPhsPlatformReplicationRight } from '../../src/scripts/get-phs-platform-replication-right.js';
import { getPhsRule } from '../../src/scripts/get-phs-rule.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { invokePhsUserPasswordSync } from '../../src/scripts/invoke-phs-user-password-sync.js';
import { searchPhsDirectoryObject } from '../../src/scripts/search-phs-directory-object.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder, sessionWithModules, testVariable } from '../support/operations-session.js';

const user = 'CN=Doe\\, John,OU=People,DC=contoso,DC=com';
const sourceId = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
const metaverseId = '11111111-2222-3333-4444-555555555555';
const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';

describeWithEngine('operations on one object, with another module of the same interface', () => {
  let session: LiveSession;

  function csObject(distinguishedName: string, connectorName = 'contoso.com') {
    return session.run(getPhsConnectorSpaceObject, { connectorName, distinguishedName, identifier: '' });
  }

  beforeAll(async () => {
    // A zone far from UTC: a time that is converted by mistake shows.
    session = sessionWithModules('traced', { ...process.env, TZ: 'America/Los_Angeles' });
    const modulePath = moduleFolder('traced');
    const answer = await session.run(importPhsModule, { modulePath, candidates: [], installFolder: '' });
    expect(answer.rows).toHaveLength(1);
  });

  afterAll(async () => {
    await session.close();
  });

  test('an object is flattened whatever kind its collections are', async () => {
    const { state, rows } = await csObject(user);
    expect(state).toBe('completed');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      objectId: sourceId,
      connectorId: contoso,
      connectorName: 'contoso.com',
      distinguishedName: user,
      objectType: 'user',
      isConnector: true,
      isTransient: null,
      hasExportError: false,
      exportError: null,
      metaverseObjectId: null,
      lineage: [{ ruleId: metaverseId, ruleName: 'In from AD - User AccountEnabled', operation: null }],
    });
    const attributes = new Map(rows[0]?.attributes.map(({ name, ...rest }) => [name, rest]));
    expect(attributes.get('displayName')).toEqual({ values: ['John Doe'], ruleName: 'In from AD - User Common' });
    expect(attributes.get('pwdLastSet')).toEqual({ values: ['132000000000000000'], ruleName: null });
    expect(attributes.get('objectSid')?.values).toEqual(['AQID']);
    expect(attributes.get('proxyAddresses')?.values).toHaveLength(20);
    expect(attributes.get('info')?.values[0]).toHaveLength(1000);
  });

  test('one password is synchronized by one call: whatever it prints is no row, and what fails has still begun', async () => {
    const asked = { connectorName: 'contoso.com', distinguishedName: user };
    const done = await session.runChange(invokePhsUserPasswordSync, asked);
    const failed = await session.runChange(invokePhsUserPasswordSync, { ...asked, distinguishedName: 'CN=x' });

    expect(done).toMatchObject({ state: 'completed', rows: [{ calledAt: expect.stringMatching(/Z$/) }], errors: [] });
    expect(failed).toMatchObject({
      state: 'failed',
      rows: [{ calledAt: expect.stringMatching(/Z$/) }],
      errors: [{ message: 'There is no such object.' }],
    });
  });

  test('errors that are objects are told by name and text, without the stack trace', async () => {
    const { rows } = await csObject('CN=failing,DC=contoso,DC=com');
    expect(rows[0]).toMatchObject({
      hasExportError: true,
      exportError: 'AttributeValueMustBeUnique, cd-error, 0x8023134a: Unable to update this object.',
      synchronizationError: 'exported-change-not-reimported, export-flow',
      exportedChangedNotReimported: true,
    });
    expect(JSON.stringify(rows)).not.toContain('CANARY');
  });

  test('an error of another form is named with the members that it has', async () => {
    const { rows } = await csObject('CN=strange,DC=contoso,DC=com');
    expect(rows[0]?.synchronizationError).toBe('an error of an unknown form, with: Reason');
    expect(rows[0]?.exportedChangedNotReimported).toBeNull();
  });

  test('an object is found by its identifier', async () => {
    const args = { connectorName: '', distinguishedName: '', identifier: sourceId };
    expect((await session.run(getPhsConnectorSpaceObject, args)).rows).toMatchObject([{ objectId: sourceId }]);
  });

  test('no attribute that holds a secret is read, not even inside PowerShell', async () => {
    const source = await csObject(user);
    const metaverse = await session.run(getPhsMetaverseObject, { identifier: metaverseId });
    expect(source.rows[0]?.attributes.map(({ name }) => name)).not.toContain('unicodePwd');
    expect(JSON.stringify([source.rows, metaverse.rows])).not.toContain('CANARY');
    expect((await session.run(testVariable, { name: 'TracedSecretReads' })).rows).toEqual([{ value: 0 }]);
  });

  for (const name of ['CN=missing', 'CN=category', 'CN=code', 'CN=silent']) {
    test(`${name}: an object that is not there is no row and no failure`, async () => {
      expect(await csObject(`${name},DC=contoso,DC=com`)).toMatchObject({ state: 'completed', rows: [], errors: [] });
    });
  }

  for (const [name, connectorName, type] of [
    ['CN=denied', 'contoso.com', 'System.UnauthorizedAccessException'],
    ['CN=stopped', 'contoso.com', 'System.Runtime.InteropServices.COMException'],
    ['CN=odd', 'contoso.com', 'System.InvalidOperationException'],
    ['CN=other', 'CONTOSO.COM', 'ConnectorNotFoundException'],
  ] as const) {
    test(`${name} in ${connectorName}: what can be another failure is a failure`, async () => {
      const { state, errors } = await csObject(`${name},DC=contoso,DC=com`, connectorName);
      expect(state).toBe('failed');
      expect(errors[0]?.exceptionTypes).toContain(type);
    });
  }

  test('a metaverse object tells its links, and is no row when it is not there', async () => {
    const found = await session.run(getPhsMetaverseObject, { identifier: metaverseId });
    expect(found.rows).toEqual([
      {
        objectId: metaverseId,
        links: [{ connectorId: sourceId, connectorName: 'contoso.com', distinguishedName: user, objectId: sourceId }],
        attributes: [{ name: 'cloudFiltered', values: ['True'], ruleName: null }],
      },
    ]);
    const missing = await session.run(getPhsMetaverseObject, { identifier: sourceId });
    expect(missing).toMatchObject({ state: 'completed', rows: [] });
  });

  test('the log keeps every status, and turns every time into UTC', async () => {
    const { rows } = await session.run(getPhsObjectLog, { identifier: sourceId, count: 5 });
    expect(rows).toEqual([
      { status: 'FilteredByTarget', at: expect.stringMatching(/^2026-03-01T12:00:00(\.0+)?Z$/), details: null },
      { status: 'SomethingNew', at: expect.stringMatching(/^2026-03-01T10:00:00(\.0+)?Z$/), details: 'text' },
    ]);
  });

  test('an empty log is no row; entries of an unknown form are a failure that names what they have', async () => {
    const empty = await session.run(getPhsObjectLog, { identifier: sourceId, count: 8 });
    expect(empty).toMatchObject({ state: 'completed', rows: [] });
    const { state, errors } = await session.run(getPhsObjectLog, { identifier: sourceId, count: 7 });
    expect(state).toBe('failed');
    expect(errors[0]?.message).toContain('Line, Level');
    const timeless = await session.run(getPhsObjectLog, { identifier: sourceId, count: 6 });
    expect(timeless.state).toBe('failed');
    expect(timeless.errors[0]?.message).toContain('Status, Written');
  });

  describe('the directory', () => {
    const search = (ldapFilter: string) => session.run(searchPhsDirectoryObject, { connectorId: contoso, ldapFilter });

    test('tells when the password was set', async () => {
      const { rows } = await search('(set)');
      expect(rows).toEqual([
        {
          distinguishedName: user,
          objectGuid: sourceId,
          objectClasses: ['top', 'person', 'user'],
          userPrincipalName: null,
          samAccountName: 'jdoe',
          passwordLastSetAt: expect.stringMatching(/^2019-04-17T18:40:00(\.0+)?Z$/),
          mustChangePassword: false,
          accountDisabled: false,
          accountExpiresAt: null,
          adminDescription: null,
          createdAt: null,
          smartCardRequired: false,
        },
      ]);
    });

    test('is understood as a dictionary of lists, too', async () => {
      const { rows } = await search('(lists)');
      expect(rows).toMatchObject([
        {
          distinguishedName: user,
          objectGuid: sourceId,
          objectClasses: ['top', 'person', 'user'],
          passwordLastSetAt: expect.stringMatching(/^2019-04-17T18:40:00(\.0+)?Z$/),
          accountDisabled: false,
        },
      ]);
    });

    test('tells that a password is temporary and an account disabled', async () => {
      const { rows } = await search('(temporary)');
      expect(rows[0]).toMatchObject({ passwordLastSetAt: null, mustChangePassword: true, accountDisabled: true });
    });

    test('says nothing of what was not read', async () => {
      const { rows } = await search('(two)');
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({ passwordLastSetAt: null, mustChangePassword: null, accountDisabled: null });
    });

    test('answers nothing where nothing is, and fails where it must not look', async () => {
      expect(await search('(none)')).toMatchObject({ state: 'completed', rows: [] });
      expect(await search('(denied)')).toMatchObject({ state: 'failed' });
    });
  });
});

describeWithEngine('operations on the whole server, with another module of the same interface', () => {
  let session: LiveSession;

  beforeAll(async () => {
    session = sessionWithModules('traced');
    const modulePath = moduleFolder('traced');
    await session.run(importPhsModule, { modulePath, candidates: [], installFolder: '' });
  });

  afterAll(async () => {
    await session.close();
  });

  test('rules are read for what they say, and without what they do not say', async () => {
    const { rows } = await session.run(getPhsRule, {});
    expect(rows).toEqual([
      {
        identifier: sourceId,
        internalId: metaverseId,
        name: 'In from AD - User AccountEnabled',
        direction: 'Inbound',
        connectorId: contoso,
        disabled: false,
        enablePasswordSync: true,
        precedence: 102,
        isStandardRule: null,
        immutableTag: null,
        sourceObjectType: null,
        targetObjectType: null,
      },
      expect.objectContaining({ disabled: true, enablePasswordSync: false, internalId: null, immutableTag: 'tag' }),
    ]);
  });

  test('each domain has its own answer, each connector its own failure', async () => {
    const names = ['contoso.com', 'denied', 'nothing'];
    const { state, rows } = await session.run(getPhsDomainReachability, { connectorName: names });
    expect(state).toBe('completed');
    expect(rows).toMatchObject([
      { connectorName: 'contoso.com', domain: 'contoso.com', isReachable: true, exceptionMessage: null, failure: null },
      { domain: 'child.contoso.com', isReachable: false, exceptionMessage: 'The server is not operational.' },
      { connectorName: 'denied', domain: null, isReachable: null, failure: { hresult: '80070005' } },
      { connectorName: 'nothing', domain: null, failure: { errorId: 'PhsNoAnswer' } },
    ]);
  });

  test('the last import that succeeded is found by its steps, whatever its profile is called, and what came after it', async () => {
    const connectorId = [contoso, sourceId, metaverseId];
    const { state, rows } = await session.run(getPhsLastImport, { connectorId, numberRequested: 9 });
    const run = { stepTypes: ['delta-import'], isComplete: true, startedAt: expect.any(String), endedAt: null };
    expect(state).toBe('completed');
    expect(rows[0]).toEqual({
      connectorId: contoso,
      runCount: 7,
      oldestRunAt: expect.stringMatching(/^2026-03-01T12:05:00/),
      runs: [
        {
          ...{ ...run, profileName: 'Delta Import', result: 'success' },
          startedAt: expect.stringMatching(/^2026-03-01T12:20:00/),
          endedAt: expect.stringMatching(/^2026-03-01T12:20:30/),
        },
        { ...run, profileName: 'Delta Import', result: 'no-start-connection' },
        { ...run, profileName: 'New', result: 'in-progress', stepTypes: [], isComplete: false },
      ],
      failure: null,
    });
    expect(rows.slice(1)).toEqual([
      expect.objectContaining({
        connectorId: sourceId,
        runs: [],
        failure: expect.objectContaining({ hresult: '80070005' }),
      }),
      { connectorId: metaverseId, runCount: 0, oldestRunAt: null, runs: [], failure: null },
    ]);
    expect(JSON.stringify(rows)).not.toContain('CANARY');
  });

  test('what only Windows has fails elsewhere as not available', async () => {
    if (process.platform === 'win32') {
      return;
    }
    const right = {
      connectorName: 'contoso.com',
      domainDn: ['DC=contoso,DC=com'],
      accountDomain: 'c',
      accountName: 'a',
    };
    for (const answer of [
      await session.run(getPhsPlatformExecutionPolicy, {}),
      await session.run(getPhsPlatformReplicationRight, right),
    ]) {
      expect(answer.state).toBe('failed');
      expect(answer.errors[0]?.exceptionTypes).toContain('System.PlatformNotSupportedException');
    }
  });
});
