import { describe, expect, test } from '@jest/globals';
import { collectStatus } from '../../src/collect/collect-status.js';
import { CancelledError, EnvironmentError, PsError } from '../../src/base/errors.js';
import type { Facts } from '../../src/model/facts.js';
import type { UnknownReason } from '../../src/model/fact.js';
import { FakeSession, failure, type FakeReplies, type FakeReply } from '../support/fake-session.js';
import { healthyConnectorId, healthyNow, healthyReplies, heartbeat } from '../support/healthy-replies.js';

const hour = 3_600_000;
const options = { now: healthyNow, sinceMs: 3 * hour, modulePath: undefined };

type FactName = Exclude<keyof Facts, 'collectedAt' | 'windowStartsAt'>;
const factNames: readonly FactName[] = [
  'engine',
  'platform',
  'service',
  'module',
  'connectors',
  'scheduler',
  'globalSetting',
  'companyFeature',
  'channels',
  'partitionStates',
  'eventLogReach',
  'events',
  'lastSigns',
  'signInEvents',
  'changeEvents',
  'guard',
  'executionPolicy',
  'rules',
];

/** The facts that depend on each operation; all others are read without it. */
const dependants: Readonly<Record<string, readonly FactName[]>> = {
  'Get-PhsPlatform': ['platform'],
  'Get-PhsService': ['service'],
  'Get-PhsConnector': ['connectors', 'channels'],
  'Get-PhsScheduler': ['scheduler'],
  'Get-PhsGlobalSetting': ['globalSetting'],
  'Get-PhsCompanyFeature': ['companyFeature'],
  'Get-PhsChannel': ['channels'],
  'Get-PhsPartitionState': ['partitionStates'],
  'Get-PhsEventLogReach': ['eventLogReach'],
  'Get-PhsEvent': ['events', 'lastSigns', 'signInEvents', 'changeEvents'],
  'Invoke-PhsGuardedSync': ['guard'],
  'Get-PhsPlatformExecutionPolicy': ['executionPolicy'],
  'Get-PhsRule': ['rules'],
};

function collect(changes: FakeReplies = {}, more: Partial<Parameters<typeof collectStatus>[1]> = {}) {
  const session = new FakeSession({ ...healthyReplies, ...changes });
  return { session, facts: collectStatus(session, { ...options, ...more }) };
}

function reasons(facts: Facts): Partial<Record<FactName, UnknownReason>> {
  return Object.fromEntries(
    factNames.flatMap((name) => {
      const fact = facts[name];
      return fact.known ? [] : [[name, fact.reason]];
    }),
  );
}

describe('a server that answers everything', () => {
  test('gives every fact', async () => {
    const facts = await collect().facts;
    expect(reasons(facts)).toEqual({});
    expect(facts).toMatchObject({
      collectedAt: '2026-03-01T12:00:00.000Z',
      windowStartsAt: '2026-03-01T09:00:00.000Z',
      engine: { value: { psVersion: '5.1.20348.2227', edition: 'Desktop', languageMode: 'FullLanguage' } },
      channels: { value: [{ connectorName: 'contoso.com', configuration: { known: true, value: { enabled: true } } }] },
    });
  });

  test('is asked with what the answers before told', async () => {
    const { session, facts } = collect({}, { modulePath: 'D:\\modules', widestWindowMs: 24 * hour });
    await facts;
    const args = new Map(session.requests.map((request) => [request.operation, request.args]));
    expect(args.get('Import-PhsModule')).toEqual({
      modulePath: 'D:\\modules',
      candidates: ['C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1'],
      installFolder: 'C:\\Program Files\\Microsoft Azure AD Sync',
    });
    expect(args.get('Get-PhsCompanyFeature')).toEqual({ connectorName: 'contoso.onmicrosoft.com - AAD' });
    expect(args.get('Get-PhsChannel')).toEqual({ connectorName: ['contoso.com'] });
    expect(args.get('Get-PhsEvent')).toMatchObject({ after: new Date('2026-02-28T12:00:00Z') });
  });

  test('has events of the window only, even when more are answered', async () => {
    const rows = [heartbeat(20, 1002), heartbeat(181, 1001)];
    const { events } = await collect({ 'Get-PhsEvent': { rows } }, { widestWindowMs: 24 * hour }).facts;
    expect(events.known && events.value.tallies.get(healthyConnectorId)).toMatchObject([{ eventId: 654, count: 1 }]);
  });

  test('hands all events on; a recording that does not reach back that far is asked again for the window', async () => {
    const rows = [heartbeat(20, 1002), heartbeat(181, 1001)];
    const seen: unknown[] = [];
    const onEvents = (page: readonly unknown[], connectors: readonly { name: string }[], since: Date): void => {
      seen.push([page.length, connectors.map(({ name }) => name), since.toISOString()]);
    };
    const tooWide: FakeReply = { rejects: new PsError('E_REPLAY_MISSING', 'It does not reach back that far.') };
    const replies: FakeReplies = { 'Get-PhsEvent': (_args, count) => (count === 0 ? tooWide : { rows }) };

    await collect({ 'Get-PhsEvent': { rows } }, { widestWindowMs: 24 * hour, onEvents }).facts;
    expect(seen.splice(0)).toEqual([
      [2, ['contoso.com'], '2026-02-28T12:00:00.000Z'],
      [0, ['contoso.com'], '2026-02-28T12:00:00.000Z'],
    ]);
    const { events } = await collect(replies, { widestWindowMs: 24 * hour, onEvents }).facts;
    expect(events.known).toBe(true);
    expect(seen).toEqual([
      [1, ['contoso.com'], '2026-03-01T09:00:00.000Z'],
      [0, ['contoso.com'], '2026-03-01T09:00:00.000Z'],
    ]);
  });

  test('is judged by the changes of 30 days, and hands on older ones if the events begin before them', async () => {
    const day = 24 * 60;
    const change = (daysAgo: number): ReturnType<typeof heartbeat> => ({
      ...heartbeat(daysAgo * day, 1000 - daysAgo),
      eventId: 2506,
      source: 'Entra Connect Admin Actions',
    });
    const expired = { ...change(40), eventId: 1012 };
    const older: unknown[] = [];
    const more = {
      widestWindowMs: 60 * 24 * hour,
      onOlderChanges: (records: readonly { readonly recordId: number }[]) =>
        void older.push(...records.map(({ recordId }) => recordId)),
    };

    const { session, facts } = collect(
      { 'Get-PhsEvent': { rows: [change(2), change(40), expired, change(50)] } },
      more,
    );

    expect(await facts).toMatchObject({
      changeEvents: { known: true, value: [{ recordId: 998 }] },
      signInEvents: { known: true, value: [] },
    });
    expect(older).toEqual([960, 950]);
    const sixtyDaysAgo = new Date(healthyNow.getTime() - 60 * 24 * hour);
    expect(session.requests.find(({ operation }) => operation === 'Get-PhsEvent')?.args).toMatchObject({
      after: sixtyDaysAgo,
      anySourceAfter: sixtyDaysAgo,
    });
  });

  test('is asked for changes of 30 days if the events begin later', async () => {
    const { session, facts } = collect({}, { widestWindowMs: 24 * hour });
    await facts;
    expect(session.requests.find(({ operation }) => operation === 'Get-PhsEvent')?.args).toMatchObject({
      after: new Date(healthyNow.getTime() - 24 * hour),
      anySourceAfter: new Date(healthyNow.getTime() - 30 * 24 * hour),
    });
  });

  test('says what a recording that holds no events refused first', async () => {
    const refuse = (hint: string): FakeReply => ({ rejects: new PsError('E_REPLAY_MISSING', 'Not there.', { hint }) });
    const replies: FakeReplies = { 'Get-PhsEvent': (_args, count) => refuse(`refusal ${count + 1}`) };

    expect(reasons(await collect(replies, { widestWindowMs: 24 * hour }).facts)).toMatchObject({
      events: { code: 'not-collected', hint: 'refusal 1' },
    });
  });

  test('tells what it reads, in order', async () => {
    const stages: string[] = [];
    await collect({}, { onProgress: (stage) => void stages.push(stage) }).facts;
    expect(stages).toHaveLength(15);
    expect(stages[0]).toBe('what is known of the machine and the account');
  });
});

describe('each operation removed in turn', () => {
  for (const [operation, names] of Object.entries(dependants)) {
    test(`without ${operation} exactly ${names.join(' and ')} cannot be read, with a reason`, async () => {
      const failed = failure({ message: `no ${operation}` });
      const unread = reasons(await collect({ [operation]: { failed } }).facts);
      expect(Object.keys(unread).sort()).toEqual([...names].sort());
      for (const name of names) {
        expect(unread[name]).toMatchObject({ code: 'failed' });
        expect(unread[name]?.message).toContain(`no ${operation}`);
      }
    });

    test(`when the session is lost in ${operation} exactly that is unknown and the rest goes on`, async () => {
      const rejects = new PsError('E_HOST_EXIT', 'PowerShell ended in the middle of a call.');
      const { session, facts } = collect({ [operation]: { rejects } });
      const unread = reasons(await facts);
      expect(Object.keys(unread).sort()).toEqual([...names].sort());
      expect(unread[names[0] ?? 'module']?.code).toBe('session-lost');
      // The new PowerShell has no module yet: it is loaded again before the next operation that needs it.
      const next = session.asked.slice(session.asked.indexOf(operation) + 1);
      const cmdlets = ['Connector', 'Scheduler', 'GlobalSetting', 'CompanyFeature', 'Channel', 'PartitionState'];
      const needsModule = next.findIndex((name) => cmdlets.some((cmdlet) => name === `Get-Phs${cmdlet}`));
      if (needsModule !== -1) {
        expect(next.slice(0, needsModule)).toContain('Import-PhsModule');
      }
    });
  }
});

describe('the module', () => {
  test('that cannot be found on an Entra Connect server ends the run with what to do', async () => {
    const failed = failure({ errorId: 'PhsModuleNotFound,Import-PhsModule' });
    const error: unknown = await collect({ 'Import-PhsModule': { failed } }).facts.catch((each: unknown) => each);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({ code: 'E_MODULE', exitCode: 5, hint: expect.stringContaining('--module-path') });
  });

  test('that cannot be found where there is no service either means that this is no Entra Connect server', async () => {
    const missing = failure({ errorId: 'PhsModuleNotFound,Import-PhsModule' });
    const service = failure({ errorId: 'NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand' });
    const none = collect({ 'Import-PhsModule': { failed: missing }, 'Get-PhsService': { failed: service } }).facts;
    await expect(none).rejects.toMatchObject({ code: 'E_NOT_CONNECT_SERVER' });
    const command = failure({ exceptionTypes: ['System.Management.Automation.CommandNotFoundException'] });
    const linux = collect({ 'Import-PhsModule': { failed: missing }, 'Get-PhsService': { failed: command } }).facts;
    await expect(linux).rejects.toMatchObject({ code: 'E_NOT_CONNECT_SERVER' });
  });

  test('that is found and does not load makes all that needs it unknown for that reason', async () => {
    const failed = failure({
      message: 'Could not load file or assembly.',
      exceptionTypes: ['System.BadImageFormatException'],
    });
    const { session, facts } = collect({ 'Import-PhsModule': { failed } });
    const unread = reasons(await facts);
    expect(Object.keys(unread).sort()).toEqual(
      [
        'module',
        'connectors',
        'channels',
        'scheduler',
        'globalSetting',
        'companyFeature',
        'partitionStates',
        'rules',
      ].sort(),
    );
    expect(unread.scheduler?.message).toContain('Could not load file or assembly.');
    expect(session.asked).not.toContain('Get-PhsScheduler');
  });

  test('that complains while it loads, and loads, is loaded', async () => {
    const rows = [{ name: 'ADSync', version: '1.0.0.0', path: 'p', origin: 'registry' }];
    const facts = await collect({ 'Import-PhsModule': { rows, errors: [failure()] } }).facts;
    expect(facts.module.known).toBe(true);
  });

  test('is loaded again before each operation until that succeeds', async () => {
    const lost = { rejects: new PsError('E_TIMEOUT_HARD', 'No answer.') };
    const loaded = healthyReplies['Import-PhsModule'] ?? lost;
    const { session, facts } = collect({
      'Get-PhsConnector': lost,
      'Import-PhsModule': (args, count) =>
        count === 1 ? lost : typeof loaded === 'function' ? loaded(args, count) : loaded,
    });
    const unread = reasons(await facts);
    expect(Object.keys(unread).sort()).toEqual(['channels', 'connectors', 'scheduler']);
    expect(unread.scheduler?.code).toBe('timeout');
    expect(session.asked.filter((name) => name === 'Import-PhsModule')).toHaveLength(3);
  });
});

describe('answers that are not whole', () => {
  test('a deadline that passes makes the fact unknown with the code timeout', async () => {
    const unread = reasons(await collect({ 'Get-PhsEvent': { timeout: true } }).facts);
    expect(unread).toMatchObject({ events: { code: 'timeout' } });
  });

  test('rows beside an error that did not end the operation are no whole answer', async () => {
    const unread = reasons(await collect({ 'Get-PhsPartitionState': { rows: [], errors: [failure()] } }).facts);
    expect(Object.keys(unread)).toEqual(['partitionStates']);
  });

  test('no row where there must be one is unknown, no row where there may be none is an answer', async () => {
    const facts = await collect({ 'Get-PhsScheduler': { rows: [] }, 'Get-PhsPartitionState': { rows: [] } }).facts;
    expect(reasons(facts)).toMatchObject({ scheduler: { code: 'not-found' } });
    expect(facts.partitionStates).toEqual({ known: true, value: [] });
  });

  test('one channel that cannot be read leaves the others readable', async () => {
    const denied = failure({ hresult: '80070005' });
    const rows = [
      { connectorName: 'contoso.com', enabled: true, targetConnector: 'x', failure: null },
      { connectorName: 'fabrikam.com', enabled: null, targetConnector: null, failure: denied },
      { connectorName: 'tailspin.com', enabled: null, targetConnector: null, failure: null },
    ];
    const { channels } = await collect({ 'Get-PhsChannel': { rows } }).facts;
    expect(channels).toMatchObject({
      value: [
        { configuration: { known: true } },
        { configuration: { known: false, reason: { code: 'access-denied' } } },
        { configuration: { known: false, reason: { code: 'not-found' } } },
      ],
    });
  });

  test('a recording that lacks an operation says that it was not collected', async () => {
    const rejects = new PsError('E_REPLAY_MISSING', 'The recording has no answer.');
    expect(reasons(await collect({ 'Get-PhsScheduler': { rejects } }).facts)).toMatchObject({
      scheduler: { code: 'not-collected' },
    });
  });
});

describe('a service that does not run', () => {
  const stopped = { rows: [{ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }] };
  const failed = failure({ exceptionTypes: ['System.Runtime.InteropServices.COMException'], hresult: '800706ba' });

  test('explains what fails to reach it', async () => {
    const unread = reasons(await collect({ 'Get-PhsService': stopped, 'Get-PhsScheduler': { failed } }).facts);
    expect(unread).toMatchObject({ scheduler: { code: 'service-stopped' } });
  });

  test('does not explain the event log, nor anything while it runs', async () => {
    const elsewhere = await collect({ 'Get-PhsService': stopped, 'Get-PhsEvent': { failed } }).facts;
    expect(reasons(elsewhere)).toMatchObject({ events: { code: 'failed' } });
    const running = await collect({ 'Get-PhsScheduler': { failed } }).facts;
    expect(reasons(running)).toMatchObject({ scheduler: { code: 'failed' } });
  });
});

describe('what ends the run', () => {
  test('a PowerShell that does not start', async () => {
    const session = new FakeSession(healthyReplies);
    session.infoError = new PsError('E_NO_POWERSHELL', 'There is none.');
    await expect(collectStatus(session, options)).rejects.toMatchObject({ code: 'E_NO_POWERSHELL' });
    const later = { rejects: new PsError('E_START', 'PowerShell ended 4 times in a row; giving up.') };
    await expect(collect({ 'Get-PhsScheduler': later }).facts).rejects.toMatchObject({ code: 'E_START' });
  });

  test('an interruption, before or in the middle of an operation', async () => {
    const rejects = new CancelledError('Interrupted.');
    await expect(collect({ 'Get-PhsScheduler': { rejects } }).facts).rejects.toBe(rejects);
    const { session, facts } = collect({}, { signal: AbortSignal.abort() });
    await expect(facts).rejects.toBeInstanceOf(CancelledError);
    expect(session.asked).toEqual([]);
  });

  test('a mistake of our own, which must not look like a fact about the server', async () => {
    const rejects = new TypeError('a bug');
    await expect(collect({ 'Get-PhsScheduler': { rejects } }).facts).rejects.toBe(rejects);
  });
});
