import { describe, expect, test } from '@jest/globals';
import { measureJson, tooMuch } from '../../src/base/json-size.js';

const endless = { depth: Infinity, values: Infinity };

describe('the size of a JSON text', () => {
  test.each([
    ['1', 0, 0],
    ['[]', 1, 1],
    ['[1,2,3]', 1, 3],
    ['{"a":[{"b":1}],"c":2}', 3, 4],
    ['"[,{"', 0, 0],
    [String.raw`["\"[,","\\",1]`, 1, 3],
    ['[[],[]]', 2, 4],
    [']]]][', 0, 1],
  ])('%s is %d deep and has %d lists, objects and commas', (text, depth, values) => {
    expect(measureJson(text, endless)).toEqual({ depth, values });
  });

  test('is no longer counted behind a limit', () => {
    expect(measureJson('['.repeat(1_000_000), { depth: 5, values: Infinity })).toEqual({ depth: 6, values: 6 });
    expect(measureJson(','.repeat(1_000_000), { depth: 5, values: 10 })).toEqual({ depth: 0, values: 11 });
  });

  test('is too much behind a limit, and not at it', () => {
    const limits = { depth: 5, values: 1_000 };

    expect(tooMuch({ depth: 5, values: 1_000 }, limits)).toBeUndefined();
    expect(tooMuch({ depth: 6, values: 1_000 }, limits)).toBe('values that are nested more than 5 deep');
    expect(tooMuch({ depth: 5, values: 1_001 }, limits)).toBe('more than 1,000 values');
  });
});
