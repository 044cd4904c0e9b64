import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { scenarioEvents } from '../../src/simulator/events.js';
import { loadScenario, type Scenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { describeWithEngine } from '../support/engine.js';
import { rowsFromEngine } from './run-script.js';

const now = new Date();

/** One process asks the server of every scenario; each gets a fresh import of the module, as a session does. */
const ASK = `foreach ($name in $Given) {
    $global:PhsSimulatedServer = [System.IO.Path]::Combine($Server, '..', $name)
    $platform = Get-PhsPlatform
    Import-Module $platform['moduleCandidates'][0] -Force -Global
    $row = @{ name = $name; events = @(Get-EventLog -LogName Application -ErrorAction SilentlyContinue).Count; denied = $null
        outside = $null -ne $platform['installFolder']; module = (Get-Module ADSync).Name }
    $failure = Get-Failure { Get-ADSyncConnector }
    if ($null -ne $failure) { $row['denied'] = $failure.hresult; $row; continue }
    $row['connectors'] = @(Get-ADSyncConnector | ForEach-Object { $_.Name })
    $row['partitions'] = @(Get-ADSyncConnector | ForEach-Object { $_.Partitions } | Where-Object { $_.IsDomain }).Count
    $row['enabled'] = @(Get-ADSyncConnector | Where-Object { $_.Type -eq 'AD' } | ForEach-Object { (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $_.Name).Enabled })
    $row['staging'] = (Get-ADSyncScheduler).StagingModeEnabled
    $row['rules'] = @(Get-ADSyncRule | Where-Object { $_.EnablePasswordSync -and -not $_.Disabled }).Count
    $row
}`;

/** One default rule for each connector, without those that the scenario takes away, with its own. */
function passwordRuleCount({ forests, entraConnectors, rules }: Scenario): number {
  const lost = new Set([...rules.disabled, ...rules.removed, ...rules.withoutPasswords]).size;
  const own = rules.custom.filter(({ enablePasswordSync, disabled }) => enablePasswordSync && !disabled);
  return forests.length + entraConnectors.length - lost + own.length;
}

function expected(scenario: Scenario): Record<string, unknown> {
  const shared = {
    name: scenario.name,
    events: scenarioEvents(scenario, now).length,
    outside: scenario.server.modulePlace === 'registry',
    module: 'ADSync',
  };
  const hresult = { 'access-denied': '80070005', 'service-stopped': '800706ba', ok: null }[scenario.server.engine];
  if (hresult !== null) return { ...shared, denied: hresult };
  return {
    ...shared,
    denied: null,
    connectors: [...scenario.forests, ...scenario.entraConnectors].map(({ name }) => name),
    partitions: scenario.forests.flatMap(({ domains }) => domains).filter(({ isDomain }) => isDomain).length,
    enabled: scenario.forests.map(({ channel }) => channel?.enabled),
    staging: scenario.server.stagingMode,
    rules: passwordRuleCount(scenario),
  };
}

describeWithEngine('the servers of all scenarios', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-scenarios-'));
    for (const name of await scenarioNames()) await createSimulatedServer(name, join(folder, name), { now });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('load and answer what their scenario says, one after the other in one process', async () => {
    const names = await scenarioNames();
    const rows = await rowsFromEngine(join(folder, 'healthy'), ASK, { given: names });
    const scenarios = await Promise.all(names.map((name) => loadScenario(name)));
    expect(rows).toEqual(scenarios.map(expected));
  });
});
