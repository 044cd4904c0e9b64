import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { createDoctorCommand, summarize } from '../../src/commands/doctor.js';
import { guardProbe } from '../../src/doctor/guard-probe.js';
import { describeHost, hostProbe, type HostSearch } from '../../src/doctor/hosts.js';
import { fitsRange, nodeProbe } from '../../src/doctor/node-probe.js';
import type { DoctorWorld } from '../../src/doctor/run-doctor.js';
import {
  answersProbe,
  applicationLogProbe,
  elevationProbe,
  executionPolicyProbe,
  groupsProbe,
  languageModeProbe,
  moduleProbe,
} from '../../src/doctor/server-probes.js';
import { EnvironmentError, PsError } from '../../src/base/errors.js';
import { doctorDocumentSchema, type DoctorDocument, type Host, type Probe } from '../../src/model/doctor.js';
import { known, unknown } from '../../src/model/fact.js';
import type { Platform } from '../../src/model/facts.js';
import { openSession } from '../../src/session/open-session.js';
import type { OpenedSession, SessionRequest } from '../../src/ps/opened-session.js';
import type { SessionInfo } from '../../src/ps/session.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { fakeWorld, type Behavior } from '../support/fake-host.js';
import { failure, FakeSession, type FakeReplies } from '../support/fake-session.js';
import { healthyReplies } from '../support/healthy-replies.js';

const info: SessionInfo = {
  psVersion: '5.1.20348.1',
  edition: 'Desktop',
  languageMode: 'FullLanguage',
  processId: 1,
  is64Bit: true,
  clrVersion: '4.0',
  osVersion: 'x',
  culture: 'en-US',
  timeZone: 'UTC',
};
const platform: Platform = {
  machineName: 'SYNC01',
  isWindows: true,
  osDescription: 'Windows Server 2022',
  userName: 'CONTOSO\\ann',
  elevated: true,
  groups: ['Administrators', 'ADSyncAdmins'],
  productVersion: '2.5.79.0',
  installFolder: null,
  moduleCandidates: [],
  simulated: false,
};
const denied = unknown({ code: 'access-denied', message: 'Access is denied.', hint: 'Run elevated.' });
const search: HostSearch = {
  platform: 'win32',
  found: ['C:\\a.exe'],
  used: 'C:\\a.exe',
  distrust: () => undefined,
  isNamed: false,
};
const node: DoctorWorld['node'] = { version: '24.1.0', platform: 'linux', architecture: 'x64', supported: '>=20' };

const now = new Date('2026-11-22T10:15:00.000Z');

const worldOf = (overrides: Partial<DoctorWorld>): DoctorWorld => ({
  node,
  now,
  search,
  startMs: 20_000,
  remoteStartMs: 75_000,
  probeMs: 20_000,
  ...overrides,
});

async function doctor(
  world: DoctorWorld,
  open: (request: SessionRequest) => Promise<OpenedSession>,
  options: Record<string, unknown> = {},
): Promise<{ code: number; document: DoctorDocument; ctx: FakeContext }> {
  const ctx = fakeContext({ openSession: open });
  const command = createDoctorCommand(() => Promise.resolve(world));
  const code = await command.run(ctx, { output: 'json', ...options });
  return { code, document: doctorDocumentSchema.parse(JSON.parse(ctx.out())), ctx };
}

async function doctorText(
  world: DoctorWorld,
  open: (request: SessionRequest) => Promise<OpenedSession>,
  options: Record<string, unknown> = {},
): Promise<{ readonly ctx: FakeContext }> {
  const ctx = fakeContext({ openSession: open });
  await createDoctorCommand(() => Promise.resolve(world)).run(ctx, options);
  return { ctx };
}

/** Lets time pass until what is asked for has come, so that no limit is waited for. */
async function inFakeTime<T>(work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  try {
    const state = { isDone: false };
    const working = work().finally(() => {
      state.isDone = true;
    });
    while (!state.isDone) {
      await jest.advanceTimersByTimeAsync(1_000);
      await nextTurn();
    }
    return await working;
  } finally {
    jest.useRealTimers();
  }
}

const statuses = (probes: readonly Probe[]): Record<string, string> =>
  Object.fromEntries(probes.map(({ id, status }) => [id, status]));

/** A session on a host that behaves as given. */
function opens(behavior: Behavior): Promise<OpenedSession> {
  const { session } = fakeWorld([behavior]);
  return Promise.resolve({ session, now: new Date(), simulated: false, close: () => session.close() });
}

const neverReady: Behavior = { start: () => undefined };
const restrictedLanguage: Behavior = {
  start: (host) => {
    host.say('PHS1-REFUSED language-mode ConstrainedLanguage\n');
    host.exit(66);
  },
};
const refusedByPolicy: Behavior = {
  start: (host) => {
    host.complain('    + FullyQualifiedErrorId : UnauthorizedAccess\n');
    host.exit(1);
  },
};

describe('Node.js', () => {
  test.each([
    ['20.19.0', true],
    ['20.18.9', false],
    ['21.0.0', false],
    ['22.12.1', true],
    ['22.11.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('%s fits the range of package.json: %s', (version, fits) => {
    expect(fitsRange(version, '^20.19.0 || ^22.12.0 || >=24')).toBe(fits);
  });

  test('a range that is not understood fits nothing', () => {
    expect(fitsRange('20.19.0', '20.x')).toBe(false);
  });

  test('a version too old is a failure with a cure, a 32-bit program on Windows a warning', () => {
    expect(nodeProbe({ ...node, supported: '>=26' }, now)).toMatchObject({ status: 'fail', cure: expect.anything() });
    expect(nodeProbe({ ...node, platform: 'win32', architecture: 'ia32' }, now).status).toBe('warn');
    expect(nodeProbe(node, now).status).toBe('pass');
  });

  test('a version that is out of support is a warning from the day after', () => {
    const old = { ...node, version: '20.20.2' };
    expect(nodeProbe(old, new Date('2026-04-30T23:00:00Z')).status).toBe('pass');
    expect(nodeProbe(old, new Date('2026-05-01T00:00:00Z'))).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('no security updates since 2026-04-30'),
      cure: { text: expect.stringContaining('LTS') },
    });
    expect(nodeProbe({ ...node, version: '26.1.0' }, new Date('2040-01-01T00:00:00Z')).status).toBe('pass');
  });
});

describe('hosts', () => {
  const hostOf = (change: Partial<SessionInfo>): Host =>
    describeHost({ path: 'C:\\a.exe', info: known({ ...info, ...change }) }, 'C:\\a.exe');
  const judge = (change: Partial<SessionInfo>): Probe =>
    hostProbe(search, [hostOf(change)], { isSimulated: false, startError: undefined });

  test('Windows PowerShell 5.1 passes and says why it is the one', () => {
    expect(judge({})).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('ADSync module is made for it'),
    });
  });

  test('32 bits fail on Windows, PowerShell 7 is a warning there and none elsewhere', () => {
    expect(judge({ is64Bit: false }).status).toBe('fail');
    expect(judge({ edition: 'Core', psVersion: '7.5.0' }).status).toBe('warn');
    const linux = { ...search, platform: 'linux' as const };
    const host = hostOf({ edition: 'Core' });
    expect(hostProbe(linux, [host], { isSimulated: false, startError: undefined }).status).toBe('pass');
  });

  test('none at all fails, and only warns where a recording answers', () => {
    const none = { platform: 'linux' as const, found: [], used: undefined, distrust: () => undefined, isNamed: false };
    expect(hostProbe(none, [], { isSimulated: false, startError: undefined })).toMatchObject({
      status: 'fail',
      cure: { commands: ['phs-tool status --simulate healthy'] },
    });
    expect(hostProbe(none, [], { isSimulated: true, startError: undefined }).status).toBe('warn');
  });
});

describe('each line is in order, or says what to do', () => {
  test.each<[string, Probe, Probe]>([
    [
      'language mode',
      languageModeProbe(known(info)),
      languageModeProbe(known({ ...info, languageMode: 'ConstrainedLanguage' })),
    ],
    [
      'execution policy',
      executionPolicyProbe(known([{ scope: 'LocalMachine', policy: 'RemoteSigned' }])),
      executionPolicyProbe(
        known([
          { scope: 'MachinePolicy', policy: 'AllSigned' },
          { scope: 'LocalMachine', policy: 'RemoteSigned' },
        ]),
      ),
    ],
    ['elevation', elevationProbe(known(platform)), elevationProbe(known({ ...platform, elevated: false }))],
    ['groups', groupsProbe(known(platform)), groupsProbe(known({ ...platform, groups: ['ADSyncBrowse'] }))],
    [
      'groups for reading',
      groupsProbe(known({ ...platform, groups: ['ADSyncOperators', 'ADSyncBrowse'] })),
      groupsProbe(known({ ...platform, groups: [] })),
    ],
    [
      'module',
      moduleProbe(known({ name: 'ADSync', version: '1.0', path: 'C:\\x', origin: 'registry' })),
      moduleProbe(unknown({ code: 'module-missing', message: 'Not found.' })),
    ],
    [
      'answers',
      answersProbe(known({})),
      answersProbe(unknown({ code: 'access-denied', message: 'Access is denied. (80070005)' })),
    ],
    [
      'service',
      answersProbe(known({})),
      answersProbe(unknown({ code: 'service-stopped', message: 'The RPC server is unavailable.' })),
    ],
    ['log', applicationLogProbe(known({ oldestAt: '2026-11-21T00:00:00Z' })), applicationLogProbe(denied)],
    [
      'guard',
      guardProbe(known({ path: 'C:\\j', exists: true, problem: null })),
      guardProbe(known({ path: 'C:\\j', exists: true, problem: 'it belongs to the wrong account' })),
    ],
  ])('%s', (_name, good, bad) => {
    expect(good).toMatchObject({ status: 'pass' });
    expect(good).not.toHaveProperty('cure');
    expect(['fail', 'warn']).toContain(bad.status);
    expect(bad.cure?.commands.length).toBeGreaterThan(0);
  });

  test('the scope of the execution policy that decides is named', () => {
    const { message, cure } = executionPolicyProbe(known([{ scope: 'UserPolicy', policy: 'Restricted' }]));
    expect(message).toContain('set by the scope UserPolicy');
    expect(cure?.text).toContain('Group Policy');
  });

  test('what could not be read is unknown, never in order', () => {
    const probes = [executionPolicyProbe(denied), elevationProbe(denied), groupsProbe(denied), moduleProbe(denied)];
    expect(probes.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(answersProbe(unknown({ code: 'timeout', message: 'No answer.' })).status).toBe('unknown');
    expect(applicationLogProbe(unknown({ code: 'command-missing', message: 'not recognized' }))).toMatchObject({
      status: 'unknown',
      message: expect.not.stringContaining('not recognized'),
      cure: { text: expect.stringContaining('Entra Connect server') },
    });
    expect(elevationProbe(known({ ...platform, elevated: null })).status).toBe('unknown');
    expect(groupsProbe(known({ ...platform, groups: null })).status).toBe('unknown');
  });

  test('the exit code follows the worst line and --fail-on', () => {
    const line = (status: Probe['status']): Probe => ({ ...nodeProbe(node, now), status });
    const codeOf = (...probes: Probe[]): number => summarize(probes, 'fail').exitCode;

    expect(codeOf(line('pass'))).toBe(0);
    expect(codeOf(line('warn'))).toBe(0);
    expect(codeOf(line('unknown'), line('warn'))).toBe(4);
    expect(codeOf(line('fail'), line('unknown'))).toBe(3);
    expect(summarize([line('warn')], 'warn').exitCode).toBe(3);
    expect(summarize([line('fail')], 'never').exitCode).toBe(0);
  });
});

describe('a machine on which things go wrong', () => {
  test('without PowerShell everything else is unknown and Node.js is still told', async () => {
    const missing = new PsError('E_NO_POWERSHELL', 'No PowerShell was found on this machine.');
    const none = { platform: 'linux' as const, found: [], used: undefined, distrust: () => undefined, isNamed: false };
    const { code, document } = await doctor(worldOf({ search: none }), () => Promise.reject(missing));

    expect(code).toBe(3);
    expect(statuses(document.probes)).toMatchObject({
      node: 'pass',
      powershell: 'fail',
      elevation: 'unknown',
      'adsync-module': 'unknown',
    });
  });

  test('what is not known for one reason is one line, unless all is asked for', async () => {
    const missing = new PsError('E_NO_POWERSHELL', 'No PowerShell was found on this machine.');
    const none = { platform: 'linux' as const, found: [], used: undefined, distrust: () => undefined, isNamed: false };
    const text = async (options: Record<string, unknown> = {}): Promise<string> =>
      (await doctorText(worldOf({ search: none }), () => Promise.reject(missing), options)).ctx.out();

    expect(await text()).toMatch(/ \d parts not known: PowerShell did not start\. \(.*Groups, ADSync module.*; -v/);
    expect((await text()).match(/PowerShell did not start/g)).toHaveLength(1);
    expect((await text({ verbose: true })).match(/PowerShell did not start/g)?.length).toBeGreaterThan(5);
    expect((await doctorText(worldOf({}), () => opens({}))).ctx.out()).not.toContain('parts not known');
  });

  test('a host that somebody else could have put there is listed and not started', async () => {
    const started: (string | undefined)[] = [];
    const distrust = (path: string): string | undefined => (path === 'C:\\planted.exe' ? 'planted' : undefined);
    const { document } = await doctor(
      worldOf({ search: { ...search, distrust, found: ['C:\\a.exe', 'C:\\planted.exe', 'C:\\b.exe'] } }),
      ({ powershell }) => {
        started.push(powershell);
        return opens({});
      },
    );
    expect(started).toEqual(expect.arrayContaining([undefined, 'C:\\b.exe']));
    expect(started).not.toContain('C:\\planted.exe');
    expect(document.hosts.find(({ path }) => path === 'C:\\planted.exe')).toMatchObject({
      version: null,
      failure: expect.stringContaining('Not started'),
    });
  });

  test('a host whose folders others may write to, or whose rights cannot be read, is listed and not started', async () => {
    const started: (string | undefined)[] = [];
    const asked: string[] = [];
    const distrustRights = (path: string): Promise<string | undefined> => {
      asked.push(path);
      return path === 'C:\\open.exe'
        ? Promise.resolve('BU may change its folder')
        : path === 'C:\\silent.exe'
          ? Promise.reject(new Error('no answer'))
          : Promise.resolve(undefined);
    };
    const distrust = (path: string): string | undefined => (path === 'C:\\planted.exe' ? 'planted' : undefined);
    const found = ['C:\\a.exe', 'C:\\open.exe', 'C:\\silent.exe', 'C:\\planted.exe', 'C:\\b.exe'];
    const { document } = await doctor(
      worldOf({ search: { ...search, distrust, distrustRights, found } }),
      ({ powershell }) => {
        started.push(powershell);
        return opens({});
      },
    );
    const failureOf = (name: string): string | null | undefined =>
      document.hosts.find(({ path }) => path === name)?.failure;

    // The host that is used is named by undefined: it is the one that Windows itself names, or the operator.
    expect(started.toSorted()).toEqual(['C:\\b.exe', undefined]);
    expect(asked).toEqual(['C:\\open.exe', 'C:\\silent.exe', 'C:\\b.exe']);
    expect(failureOf('C:\\open.exe')).toBe('Not started, only listed: BU may change its folder');
    expect(failureOf('C:\\silent.exe')).toBe(
      'Not started, only listed: its access rights could not be read (no answer)',
    );
    expect(failureOf('C:\\b.exe')).toBeNull();
  });

  test('a host that hangs is given up in time, and the other hosts are told', async () => {
    const { code, document } = await inFakeTime(() =>
      doctor(worldOf({ search: { ...search, found: ['C:\\a.exe', 'C:\\b.exe'] } }), ({ powershell }) =>
        opens(powershell === 'C:\\b.exe' ? {} : neverReady),
      ),
    );

    expect(code).toBe(3);
    expect(statuses(document.probes)).toMatchObject({ node: 'pass', powershell: 'fail', groups: 'unknown' });
    expect(document.hosts).toMatchObject([
      { used: true, version: null, failure: expect.stringContaining('no answer within 20 s') },
      { used: false, version: '5.1.14393.0', bits: 64, failure: null },
    ]);
  });

  test.each([
    ['a restricted language mode', restrictedLanguage, 'language-mode', 'AppLocker'],
    ['a policy that refuses scripts', refusedByPolicy, 'execution-policy', 'Get-ExecutionPolicy -List'],
  ])('%s fails in its line', async (_, host, id, cure) => {
    const { document } = await doctor(worldOf({}), () => opens(host));
    const probe = document.probes.find((line) => line.id === id);

    expect(probe).toMatchObject({ status: 'fail', cure: { text: expect.stringContaining(cure) } });
  });

  test('a host that answers nothing leaves each line unknown', async () => {
    const { document } = await inFakeTime(() => doctor(worldOf({}), () => opens({ request: () => undefined })));

    expect(statuses(document.probes)).toMatchObject({
      powershell: 'pass',
      elevation: 'unknown',
      'adsync-module': 'unknown',
      'application-log': 'unknown',
    });
  });

  test('a simulated server that is none is a mistake of the call', async () => {
    const wrong = new EnvironmentError('E_SIMULATED_SERVER', 'x is not a simulated server.');
    await expect(doctor(worldOf({}), () => Promise.reject(wrong), { simulate: './x' })).rejects.toBe(wrong);
  });
});

describe('the contract', () => {
  const replies: FakeReplies = {
    ...healthyReplies,
    'Get-PhsPlatformExecutionPolicy': { rows: [] },
  };
  const opened = (answers: FakeReplies): Promise<OpenedSession> =>
    Promise.resolve({
      session: new FakeSession(answers),
      now: new Date(),
      simulated: false,
      close: () => Promise.resolve(),
    });

  test('is offered at the end on a real server, for the same host', async () => {
    const given = { powershell: 'C:\\pwsh 7\\pwsh.exe' };
    const { document } = await doctor(worldOf({}), () => opened(replies), given);
    const { ctx } = await doctorText(worldOf({}), () => opened(replies));

    expect(document.offer?.commands).toEqual([
      "phs-tool contract --out contract.ndjson --powershell 'C:\\pwsh 7\\pwsh.exe'",
    ]);
    expect(ctx.out()).toMatch(
      /no names and no values[^]*\n {2}phs-tool contract --out contract\.ndjson\n\n.*exit code/,
    );
  });

  test('is not offered on a simulated server, nor where there is no module', async () => {
    const simulated = await doctor(worldOf({}), () => opened(replies), { simulate: 'healthy' });
    const missing = { failed: failure({ errorId: 'PhsModuleNotFound,Import-PhsModule' }) };
    const elsewhere = await doctor(worldOf({}), () => opened({ ...replies, 'Import-PhsModule': missing }));

    expect(simulated.document.offer).toBeUndefined();
    expect(elsewhere.document.offer).toBeUndefined();
  });
});

describe('from a recording', () => {
  test('a machine without PowerShell answers for the simulated server', async () => {
    const none = { platform: 'linux' as const, found: [], used: undefined, distrust: () => undefined, isNamed: false };
    const { code, document } = await doctor(
      worldOf({ search: none }),
      (request) => openSession(request, { env: {}, clock: () => new Date(), exists: () => false }),
      { simulate: 'healthy' },
    );

    expect(document.simulated).toBe(true);
    expect(statuses(document.probes)).toMatchObject({ powershell: 'warn', groups: 'pass', 'adsync-module': 'pass' });
    // What the recording does not hold is unknown, and so is the exit code: never a pass.
    expect(code).toBe(document.probes.some(({ status }) => status === 'unknown') ? 4 : 0);
  });
});
