import { describe, expect, test } from '@jest/globals';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { CancelledError } from '../../src/base/errors.js';
import type { DiagnosisFacts, SettingFacts } from '../../src/model/diagnosis-facts.js';
import { diagnosisReplies, partition } from '../support/diagnosis-replies.js';
import { ids, lastImport } from '../support/facts.js';
import { FakeSession, failure, type FakeReplies } from '../support/fake-session.js';
import { healthyNow } from '../support/healthy-replies.js';

const options = { now: healthyNow, sinceMs: 3 * 3_600_000, modulePath: undefined };
const names: readonly (keyof SettingFacts | keyof DiagnosisFacts)[] = [
  'executionPolicy',
  'rules',
  'domains',
  'replicationRights',
];

const setting = { serverConfigurationVersion: '2.6.92.0', schedulerSuspended: 'False' };

function start(changes: FakeReplies = {}) {
  const session = new FakeSession({ ...diagnosisReplies, ...changes });
  return { session, facts: () => collectDiagnosis(session, options) };
}

/** Codes of the parts of diagnose that are not known. */
async function codes(changes: FakeReplies): Promise<Record<string, string>> {
  const facts = await start(changes).facts();
  return Object.fromEntries(
    names.flatMap((name) => {
      const fact = facts[name];
      return fact.known ? [] : [[name, fact.reason.code]];
    }),
  );
}

function connectorRow(parts: Record<string, unknown>): Record<string, unknown> {
  return {
    name: 'contoso.com',
    identifier: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d',
    connectorTypeName: 'AD',
    subtype: '',
    lastModifiedAt: null,
    accountDomain: 'contoso.com',
    accountName: 'MSOL_1',
    forestName: 'contoso.com',
    forceFullPasswordSync: null,
    partitions: [partition('DC=contoso,DC=com')],
    ...parts,
  };
}

describe('a server that answers everything', () => {
  test('gives every part, and is asked with what the answers before told', async () => {
    const { session, facts } = start();
    expect(await codes({})).toEqual({});
    await facts();
    const args = new Map(session.requests.map((request) => [request.operation, request.args]));
    expect(args.get('Get-PhsDomainReachability')).toEqual({ connectorName: ['contoso.com'] });
    expect(args.get('Get-PhsPlatformReplicationRight')).toEqual({
      connectorName: 'contoso.com',
      domainDn: ['DC=contoso,DC=com'],
      accountDomain: 'contoso.com',
      accountName: 'MSOL_d1edb676ca03',
    });
  });

  test('is only asked for its last imports in staging mode, and those of its AD and Entra connectors', async () => {
    const staging = { 'Get-PhsGlobalSetting': { rows: [{ ...setting, stagingMode: 'True' }] } };
    const { session, facts } = start({ ...staging, 'Get-PhsLastImport': { rows: [lastImport()] } });

    expect((await facts()).lastImports).toEqual({ known: true, value: [lastImport()] });
    expect(session.requests.find(({ operation }) => operation === 'Get-PhsLastImport')?.args).toEqual({
      connectorId: [ids.contoso, ids.entra],
      numberRequested: 30,
    });
    for (const changes of [{}, { ...staging, 'Get-PhsConnector': { failed: failure() } }]) {
      const other = start(changes);
      expect((await other.facts()).lastImports).toMatchObject({ known: false });
      expect(other.session.asked).not.toContain('Get-PhsLastImport');
    }
  });

  test('of which nobody knows whether it is in staging mode is not asked for its imports, and says why', async () => {
    const denied = { failed: failure({ hresult: '80070005' }) };
    const { session, facts } = start({ 'Get-PhsScheduler': denied, 'Get-PhsGlobalSetting': denied });

    expect((await facts()).lastImports).toMatchObject({ known: false, reason: { code: 'access-denied' } });
    expect(session.asked).not.toContain('Get-PhsLastImport');
  });

  test('is only asked about domains that are selected', async () => {
    const partitions = [
      partition('DC=a,DC=com'),
      partition('DC=b,DC=com', { selected: false }),
      partition('CN=Configuration,DC=a,DC=com', { isDomain: false }),
      partition('DC=c,DC=com', { selected: null, isDomain: null }),
    ];
    const { session, facts } = start({ 'Get-PhsConnector': { rows: [connectorRow({ partitions })] } });
    await facts();
    const request = session.requests.find(({ operation }) => operation === 'Get-PhsPlatformReplicationRight');
    expect(request?.args).toMatchObject({ domainDn: ['DC=a,DC=com', 'DC=c,DC=com'] });
  });
});

describe('an operation that fails', () => {
  const denied = { failed: failure({ hresult: '80070005' }) };
  for (const [operation, expected] of [
    ['Get-PhsPlatformExecutionPolicy', ['executionPolicy']],
    ['Get-PhsRule', ['rules']],
    ['Get-PhsDomainReachability', ['domains']],
    ['Get-PhsPlatformReplicationRight', ['replicationRights']],
    ['Get-PhsConnector', ['domains', 'replicationRights']],
  ] as const) {
    test(`${operation}: exactly what depends on it is unknown, with its reason`, async () => {
      const wanted = Object.fromEntries(expected.map((name) => [name, 'access-denied']));
      expect(await codes({ [operation]: denied })).toEqual(wanted);
    });
  }

  test('a system that has no Windows says "not supported"', async () => {
    const failed = failure({ exceptionTypes: ['System.PlatformNotSupportedException'] });
    const changes = {
      'Get-PhsPlatformExecutionPolicy': { failed },
      'Get-PhsPlatformReplicationRight': { failed },
    };
    expect(await codes(changes)).toEqual({ executionPolicy: 'not-supported', replicationRights: 'not-supported' });
  });

  test('one connector that cannot be asked does not hide another', async () => {
    const rows = [
      connectorRow({}),
      connectorRow({ name: 'b', partitions: [partition('DC=b')] }),
      connectorRow({ name: 'c', accountName: null, partitions: [partition('DC=c')] }),
    ];
    const right = diagnosisReplies['Get-PhsPlatformReplicationRight'];
    const facts = await start({
      'Get-PhsConnector': { rows },
      'Get-PhsPlatformReplicationRight': (_, count) =>
        count === 0 && right !== undefined && typeof right !== 'function' ? right : denied,
    }).facts();
    expect(facts.replicationRights).toMatchObject({
      known: true,
      value: [
        { connectorName: 'contoso.com', failure: null },
        { connectorName: 'b', domainDn: 'DC=b', failure: { errorId: 'access-denied' } },
        {
          connectorName: 'c',
          domainDn: 'DC=c',
          failure: { message: expect.stringContaining('names no AD DS connector account') },
        },
      ],
    });
  });

  test('without AD connectors nobody is asked about domains', async () => {
    const { session, facts } = start({ 'Get-PhsConnector': { rows: [] } });
    const { domains, replicationRights } = await facts();
    expect([domains, replicationRights]).toEqual([
      { known: true, value: [] },
      { known: true, value: [] },
    ]);
    expect(session.asked).not.toContain('Get-PhsDomainReachability');
  });

  test('an interrupt ends everything', async () => {
    await expect(start({ 'Get-PhsRule': { rejects: new CancelledError('Interrupted.') } }).facts()).rejects.toThrow(
      CancelledError,
    );
  });
});
