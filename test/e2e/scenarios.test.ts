import { expect, test } from '@jest/globals';
import { reportSchema } from '../../src/model/report.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { expectedOutcome, outcomeOf } from '../support/outcome.js';

const names = await scenarioNames();

/**
 * The whole way through the built tool, for the scenarios that differ in how the server answers. That every scenario comes
 * out as its expectation says is proved by test/fixtures: each recording is what the engine answers today, and each replay
 * comes to the expected verdict.
 */
const wholeWay = [
  'access-denied',
  'dst-change',
  'healthy',
  'module-outside-path',
  'no-heartbeat-ever',
  'odd-names',
  'build-cut-off',
  'old-build',
  'service-stopped',
  'two-forests-one-silent',
];

test('the scenarios are at least those of the catalogue', () => {
  expect(names.length).toBeGreaterThanOrEqual(24);
});

describeWithEngine('status on a simulated server, in the real engine', () => {
  test.each(wholeWay)('%s comes out as its expectation says', async (name) => {
    const run = await runCliLive(['status', '--simulate', name, '--output', 'json']);
    const report = reportSchema.parse(JSON.parse(run.stdout));
    const { expect: expected } = await loadScenario(name);
    expect(outcomeOf(report)).toEqual(expectedOutcome(expected.status, 'status'));
    expect(run.exitCode).toBe(report.summary.exitCode);
  });
});
