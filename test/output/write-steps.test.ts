import { expect, test } from '@jest/globals';
import { deferred } from '../../src/base/async.js';
import { writeSteps } from '../../src/output/write-steps.js';
import { fakeContext } from '../support/fake-context.js';

/** Three texts, one in each step. */
function* threeTexts(write: (text: string) => void): Generator<undefined, void> {
  for (const text of ['a', 'b', 'c']) {
    write(text);
    yield;
  }
}

test('a slow reader gets the next text only when it has room for it', async () => {
  const ctx = fakeContext();
  const room = [deferred<undefined>(), deferred<undefined>(), deferred<undefined>()];
  let asked = 0;
  const stdoutReady = async (): Promise<void> => {
    asked += 1;
    await room[asked - 1]?.promise;
  };
  const written = writeSteps({ io: { ...ctx.io, stdoutReady }, signal: ctx.signal }, threeTexts);
  await new Promise((resolve) => setImmediate(resolve));

  expect(ctx.out()).toBe('a');
  room.forEach(({ resolve }) => {
    resolve(undefined);
  });
  await written;
  expect(ctx.out()).toBe('abc');
});

test('a signal ends it between two steps', async () => {
  const ctx = fakeContext();
  ctx.abort();

  await expect(writeSteps(ctx, threeTexts)).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(ctx.out()).toBe('a');
});
