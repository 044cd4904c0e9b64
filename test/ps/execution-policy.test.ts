import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { enginePath } from '../../tools/find-test-host.mjs';
import { describeWithEngine, engine } from '../support/engine.js';

/** A full pwsh knows policies on Windows only; the engine takes the switch as Windows does. */
const describePolicies = engine() === enginePath ? describeWithEngine : () => undefined;

describePolicies('-ExecutionPolicy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-policy-'));
  const script = join(folder, 'Show-Policy.ps1');
  writeFileSync(
    script,
    "'ran with ' + [System.Environment]::GetEnvironmentVariable('PSExecutionPolicyPreference')\r\n",
  );

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...words: readonly string[]) => execa(enginePath, [...words, '-File', script], { reject: false });

  test.each(['RemoteSigned', 'bypass', 'Unrestricted'])('%s runs a script, which sees it', async (policy) => {
    const { exitCode, stdout } = await run('-ExecutionPolicy', policy);
    expect({ exitCode, stdout: stdout.toLowerCase() }).toEqual({
      exitCode: 0,
      stdout: `ran with ${policy.toLowerCase()}`,
    });
  });

  test('is not set by the one who leaves it out', async () => {
    expect(await run()).toMatchObject({ exitCode: 0, stdout: 'ran with ' });
  });

  test.each([
    ['Restricted', 'because running scripts is disabled on this system'],
    ['AllSigned', 'is not digitally signed'],
  ])('%s runs none, and says why', async (policy, why) => {
    const { exitCode, stdout, stderr } = await run('-ExecutionPolicy', policy);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(why);
  });

  test.each(['RemoteSinged', '3', ''])('%j is a mistake on the command line', async (policy) => {
    expect(await run('-ExecutionPolicy', policy)).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining(`Invalid ExecutionPolicy value '${policy}'.`),
    });
  });
});
