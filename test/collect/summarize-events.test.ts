import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EventSummarizer } from '../../src/collect/summarize-events.js';
import type { EventRecord } from '../../src/model/facts.js';

const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const start = new Date('2026-03-01T09:00:00Z');

function record(eventId: number, secondsIn: number, message: string, recordId = secondsIn): EventRecord {
  return {
    recordId,
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: new Date(start.getTime() + secondsIn * 1000).toISOString(),
    message,
  };
}

function summarize(...pages: readonly (readonly EventRecord[])[]) {
  const summarizer = new EventSummarizer(start, [contoso]);
  for (const page of pages) {
    summarizer.add(page);
  }
  return summarizer.summary();
}

describe('a summary of events', () => {
  test('counts by connector and id, with the first and the latest', () => {
    const { tallies, errorCount } = summarize(
      [record(654, 60, contoso.toUpperCase()), record(654, 30, contoso)],
      [record(654, 90, contoso), record(653, 1, contoso), record(663, 5, 'no connector')],
    );
    expect(tallies.get(contoso)).toEqual([
      {
        eventId: 653,
        count: 1,
        firstAt: '2026-03-01T09:00:01.000Z',
        latestAt: '2026-03-01T09:00:01.000Z',
        latestRecordId: 1,
      },
      {
        eventId: 654,
        count: 3,
        firstAt: '2026-03-01T09:00:30.000Z',
        latestAt: '2026-03-01T09:01:30.000Z',
        latestRecordId: 90,
      },
    ]);
    expect(tallies.get('')).toMatchObject([{ eventId: 663, count: 1 }]);
    expect(errorCount).toBe(0);
  });

  test('counts the users of requests and results, by what became of them', () => {
    const request = `Password Change Request - Anchor : a, CloudAnchor: c, Dn : CN=x, Change Date : t\n`;
    const result = (text: string): string =>
      `Password Change Result - Anchor : a, Dn : CN=x, PwdChangeOnLogon=False, Result : ${text}.\n`;
    const { changes } = summarize(
      [record(656, 1, request + request + contoso), record(657, 2, result('Success') + result('Failed') + contoso)],
      [record(657, 3, result('success')), record(656, -60, request + contoso), record(654, 4, contoso)],
    );
    expect(changes).toEqual(
      new Map([
        [contoso, { requested: 2, succeeded: 1, failed: 1 }],
        ['', { requested: 0, succeeded: 1, failed: 0 }],
      ]),
    );
  });

  test('takes the instant at which the window starts and leaves out what is older', () => {
    const { tallies } = summarize([record(654, 0, contoso), record(654, -0.001, contoso, 1)]);
    expect(tallies.get(contoso)).toMatchObject([{ count: 1, latestRecordId: 0 }]);
  });

  test('keeps events that report a problem, with their place, and no others', () => {
    const { errors, errorCount } = summarize([
      record(611, 5, `Password hash synchronization failed for domain: contoso.com, x ${contoso}`),
      record(654, 6, contoso),
      record(605, 7, 'nowhere'),
    ]);
    expect(errorCount).toBe(2);
    expect(errors).toMatchObject([
      { eventId: 605, connectorId: null, domain: null },
      { eventId: 611, connectorId: contoso, domain: 'contoso.com' },
    ]);
  });

  test('keeps the 500 newest problems and counts them all, in whatever order and pages they come', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 1700 }, (_, index) => index),
          { minLength: 1700 },
        ),
        (order) => {
          const records = order.map((seconds) => record(611, seconds, contoso));
          const { errors, errorCount } = summarize(
            records.slice(0, 100),
            records.slice(100, 1400),
            records.slice(1400),
          );
          expect(errorCount).toBe(1700);
          expect(errors.map(({ recordId }) => recordId)).toEqual(
            Array.from({ length: 500 }, (_, index) => 1699 - index),
          );
        },
      ),
      { numRuns: 10 },
    );
  });

  test('takes the higher record number as the later of two events of one second', () => {
    const { tallies, errors } = summarize([
      record(652, 9, contoso, 7),
      record(652, 9, contoso, 8),
      record(652, 9, contoso, 6),
    ]);
    expect(tallies.get(contoso)).toMatchObject([{ latestRecordId: 8 }]);
    expect(errors.map(({ recordId }) => recordId)).toEqual([8, 7, 6]);
  });
});
