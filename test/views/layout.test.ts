import { describe, expect, test } from '@jest/globals';
import { displayWidth, indented, padTo, wrap } from '../../src/views/layout.js';
import { durationText } from '../../src/model/duration.js';
import { ageText, instantAndAge } from '../../src/views/times.js';

describe('display width', () => {
  test.each([
    ['contoso.com', 11],
    ['日本', 4],
    ['e\u0301', 1],
    ['🎉', 2],
    ['√ ok', 4],
    ['', 0],
  ])('of %j is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('padding counts columns, not characters', () => {
    expect(padTo('日本', 6)).toBe('日本  ');
    expect(padTo('toolong', 3)).toBe('toolong');
  });
});

describe('wrapping', () => {
  test('breaks at spaces and keeps every word', () => {
    const text = 'one two three four five six seven';

    expect(wrap(text, 10)).toEqual(['one two', 'three four', 'five six', 'seven']);
    expect(wrap(text, 10).join(' ')).toBe(text);
  });

  test('keeps a time on one line', () => {
    expect(wrap('latest 2026-11-22 10:03:00 UTC for contoso.com', 32)).toEqual([
      'latest 2026-11-22 10:03:00 UTC',
      'for contoso.com',
    ]);
    expect(wrap('latest 2026-11-22 10:03:00 UTC', 24)).toEqual(['latest', '2026-11-22 10:03:00 UTC']);
  });

  test('gives a long word a line of its own', () => {
    expect(wrap('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b']);
  });

  test('does nothing where the width is not known', () => {
    expect(indented('one two', 2, undefined)).toEqual(['  one two']);
  });
});

describe('times', () => {
  test.each([
    [0, '0 s ago'],
    [59_999, '59 s ago'],
    [12 * 60_000, '12 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [3 * 3_600_000 + 5 * 60_000, '3 h 5 min ago'],
    [49 * 3_600_000, '2 days ago'],
    [-12 * 60_000, 'in 12 min'],
  ])('an age of %d ms is "%s"', (ms, text) => {
    expect(ageText(ms, 'now')).toBe(text);
  });

  test('an age of a recording is not told as one of now', () => {
    expect(ageText(12 * 60_000, 'recording')).toBe('12 min before the recording');
    expect(ageText(-12 * 60_000, 'recording')).toBe('12 min after the recording');
  });

  test('are in UTC and say so', () => {
    expect(instantAndAge('2026-11-22T10:03:00.5Z', 60_000, 'now')).toBe('2026-11-22 10:03:00 UTC (1 min ago)');
    expect(durationText(90_000)).toBe('1 min');
  });
});
