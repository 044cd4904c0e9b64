import { describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { recordingLimits } from '../../src/ps/recording-bytes.js';
import { RecordingSession } from '../../src/ps/recording.js';
import { ReplaySession } from '../../src/ps/replay.js';
import type { Operation } from '../../src/scripts/operation.js';
import { fakeInfo } from '../support/fake-session.js';
import { growth, linear } from '../support/growth.js';
import { recordingHeader as header } from '../support/recording-header.js';

// What somebody sends who wants to fill the memory, or to keep the tool busy, of whoever replays it.

const count = {
  name: 'Get-PhsCount',
  summary: 'counts',
  arguments: z.object({ name: z.string(), after: z.date() }),
  row: z.object({ n: z.number() }),
  deadlineMs: 1,
  mutates: false,
  windowArguments: ['after'],
} satisfies Operation;

const session = { type: 'session', info: fakeInfo };

const textOf = (lines: readonly object[]): string => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
const dayOf = (number: number): Date => new Date(Date.UTC(2026, 0, number));
/** The end of one answer; its rows are the lines before. */
const answer = (request: number, day: number, rowCount: number, operation = count.name): object => ({
  type: 'answer',
  request,
  operation,
  arguments: { name: 'a', after: dayOf(day).toISOString() },
  rowCount,
  state: 'completed',
  errors: [],
  warnings: [],
  information: [],
  durationMs: 1,
});

describe('a recording made to fill the memory', () => {
  const page = { type: 'rows', request: 1, rows: Array.from({ length: 100 }, (_, n) => ({ n })) };
  const text = textOf([header, session, page, page, answer(1, 1, 200)]);
  const ask = { name: 'a', after: dayOf(1) };
  const bytes = 2 * (JSON.stringify(page).length + 1);

  test('has no answer that is larger than any of a server, unless its rows are not kept', async () => {
    const tight = ReplaySession.fromText(text, { ...recordingLimits, answerBytes: bytes - 1 });
    let seen = 0;

    await expect(tight.run(count, ask)).rejects.toMatchObject({
      code: 'E_TOO_LARGE',
      message: expect.stringMatching(/^The answer that begins in line 3 of the recording is larger than/),
    });
    await tight.run(count, ask, { onRows: (rows) => void (seen += rows.length) });
    expect(seen).toBe(200);
  });

  test('is read where an answer is as large as allowed', async () => {
    const enough = ReplaySession.fromText(text, { ...recordingLimits, answerBytes: bytes });

    expect((await enough.run(count, ask)).rows).toHaveLength(200);
  });

  test('has no long names of operations, which stay in memory', () => {
    const named = (length: number): string => textOf([header, session, answer(1, 1, 0, 'x'.repeat(length))]);

    expect(() => ReplaySession.fromText(named(200))).not.toThrow();
    expect(() => ReplaySession.fromText(named(201))).toThrow('Line 3 of the recording has an unexpected form');
  });

  test('has no long names in its header', () => {
    const headed = (command: string): string => textOf([{ ...header, command }, session]);

    expect(() => ReplaySession.fromText(headed('status'))).not.toThrow();
    expect(() => ReplaySession.fromText(headed('x'.repeat(201)))).toThrow('Line 1 of the recording');
  });
});

test('a page with more rows than the stack has room for is read', async () => {
  const rows = Array.from({ length: 300_000 }, (_, n) => ({ n }));
  const replay = ReplaySession.fromText(
    textOf([header, session, { type: 'rows', request: 1, rows }, answer(1, 1, rows.length)]),
    { ...recordingLimits, rowValues: 1_000_000 },
  );

  expect((await replay.run(count, { name: 'a', after: dayOf(1) })).rows).toHaveLength(300_000);
});

test('a recording made to keep the tool busy asks for the same in no more than a thousand ways', async () => {
  const questions = [1, 2, 3].map((day) => answer(day, day, 0));
  const replayWith = (alikeQuestions: number): ReplaySession =>
    ReplaySession.fromText(textOf([header, session, ...questions]), { ...recordingLimits, alikeQuestions });
  const other = { name: 'a', after: new Date(dayOf(3).getTime() + 1) };

  expect(recordingLimits.alikeQuestions).toBe(1_000);
  await expect(replayWith(3).run(count, other)).resolves.toMatchObject({ state: 'completed' });
  await expect(replayWith(2).run(count, other)).rejects.toMatchObject({
    code: 'E_TOO_LARGE',
    message: 'The recording asks for counts in more than 2 ways.',
  });
  // A question that is there as it is asked needs no search.
  await expect(replayWith(2).run(count, { name: 'a', after: dayOf(2) })).resolves.toMatchObject({ state: 'completed' });
});

describe('a recording made to keep the tool busy in one go', () => {
  const small = { ...recordingLimits, rowValues: 1_000, otherValues: 100 };
  const read = (line: object | string, limits = small): ReplaySession => {
    const text = textOf([header, session]) + (typeof line === 'string' ? line : JSON.stringify(line));
    return ReplaySession.fromText(`${text}\n`, limits);
  };
  const rows = (many: readonly unknown[]): object => ({ type: 'rows', request: 1, rows: many });
  const numbered = (length: number): readonly { n: number }[] => Array.from({ length }, (_, n) => ({ n }));
  const warned = (length: number): object => ({ ...answer(1, 1, 0), warnings: Array.from({ length }, () => 'w') });
  const wide = (length: number): object => Object.fromEntries(Array.from({ length }, (_, n) => [`k${n}`, n]));
  const deep = (depth: number): string =>
    `{"type":"rows","request":1,"rows":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  test.each([
    ['rows with more values', rows(numbered(600)), 'Line 3 of the recording has more than 1,000 values.'],
    ['a row with more values', rows([wide(110)]), 'Line 3 of the recording has a row of more than 100 values.'],
    ['an answer with more values', warned(110), 'Line 3 of the recording has more than 100 values.'],
    ['values nested deeper', deep(101), 'Line 3 of the recording has values that are nested more than 100 deep.'],
    [
      'ten million brackets that are never closed',
      '['.repeat(10_000_000),
      'Line 3 of the recording has values that are nested more than 100 deep.',
    ],
  ])('has no %s than any real one', (_, line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  test.each([
    ['rows', rows(numbered(490))],
    ['a row', rows([wide(90)])],
    ['an answer', warned(80)],
    ['nested values', deep(100)],
  ])('%s within the limits are read', (_, line) => {
    expect(() => read(line)).not.toThrow();
  });

  test('is refused before any value of the line is made', () => {
    const parse = jest.spyOn(JSON, 'parse');
    try {
      expect(() => read(rows(numbered(600)))).toThrow('more than 1,000 values');
      const longest = Math.max(...parse.mock.calls.map(([text]) => text.length));
      expect(longest).toBeLessThan(JSON.stringify(rows(numbered(600))).length);
    } finally {
      parse.mockRestore();
    }
  });

  test('holds 500 rows with 95 values each; the widest that is known has 58', () => {
    expect(() => read(rows(Array.from({ length: 500 }, () => wide(95))), recordingLimits)).not.toThrow();
  });

  test('a line is looked at in a time that grows with its length only', async () => {
    const look = (count: number): unknown => {
      try {
        return read(`[${'"\\\\\\"[{",'.repeat(count)}`, recordingLimits);
      } catch (error) {
        return error;
      }
    };

    expect(await growth(look, 50_000)).toBeLessThan(linear);
  });
});

test('a signal ends the search for the question that fits, where none is the same', async () => {
  const warnings = ['w'.repeat(1_000_000)];
  const questions = Array.from({ length: 60 }, (_, day) => ({ ...answer(day + 1, day + 1, 0), warnings }));
  const replay = ReplaySession.fromText(textOf([header, session, ...questions]));
  const ask = { name: 'a', after: new Date(dayOf(40).getTime() + 1) };
  const stop = new AbortController();
  const stopped = replay.run(count, ask, { signal: stop.signal });
  setImmediate(() => {
    stop.abort();
  });

  await expect(stopped).rejects.toMatchObject({ name: 'CancelledError' });
  await expect(replay.run(count, ask)).resolves.toMatchObject({ state: 'completed' });
});

test('a recorder ends a line where it has many values, so that every line is read back', async () => {
  const wideRows = Array.from({ length: 400 }, (_, n) => ({ n, list: Array.from({ length: 1_000 }, () => 1) }));
  const wideOnes = { ...count, row: z.object({ n: z.number(), list: z.array(z.number()) }) } satisfies Operation;
  const lines: string[] = [];
  const inner = {
    info: () => Promise.resolve(fakeInfo),
    run: async (_operation: Operation, _args: unknown, options: { onRows?: (rows: never) => unknown } = {}) => {
      await options.onRows?.(wideRows as never);
      return { state: 'completed' as const, rows: [], errors: [], warnings: [], information: [], durationMs: 1 };
    },
    close: () => Promise.resolve(),
  };
  const recording = new RecordingSession(inner as never, header, (line) => lines.push(line));
  await recording.run(wideOnes, { name: 'a', after: dayOf(1) });
  recording.end('completed', dayOf(1));

  const replay = ReplaySession.fromText(lines.join(''));
  expect(lines.filter((line) => line.startsWith('{"type":"rows"')).length).toBeGreaterThan(15);
  expect((await replay.run(wideOnes, { name: 'a', after: dayOf(1) })).rows).toEqual(wideRows);
});
