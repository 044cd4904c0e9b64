import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { standardStream } from '../../src/files/standard-stream.js';

/** A pipe whose reader takes nothing until it is told to. */
class SlowPipe extends Socket {
  readonly fd = 1;
  private readonly waiting: (() => void)[] = [];
  private isTaken = false;

  override _write(_chunk: unknown, _encoding: string, taken: () => void): void {
    if (this.isTaken) {
      taken();
    } else {
      this.waiting.push(taken);
    }
  }

  /** From now on everything is taken. */
  takeAll(): void {
    this.isTaken = true;
    this.waiting.splice(0).forEach((taken) => {
      taken();
    });
  }
}

/** Whether a promise has settled by the next turns of the event loop. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await nextTurn();
  await nextTurn();
  return settled;
}

test('a writer waits for a slow reader when there is much to take, and not for a little', async () => {
  const pipe = new SlowPipe();
  const stream = standardStream(pipe);
  const { signal } = new AbortController();

  stream.write('a line\n');
  expect(await isSettled(stream.ready(signal))).toBe(true);
  stream.write('x'.repeat(1_000_000));
  const ready = stream.ready(signal);
  expect(await isSettled(ready)).toBe(false);
  pipe.takeAll();
  await ready;
  expect(pipe.writableLength).toBe(0);
});

test('a signal ends the waiting', async () => {
  const stream = standardStream(new SlowPipe());
  const controller = new AbortController();
  stream.write('x'.repeat(1_000_000));
  const ready = stream.ready(controller.signal);

  expect(await isSettled(ready)).toBe(false);
  controller.abort();
  expect(await isSettled(ready)).toBe(true);
  expect(await isSettled(stream.ready(controller.signal))).toBe(true);
});
