import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from '../support/expressions.js';
import { madeExpressions } from '../support/made-expressions.js';
import { scriptExpressions } from '../support/script-expressions.js';

const files = sourceFiles();

// How long they take is measured in regular-expressions.test.ts and script-expressions.test.ts.
describe('regular expressions', () => {
  test('are found: hundreds of literals, and none is made inside a function', () => {
    expect(files.flatMap(({ literals }) => literals).length).toBeGreaterThan(250);
    expect(files.flatMap(({ hidden }) => hidden)).toEqual([]);
  });

  test('that are made of parts are found', async () => {
    const made = files.reduce((sum, file) => sum + file.made, 0);

    expect(made).toBeGreaterThan(0);
    expect((await madeExpressions(files)).length).toBeGreaterThanOrEqual(made);
  });

  test('of the scripts are found, and written where they are used', () => {
    expect(scriptExpressions().length).toBeGreaterThan(8);
  });
});
