import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { abortable } from '../../src/base/async.js';
import { withDeadline } from '../../src/command-steps/with-deadline.js';
import type { Context } from '../../src/command-line/context.js';
import { fakeContext } from '../support/fake-context.js';

const deadline = { limitMs: 60_000, lostCode: 3 } as const;
const forever = new Promise<never>(() => undefined);

function world(elapsedMs = 0): { readonly ctx: Context; readonly abort: () => void; readonly exits: number[] } {
  const exits: number[] = [];
  const fake = fakeContext();
  const ctx = { ...fake, elapsedMs: () => elapsedMs, exit: (code: number): void => void exits.push(code) };
  return { ctx, abort: fake.abort, exits };
}

describe('a run with a deadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('that is over in time has its own result, and nothing is ended', async () => {
    const { ctx, exits } = world();
    await expect(withDeadline(ctx, deadline, () => Promise.resolve(4))).resolves.toBe(4);
    expect(exits).toEqual([]);
  });

  test('is told to end some seconds before, and says why it did', async () => {
    const { ctx, exits } = world();
    let told = false;
    const run = withDeadline(ctx, deadline, ({ signal }) => {
      signal.addEventListener('abort', () => {
        told = true;
      });
      return abortable(forever, signal);
    });
    const ended = expect(run).rejects.toMatchObject({
      code: 'E_DEADLINE',
      exitCode: 5,
      message: 'The server did not answer within 60 s.',
      hint: 'Look with phs-tool doctor at that server, or give more time with --timeout. Of the 60 s the server has 52 s: the rest is kept to end PowerShell and print the result.',
    });
    await jest.advanceTimersByTimeAsync(51_000);
    expect(told).toBe(false);
    await jest.advanceTimersByTimeAsync(2_000);
    await ended;
    expect({ told, exits }).toEqual({ told: true, exits: [] });
  });

  test('that does not end is not waited for, and ends with the process', async () => {
    const { ctx, exits } = world();
    const ended = expect(withDeadline(ctx, deadline, () => forever)).rejects.toMatchObject({ code: 'E_DEADLINE' });
    await jest.advanceTimersByTimeAsync(59_600);
    await ended;
    expect(exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(exits).toEqual([3]);
  });

  test('whose result is printed keeps it, also when something does not end', async () => {
    const { ctx, exits } = world();
    const run = withDeadline(ctx, deadline, (_world, onResult) => {
      onResult(0);
      return forever;
    });
    await jest.advanceTimersByTimeAsync(61_000);
    await expect(run).resolves.toBe(0);
    expect(exits).toEqual([0]);
  });

  test('counts from the start of the process', async () => {
    const { ctx } = world(30_000);
    const ended = expect(withDeadline(ctx, deadline, () => forever)).rejects.toMatchObject({ code: 'E_DEADLINE' });
    await jest.advanceTimersByTimeAsync(29_700);
    await ended;
  });

  test('that the operator interrupts, or that fails by itself, says that', async () => {
    const { ctx, abort } = world();
    const interrupted = expect(
      withDeadline(ctx, deadline, ({ signal }) => abortable(forever, signal)),
    ).rejects.toMatchObject({ code: 'E_CANCELLED' });
    abort();
    await interrupted;
    await expect(withDeadline(world().ctx, deadline, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });
});
