import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { behave, echo, liveSession } from '../support/live.js';
import type { LiveSession } from '../../src/ps/live-session.js';

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

  test('an operation that throws fails, keeps its rows, and the session goes on', async () => {
    const answer = await session.run(behave, { kind: 'throw' });
    expect(answer.state).toBe('failed');
    expect(answer.errors[0]?.message).toBe('thrown on purpose');
    expect(answer.rows).toHaveLength(1);
    expect((await session.run(echo, { value: 1 })).state).toBe('completed');
  });
});
