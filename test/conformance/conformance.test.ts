import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

const simulator = join(packageRoot(), 'simulator');

describeWithEngine('conformance of ADSync modules', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-conformance-test-'));
    await createSimulatedServer('three-forests', join(folder, 'server'), { now: new Date() });
    await createSimulatedServer('users', join(folder, 'users'), { now: new Date() });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function conformance(
    modulePath: string,
    server = 'server',
  ): Promise<{ exitCode: number | undefined; failed: string[]; skipped: string[]; passed: number; stderr: string }> {
    const script = join(import.meta.dirname, 'Test-Conformance.ps1');
    const given = ['-ModulePath', modulePath, '-Server', join(folder, server), '-AllowChanges', 'yes'];
    const { exitCode, stdout, stderr } = await execa(requireEngine(), ['-NoProfile', '-File', script, ...given], {
      reject: false,
    });
    const lines = stdout.split(/\r?\n/);
    const failed = lines.filter((line) => line.startsWith('not ok '));
    const skipped = lines.filter((line) => line.startsWith('skipped '));
    return { exitCode, failed, skipped, passed: lines.filter((line) => line.startsWith('ok ')).length, stderr };
  }

  test('the simulated modules pass', async () => {
    const { exitCode, failed, passed, stderr } = await conformance(simulator);
    expect({ exitCode, failed, stderr }).toEqual({ exitCode: 0, failed: [], stderr: '' });
    expect(passed).toBeGreaterThan(200);
  });

  test('on a server with users, too, and no fact about objects, errors, logs and texts is left out', async () => {
    const { exitCode, failed, skipped } = await conformance(simulator, 'users');
    expect({ exitCode, failed }).toEqual({ exitCode: 0, failed: [] });
    expect(skipped.map((line) => line.replace(/^skipped | \(.*$/g, ''))).toEqual([
      '1.3 a build that wants the connector has ConnectorName as the first parameter',
      '1 its root module is Microsoft.IdentityManagement.PowerShell.Cmdlet.dll',
      '1.13 Get-ADSyncConnectorStatistics takes ConnectorName',
      '3.2 650 and 651 name the number of users and a tracking id',
      '3.2 652 and 655 are failed batches and pings of provisioning',
      '3.3 telemetry of the diagnostics is written by Directory Synchronization',
    ]);
  });

  test.each([
    [
      'names compared without regard to case',
      'ADSync/Connector.ps1',
      '-cne $Name',
      '-ne $Name',
      '4.4 connector names are case-sensitive',
    ],
    [
      'times of kind UTC',
      'ADSync/Connector.ps1',
      '[System.DateTimeKind]::Unspecified)',
      '[System.DateTimeKind]::Utc)',
      'unspecified time',
    ],
    [
      'an error after an old match',
      'Windows/EventLog.ps1',
      '$complain = $false',
      '$complain = $true',
      'empty and silent',
    ],
    ['-After that is not strict', 'Windows/EventLog.ps1', '-le $after.Ticks', '-lt $after.Ticks', '-After is strict'],
  ])('modules with a mistake do not: %s', async (name, file, right, wrong, fact) => {
    const broken = join(folder, name.replaceAll(' ', '-'));
    await cp(simulator, broken, { recursive: true });
    const text = await readFile(join(broken, file), 'utf8');
    expect(text).toContain(right);
    await writeFile(join(broken, file), text.replaceAll(right, wrong));
    const { exitCode, failed } = await conformance(broken);
    expect(exitCode).toBe(1);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((line) => line.includes(fact))).toBe(true);
  });

  test('a folder without the module is refused', async () => {
    expect((await conformance(join(folder, 'server'))).exitCode).toBe(2);
  });
});
