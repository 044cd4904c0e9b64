import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../src/package-root.js';
import { reportSchema } from '../../src/model/report.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';

const folder = join(packageRoot(), 'simulator', 'scenarios');
const expectationSchema = z.object({
  expect: z.object({
    status: z.object({
      exitCode: z.number(),
      firstCause: z.string().nullable(),
      fail: z.array(z.string()),
      warn: z.array(z.string()),
      skip: z.array(z.string()),
      unknown: z.array(z.string()),
    }),
  }),
});
function idOf({ check, subject }: { check: string; subject?: string | undefined }): string {
  return subject === undefined ? check : `${check} ${subject}`;
}

const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const { expect: expected } = expectationSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return [name.slice(0, -'.json'.length), expected.status] as const;
  });

describe('the scenarios', () => {
  test('are all those of the catalogue and more', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(24);
  });
});

describeWithEngine('status on a simulated server, in the real engine', () => {
  test.each(scenarios)('%s comes out as its expectation says', async (name, expected) => {
    const run = await runCliLive(['status', '--simulate', name, '--output', 'json']);
    const report = reportSchema.parse(JSON.parse(run.stdout));
    const withStatus = (status: string): string[] =>
      report.findings
        .filter((finding) => finding.status === status)
        .map(idOf)
        .sort();
    expect({
      exitCode: run.exitCode,
      firstCause: report.summary.firstCause === null ? null : idOf(report.summary.firstCause),
      fail: withStatus('fail'),
      warn: withStatus('warn'),
      skip: withStatus('skip'),
      unknown: withStatus('unknown'),
    }).toEqual({
      ...expected,
      fail: [...expected.fail].sort(),
      warn: [...expected.warn].sort(),
      skip: [...expected.skip].sort(),
      unknown: [...expected.unknown].sort(),
    });
    expect(report.summary.exitCode).toBe(run.exitCode);
  });
});
