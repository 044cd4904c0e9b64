import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import type { LiveSession } from '../../src/ps/live-session.js';
import { describeWithEngine, requireEngine, useOwnEngines } from '../support/engine.js';
import { behave, echo, liveSession } from '../support/live.js';
import { isAlive, untilGone } from '../support/processes.js';

useOwnEngines();

describeWithEngine('a live session', () => {
  let session: LiveSession;
  beforeAll(() => {
    session = liveSession();
  });
  afterAll(async () => {
    await session.close();
  });

  test('says what the engine is', async () => {
    const info = await session.info();
    expect(info.languageMode).toBe('FullLanguage');
    expect(info.processId).toBeGreaterThan(0);
  });

  test.each([
    ['an apostrophe', "it's"],
    ['quotes', 'a "b" c'],
    ['a subexpression', '$(throw 1) $env:PATH `n'],
    ['typographic quotes', '\u2018\u2019\u201a\u201b\u201c'],
    ['line ends and a here-string end', 'a\r\nb\n\'@\n"@'],
    ['an empty text', ''],
    ['a leading dash', '-Confirm:$true'],
    ['emoji and combining marks', '\u{1f600} e\u0301'],
    ['right-to-left text', '\u05e9\u05dc\u05d5\u05dd'],
    ['a lone surrogate', 'a\ud800b'],
    ['control characters', '\u0000\u0001\u001b[31m\u0085\u2028'],
    ['text that looks like an escape', '_x000A_ _X0041_'],
    ['32 KB', 'x'.repeat(32_768)],
  ])('carries %s to a parameter and back unchanged', async (_, value) => {
    const answer = await session.run(echo, { value });
    expect(answer.rows).toEqual([{ index: 0, value }]);
  });

  test.each([[null], [true], [42], [2 ** 40], [1.5], [['a', 'b']], [['one']]])(
    'carries the value %j',
    async (value) => {
      const answer = await session.run(echo, { value });
      expect(answer.rows).toEqual([{ index: 0, value }]);
    },
  );

  test('takes a change by runChange only, and nothing else that way', async () => {
    const change = { ...echo, mutates: true } as const;
    // @ts-expect-error An operation that can change a server is not taken by run.
    await expect(session.run(change, { value: 1 })).rejects.toThrow(/Test-PhsEcho can change the server/);
    // @ts-expect-error An operation that changes nothing is not taken by runChange.
    await expect(session.runChange(echo, { value: 1 })).rejects.toThrow(/Test-PhsEcho changes nothing/);
    expect((await session.runChange(change, { value: 2 })).rows).toEqual([{ index: 0, value: 2 }]);
  });

  test('a change is not cut by its signal, but by its cut, with the reason given; the next request gets a new host', async () => {
    const own = liveSession();
    const change = { ...behave, mutates: true } as const;
    const stop = new AbortController();
    const cut = new AbortController();
    const reason = (): Error => new Error('cut on purpose');
    try {
      // The signal counts until the change has been sent.
      await own.run(echo, { value: 0 });
      const done = own.runChange(change, { kind: 'sleep', milliseconds: 800 }, { signal: stop.signal });
      setTimeout(() => {
        stop.abort();
      }, 300);
      expect((await done).state).toBe('completed');
      const cutOff = own.runChange(
        change,
        { kind: 'sleep', milliseconds: 60_000 },
        { cut: { signal: cut.signal, reason } },
      );
      setTimeout(() => {
        cut.abort();
      }, 500);
      await expect(cutOff).rejects.toThrow('cut on purpose');
      expect((await own.run(echo, { value: 1 })).rows).toHaveLength(1);
    } finally {
      await own.close();
    }
  });

  test('an operation that throws fails, keeps its rows, and the session goes on', async () => {
    const answer = await session.run(behave, { kind: 'throw' });
    expect(answer.state).toBe('failed');
    expect(answer.errors[0]?.message).toBe('thrown on purpose');
    expect(answer.rows).toHaveLength(1);
    expect((await session.run(echo, { value: 1 })).state).toBe('completed');
  });
});

describeWithEngine('an operation that behaves badly', () => {
  let session: LiveSession;
  beforeAll(() => {
    session = liveSession();
  });
  afterAll(async () => {
    await session.close();
  });
  const stillAnswers = async (): Promise<void> => {
    expect((await session.run(echo, { value: 'here' })).rows).toEqual([{ index: 0, value: 'here' }]);
  };

  test('with a non-terminating error completes and tells both the error and what came after', async () => {
    const answer = await session.run(behave, { kind: 'write-error' });
    expect(answer.state).toBe('completed');
    expect(answer.rows.map((row) => row.value)).toEqual(['write-error', 'after']);
    expect(answer.errors[0]).toMatchObject({
      message: 'outer',
      errorId: 'TestFailure,Test-PhsBehavior',
      category: 'PermissionDenied',
      exceptionTypes: ['System.InvalidOperationException', 'System.UnauthorizedAccessException'],
      hresult: '80070005',
    });
  });

  test('with an unknown command fails with the error id of the engine', async () => {
    const answer = await session.run(behave, { kind: 'unknown-command' });
    expect(answer.state).toBe('completed');
    expect(answer.errors[0]?.errorId).toBe('CommandNotFoundException');
  });

  test('with "exit" ends only itself', async () => {
    expect((await session.run(behave, { kind: 'exit' })).rows).toHaveLength(1);
    await stillAnswers();
  });

  test('with warnings and host output keeps them as data', async () => {
    expect((await session.run(behave, { kind: 'warning' })).warnings).toEqual(['a warning']);
    expect((await session.run(behave, { kind: 'host' })).information).toEqual([
      { text: 'to the host', foreground: 'Red', noNewLine: false },
    ]);
  });

  test('that prints to the console, with a forged frame, breaks nothing', async () => {
    expect((await session.run(behave, { kind: 'console' })).state).toBe('completed');
    await stillAnswers();
  });

  test('that floods stderr does not block', async () => {
    expect((await session.run(behave, { kind: 'stderr-flood' })).state).toBe('completed');
  });

  test('that prompts fails at once', async () => {
    const answer = await session.run(behave, { kind: 'prompt' });
    expect(answer.errors).toHaveLength(1);
    expect(answer.state).not.toBe('timeout');
    await stillAnswers();
  });

  test('that writes something else than rows is refused', async () => {
    await expect(session.run(behave, { kind: 'stray-object' })).rejects.toMatchObject({ code: 'E_SCHEMA' });
    await stillAnswers();
  });

  test('whose parameters do not fit is E_COMMAND', async () => {
    const wrong = { ...echo, arguments: z.object({ nothing: z.string() }) };
    await expect(session.run(wrong, { nothing: 'x' })).rejects.toMatchObject({ code: 'E_COMMAND' });
    await expect(session.run({ ...echo, name: 'Test-PhsNothing' }, { value: 1 })).rejects.toMatchObject({
      code: 'E_COMMAND',
    });
    await stillAnswers();
  });

  test.each([['sleep'], ['spin']])(
    'that does not end (%s) times out, keeps its rows, and the session goes on',
    async (kind) => {
      const answer = await session.run({ ...behave, deadlineMs: 3_000 }, { kind, milliseconds: 4_500 });
      expect(answer.state).toBe('timeout');
      expect(answer.rows).toHaveLength(1);
      await stillAnswers();
    },
  );

  test('that cannot be stopped times out with its rows all the same; the next request gets a new host', async () => {
    const before = session.pid;
    const answer = await session.run({ ...behave, deadlineMs: 500 }, { kind: 'sleep', milliseconds: 3_600_000 });
    expect(answer.state).toBe('timeout');
    expect(answer.rows).toHaveLength(1);
    await stillAnswers();
    expect(session.pid).not.toBe(before);
  });

  test('that ends the process, even with code 0, is an error; the next request gets a new host', async () => {
    const before = session.pid;
    await expect(session.run(behave, { kind: 'environment-exit' })).rejects.toMatchObject({
      code: 'E_HOST_EXIT',
      fields: { exitCode: 0 },
    });
    await stillAnswers();
    expect(session.pid).not.toBe(before);
  });
});

describeWithEngine('a busy session', () => {
  test('answers 200 requests in a row and 50 at once, each with its own answer, in order', async () => {
    const session = liveSession();
    try {
      for (let index = 0; index < 200; index += 1) {
        expect((await session.run(echo, { value: index })).rows[0]?.value).toBe(index);
      }
      const order: number[] = [];
      await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const answer = await session.run(echo, { value: index });
          expect(answer.rows[0]?.value).toBe(index);
          order.push(index);
        }),
      );
      expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index));
    } finally {
      await session.close();
    }
  });

  test('takes 100 MB page by page without keeping it', async () => {
    const session = liveSession({ pageSize: 500 });
    try {
      let length = 0;
      const answer = await session.run(
        { ...echo, deadlineMs: 120_000 },
        { value: 'x'.repeat(20_000), count: 5_000 },
        {
          onRows: (rows) => {
            for (const row of rows) {
              length += String(row.value).length;
            }
          },
        },
      );
      expect(answer.rows).toEqual([]);
      expect(length).toBe(100_000_000);
      expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
    } finally {
      await session.close();
    }
  });

  test('leaves no process behind when it is closed, and none when it is killed in mid-call', async () => {
    const session = liveSession();
    await session.info();
    const first = session.pid;
    await session.close();
    expect(isAlive(first)).toBe(false);

    const second = liveSession();
    await second.info();
    const { pid } = second;
    const asked = Promise.allSettled([second.run(behave, { kind: 'sleep', milliseconds: 60_000 })]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await second.close();
    expect(await asked).toMatchObject([{ reason: { code: 'E_CLOSED' } }]);
    expect(isAlive(pid)).toBe(false);
  });

  test('ends by itself when its input is closed in mid-call, as when Node dies', async () => {
    const script = join(packageRoot(), 'test', 'support', 'orphan.mjs');
    const run = await execa(process.execPath, [script, requireEngine()], { reject: false });
    const pid = Number(run.stdout.trim());
    expect(pid).toBeGreaterThan(0);
    await untilGone(pid);
  });
});
