import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PsError } from '../../src/base/errors.js';
import { RecordingSession } from '../../src/ps/recording.js';
import { ReplaySession } from '../../src/ps/replay.js';
import type { Answer, ChangingSession, PsSession, SessionInfo } from '../../src/ps/session.js';
import type { Operation, ReadingOperation, RowOf } from '../../src/scripts/operation.js';

const info: SessionInfo = {
  psVersion: '7.6.9',
  edition: 'Core',
  languageMode: 'FullLanguage',
  processId: 7,
  is64Bit: true,
  clrVersion: '10',
  osVersion: 'x',
  culture: '',
  timeZone: 'UTC',
};
const count = {
  name: 'Get-PhsCount',
  summary: 'counts its calls',
  arguments: z.object({ name: z.string(), after: z.date() }),
  row: z.object({ call: z.number(), name: z.string() }),
  deadlineMs: 1,
  mutates: false,
  windowArguments: ['after'],
} satisfies Operation;
const change = { ...count, name: 'Set-PhsCount', mutates: true } satisfies Operation;
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

/** Answers with a number that grows with each call, in two pages; fails for the name "broken". */
class CountingSession implements PsSession {
  private calls = 0;
  info(): Promise<SessionInfo> {
    return Promise.resolve(info);
  }
  run<Op extends ReadingOperation>(
    operation: Op,
    args: unknown,
    options: { onRows?: ((rows: RowOf<Op>[]) => void) | undefined } = {},
  ): Promise<Answer<RowOf<Op>>> {
    const { name } = z.object({ name: z.string() }).parse(args);
    this.calls += 1;
    if (name === 'broken') {
      return Promise.reject(new PsError('E_HOST_EXIT', 'gone', { hint: 'again' }));
    }
    for (const part of [0, 1]) {
      options.onRows?.([operation.row.parse({ call: this.calls, name: `${name}${part}` }) as RowOf<Op>]);
    }
    return Promise.resolve({
      state: 'completed',
      rows: [],
      errors: [],
      warnings: ['w'],
      information: [],
      durationMs: 2,
    });
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function record(body: (session: PsSession) => Promise<void>): Promise<string> {
  let text = '';
  const origin = {
    toolVersion: '0.1.0',
    command: 'test',
    startedAt: '2026-01-20T00:00:00Z',
    recordedAt: '2026-01-20T00:00:00Z',
    simulated: true,
  };
  const session = new RecordingSession(new CountingSession(), origin, (line) => {
    text += line;
  });
  await body(session);
  return text;
}

describe('a recording', () => {
  test('replays the answer that was given, page by page or whole', async () => {
    let given: Answer<unknown> | undefined;
    const text = await record(async (session) => {
      given = await session.run(count, { name: 'a', after: day(1) });
    });
    const replay = ReplaySession.fromText(text);
    expect(await replay.info()).toEqual(info);
    expect(await replay.run(count, { name: 'a', after: day(1) })).toEqual(given);
    const pages: unknown[] = [];
    await replay.run(count, { name: 'a', after: day(1) }, { onRows: (rows) => void pages.push(...rows) });
    expect(pages).toEqual([
      { call: 1, name: 'a0' },
      { call: 1, name: 'a1' },
    ]);
  });

  test('gives the answers to the same question in their order, and the last one again', async () => {
    const text = await record(async (session) => {
      await session.run(count, { name: 'a', after: day(1) });
      await session.run(count, { name: 'b', after: day(1) });
      await session.run(count, { name: 'a', after: day(1) });
    });
    const replay = ReplaySession.fromText(text);
    const calls: unknown[] = [];
    for (let index = 0; index < 3; index += 1) {
      calls.push((await replay.run(count, { name: 'a', after: day(1) })).rows[0]?.call);
    }
    expect(calls).toEqual([1, 3, 3]);
  });

  test('answers a narrower window, and refuses a wider one', async () => {
    const text = await record(async (session) => {
      await session.run(count, { name: 'a', after: day(5) });
    });
    const replay = ReplaySession.fromText(text);
    await expect(replay.run(count, { name: 'a', after: day(6) })).resolves.toMatchObject({ state: 'completed' });
    await expect(replay.run(count, { name: 'a', after: day(4) })).rejects.toMatchObject({ code: 'E_REPLAY_MISSING' });
  });

  test('refuses a question that was not recorded', async () => {
    const text = await record(async (session) => {
      await session.run(count, { name: 'a', after: day(1) });
    });
    const replay = ReplaySession.fromText(text);
    await expect(replay.run(count, { name: 'z', after: day(1) })).rejects.toMatchObject({ code: 'E_REPLAY_MISSING' });
  });

  test('never takes an operation that can change a server: not by its type, and not at run time either', async () => {
    const asked: string[] = [];
    const text = await record(async (session) => {
      await session.run(count, { name: 'a', after: day(1) });
      // @ts-expect-error A recording takes operations with `mutates: false` only.
      const recorded = session.run(change, { name: 'a', after: day(1) });
      await expect(recorded).rejects.toMatchObject({ code: 'E_REPLAY_MUTATES' });
      asked.push('refused');
    });
    expect(asked).toEqual(['refused']);
    expect(text).not.toContain(change.name);
    const forged = text.replaceAll(count.name, change.name);
    // @ts-expect-error A replay takes operations with `mutates: false` only.
    const replayed = ReplaySession.fromText(forged).run(change, { name: 'a', after: day(1) });
    await expect(replayed).rejects.toMatchObject({ code: 'E_REPLAY_MUTATES' });
    // @ts-expect-error A replay is no session that may change a server.
    const changing: ChangingSession = ReplaySession.fromText(text);
    expect(changing).not.toHaveProperty('runChange');
  });

  test('repeats a failure with its code and hint', async () => {
    const text = await record(async (session) => {
      await expect(session.run(count, { name: 'broken', after: day(1) })).rejects.toMatchObject({
        code: 'E_HOST_EXIT',
      });
    });
    const replay = ReplaySession.fromText(text);
    await expect(replay.run(count, { name: 'broken', after: day(1) })).rejects.toMatchObject({
      code: 'E_HOST_EXIT',
      message: 'gone',
      hint: 'again',
    });
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['another format', '{"type":"header","format":"other/9"}'],
    ['nothing', ''],
  ])('that is damaged (%s) is refused with the line', (_, text) => {
    expect(() => ReplaySession.fromText(text)).toThrow(/Line 1 of the recording/);
  });
});
