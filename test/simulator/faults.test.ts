import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import {
  appendEvent,
  channelEnabled,
  createServer,
  readCalls,
  readEvents,
  readState,
  setFaults,
  setStateValue,
  stateChange,
  switchCalls,
} from '../support/simulated-server.js';
import { rowsFromEngine } from './run-script.js';

const TARGET = 'contoso.onmicrosoft.com - AAD';
const SET = 'Set-ADSyncAADPasswordSyncConfiguration';
const GET = 'Get-ADSyncAADPasswordSyncConfiguration';

function turn(enable: boolean): string {
  return `${SET} -SourceConnector contoso.com -TargetConnector '${TARGET}' -Enable $${String(enable)}`;
}

describeWithEngine('faults of a simulated server', () => {
  let folder: string;
  let server: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-faults-'));
    server = await createServer('healthy', join(folder, 'server'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('every cmdlet can fail, be late, not answer, or answer with the channel of before, also those that only read', async () => {
    await setFaults(server, [
      { cmdlet: 'Get-EventLog', mode: 'throw-before', times: 1, message: 'The log is gone.' },
      { cmdlet: 'Get-ADSyncConnector', mode: 'drop', times: 1 },
      { cmdlet: 'Get-ADSyncScheduler', mode: 'late', delayMs: 400, times: 1 },
      { cmdlet: 'Get-PhsPlatformGuard', mode: 'throw-before', where: { Action: 'Inspect' } },
      { cmdlet: 'Write-EventLog', mode: 'drop', where: { EventId: 4102 } },
      { cmdlet: 'Write-EventLog', mode: 'throw-after', where: { EventId: 4103 } },
      { cmdlet: 'Get-Service', mode: 'throw-before', by: 'task' },
      { cmdlet: '*-ScheduledTask', mode: 'throw-before', skip: 1, times: 1 },
      { cmdlet: GET, mode: 'stale', times: 2 },
    ]);
    const rows = await rowsFromEngine(
      server,
      `@{ log = (Get-Failure { Get-EventLog -LogName Application -Newest 1 }).message; again = @(Get-EventLog -LogName Application -Newest 1).Count }
@{ connectors = @(Get-ADSyncConnector).Count; again = @(Get-ADSyncConnector).Count }
$watch = [System.Diagnostics.Stopwatch]::StartNew(); $found = Get-ADSyncScheduler
@{ late = $watch.ElapsedMilliseconds -ge 400; staging = $found.StagingModeEnabled }
@{ inspect = $null -ne (Get-Failure { Get-PhsPlatformGuard -Action Inspect -Path x }); facts = (Get-PhsPlatformGuard -Action Facts).supported }
New-EventLog -LogName Application -Source phs-tool
Write-EventLog -LogName Application -Source phs-tool -EventId 4102 -EntryType Information -Message dropped
@{ thrown = $null -ne (Get-Failure { Write-EventLog -LogName Application -Source phs-tool -EventId 4103 -EntryType Information -Message written }) }
@{ service = @(Get-Service -Name ADSync).Count }
@{ tasks = @(1..3 | ForEach-Object { $null -ne (Get-Failure { Get-ScheduledTask }) }) }
[void] (${turn(false)})
@{ stale = @(1..3 | ForEach-Object { (${GET} -SourceConnector contoso.com).Enabled }) }
[void] (${turn(true)})`,
    );
    expect(rows).toEqual([
      { log: 'The log is gone.', again: 1 },
      { connectors: 0, again: 2 },
      { late: true, staging: false },
      { inspect: true, facts: true },
      { thrown: true },
      { service: 1 },
      { tasks: [false, true, false] },
      { stale: [true, true, false] },
    ]);
    const own = (await readEvents(server)).filter(({ source }) => source === 'phs-tool');
    expect(own.map(({ eventId }) => eventId)).toEqual([4103]);
  });

  test('another administrator acts just before or after a call, and is not counted as one of ours', async () => {
    await setFaults(server, [
      { cmdlet: SET, mode: 'meanwhile', when: 'after', change: 'channel', arguments: { enabled: false }, times: 1 },
      {
        cmdlet: 'Get-ADSyncScheduler',
        mode: 'meanwhile',
        when: 'after',
        change: 'staging',
        arguments: { enabled: true },
        times: 1,
      },
      {
        cmdlet: 'Add-ADSyncConnector',
        mode: 'meanwhile',
        when: 'before',
        change: 'connector',
        arguments: {},
        times: 1,
      },
      {
        cmdlet: SET,
        mode: 'meanwhile',
        when: 'before',
        change: 'rename',
        arguments: { sourceConnector: 'contoso.com', name: 'fabrikam.com' },
        times: 1,
      },
      { cmdlet: GET, mode: 'meanwhile', when: 'before', change: 'service-stop', arguments: {}, skip: 1, times: 1 },
    ]);
    const calls = (await readCalls(server)).length;
    const [connector] = (await readState(server)).connectors;
    const rows = await rowsFromEngine(
      server,
      `[void] (${turn(true)})
@{ enabled = (${GET} -SourceConnector contoso.com).Enabled }
@{ staging = @(1..2 | ForEach-Object { (Get-ADSyncScheduler).StagingModeEnabled }) }
$c = Add-ADSyncConnector -Connector (Get-ADSyncConnector -Name contoso.com)
@{ version = $c.Version }
Get-Failure { ${turn(true)} }
Get-Failure { ${GET} -SourceConnector fabrikam.com }
@{ service = [string] (Get-Service ADSync).Status }`,
    );
    expect(rows).toMatchObject([
      { enabled: false },
      { staging: [false, true] },
      { version: (connector?.version ?? 0) + 2 },
      { reason: 'ConnectorNotFoundException' },
      { hresult: '800706ba' },
      { service: 'Stopped' },
    ]);
    const made = (await readCalls(server)).slice(calls);
    expect(made.map(({ cmdlet }) => cmdlet)).toEqual([
      SET,
      '(meanwhile) channel',
      '(meanwhile) staging',
      'Add-ADSyncConnector',
      '(meanwhile) connector',
      SET,
      '(meanwhile) rename',
      '(meanwhile) service-stop',
    ]);
    expect(switchCalls(made, true)).toHaveLength(2);
    expect(switchCalls(made, false)).toEqual([]);
  });

  test('a call that hangs has no effect and ends with its pipeline, or with its process; the lock stays free', async () => {
    const other = await createServer('healthy', join(folder, 'hang'));
    await setFaults(other, [
      { cmdlet: SET, mode: 'hang', times: 1 },
      { cmdlet: 'Get-Service', mode: 'hang' },
    ]);
    const simulator = join(packageRoot(), 'simulator');
    const modules = ['Windows', 'ADSync'].map((name) => `Import-Module '${join(simulator, name, `${name}.psd1`)}'`);
    const begin = `$global:PhsSimulatedServer = '${other}'; ${modules.join('; ')}`;
    const script = `${begin}
$space = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2()); $space.Open()
$shared = @{ Begun = $false }; $space.SessionStateProxy.SetVariable('shared', $shared)
$shell = [powershell]::Create(); $shell.Runspace = $space
$pending = $shell.AddScript('${begin.replaceAll("'", "''")}; $shared.Begun = $true; Get-Service').BeginInvoke()
while (-not $shared.Begun) { [System.Threading.Thread]::Sleep(10) }
[System.Threading.Thread]::Sleep(200)
[Console]::Out.WriteLine($pending.IsCompleted)
$shell.Stop()
[Console]::Out.WriteLine($shell.InvocationStateInfo.State)
${turn(false)}`;
    // A host may be a program that only starts another one: the whole group is ended.
    const isPosix = process.platform !== 'win32';
    const options = { reject: false, detached: isPosix } as const;
    const engine = execa(requireEngine(), ['-NoProfile', '-Command', script], options);
    while ((await readCalls(other)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { pid } = engine;
    if (pid === undefined) throw new Error('The engine did not start.');
    process.kill(isPosix ? -pid : pid, 'SIGKILL');
    expect((await engine).stdout).toBe('False\nStopped');
    await stateChange(other, () => undefined);
    expect(switchCalls(await readCalls(other), false, 'contoso.com')).toHaveLength(1);
    expect(await channelEnabled(other, 'contoso.com')).toBe(true);
  });

  test('the helpers write what engines read, and refuse a fault that the simulator does not know', async () => {
    await setFaults(server, []);
    await setStateValue(server, ['engine'], 'ok');
    await stateChange(server, (state) => {
      state['pending'] = [
        { dueAt: new Date(0), change: 'channel', arguments: { sourceConnector: 'fabrikam.com', enabled: true } },
      ];
    });
    expect((await readState(server)).channels).toMatchObject([{ enabled: false }]);
    expect(await channelEnabled(server, 'fabrikam.com')).toBe(true);
    const index = await appendEvent(server, { eventId: 654, message: 'one\n\ttwo \\ three' });
    const [row] = await rowsFromEngine(
      server,
      `@{ enabled = (${GET} -SourceConnector fabrikam.com).Enabled; message = (Get-EventLog -LogName Application -Index ${index}).Message; id = (Get-ADSyncConnector -Name fabrikam.com).Identifier.GetType().Name }`,
    );
    expect(row).toEqual({ enabled: true, message: 'one\n\ttwo \\ three', id: 'Guid' });
    const unknown: unknown = [{ cmdlet: SET, mode: 'explode' }];
    await expect(setFaults(server, unknown as [])).rejects.toThrow('Invalid');
  });
});
