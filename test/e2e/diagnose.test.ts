import { expect, test } from '@jest/globals';
import { reportSchema } from '../../src/model/report.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { expectedOutcome, outcomeOf } from '../support/outcome.js';

const scenarios = await Promise.all((await scenarioNames()).map((name) => loadScenario(name)));

/**
 * The whole way through the built tool, for the scenarios that differ in how the server answers. For every scenario
 * test/fixtures proves the same in two steps: the recording is what the engine answers today, and it leads to the verdict.
 */
const wholeWay: readonly string[] = [
  'domain-unreachable',
  'healthy',
  'missing-replication-right',
  'odd-names',
  'build-cut-off',
  'old-build',
  'service-stopped',
  'wrong-credentials',
];

test('every scenario says what diagnose finds', () => {
  expect(scenarios.filter(({ expect: { diagnose } }) => diagnose === undefined).map(({ name }) => name)).toEqual([]);
});

describeWithEngine('diagnose on a simulated server, in the real engine', () => {
  test.each(
    scenarios
      .filter(({ name }) => wholeWay.includes(name))
      .map(({ name, expect: expected }) => [name, expected.diagnose] as const),
  )('%s is diagnosed to its cause', async (name, expected) => {
    const run = await runCliLive(['diagnose', '--simulate', name, '--output', 'json']);
    const report = reportSchema.parse(JSON.parse(run.stdout));

    expect(outcomeOf(report)).toEqual(expected === undefined ? undefined : expectedOutcome(expected, 'diagnose'));
    expect(run.exitCode).toBe(report.summary.exitCode);
    expect(report.command).toBe('diagnose');
  });

  test('--second-opinion shows what Microsoft says beside the findings, and changes none of them', async () => {
    const words = ['diagnose', '--simulate', 'busy', '--output', 'json'];
    const alone = reportSchema.parse(JSON.parse((await runCliLive(words)).stdout));
    const both = reportSchema.parse(JSON.parse((await runCliLive([...words, '--second-opinion'])).stdout));
    const entries = both.secondOpinion?.known === true ? both.secondOpinion.value : [];

    expect(alone.secondOpinion).toBe(undefined);
    expect(outcomeOf(both)).toEqual(outcomeOf(alone));
    // Batches every two minutes and never a heartbeat: Microsoft counts that as alive, and so do we. What the tenant has is a
    // question of its dialogue, which is not held.
    expect(
      entries.flatMap(({ topic, status, check, ours, disagrees }) =>
        check === null ? [] : [[topic, status, check, ours, disagrees]],
      ),
    ).toEqual([
      ['channel', 'ok', 'PHS205', 'pass', false],
      ['heartbeat', 'ok', 'PHS301', 'pass', false],
      ['last-cycle', 'ok', 'PHS302', 'pass', false],
      ['domain-reachable', 'ok', 'PHS401', 'pass', false],
    ]);
  });

  test('--only runs what it names, and nothing else explains it', async () => {
    const run = await runCliLive(['diagnose', '--simulate', 'staging', '--only', '301', '--output', 'json']);
    const report = reportSchema.parse(JSON.parse(run.stdout));

    expect(report.findings.map(({ check, status }) => [check, status])).toEqual([['PHS301', 'fail']]);
    expect(run.exitCode).toBe(3);
  });
});
