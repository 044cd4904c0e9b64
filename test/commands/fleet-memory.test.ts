import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { fleetDocumentSchema } from '../../src/model/fleet-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { runCli } from '../support/cli.js';

/** Judges so many recordings in a process of its own; the most memory that it held, in MB. */
async function peakOf(command: string, count: number): Promise<number> {
  const scenarios = Array.from({ length: count }, (_, index) => (index === 0 ? 'healthy' : 'staging'));
  const replays = scenarios.flatMap((scenario) => ['--replay', recordingPath(scenario)]);
  const hook = pathToFileURL(join(packageRoot(), 'test', 'support', 'peak-memory.mjs')).href;
  const run = await runCli([command, ...replays, '--output', 'json'], { NODE_OPTIONS: `--import=${hook}` });

  expect(fleetDocumentSchema.parse(JSON.parse(run.stdout)).summary.counts.servers).toBe(count);
  return Number(/^peak memory: (\d+) KB$/m.exec(run.stderr)?.[1]) / 1024;
}

describe('the memory of a run over several servers', () => {
  // Measured: 80 MB for 20 servers, 120 MB for 100: half a megabyte for each, so the limits are twice of it and more.
  test.each([['status'], ['diagnose']])('%s needs less than 1 MB for each of a hundred servers', async (command) => {
    const few = await peakOf(command, 20);
    const many = await peakOf(command, 100);

    expect(few).toBeLessThan(250);
    expect(many - few).toBeLessThan(80);
  });
});
