import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { collectStatus } from '../../src/collect/collect-status.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { waitFor } from '../../src/command-steps/wait-for.js';
import { waitLineSchema } from '../../src/model/wait-line.js';
import { LiveSession } from '../../src/ps/live-session.js';
import { openSession } from '../../src/session/open-session.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';
import { watchOptions } from '../support/watch-options.js';

const request = {
  goal: 'alive',
  timeoutMs: 3_600_000,
  expect: 'active',
  ...watchOptions,
} as const;

describeWithEngine('wait on a simulated server, in the real engine', () => {
  test('goes on with a new PowerShell when its own is killed in the middle of its first look', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'phs-wait-'));
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
        if (pids.length === 1 && stage === 'the connectors' && pid !== undefined) {
          process.kill(pid, 'SIGKILL');
        }
      };
      return collectStatus(session, { ...options, onProgress: kill });
    };

    const code = await waitFor(ctx, { ...request, simulate: directory }, { collect, pause: () => Promise.resolve() });
    await rm(directory, { recursive: true, force: true });

    const lines = fake.out().trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.map((line) => waitLineSchema.parse(JSON.parse(line)).type)).toEqual([
      'session',
      'session',
      'state',
      'end',
    ]);
    expect(new Set(pids).size).toBe(2);
  });
});
