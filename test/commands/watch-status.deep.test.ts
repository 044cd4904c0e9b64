import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { collectStatus } from '../../src/collect/collect-status.js';
import { watchStatus } from '../../src/command-steps/watch-status.js';
import type { Context } from '../../src/command-line/context.js';
import { PsError } from '../../src/base/errors.js';
import { fakeContext } from '../support/fake-context.js';
import { FakeSession, type FakeReplies } from '../support/fake-session.js';
import { healthyConnectorId, healthyNow, healthyReplies } from '../support/healthy-replies.js';

const rounds = 2_000;
const mebibyte = 1024 * 1024;

/** Collects garbage before a measurement, so that only what is held counts. */
function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

/** Forty problems, each round newer ones, so that every round has events to tell. */
function problems(round: number): readonly unknown[] {
  return Array.from({ length: 40 }, (_, index) => ({
    recordId: round * 40 + index,
    eventId: 611,
    source: 'Directory Synchronization',
    entryType: 'Error',
    generatedAt: new Date(healthyNow.getTime() + round * 60_000 - index * 1_000).toISOString(),
    message: `Failed for contoso.com. RPC Error 8453. ${'x'.repeat(500)} <connector-id>${healthyConnectorId}</connector-id>`,
  }));
}

test('2,000 looks, with a PowerShell that dies every hundredth time, hold no more memory than a hundred', async () => {
  let round = 0;
  let sessions = 0;
  const fake = fakeContext();
  const replies: FakeReplies = {
    ...healthyReplies,
    'Get-PhsEvent': () => ({ rows: problems(round) }),
    'Get-PhsScheduler': (args, count) => {
      const planned = healthyReplies['Get-PhsScheduler'];
      const whole = typeof planned === 'function' ? planned(args, count) : (planned ?? { rows: [] });
      return round % 100 === 99 ? { rejects: new PsError('E_HOST_EXIT', 'It died.') } : whole;
    },
  };
  let session = new FakeSession(replies);
  const written = { lines: 0, listeners: 0 };
  const ctx: Context = {
    ...fake,
    clock: () => new Date(healthyNow.getTime() + round * 60_000),
    io: { ...fake.io, stdout: () => (written.lines += 1), stderr: () => undefined },
    openSession: () => {
      sessions += 1;
      session = new FakeSession(replies);
      return Promise.resolve({ session, now: healthyNow, simulated: false, close: () => Promise.resolve() });
    },
  };
  const heaps: number[] = [];
  const pause = (): Promise<void> => {
    round += 1;
    session.requests.length = 0;
    if (round === 100 || round === rounds) {
      heaps.push(heapAfterCollection());
    }
    if (round === rounds) {
      fake.abort();
    }
    return Promise.resolve();
  };
  const request = {
    expect: 'active',
    failOn: 'fail',
    output: 'text',
    quiet: false,
    verbose: false,
    noColor: true,
    debug: false,
  } as const;
  const startedMs = Date.now();

  await expect(
    watchStatus(ctx, { ...request, sinceMs: 10_800_000 }, { collect: collectStatus, pause }),
  ).rejects.toMatchObject({ exitCode: 130 });

  const [early = 0, late = Infinity] = heaps;
  process.stdout.write(
    `2,000 looks: ${written.lines} lines, ${sessions} sessions, ${((late - early) / mebibyte).toFixed(1)} MiB more held than after 100, ${Date.now() - startedMs} ms\n`,
  );
  // The first session, and one after each death but the last, which is the end.
  expect(sessions).toBe(rounds / 100);
  expect(written.lines).toBeGreaterThan(rounds);
  expect(late - early).toBeLessThan(8 * mebibyte);
}, 300_000);
