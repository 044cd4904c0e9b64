import { describe, expect, test } from '@jest/globals';
import { TimelineBuilder, type Timeline } from '../../src/model/timeline.js';
import { timelineLines } from '../../src/views/event-timelines.js';
import { localTimes } from '../../src/views/local-times.js';
import { plainTheme } from '../../src/views/theme.js';

const startsAt = new Date('2026-11-22T00:00:00Z');
const endsAt = new Date('2026-11-23T00:00:00Z');
const connector = { identifier: 'aa', name: 'contoso.com' };

/** Events at these hours of a day, in a log that reaches back to an instant. */
function timelineOf(hours: readonly number[], logFrom?: string | null, isFiltered = false): Timeline {
  const builder = new TimelineBuilder(startsAt, endsAt, [connector], { isFiltered });
  for (const hour of hours) {
    const generatedAt = new Date(startsAt.getTime() + hour * 3_600_000).toISOString();
    builder.add({
      connectorId: 'aa',
      connectorName: 'contoso.com',
      generatedAt,
      severity: 'none',
      kind: 'sign-of-life',
    });
  }
  const [timeline] = builder.timelines(logFrom);
  if (timeline === undefined) {
    throw new Error('no timeline');
  }
  return timeline;
}

function textOf(timeline: Timeline): string {
  const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), lengthMs: 86_400_000 };
  const options = { theme: plainTheme, times: localTimes('UTC') };
  return timelineLines({ timelines: [timeline], window, audit: null }, options).join('\n');
}

const fromTwo = Array.from({ length: 20 }, (_, index) => 14 + index / 2);
const hourMs = 3_600_000;

describe('the time before the log begins', () => {
  const short = timelineOf(fromTwo, '2026-11-22T14:00:00Z');

  test('is not silence', () => {
    expect(short).toMatchObject({ slicesBeforeLog: 28, longestSilenceMs: 0 });
    expect(timelineOf([...fromTwo.slice(0, 10)], '2026-11-22T14:00:00Z').longestSilenceMs).toBe(5 * hourMs);
  });

  test('is blank in the marks, and the text says that it is not in the log', () => {
    expect(textOf(short)).toMatch(/, blank no log\n/);
    expect(textOf(short)).toContain(`| ${' '.repeat(27)}${'#'.repeat(20)}`);
    expect(textOf(short)).toMatch(/20 events, 0 problems, the first 14 h not in the log$/);
  });

  test('is silence if the log covers it', () => {
    const covered = timelineOf(fromTwo, '2026-11-01T00:00:00Z');

    expect(covered).toMatchObject({ slicesBeforeLog: 0, longestSilenceMs: 14 * hourMs });
    expect(textOf(covered)).toContain(`|${'.'.repeat(28)}#`);
    expect(textOf(covered)).toMatch(/silent for up to 14 h$/);
    expect(textOf(covered)).not.toContain('log');
  });

  test('is that before the oldest event when nothing more is known of the log', () => {
    expect(timelineOf(fromTwo)).toMatchObject({ slicesBeforeLog: 28, longestSilenceMs: 0 });
  });

  test('is the whole window of an empty log', () => {
    const empty = timelineOf([], null);

    expect(empty).toMatchObject({ slicesBeforeLog: 48, longestSilenceMs: 0 });
    expect(textOf(empty)).toMatch(/not known, the log does not cover this time$/);
  });
});

describe('silence among events that a filter hides', () => {
  const whole = '2026-11-01T00:00:00Z';

  test('is not known, and nothing is said of it', () => {
    const some = timelineOf([23], whole, true);

    expect(some).toMatchObject({ events: 1, longestSilenceMs: null });
    expect(textOf(some)).toMatch(/1 event, 0 problems$/);
    expect(textOf(some)).toContain('. none of these events\n');
    expect(textOf(some)).not.toContain('silen');
  });

  test('is not known either when none of these events was found', () => {
    expect(textOf(timelineOf([], whole, true))).toMatch(/\| none of these events$/);
  });

  test('is known without a filter', () => {
    expect(textOf(timelineOf([23], whole))).toContain('. silence\n');
    expect(textOf(timelineOf([23], whole))).toMatch(/1 event, 0 problems, silent for up to 23 h$/);
  });
});
