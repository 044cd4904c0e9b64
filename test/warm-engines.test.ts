import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa, type ResultPromise } from 'execa';
import { enginePath } from '../tools/find-test-host.mjs';
import { describeWithEngine, engine } from './support/engine.js';
import { untilGone } from './support/processes.js';

/** How a command line is started. */
interface Asked {
  readonly env: Record<string, string>;
  readonly input: string;
  readonly reject: false;
  readonly cwd: string;
}

/** Only the test engine keeps warm engines, and only on Linux: descriptors are handed over between processes. */
const describeWarm = engine() === enginePath && process.platform === 'linux' ? describeWithEngine : () => undefined;

describeWarm('a warm engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-warm-'));
  const pool = join(folder, 'pool');
  const ownProcess = '[System.Diagnostics.Process]::GetCurrentProcess().Id';

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A command line of the engine in the pool. */
  function ask(command: string, env: Record<string, string> = {}, input = ''): ResultPromise<Asked> {
    const args = ['-NoProfile', '-NonInteractive', '-Command', command];
    const options: Asked = { env: { PHS_ENGINE_POOL: pool, ...env }, input, reject: false, cwd: folder };
    return execa(enginePath, args, options);
  }

  test('runs what comes later in the same process, and gives back what each wrote and ended with', async () => {
    const first = await ask(`${ownProcess}; exit 3`);
    const second = await ask(`${ownProcess}; [System.Console]::Error.WriteLine('said'); exit 4`);
    const { stdout: cold } = await ask(ownProcess, { PHS_ENGINE_POOL: '' });
    expect({ code: first.exitCode, stderr: first.stderr }).toEqual({ code: 3, stderr: '' });
    expect({ code: second.exitCode, stderr: second.stderr }).toEqual({ code: 4, stderr: 'said' });
    expect(second.stdout).toBe(first.stdout);
    expect(cold).not.toBe(first.stdout);
  });

  test('hands nothing of one run to the next: variables, functions, the environment, the folder, the streams', async () => {
    await ask(
      "$global:Left = 1; function Get-Left { 1 }; $env:PHS_LEFT = '1'; [System.Environment]::CurrentDirectory = '/';" +
        '[System.Console]::SetOut([System.IO.TextWriter]::Null)',
    );
    const { stdout } = await ask(
      "[string]$global:Left + '|' + [string](Get-Command Get-Left -ErrorAction Ignore) + '|' + [string]$env:PHS_LEFT + '|' +" +
        "[System.Environment]::CurrentDirectory + '|' + [string]$env:PHS_GIVEN + '|' + [System.Console]::In.ReadToEnd()",
      { PHS_GIVEN: 'given' },
      'typed',
    );
    expect(stdout).toBe(`|||${folder}|given|typed`);
  });

  test('runs two at the same time in two processes', async () => {
    const meet = `while (-not [System.IO.File]::Exists('${join(folder, 'go')}')) { [System.Threading.Thread]::Sleep(10) }; ${ownProcess}`;
    const both = [ask(meet), ask(meet)];
    writeFileSync(join(folder, 'go'), '');
    const [first, second] = await Promise.all(both);
    expect(first?.exitCode).toBe(0);
    expect(first?.stdout).not.toBe(second?.stdout);
  });

  test('ends with what it runs when the process that asked is ended', async () => {
    const said = join(folder, 'pid');
    const asked = ask(
      `[System.IO.File]::WriteAllText('${said}', [string]${ownProcess}); while ($true) { [System.Threading.Thread]::Sleep(10) }`,
    );
    while (!existsSync(said)) await new Promise((resolve) => setTimeout(resolve, 20));
    asked.kill('SIGKILL');
    await asked;
    const { stdout } = await execa('cat', [said]);
    await untilGone(Number(stdout));
    expect((await ask('7')).stdout).toBe('7');
  });

  test('binds what follows -File as a process of its own does', async () => {
    const script = join(folder, 'echo.ps1');
    writeFileSync(
      script,
      'param([string]$Name, [switch]$Loud, [string]$Rest = \'\') "$Name|$Loud|$Rest|$PSScriptRoot"; exit 5\n',
    );
    for (const env of [{}, { PHS_ENGINE_POOL: '' }]) {
      const args = ['-NoProfile', '-File', script, '-Name', 'a b', '-Loud', 'x'];
      const run = await execa(enginePath, args, { env: { PHS_ENGINE_POOL: pool, ...env }, reject: false });
      expect({ code: run.exitCode, stdout: run.stdout }).toEqual({ code: 5, stdout: `a b|True|x|${folder}` });
    }
  });

  test('ends when its pool has gone', async () => {
    const { stdout } = await ask(ownProcess);
    rmSync(pool, { recursive: true, force: true });
    await untilGone(Number(stdout));
    expect(existsSync(pool)).toBe(false);
  });
});
