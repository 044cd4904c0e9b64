import { describe, expect, test } from '@jest/globals';
import { deferred, type Timers } from '../../src/base/async.js';
import { CancelledError } from '../../src/base/errors.js';
import { askFleet, mostAtOnce } from '../../src/command-steps/ask-fleet.js';

/** Timers that a test fires itself. */
class HandTimers implements Timers {
  readonly waiting = new Set<() => void>();

  after(_ms: number, due: () => void): () => void {
    this.waiting.add(due);
    return () => this.waiting.delete(due);
  }

  fire(): void {
    const due = [...this.waiting];
    this.waiting.clear();
    due.forEach((each) => {
      each();
    });
  }
}

const never = new AbortController().signal;
const options = { signal: never, limitMs: 5_000 };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a fleet', () => {
  test('is asked eight at a time, and answers in the order of its servers', async () => {
    const servers = Array.from({ length: 20 }, (_, index) => index);
    let running = 0;
    let most = 0;
    const { answers } = await askFleet(
      servers,
      async (server) => {
        most = Math.max(most, (running += 1));
        await settle();
        running -= 1;
        return server * 2;
      },
      options,
    );

    expect(most).toBe(mostAtOnce);
    expect(answers).toEqual(servers.map((server) => ({ answer: server * 2 })));
  });

  test('is not held up by servers that say nothing: each is given up after its own time', async () => {
    const timers = new HandTimers();
    const silent = deferred<string>();
    const told: AbortSignal[] = [];
    const asking = askFleet(
      ['silent', 'quick', 'refuses'],
      async (server, signal) => {
        told.push(signal);
        if (server === 'refuses') throw new Error('Access is denied.');
        return server === 'silent' ? silent.promise : server;
      },
      { ...options, timers },
    );
    await settle();
    expect(told.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    timers.fire();
    const { answers, ended } = await asking;

    expect(answers).toEqual([
      {
        error: expect.objectContaining({
          code: 'E_DEADLINE',
          message: 'The server did not answer within 5 s.',
          hint: 'Look with phs-tool doctor at that server, or give more time with --timeout.',
        }),
      },
      { answer: 'quick' },
      { error: new Error('Access is denied.') },
    ]);
    expect(told[0]?.aborted).toBe(true);
    // The silent one still holds on: the result does not wait for it for ever.
    const ending = ended();
    await settle();
    timers.fire();
    expect(await ending).toBe(false);
    silent.resolve('at last');
  });

  test('ends in order if every server does', async () => {
    const { ended } = await askFleet([1, 2], (server) => Promise.resolve(server), options);

    expect(await ended()).toBe(true);
  });

  test('asks nobody else once it is interrupted', async () => {
    const stop = new AbortController();
    const asked: number[] = [];
    const asking = askFleet(
      Array.from({ length: 30 }, (_, index) => index),
      async (server, signal) => {
        asked.push(server);
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
      },
      { ...options, signal: stop.signal },
    );
    await settle();
    stop.abort();

    await expect(asking).rejects.toBeInstanceOf(CancelledError);
    expect(asked).toHaveLength(mostAtOnce);
  });
});
