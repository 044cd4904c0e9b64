import { describe, expect, test } from '@jest/globals';
import { reportSchema, type Report } from '../../src/model/report.js';
import type { Expectation } from '../../src/simulator/expectation.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { expectedOutcome, outcomeOf, untoldParts } from '../support/outcome.js';

const servers = [
  'silent-after-rule-change',
  'staging',
  'switched-off-by-somebody',
  'switched-off-unaudited',
  'wrong-credentials',
] as const;

/** Parts that name an instant hold for the recording only, which is made at a fixed one. */
function withoutInstants(expected: Expectation): Expectation {
  const says = Object.entries(expected.says ?? {}).map(
    ([finding, parts]) => [finding, parts.filter((part) => !/\d{4}-\d\d-\d\d/.test(part))] as const,
  );
  return { ...expected, says: Object.fromEntries(says) };
}

async function ask(command: 'status' | 'diagnose', name: string): Promise<Report> {
  const run = await runCliLive([command, '--simulate', name, '--output', 'json']);
  return reportSchema.parse(JSON.parse(run.stdout));
}

describeWithEngine('what administrators changed, in the real engine', () => {
  test.each(servers)('is said of %s as its expectation says', async (name) => {
    const { expect: expected } = await loadScenario(name);
    const status = await ask('status', name);
    expect(outcomeOf(status)).toEqual(expectedOutcome(expected.status, 'status'));
    expect(untoldParts(status, withoutInstants(expected.status))).toEqual([]);
    if (expected.diagnose !== undefined) {
      const diagnosis = await ask('diagnose', name);
      expect(outcomeOf(diagnosis)).toEqual(expectedOutcome(expected.diagnose, 'diagnose'));
      expect(untoldParts(diagnosis, withoutInstants(expected.diagnose))).toEqual([]);
    }
  });

  test('is listed alone, and not mixed up with telemetry of the same numbers', async () => {
    const { stdout } = await runCliLive([
      'events',
      '--group',
      'audit',
      '--since',
      '30d',
      '--simulate',
      'switched-off-by-somebody',
    ]);
    expect(stdout).toMatch(/Changes by administrators \|.*\| 4 changes/);
    expect(stdout).toMatch(/2506 {2}contoso\.com .*by CONTOSO\\anna\.berg; Disable/);
    const unaudited = await runCliLive(['events', '--group', 'audit', '--simulate', 'switched-off-unaudited']);
    expect(unaudited.stdout).toMatch(/Changes by administrators: none; the audit of administrators is switched off/);
    expect(unaudited.stdout).toContain('No event.');
  });
});

describe('the expectations of what is said', () => {
  test.each(servers)('%s names findings of its own lists', async (name) => {
    const { expect: expected } = await loadScenario(name);
    for (const each of [expected.status, expected.diagnose]) {
      const named = Object.keys({ ...each?.says, ...each?.saysNot });
      expect(named.filter((finding) => each?.fail.includes(finding) !== true)).toEqual([]);
    }
  });
});
