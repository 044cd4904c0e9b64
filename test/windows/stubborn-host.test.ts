import { expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { behave, liveSession } from '../support/live.js';
import { isAlive, untilGone } from '../support/processes.js';

/** Starts a host that never ends by itself, and closes its session; answers its process. */
async function closeInMidCall(before: () => void = () => undefined): Promise<number | undefined> {
  const session = liveSession();
  await session.info();
  const { pid } = session;
  expect(isAlive(pid)).toBe(true);
  const asked = Promise.allSettled([session.run(behave, { kind: 'spin' })]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  before();
  await session.close();
  expect(await asked).toMatchObject([{ reason: { code: 'E_CLOSED' } }]);
  return pid;
}

describeWithEngine('a host that does not end', () => {
  test('is ended by taskkill', async () => {
    await untilGone(await closeInMidCall());
  });

  test('is ended without taskkill, too', async () => {
    const { SystemRoot } = process.env;
    try {
      const pid = await closeInMidCall(() => {
        process.env['SystemRoot'] = 'C:\\nowhere';
      });
      await untilGone(pid);
    } finally {
      process.env['SystemRoot'] = SystemRoot;
    }
  });
});
