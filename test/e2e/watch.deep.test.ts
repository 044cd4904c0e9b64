import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { collectStatus } from '../../src/collect/collect-status.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { watchStatus } from '../../src/command-steps/watch-status.js';
import { watchLineSchema } from '../../src/model/watch-line.js';
import { packageRoot } from '../../src/base/package-root.js';
import { LiveSession } from '../../src/ps/live-session.js';
import { openSession } from '../../src/session/open-session.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';

const request = {
  expect: 'active',
  failOn: 'fail',
  output: 'text',
  quiet: false,
  verbose: false,
  noColor: true,
  debug: false,
} as const;

describeWithEngine('status --watch on a simulated server, in the real engine', () => {
  test('goes on with a new PowerShell when its own is killed in the middle of a look', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'phs-watch-'));
    await createSimulatedServer('healthy', directory, { now: new Date() });
    const fake = fakeContext();
    const pids: (number | undefined)[] = [];
    const ctx = {
      ...fake,
      clock: () => new Date(),
      openSession: async (wanted: Parameters<typeof fake.openSession>[0]) =>
        openSession({ ...wanted, powershell: requireEngine() }, { env: process.env, clock: () => new Date() }),
    };
    const collect: CollectFacts = (session, options) => {
      const pid = session instanceof LiveSession ? session.pid : undefined;
      pids.push(pid);
      const kill = (stage: string): void => {
        if (pids.length === 2 && stage === 'the connectors' && pid !== undefined) {
          process.kill(pid, 'SIGKILL');
        }
      };
      return collectStatus(session, { ...options, onProgress: kill });
    };
    const pause = (): Promise<void> => {
      if (pids.length === 3) {
        fake.abort();
      }
      return Promise.resolve();
    };

    await expect(
      watchStatus(ctx, { ...request, sinceMs: 10_800_000, simulate: directory }, { collect, pause }),
    ).rejects.toMatchObject({ exitCode: 130 });
    await rm(directory, { recursive: true, force: true });

    const lines = fake
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => watchLineSchema.parse(JSON.parse(line)));
    expect(lines.map((line) => (line.type === 'session' ? line.state : line.type))).toEqual([
      'state',
      'lost',
      'restored',
    ]);
    expect(new Set(pids).size).toBe(2);
  });

  test('ends with 0, and not only after its interval, when its reader has gone while nothing changes', async () => {
    const words = ['status', '--watch', '--interval', '10m', '--simulate', 'staging', '--powershell', requireEngine()];
    const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'main.js'), ...words]);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'exit'));
    expect(code).toBe(0);
  });
});
