import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.js';
import { describeHostile } from '../support/hostile.js';
import { untilGone } from '../support/processes.js';

describeHostile('a server that does not answer', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'phs-deadline-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A host that says nothing, does not end when it is asked to, and has started another process. */
  function silentHost(): string {
    const file = join(folder, 'host.sh');
    writeFileSync(
      file,
      `#!/bin/sh\ntrap '' TERM HUP INT\nsleep 600 &\necho $$ $! > '${folder}/pids'\nwhile :; do wait; sleep 1; done\n`,
    );
    chmodSync(file, 0o755);
    return file;
  }

  function started(): readonly number[] {
    return readFileSync(join(folder, 'pids'), 'utf8').trim().split(' ').map(Number);
  }

  test('is UNKNOWN for a monitor at the deadline, and nothing is left running', async () => {
    const run = await runCli(['status', '-o', 'nagios', '--timeout', '8', '--powershell', silentHost()]);

    expect(run).toEqual({
      exitCode: 3,
      stdout: expect.stringMatching(/^PHS UNKNOWN - The server did not answer within 8 s\. [^\n]+\n$/),
      stderr: '',
    });
    await untilGone(...started());
  });

  test('ends the other forms with 5 and the reason', async () => {
    const run = await runCli(['status', '-o', 'json', '--timeout', '8s', '--powershell', silentHost()]);

    expect(run.exitCode).toBe(5);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'E_DEADLINE', exitCode: 5 } });
    await untilGone(...started());
  });
});
