import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { catalog } from '../../src/checks/catalog.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { readServerConfiguration } from '../../src/collect/read-server-configuration.js';
import type { Facts } from '../../src/model/facts.js';
import { packageRoot } from '../../src/base/package-root.js';
import { openReplay } from '../../src/ps/open-replay.js';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

const scenarios = [
  'healthy',
  'staging',
  'three-forests',
  'custom-rules',
  'rules-disabled',
  'force-parameter-left-over',
  'two-entra-connectors',
  'no-entra-connector',
  'no-ad-connector',
  'channel-disabled',
  'odd-names',
];

/** What a configuration can answer. */
const answered = ['PHS106', 'PHS201', 'PHS202', 'PHS204', 'PHS205', 'PHS207', 'PHS208'];

const script = `param([string] $Servers, [string] $Simulator, [string] $Target)
Import-Module ([System.IO.Path]::Combine($Simulator, 'Windows', 'Windows.psd1')) -Global
foreach ($server in [System.IO.Directory]::GetDirectories($Servers)) {
    $global:PhsSimulatedServer = $server
    Import-Module ([System.IO.Path]::Combine($Simulator, 'ADSync', 'ADSync.psd1')) -Global -Force
    Get-ADSyncServerConfiguration -Path ([System.IO.Path]::Combine($Target, [System.IO.Path]::GetFileName($server)))
}
`;

function findingsOf(facts: Facts): readonly string[] {
  const context = {
    now: new Date(facts.collectedAt),
    windowStartsAt: new Date(facts.windowStartsAt),
    expect: 'active',
  } as const;
  return (
    runChecks(facts, context, catalog)
      .filter(({ check }) => answered.includes(check))
      .map(({ check, subject, status, message }) => [check, subject ?? '', status, message].join(' | '))
      // The files are in the order of their names, the connectors of a server in their own.
      .sort()
  );
}

describeWithEngine('diagnose --config-export of simulated servers', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-exports-'));
    for (const scenario of scenarios) {
      await createSimulatedServer(scenario, join(folder, 'servers', scenario), { now: new Date() });
    }
    const path = join(folder, 'export.ps1');
    await writeFile(path, script);
    const words = [
      '-Servers',
      join(folder, 'servers'),
      '-Simulator',
      join(packageRoot(), 'simulator'),
      '-Target',
      join(folder, 'exports'),
    ];
    await execa(requireEngine(), ['-NoProfile', '-File', path, ...words]);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each(scenarios)('%s: says what the live server said, and gives away no secret', async (scenario) => {
    const { facts } = await readServerConfiguration(join(folder, 'exports', scenario), new Date());
    const { opened } = await openReplay(recordingPath(scenario));
    const live = await collectDiagnosis(opened.session, {
      now: opened.now,
      sinceMs: 10_800_000,
      modulePath: undefined,
    });

    // Who changed a setting stands in the event log, which an export does not hold.
    expect(findingsOf(facts)).toEqual(findingsOf({ ...live, changeEvents: facts.changeEvents }));
    expect(findingsOf(facts).length).toBeGreaterThanOrEqual(answered.length - 2);
    for (const secret of CANARY_SECRETS) {
      expect(JSON.stringify(facts)).not.toContain(secret);
    }
  });
});
