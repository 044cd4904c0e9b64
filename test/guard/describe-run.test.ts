import { describe, expect, test } from '@jest/globals';
import { buildHistory, newestOfEach } from '../../src/guard/describe-run.js';
import { readPairJournal } from '../../src/guard/journal.js';
import { inspectionOf, journalRows, pair } from '../support/guard-records.js';

const event = (recordId: number, eventId: number): { recordId: number; eventId: number } => ({ recordId, eventId });

describe('the events that are shown of a run', () => {
  test('are the newest of each id, with their number, oldest first: a repeated alarm pushes nothing out', () => {
    const alarms = Array.from({ length: 50 }, (_, index) => event(100 + index, 4190));

    expect(newestOfEach([event(10, 4105), ...alarms, event(5, 4102)])).toEqual([
      { event: event(5, 4102), count: 1 },
      { event: event(10, 4105), count: 1 },
      { event: event(149, 4190), count: 50 },
    ]);
  });

  test('are none where there are none', () => {
    expect(newestOfEach([])).toEqual([]);
  });
});

describe('the history of a run', () => {
  test.each([
    ['run', 'setting aside run 11111111-2222-4333-8444-555555555555: MS case 123'],
    ['parameter', 'setting aside a left-over parameter: MS case 123'],
    ['events', 'setting aside events that cannot be verified: MS case 123'],
  ])('says what a person set aside to open it: %s', (evidence, expected) => {
    const supersedes = evidence === 'run' ? '11111111-2222-4333-8444-555555555555' : null;
    const rows = journalRows([{ slots: [{ kind: 'SUPERSEDE', values: { evidence, supersedes } }] }]);
    const [epoch] = readPairJournal(inspectionOf(rows), pair).epochs;

    expect((epoch === undefined ? [] : buildHistory(epoch)).map(({ text }) => text)).toEqual([
      `opened by hand by CONTOSO\\anna, ${expected}`,
    ]);
  });
});
