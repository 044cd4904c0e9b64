import { expect, test } from '@jest/globals';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { contractLeaks } from '../support/contract-leaks.js';
import { describeWithEngine } from '../support/engine.js';

const names = await scenarioNames();

describeWithEngine('the contract of every scenario', () => {
  test.each(names)('%s holds no name, value or secret, and fits into an issue', async (scenario) => {
    const { leaks, length } = await contractLeaks(scenario);

    expect(leaks).toEqual([]);
    expect(length).toBeGreaterThan(5_000);
    expect(length).toBeLessThan(60_000);
  });
});
