import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { channelEvents } from '../../src/simulator/channel-events.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { describeWithEngine } from '../support/engine.js';
import { createServer, readEvents, readState, setStateValue } from '../support/simulated-server.js';
import { rowsFromEngine } from './run-script.js';

const TARGET = 'contoso.onmicrosoft.com - AAD';
const PARAMETER = 'Microsoft.Synchronize.ForceFullPasswordSync';
const CONNECTOR = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const FULL = [617, 618, 619, 650, 656, 656, 657, 657, 651, 622, 623, 653, 654];
const OFF = [2506, 602, 609];
const ON = [2506, 601];

function turn(enable: boolean): string {
  return `[void] (Set-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com -TargetConnector '${TARGET}' -Enable $${String(enable)})`;
}

const SET_PARAMETER = `$c = Get-ADSyncConnector -Name contoso.com
$p = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter '${PARAMETER}', String, ConnectorGlobal, $null, $null, $null
$p.Value = 1
$c.GlobalParameters.Add($p)
[void] (Add-ADSyncConnector -Connector $c)`;

describeWithEngine('switching a channel of a simulated server', () => {
  let folder: string;
  let server: string;
  let before = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-full-sync-'));
    server = await createServer('healthy', join(folder, 'server'));
    before = (await readEvents(server)).length;
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Ids of the events that came since the last call. */
  async function newEvents(): Promise<number[]> {
    const events = (await readEvents(server)).slice(before);
    before += events.length;
    return events.map(({ eventId }) => eventId);
  }

  async function parameter(): Promise<string | null | undefined> {
    const [connector] = (await readState(server)).connectors;
    return connector?.globalParameters?.find(({ name }) => name === PARAMETER)?.value;
  }

  test('off and on leave their events and audit; to be so already changes nothing; the parameter makes it a full sync', async () => {
    await rowsFromEngine(
      server,
      `${turn(true)}\n${turn(false)}\n${turn(false)}\n${turn(true)}\n${turn(true)}\n${SET_PARAMETER}\n${turn(false)}\n${turn(true)}`,
    );
    const events = (await readEvents(server)).slice(before);
    expect(await newEvents()).toEqual([...OFF, ...ON, 2503, ...OFF, ...ON, ...FULL]);
    const named = events.filter(({ source }) => source === 'Directory Synchronization');
    expect(named.filter(({ message }) => !message.includes(CONNECTOR))).toEqual([]);
    const audits = events.filter(({ eventId }) => eventId === 2506);
    expect(audits.map(({ source }) => source)).toEqual(Array(4).fill('Entra Connect Admin Actions'));
    expect(audits.map(({ message }): unknown => JSON.parse(message))).toMatchObject(
      ['Disable', 'Enable', 'Disable', 'Enable'].map((ActionType) => ({ ActionType, User: 'CONTOSO\\sync-admin' })),
    );
    expect(await parameter()).toBe('1');
  });

  test('a full sync takes as long as the state says, and clears the parameter if it says so', async () => {
    await setStateValue(server, ['fullSync'], { durationMs: 900, outcome: 'complete', clearsParameter: true });
    const rows = await rowsFromEngine(
      server,
      `${turn(false)}\n${turn(true)}
@{ done = @(Get-EventLog -LogName Application -InstanceId 623 -ErrorAction SilentlyContinue).Count }
[System.Threading.Thread]::Sleep(1000)
@{ done = @(Get-EventLog -LogName Application -InstanceId 623).Count }`,
    );
    expect(rows).toEqual([{ done: 1 }, { done: 2 }]);
    expect(await newEvents()).toEqual([...OFF, ...ON, ...FULL, 2503]);
    expect(await parameter()).toBeUndefined();
  });

  test('a full sync can fail or never end; switching off ends it; staging mode and old builds write less', async () => {
    await setStateValue(server, ['fullSync'], { durationMs: 60_000, outcome: 'fail', clearsParameter: false });
    await rowsFromEngine(server, `${turn(false)}\n${SET_PARAMETER}\n${turn(true)}`);
    expect(await newEvents()).toEqual([...OFF, 2503, ...ON, 617]);
    expect((await readState(server)).pending).toHaveLength(3);
    await setStateValue(server, ['auditLogging'], false);
    await setStateValue(server, ['scheduler', 'stagingMode'], true);
    await rowsFromEngine(server, `${turn(false)}\n${turn(true)}`);
    expect((await readState(server)).pending).toEqual([]);
    expect(await newEvents()).toEqual([602, 609]);
  });

  test('every selected domain of a forest has its own events, and each outcome its own end', async () => {
    const scenario = await loadScenario('healthy');
    const [forest] = scenario.forests;
    if (forest === undefined) throw new Error('The scenario has no forest.');
    const [domain] = forest.domains;
    if (domain === undefined) throw new Error('The forest has no domain.');
    const child = { ...domain, name: 'child.contoso.com' };
    const two = { ...scenario, forests: [{ ...forest, domains: [domain, { ...child, selected: false }, child] }] };
    const prepared = channelEvents(two, new Date());
    const start = { eventId: 618 };
    const progress = { eventId: 619 };
    expect(prepared).toMatchObject({
      [CONNECTOR]: {
        fail: [{ eventId: 617 }, start, progress, start, progress, { eventId: 621 }],
        never: [{ eventId: 617 }, start, progress, start, progress],
      },
    });
  });
});
