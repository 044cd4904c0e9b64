import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { fakeContext } from '../support/fake-context.js';

const recording = recordingPath('two-forests-one-silent');

/** The times in what a form prints of the recorded server, read in Berlin. */
async function timesOf(form: string, ...more: readonly string[]): Promise<readonly string[]> {
  const ctx = fakeContext({ env: { TZ: 'Europe/Berlin' } });
  await runCli(['replay', recording, 'status', '--output', form, ...more], ctx);
  return ctx.out().match(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+Z| UTC| [+-]\d\d)/g) ?? [];
}

describe('the times of a monitor', () => {
  test.each(['nagios', 'checkmk', 'prtg'])('are those of the machine in %s, and with --utc in UTC', async (form) => {
    const local = await timesOf(form, '--as-of-recording');
    const utc = await timesOf(form, '--as-of-recording', '--utc');

    expect(local).toContain('2026-11-22 02:48:00 +01');
    expect(local.filter((time) => !time.endsWith('+01'))).toEqual([]);
    expect(utc).toContain('2026-11-22 01:48:00 UTC');
    expect(utc.filter((time) => !time.endsWith('UTC'))).toEqual([]);
  });

  test('are in UTC for programs, whatever the zone of the machine is', async () => {
    const times = await timesOf('json');

    expect(times.length).toBeGreaterThan(10);
    expect(times.filter((time) => !/(?:Z| UTC)$/.test(time))).toEqual([]);
  });
});
