import { describe, expect, test } from '@jest/globals';
import { ObjectCollector, type ObjectBase } from '../../src/collect/collect-object.js';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { CancelledError, PsError } from '../../src/base/errors.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectReference, ObjectTrace } from '../../src/model/object-trace.js';
import {
  diagnosisReplies,
  directoryRow,
  metaverseRow,
  partition,
  sourceRow,
  targetRow,
  userDn,
  userGuid,
} from '../support/diagnosis-replies.js';
import { FakeSession, failure, type FakeReplies } from '../support/fake-session.js';
import { healthyConnectorId, healthyNow } from '../support/healthy-replies.js';

async function prepare(changes: FakeReplies = {}): Promise<{ session: FakeSession; facts: Facts }> {
  const session = new FakeSession({ ...diagnosisReplies, ...changes });
  const facts = await collectDiagnosis(session, { now: healthyNow, sinceMs: 3_600_000, modulePath: undefined });
  session.requests.length = 0;
  return { session, facts };
}

async function follow(
  reference: ObjectReference,
  changes: FakeReplies = {},
  base: Omit<ObjectBase, 'facts'> = {},
): Promise<{ readonly trace: ObjectTrace; readonly asked: readonly string[]; readonly session: FakeSession }> {
  const { session, facts } = await prepare(changes);
  const trace = await new ObjectCollector(session, { facts, ...base }).collect(reference);
  return { trace, asked: session.asked, session };
}

/** A line that Microsoft's diagnostics write about the object. */
const said = {
  ...{ kind: 'result', text: `Object "${userDn}" is found in Metaverse`, color: null, noNewLine: false },
  ...{ propertyName: 'Metaverse', propertyValue: 'True', outputType: 'Output' },
};

async function withOpinion(
  reference: ObjectReference,
  changes: FakeReplies = {},
): Promise<{ readonly trace: ObjectTrace; readonly session: FakeSession }> {
  const { session, facts } = await prepare({ 'Invoke-PhsDiagnostic': { rows: [said] }, ...changes });
  return { trace: await new ObjectCollector(session, { facts }, { secondOpinion: true }).collect(reference), session };
}

const byDn: ObjectReference = { kind: 'dn', text: userDn };
const wholeWay = [
  'Get-PhsConnectorSpaceObject',
  'Search-PhsDirectoryObject',
  'Get-PhsMetaverseObject',
  'Get-PhsConnectorSpaceObject',
  'Get-PhsObjectLog',
];
const notCollected = { known: false, reason: { code: 'not-collected' } };

function forest(name: string, identifier: string, ...domains: readonly string[]): Record<string, unknown> {
  return {
    name,
    identifier,
    connectorTypeName: 'AD',
    subtype: '',
    lastModifiedAt: null,
    accountDomain: null,
    accountName: null,
    forestName: null,
    forceFullPasswordSync: null,
    partitions: domains.map((dn) => partition(dn)),
  };
}

describe('an object whose way is whole', () => {
  test('is followed to its end with five questions', async () => {
    const { trace, asked, session } = await follow(byDn);
    expect(trace).toMatchObject({
      reference: byDn,
      distinguishedName: userDn,
      connectorNames: ['contoso.com'],
      directory: { known: true, value: directoryRow },
      source: { known: true, value: sourceRow },
      metaverse: { known: true, value: metaverseRow },
      target: { known: true, value: targetRow },
      log: { known: true, value: [{ status: 'Success' }] },
    });
    expect(asked).toEqual(wholeWay);
    expect(session.requests[1]?.args).toEqual({
      connectorId: healthyConnectorId,
      ldapFilter: `(distinguishedName=${userDn})`,
    });
  });

  test('costs the same for the second object: what is common is not asked again', async () => {
    const { session, facts } = await prepare();
    const collector = new ObjectCollector(session, { facts });
    await collector.collect(byDn);
    await collector.collect(byDn);
    expect(session.asked).toEqual([...wholeWay, ...wholeWay]);
  });
});

describe('a way that is broken', () => {
  test('at the name: text that is no DN asks nothing and says where it goes wrong', async () => {
    const { trace, asked } = await follow({ kind: 'dn', text: 'CN=a,,DC=contoso,DC=com' });
    expect(asked).toEqual([]);
    expect(trace).toMatchObject({ distinguishedName: null, connectorNames: [], source: notCollected });
    expect(trace.source.known ? '' : trace.source.reason.message).toContain('(character 6)');
  });

  test('at the connector: a name that no partition holds asks nothing', async () => {
    const { trace, asked } = await follow({ kind: 'dn', text: 'CN=a,DC=other,DC=com' });
    expect(asked).toEqual([]);
    expect(trace).toMatchObject({ distinguishedName: 'CN=a,DC=other,DC=com', connectorNames: [], log: notCollected });
  });

  test('at the connector space: nothing after it is asked, only the directory', async () => {
    const { trace, asked } = await follow(byDn, { 'Get-PhsConnectorSpaceObject': { rows: [] } });
    expect(asked).toEqual(wholeWay.slice(0, 2));
    expect(trace).toMatchObject({
      source: { known: true, value: null },
      metaverse: notCollected,
      target: notCollected,
      log: notCollected,
    });
  });

  test('before the metaverse: an object that is not joined has no metaverse object; its log is still read', async () => {
    const rows = [{ ...sourceRow, metaverseObjectId: null }];
    const { trace, asked } = await follow(byDn, { 'Get-PhsConnectorSpaceObject': { rows } });
    expect(asked).not.toContain('Get-PhsMetaverseObject');
    expect(trace).toMatchObject({
      metaverse: { known: true, value: null },
      target: notCollected,
      log: { known: true },
    });
  });

  test('at the metaverse: one that is gone has no Entra side', async () => {
    const { trace } = await follow(byDn, { 'Get-PhsMetaverseObject': { rows: [] } });
    expect(trace).toMatchObject({ metaverse: { known: true, value: null }, target: notCollected });
  });

  test('at Entra: an object without that link is not there', async () => {
    const links = metaverseRow.links.slice(0, 1);
    const { trace, asked } = await follow(byDn, { 'Get-PhsMetaverseObject': { rows: [{ ...metaverseRow, links }] } });
    expect(trace.target).toEqual({ known: true, value: null });
    expect(asked.filter((name) => name === 'Get-PhsConnectorSpaceObject')).toHaveLength(1);
  });
});

describe('an operation that fails', () => {
  const denied = { failed: failure({ hresult: '80070005' }) };
  const unknown = { known: false, reason: { code: 'access-denied' } };

  for (const [operation, expected] of [
    ['Search-PhsDirectoryObject', { directory: unknown, source: { known: true }, log: { known: true } }],
    ['Get-PhsConnectorSpaceObject', { source: unknown, metaverse: notCollected, log: notCollected }],
    [
      'Get-PhsMetaverseObject',
      { source: { known: true }, metaverse: unknown, target: notCollected, log: { known: true } },
    ],
    ['Get-PhsObjectLog', { target: { known: true }, log: unknown }],
  ] as const) {
    test(`${operation}: only what depends on it is unknown, with its reason`, async () => {
      expect((await follow(byDn, { [operation]: denied })).trace).toMatchObject(expected);
    });
  }

  test('a session that is lost in the midst loads the module again and goes on', async () => {
    const { trace, asked } = await follow(byDn, {
      'Search-PhsDirectoryObject': { rejects: new PsError('E_HOST_EXIT', 'PowerShell ended.') },
    });
    expect(trace).toMatchObject({
      directory: { known: false, reason: { code: 'session-lost' } },
      log: { known: true },
    });
    expect(asked.indexOf('Import-PhsModule')).toBe(2);
  });

  test('an interrupt and a closed session end everything', async () => {
    const interrupted = { rejects: new CancelledError('Interrupted.') };
    await expect(follow(byDn, { 'Get-PhsObjectLog': interrupted })).rejects.toThrow(CancelledError);
    const closed = { rejects: new PsError('E_CLOSED', 'The session is closed.') };
    await expect(follow(byDn, { 'Get-PhsObjectLog': closed })).rejects.toThrow(PsError);
  });

  test('connectors that could not be read leave every part unknown with their reason', async () => {
    const { trace } = await follow(byDn, { 'Get-PhsConnector': denied });
    expect(trace).toMatchObject({ connectorNames: [], source: unknown, log: unknown });
  });

  test('connectors that could not be read are not absent, by whatever name the object is given', async () => {
    for (const kind of ['upn', 'sam', 'guid'] as const) {
      const reference = { kind, text: userGuid };
      const { trace, asked } = await follow(reference, { 'Get-PhsConnector': denied });
      expect(asked).toEqual([]);
      expect(trace).toMatchObject({ distinguishedName: null, directory: unknown, source: unknown, log: unknown });
      expect(JSON.stringify(trace)).not.toContain('There is no AD connector');

      const none = await follow(reference, { 'Get-PhsConnector': { rows: [] } });
      expect(JSON.stringify(none.trace)).toContain('There is no AD connector');
    }
  });
});

describe('the connector', () => {
  const other = '20000000-0000-0000-0000-000000000001';
  const two = (...connectors: readonly Record<string, unknown>[]): FakeReplies => ({
    'Get-PhsConnector': { rows: connectors },
    'Get-PhsConnectorSpaceObject': (args) => ({
      rows: (args as { connectorName: string }).connectorName === 'second' ? [sourceRow] : [],
    }),
    'Get-PhsMetaverseObject': { rows: [] },
  });

  test('of two with the same suffix both are named, the one that has the object first', async () => {
    const twins = two(
      forest('first', healthyConnectorId, 'DC=contoso,DC=com'),
      forest('second', other, 'DC=contoso,DC=com'),
    );
    const { trace } = await follow(byDn, twins);
    expect(trace.connectorNames).toEqual(['second', 'first']);
    expect(trace.source).toMatchObject({ value: { distinguishedName: userDn } });
  });

  test('with the longest partition goes first', async () => {
    const nested = two(forest('root', healthyConnectorId, 'DC=com'), forest('second', other, 'DC=contoso,DC=com'));
    expect((await follow(byDn, nested)).asked[0]).toBe('Get-PhsConnectorSpaceObject');
    expect((await follow(byDn, nested)).session.requests[0]?.args).toMatchObject({ connectorName: 'second' });
  });

  test('that is forced is the only one to look in, whatever the name says', async () => {
    const twins = two(forest('first', healthyConnectorId, 'DC=other'), forest('second', other, 'DC=contoso,DC=com'));
    const { trace, session } = await follow(byDn, twins, { connectorName: 'first' });
    expect(trace.connectorNames).toEqual(['first', 'second']);
    expect(trace.source).toEqual({ known: true, value: null });
    expect(session.requests.map(({ args }) => args)).not.toContainEqual(
      expect.objectContaining({ connectorName: 'second' }),
    );
  });
});

describe('an object that is named otherwise', () => {
  for (const [reference, filter] of [
    [{ kind: 'upn', text: 'jane@contoso.com' }, '(userPrincipalName=jane@contoso.com)'],
    [{ kind: 'sam', text: 'CONTOSO\\jane' }, '(sAMAccountName=jane)'],
    [{ kind: 'sam', text: '*)(objectClass=*' }, '(sAMAccountName=\\2a\\29\\28objectClass=\\2a)'],
    [
      { kind: 'guid', text: `{${userGuid}}` },
      '(objectGUID=\\ff\\19\\96\\6f\\86\\8b\\11\\d0\\b4\\2d\\00\\c0\\4f\\c9\\64\\ff)',
    ],
    [
      { kind: 'dn', text: `<GUID=${userGuid}>` },
      '(objectGUID=\\ff\\19\\96\\6f\\86\\8b\\11\\d0\\b4\\2d\\00\\c0\\4f\\c9\\64\\ff)',
    ],
  ] as const) {
    test(`${reference.kind} ${reference.text}: is found in the directory, which is asked once`, async () => {
      const { trace, asked, session } = await follow(reference);
      expect(session.requests[0]?.args).toMatchObject({ ldapFilter: filter });
      expect(trace).toMatchObject({ distinguishedName: userDn, directory: { known: true, value: directoryRow } });
      expect(asked.filter((name) => name === 'Search-PhsDirectoryObject')).toHaveLength(1);
      expect(trace.log.known).toBe(true);
    });
  }

  test('a GUID may be that of the connector space object', async () => {
    const text = String(sourceRow['objectId']);
    const { trace } = await follow({ kind: 'guid', text }, { 'Search-PhsDirectoryObject': { rows: [] } });
    expect(trace).toMatchObject({ distinguishedName: userDn, source: { known: true, value: sourceRow } });
  });

  test('a GUID of an object in the connector space of Entra names no user', async () => {
    const replies: FakeReplies = {
      'Search-PhsDirectoryObject': { rows: [] },
      'Get-PhsConnectorSpaceObject': { rows: [targetRow] },
    };
    const { trace } = await follow({ kind: 'guid', text: String(targetRow['objectId']) }, replies);
    expect(trace).toMatchObject({ distinguishedName: null, source: { known: false, reason: { code: 'not-found' } } });
  });

  const upn: ObjectReference = { kind: 'upn', text: 'jane@contoso.com' };

  test('one that nobody has is told, and nothing else is asked', async () => {
    const { trace, asked } = await follow(upn, { 'Search-PhsDirectoryObject': { rows: [] } });
    expect(trace).toMatchObject({ distinguishedName: null, source: { known: false, reason: { code: 'not-found' } } });
    expect(asked).toEqual(['Search-PhsDirectoryObject']);
  });

  test('one that several have is told with their DNs, and none is chosen', async () => {
    const rows = [directoryRow, { ...directoryRow, distinguishedName: 'CN=Twin,DC=contoso,DC=com' }];
    const { trace } = await follow(upn, { 'Search-PhsDirectoryObject': { rows } });
    expect(trace.distinguishedName).toBeNull();
    expect(trace.source.known ? '' : trace.source.reason.message).toContain('CN=Twin,DC=contoso,DC=com');
  });

  test('a directory that cannot be asked is the reason, not "nobody has it"', async () => {
    const failed = failure({ hresult: '80070005' });
    const { trace } = await follow(upn, { 'Search-PhsDirectoryObject': { failed } });
    expect(trace).toMatchObject({
      distinguishedName: null,
      source: { known: false, reason: { code: 'access-denied' } },
    });
  });

  test('text that is no GUID, and a server without AD connectors, ask nothing', async () => {
    const malformed = await follow({ kind: 'guid', text: 'x' });
    expect(malformed.asked).toEqual([]);
    expect(malformed.trace.source).toMatchObject({ reason: { message: '"x" is not a GUID.' } });
    const nobody = await follow(upn, { 'Get-PhsConnector': { rows: [] } });
    expect(nobody.asked).toEqual([]);
    expect(nobody.trace.source).toMatchObject(notCollected);
  });
});

describe("Microsoft's own diagnostics", () => {
  test('are asked about the object after it was followed, with its connector and its DN', async () => {
    const { trace, session } = await withOpinion(byDn);

    expect(session.asked).toEqual([...wholeWay, 'Invoke-PhsDiagnostic']);
    expect(session.requests.at(-1)?.args).toEqual({ connectorName: 'contoso.com', distinguishedName: userDn });
    expect(trace.secondOpinion).toMatchObject({ known: true, value: [{ topic: 'metaverse', status: 'ok' }] });
  });

  test('are asked about an object that is not there, too', async () => {
    const { session } = await withOpinion(byDn, { 'Get-PhsConnectorSpaceObject': { rows: [] } });

    expect(session.asked.at(-1)).toBe('Invoke-PhsDiagnostic');
  });

  test('are not asked when they are not wanted', async () => {
    const { trace, asked } = await follow(byDn, { 'Invoke-PhsDiagnostic': { rows: [said] } });

    expect(asked).toEqual(wholeWay);
    expect(trace).not.toHaveProperty('secondOpinion');
  });

  test.each([
    ['a name that is no DN', 'Viola', 'the name did not resolve to a DN'],
    ['a DN that no connector holds', 'CN=a,DC=elsewhere,DC=org', 'no AD connector is known'],
  ])('are not asked about %s, and say so', async (_what, text, message) => {
    const { trace, session } = await withOpinion({ kind: 'dn', text });

    expect(session.asked).not.toContain('Invoke-PhsDiagnostic');
    expect(trace.secondOpinion).toMatchObject({
      known: false,
      reason: { code: 'not-collected', message: expect.stringContaining(message) },
    });
  });

  test('that are missing or silent are a reason, and the way of the object is known all the same', async () => {
    const failed = failure({ exceptionTypes: ['System.Management.Automation.CommandNotFoundException'] });
    const missing = await withOpinion(byDn, { 'Invoke-PhsDiagnostic': { failed } });
    const silent = await withOpinion(byDn, { 'Invoke-PhsDiagnostic': { timeout: true } });

    expect(missing.trace.secondOpinion).toMatchObject({ known: false, reason: { code: 'command-missing' } });
    expect(silent.trace.secondOpinion).toMatchObject({ known: false, reason: { code: 'timeout' } });
    expect(missing.trace.source.known).toBe(true);
  });

  test('that took the session with them do not harm the next object: the module is loaded again', async () => {
    const { session, facts } = await prepare({ 'Invoke-PhsDiagnostic': { timeout: true } });
    const collector = new ObjectCollector(session, { facts }, { secondOpinion: true });
    await collector.collect(byDn);
    session.requests.length = 0;

    expect((await collector.collect(byDn)).source.known).toBe(true);
    expect(session.asked[0]).toBe('Import-PhsModule');
  });
});
