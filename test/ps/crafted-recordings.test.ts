import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { recordingLimits } from '../../src/ps/recording-bytes.js';
import { ReplaySession } from '../../src/ps/replay.js';
import type { Operation } from '../../src/scripts/operation.js';
import { fakeInfo } from '../support/fake-session.js';

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

const header = {
  type: 'header',
  format: 'phs-recording/2',
  toolVersion: 'test',
  command: 'status',
  startedAt: '2026-01-15T12:00:00.000Z',
  recordedAt: '2026-01-15T12:00:00.000Z',
  simulated: true,
};
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
