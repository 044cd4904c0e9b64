import { expect, test } from '@jest/globals';
import { LiveSession } from '../../src/ps/live-session.js';
import { defaultLimits } from '../../src/ps/limits.js';
import { isAlive, untilGone } from '../support/processes.js';
import { describeHostile, hostileSession, question } from '../support/hostile.js';
import { answeredValue } from '../support/phs1.js';

const answered = { state: 'completed', rows: [{ value: answeredValue }] };

// What a host can do wrong is in failures.test.ts, without processes. These see that the process itself is dealt with.
describeHostile('a real process', () => {
  test('that floods stderr while stdout is silent, and then answers byte by byte, is read', async () => {
    const session = hostileSession('flood');
    try {
      await expect(session.run(question, {})).resolves.toMatchObject(answered);
      await expect(session.run(question, {})).resolves.toMatchObject(answered);
    } finally {
      await session.close();
    }
  });

  test('that is killed in mid-call is told with its signal, and the next request gets a new one', async () => {
    const debug: string[] = [];
    const session = hostileSession('killed', debug);
    const killed = { code: 'E_HOST_EXIT', fields: { signal: 'SIGKILL', exitCode: null, operation: 'Get-PhsQuestion' } };
    try {
      await expect(session.run(question, {})).rejects.toMatchObject(killed);
      await expect(session.run(question, {})).rejects.toMatchObject(killed);
    } finally {
      await session.close();
    }
    expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(2);
  });

  test('that stopped listening, does not end, and started another one, is ended with it', async () => {
    const debug: string[] = [];
    const session = hostileSession('stubborn', debug);
    await expect(session.run(question, {})).resolves.toMatchObject(answered);
    const { pid } = session;
    const child = Number(
      debug.map((line) => /^stray child (\d+)$/.exec(line)?.[1]).find((found) => found !== undefined),
    );
    expect([isAlive(pid), isAlive(child)]).toEqual([true, true]);

    const interrupt = new AbortController();
    const asked = session.run(question, {}, { signal: interrupt.signal });
    setImmediate(() => {
      interrupt.abort();
    });
    await expect(asked).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await session.close();

    await untilGone(pid, child);
  });
});

test('a program that does not exist is E_NO_POWERSHELL and no unhandled rejection', async () => {
  const session = new LiveSession({
    ...{ executable: '/nowhere/powershell', script: 'x.ps1', parameters: {}, cwd: '/nowhere', env: {} },
    server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
    limits: defaultLimits,
    onDebug: () => undefined,
  });
  await expect(session.run(question, {})).rejects.toMatchObject({ code: 'E_NO_POWERSHELL' });
  await session.close();
});
