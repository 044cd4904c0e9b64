import { expect, test } from '@jest/globals';
import { reportSchema } from '../../src/model/report.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenarios.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { outcomeOf } from '../support/outcome.js';

const names = await scenarioNames();

test('the scenarios are at least those of the catalogue', () => {
  expect(names.length).toBeGreaterThanOrEqual(24);
});

describeWithEngine('status on a simulated server, in the real engine', () => {
  test.each(names)('%s comes out as its expectation says', async (name) => {
    const run = await runCliLive(['status', '--simulate', name, '--output', 'json']);
    const report = reportSchema.parse(JSON.parse(run.stdout));
    const { expect: expected } = await loadScenario(name);
    expect(outcomeOf(report)).toEqual(outcomeOf(expected.status));
    expect(run.exitCode).toBe(report.summary.exitCode);
  });
});
