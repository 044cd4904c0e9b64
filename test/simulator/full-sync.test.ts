import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { channelEvents } from '../../src/simulator/channel-events.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { describeWithEngine } from '../support/engine.js';
import { createServer, readEvents } from '../support/simulated-server.js';
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

/** Changes the state from within the engine. */
function change(text: string): string {
  return `& (Get-Module ADSync) { [void] (Update-ServerState { param($current) ${text} }) }`;
}

/** Says how many events, pending changes and parameters there are now. */
function stage(name: string): string {
  return `@{ name = '${name}'; events = [System.IO.File]::ReadAllLines([System.IO.Path]::Combine($Server, 'events.tsv')).Length
  pending = & (Get-Module ADSync) { @(Get-StateList (Read-ServerState) 'pending').Count }
  parameter = (Get-ADSyncConnector -Name contoso.com).GlobalParameters['${PARAMETER}'].Value }`;
}

const SET_PARAMETER = `$c = Get-ADSyncConnector -Name contoso.com
$p = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter '${PARAMETER}', String, ConnectorGlobal, $null, $null, $null
$p.Value = 1
[void] $c.GlobalParameters.Remove($p.Name)
$c.GlobalParameters.Add($p)
[void] (Add-ADSyncConnector -Connector $c)`;

const SCRIPT = [
  stage('begin'),
  ...[turn(true), turn(false), turn(false), turn(true), turn(true), stage('plain')],
  ...[SET_PARAMETER, turn(false), turn(true), stage('full')],
  change("$current['fullSync'] = @{ durationMs = 60000; outcome = 'complete'; clearsParameter = $true }"),
  ...[turn(false), turn(true), stage('slow, begun')],
  change("foreach ($later in $current['pending']) { $later['dueAt'] = $later['dueAt'].AddMinutes(-2) }"),
  '[void] (Get-EventLog -LogName Application -Newest 1)',
  stage('slow, ended'),
  change("$current['fullSync'] = @{ durationMs = 60000; outcome = 'fail'; clearsParameter = $false }"),
  ...[turn(false), SET_PARAMETER, turn(true), stage('failing, begun')],
  change("$current['auditLogging'] = $false; $current['scheduler']['stagingMode'] = $true"),
  ...[turn(false), turn(true), stage('staging, no audit')],
].join('\n');

interface Stage {
  readonly ids: readonly number[];
  readonly pending: unknown;
  readonly parameter: unknown;
}

describeWithEngine('switching a channel of a simulated server', () => {
  let folder: string;
  let events: Awaited<ReturnType<typeof readEvents>>;
  const stages = new Map<unknown, Stage>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-full-sync-'));
    const server = await createServer('healthy', join(folder, 'server'));
    const rows = await rowsFromEngine(server, SCRIPT);
    events = await readEvents(server);
    for (const [place, row] of rows.entries()) {
      const [from, to] = [rows[place - 1]?.['events'], row['events']].map(Number);
      const ids = events.slice(from, to).map(({ eventId }) => eventId);
      stages.set(row['name'], { ids, pending: row['pending'], parameter: row['parameter'] });
    }
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('off and on leave their events; to be so already leaves none; the parameter makes it a full sync and stays', () => {
    expect(stages.get('plain')?.ids).toEqual([...OFF, ...ON]);
    expect(stages.get('full')).toEqual({ ids: [2503, ...OFF, ...ON, ...FULL], pending: 0, parameter: '1' });
  });

  test('every event names the connector; audits say who did what, as JSON, under a source of their own', () => {
    const audits = events.filter(({ eventId }) => eventId === 2506);
    const own = events.filter(({ eventId }) => [...OFF, ...ON, ...FULL].includes(eventId) && eventId !== 654);
    expect(own.filter(({ source, message }) => source !== 'BackupAgent' && !message.includes(CONNECTOR))).toEqual([]);
    expect(new Set(audits.map(({ source }) => source))).toEqual(new Set(['Entra Connect Admin Actions']));
    expect(audits.slice(0, 2).map(({ message }): unknown => JSON.parse(message))).toMatchObject(
      ['Disable', 'Enable'].map((ActionType) => ({ ActionType, User: 'CONTOSO\\sync-admin' })),
    );
  });

  test('a full sync takes as long as the state says, and resets the parameter if it says so', () => {
    const begun = stages.get('slow, begun');
    const ended = stages.get('slow, ended');
    expect(begun?.parameter).toBe('1');
    expect(begun?.pending).toBeGreaterThan(0);
    expect([...(begun?.ids ?? []), ...(ended?.ids ?? [])]).toEqual([...OFF, ...ON, ...FULL, 2503]);
    expect(ended).toMatchObject({ pending: 0, parameter: '0' });
  });

  test('a full sync can fail; switching off ends it; staging mode and old builds write less', () => {
    expect(stages.get('failing, begun')).toEqual({ ids: [...OFF, 2503, ...ON, 617], pending: 3, parameter: '1' });
    expect(stages.get('staging, no audit')).toMatchObject({ ids: [602, 609], pending: 0 });
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
