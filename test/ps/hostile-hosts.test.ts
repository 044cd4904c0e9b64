import { expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import type { SessionLimits } from '../../src/ps/limits.js';
import { describeHostile, hostileSession, question } from '../support/hostile.js';

const value = 'h\u00e9llo \u{1f600}';
const answered = { state: 'completed', rows: [{ value }] };

async function withSession<Result>(
  kind: string,
  body: (session: LiveSession, debug: string[]) => Promise<Result>,
  limits: Partial<SessionLimits> = {},
): Promise<Result> {
  const debug: string[] = [];
  const session = hostileSession(kind, limits, debug);
  try {
    return await body(session, debug);
  } finally {
    await session.close();
  }
}

const ask = (session: LiveSession): Promise<unknown> => session.run(question, {});

describeHostile('a host that does not start', () => {
  test.each([
    ['never-ready', { code: 'E_START' }],
    ['dies-before-ready', { code: 'E_START', hint: expect.stringContaining('something went wrong') }],
    ['refused-by-policy', { code: 'E_POLICY', hint: expect.stringContaining('Get-ExecutionPolicy -List') }],
    ['restricted-language', { code: 'E_LANGMODE', fields: { languageMode: 'ConstrainedLanguage' } }],
    ['bad-ready', { code: 'E_START' }],
  ])('%s is told with its code', async (kind, expected) => {
    await withSession(
      kind,
      async (session) => {
        await expect(ask(session)).rejects.toMatchObject({ exitCode: 5, ...expected });
      },
      { startMs: 700 },
    );
  });

  test('a refusal that a second start would repeat is not tried again', async () => {
    await withSession('restricted-language', async (session, debug) => {
      await expect(ask(session)).rejects.toMatchObject({ code: 'E_LANGMODE' });
      await expect(ask(session)).rejects.toMatchObject({ code: 'E_LANGMODE' });
      expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(1);
    });
  });
});

describeHostile('output that is hard to read is read', () => {
  test.each([
    ['', 'plain frames'],
    ['banner-first', 'a banner, a byte order mark and half a line before READY'],
    ['byte-by-byte', 'frames cut at every byte'],
    ['carriage-returns', 'Windows line ends'],
    ['stray-text', 'text around the frames and a frame with another nonce'],
    ['other-id', 'a frame of another request'],
    ['end-twice', 'a second end frame'],
    ['endless-stray', 'a stray line longer than a frame may be'],
    ['stderr-flood', '1 MB on stderr while stdout is silent'],
  ])('%s: %s', async (kind) => {
    await withSession(
      kind,
      async (session) => {
        await expect(ask(session)).resolves.toMatchObject(answered);
        await expect(ask(session)).resolves.toMatchObject(answered);
      },
      { maxLineLength: 1_000_000, graceMs: 10_000 },
    );
  });
});

describeHostile('a damaged answer is an error, and the next request gets a new host', () => {
  test.each([
    ['exit-zero', 'E_HOST_EXIT'],
    ['exit-three', 'E_HOST_EXIT'],
    ['killed', 'E_HOST_EXIT'],
    ['wrong-length', 'E_FRAME'],
    ['malformed', 'E_FRAME'],
    ['part-missing', 'E_FRAME'],
    ['out-of-order', 'E_FRAME'],
    ['no-gzip', 'E_FRAME'],
    ['gzip-bomb', 'E_TOO_LARGE'],
    ['endless-line', 'E_TOO_LARGE'],
    ['many-parts', 'E_TOO_LARGE'],
    ['silent', 'E_TIMEOUT_HARD'],
  ])('%s is %s', async (kind, code) => {
    await withSession(
      kind,
      async (session, debug) => {
        await expect(ask(session)).rejects.toMatchObject({ code });
        await expect(ask(session)).rejects.toMatchObject({ code });
        expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(2);
      },
      { maxLineLength: 1_000_000, maxFrameBytes: 5_000_000, maxAnswerLength: 100_000 },
    );
  });

  test('an exit with code 0 is told with its code, never taken for an answer', async () => {
    await withSession('exit-zero', async (session) => {
      await expect(ask(session)).rejects.toMatchObject({ fields: { exitCode: 0, operation: 'Get-PhsQuestion' } });
    });
  });
});

describeHostile('an answer of the wrong form is an error, and the host is kept', () => {
  test.each([
    ['no-clixml', 'E_DECODE'],
    ['other-shape', 'E_SCHEMA'],
  ])('%s is %s', async (kind, code) => {
    await withSession(kind, async (session, debug) => {
      await expect(ask(session)).rejects.toMatchObject({ code });
      await expect(ask(session)).rejects.toMatchObject({ code });
      expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(1);
    });
  });
});

describeHostile('the life of a session', () => {
  test('a program that does not exist is E_NO_POWERSHELL and no unhandled rejection', async () => {
    const { LiveSession: Live } = await import('../../src/ps/live-session.js');
    const { defaultLimits } = await import('../../src/ps/limits.js');
    const session = new Live({
      executable: '/nowhere/powershell',
      script: 'x.ps1',
      parameters: {},
      server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
      cwd: '/',
      env: {},
      limits: defaultLimits,
      onDebug: () => undefined,
    });
    await expect(ask(session)).rejects.toMatchObject({
      code: expect.stringMatching(/E_NO_POWERSHELL|E_START/),
    });
    await session.close();
  });

  test('a host that dies while idle is replaced at the next request', async () => {
    await withSession('dies-idle', async (session) => {
      await expect(ask(session)).resolves.toMatchObject(answered);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await expect(ask(session)).resolves.toMatchObject(answered);
    });
  });

  test('requests that wait when the host dies are not lost: each is answered or rejected', async () => {
    await withSession('dies-each-time', async (session) => {
      const outcomes = await Promise.allSettled([ask(session), ask(session), ask(session)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected']);
    });
  });

  test('after the last waiting time it gives up', async () => {
    await withSession('dies-each-time', async (session, debug) => {
      for (let index = 0; index < 6; index += 1) {
        await expect(ask(session)).rejects.toMatchObject({ exitCode: 5 });
      }
      expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(4);
      await expect(ask(session)).rejects.toMatchObject({
        code: 'E_START',
        message: expect.stringContaining('giving up'),
      });
    });
  });

  test('an answer that comes after its deadline is dropped with its host', async () => {
    await withSession(
      'late-once',
      async (session) => {
        await expect(ask(session)).rejects.toMatchObject({ code: 'E_TIMEOUT_HARD' });
        await expect(ask(session)).rejects.toMatchObject({ code: 'E_TIMEOUT_HARD' });
      },
      { graceMs: 50 },
    );
  });

  test('an answer that waits behind a blocked event loop is taken, not timed out', async () => {
    await withSession('', async (session) => {
      await session.info();
      const asked = ask(session);
      await new Promise((resolve) => setImmediate(resolve));
      const until = performance.now() + 1_000;
      while (performance.now() < until);
      await expect(asked).resolves.toMatchObject(answered);
    });
  });

  test('a request to a host that stopped listening fails, and closing does not hang', async () => {
    await withSession('deaf', async (session) => {
      await expect(ask(session)).resolves.toMatchObject(answered);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await expect(ask(session)).rejects.toMatchObject({ exitCode: 5 });
    });
  });

  test('closing during a request rejects it; closing twice and asking afterwards are harmless', async () => {
    const session = hostileSession('silent');
    const outcomes = Promise.allSettled([ask(session), ask(session)]);
    await session.info();
    await Promise.all([session.close(), session.close()]);
    expect(await outcomes).toMatchObject([{ reason: { code: 'E_CLOSED' } }, { reason: { code: 'E_CLOSED' } }]);
    await expect(ask(session)).rejects.toMatchObject({ code: 'E_CLOSED' });
  });

  test('an interrupt is obeyed while the host is still starting', async () => {
    await withSession('never-ready', async (session) => {
      const interrupt = new AbortController();
      setTimeout(() => {
        interrupt.abort();
      }, 50);
      const before = performance.now();
      await expect(session.info({ signal: interrupt.signal })).rejects.toMatchObject({ code: 'E_CANCELLED' });
      await session.close();
      expect(performance.now() - before).toBeLessThan(2_500);
    });
  });

  test('closing while a new host is waited for starts none', async () => {
    await withSession(
      'exit-zero',
      async (session, debug) => {
        await expect(ask(session)).rejects.toMatchObject({ code: 'E_HOST_EXIT' });
        const interrupt = new AbortController();
        const asked = Promise.allSettled([session.run(question, {}, { signal: interrupt.signal }), session.info()]);
        interrupt.abort();
        await session.close();
        expect(await asked).toMatchObject([{ reason: { code: 'E_CANCELLED' } }, { reason: { code: 'E_CLOSED' } }]);
        await new Promise((resolve) => setTimeout(resolve, 400));
        expect(debug.filter((line) => line.startsWith('start '))).toHaveLength(1);
      },
      { backoffMs: [300] },
    );
  });

  test('an interrupt ends the request in flight at once and the session can go on', async () => {
    await withSession('silent', async (session) => {
      await session.info();
      const interrupt = new AbortController();
      const asked = session.run(question, {}, { signal: interrupt.signal });
      interrupt.abort();
      await expect(asked).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
    });
  });
});
