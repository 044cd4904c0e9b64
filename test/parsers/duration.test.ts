import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../src/base/errors.js';
import { parseDuration } from '../../src/parsers/duration.js';

describe('a duration', () => {
  test.each([
    ['90m', 5_400_000],
    ['3h', 10_800_000],
    ['2d', 172_800_000],
    [' 3H ', 10_800_000],
    ['1m', 60_000],
    ['366d', 31_622_400_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    '3',
    'h',
    '-3h',
    '1.5h',
    '3 h',
    '3s',
    '3hours',
    '0m',
    '367d',
    '9999999m',
    '3h\n4h',
    '٣h',
    `${'9'.repeat(50_000)}h`,
  ])('%j is refused with a sentence that shows how to write it', (text) => {
    expect(() => parseDuration(text)).toThrow(UsageError);
    expect(() => parseDuration(text)).toThrow(/--since (needs a duration such as 90m, 3h or 2d|must be between)/);
  });

  test('any text either is a duration of at least a minute or is refused as a usage error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseDuration(text)).toBeGreaterThanOrEqual(60_000);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
