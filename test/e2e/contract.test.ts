import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseContract } from '../../src/contract/certainty.js';
import { lineWithName, nameParts } from '../../src/contract/own-names.js';
import { runCliLive } from '../support/cli.js';
import { contractLeaks } from '../support/contract-leaks.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder } from '../support/operations-session.js';

describeWithEngine('phs-tool contract', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-contract-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('finds the simulator as it is assumed to be, and writes a file that an issue takes', async () => {
    const out = join(folder, 'healthy.ndjson');
    const { exitCode, stdout, stderr } = await runCliLive(['contract', '--simulate', 'healthy', '--out', out]);
    const text = await readFile(out, 'utf8');
    const lines = parseContract(text);

    expect(stdout).toMatch(/\n0 different, 0 not known before, \d+ not seen, \d{3} as assumed\n$/);
    expect(stderr).toContain('no names or values');
    expect(exitCode).toBe(0);
    expect(text.length).toBeLessThan(50_000);
    expect(lines[0]).toMatchObject({
      type: 'contract',
      simulated: true,
      source: { kind: 'simulated' },
      module: '1.0.0.0',
    });
    expect(lines.at(-1)).toEqual({ type: 'end', lines: lines.length });
    for (const type of ['command', 'operation', 'call', 'shape', 'enum', 'events', 'compared']) {
      expect(lines.some((line) => line.type === type)).toBe(true);
    }
    // A server that is called like a word of every contract gives one all the same.
    const words = [...new Set(text.match(/[A-Za-z]{4,}/g))];
    expect(words.length).toBeGreaterThan(300);
    expect(words.filter((word) => lineWithName(lines, nameParts([`${word}-01`])) !== undefined)).toEqual([]);
    expect(lineWithName(lines, ['string'])).toBeGreaterThan(1);
  });

  test('shows what is different in another module', async () => {
    const args = ['contract', '--simulate', 'healthy', '--module-path', moduleFolder('foreign')];
    const { exitCode, stdout } = await runCliLive(args);

    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^different +ad-connector: \(Connector\) \(is ForeignConnector\)$/m);
    expect(stdout).toMatch(/^different +scheduler: SchedulerSuspended \(there is no such member\)$/m);
    expect(stdout).toMatch(/^different +call missing-connector: .*System\.InvalidOperationException/m);
    expect(stdout).toMatch(/^not seen +command Get-ADSyncAutoUpgrade: exists \(this build does not have it\)$/m);
  });

  test('shows a member and a parameter that nobody knew, and a value of none', async () => {
    const modules = join(folder, 'modules');
    await cp(moduleFolder('foreign'), modules, { recursive: true });
    const file = join(modules, 'ADSync', 'ADSync.psm1');
    const text = await readFile(file, 'utf8');
    const changed = text
      .replace('[string] $Subtype', "[string] $Hue = 'Oldenburg'\n    [string] $Subtype")
      .replace('param([string] $ConnectorName)', 'param([string] $ConnectorName, [string] $Shade)');
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
    const args = ['contract', '--simulate', 'healthy', '--module-path', modules, '--output', 'ndjson'];
    const { exitCode, stdout } = await runCliLive(args);

    expect(exitCode).toBe(3);
    expect(parseContract(stdout)).toEqual(
      expect.arrayContaining([
        { type: 'compared', verdict: 'not known before', what: 'ad-connector', items: ['Hue'] },
        {
          type: 'compared',
          verdict: 'not known before',
          what: 'command Get-ADSyncAADCompanyFeature',
          items: ['-Shade'],
        },
      ]),
    );
    expect(stdout).not.toMatch(/oldenburg|foreign\.example|b891884f/i);
  });

  test.each([
    ['as assumed', 'the newest', '3, 2, 1', ''],
    ['different', 'the oldest', '1, 2, 3', ' (fails with System.InvalidOperationException, 80131509)'],
    ['not seen', 'the only', '1', ' (there was nothing to answer)'],
  ])('finds it %s that a single run is %s one', async (verdict, _, days, says) => {
    const modules = await mkdtemp(join(folder, 'runs-'));
    await cp(moduleFolder('foreign'), modules, { recursive: true });
    const ofModule = (ending: string): string => join(modules, 'ADSync', `ADSync.${ending}`);
    const manifest = await readFile(ofModule('psd1'), 'utf8');
    await writeFile(ofModule('psd1'), manifest.replace('@(', "@('Get-ADSyncRunProfileResult', "));
    const runs = `
function Get-ADSyncRunProfileResult {
    [CmdletBinding()] param([guid] $ConnectorId, [int] $NumberRequested, [switch] $RunStepDetails)
    $count = 0
    foreach ($day in ${days}) {
        $count++
        if ($count -le $NumberRequested) { [pscustomobject]@{ StartDate = [datetime]::new(2026, 3, $day) } }
    }
}
`;
    await writeFile(ofModule('psm1'), `${await readFile(ofModule('psm1'), 'utf8')}${runs}`);
    const args = ['contract', '--simulate', 'healthy', '--module-path', modules, '--verbose'];
    const { stdout } = await runCliLive(args);

    const what = 'call newest-run: Get-ADSyncRunProfileResult -NumberRequested 1 answers the newest run';
    expect(stdout.split('\n').find((line) => line.includes('call newest-run'))).toBe(
      `${verdict.padEnd(16)}  ${what}${says}`,
    );
  });

  test('says nothing about the cmdlets while the service does not run', async () => {
    const { exitCode, stdout } = await runCliLive(['contract', '--simulate', 'service-stopped', '--verbose']);

    expect(stdout).toMatch(/^as assumed +service that does not run: cmdlets fail with 80080005 or 800706ba$/m);
    expect(stdout).toMatch(/^not seen +call scheduler: Get-ADSyncScheduler answers \(the service does not run\)$/m);
    expect(exitCode).toBe(0);
  });

  // Names that nobody else has, errors with texts of the server, and a log with everything. All scenarios: contract.deep.test.ts.
  test.each(['odd-names', 'access-denied', 'switched-off-by-somebody'])(
    'tells no name, value or secret of %s',
    async (scenario) => {
      const { leaks, length } = await contractLeaks(scenario);

      expect(leaks).toEqual([]);
      expect(length).toBeGreaterThan(5_000);
    },
  );
});
