import { expect, test } from '@jest/globals';
import { guardPlanSchema } from '../../src/guard/plan.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { createServer, readCalls } from '../support/simulated-server.js';

// The whole way to the end of a run, and beyond, is in force-full-sync.deep.test.ts.
describeWithEngine('a full sync on a simulated server, in the real engine', () => {
  test('runs once and is refused the second time', async () => {
    const server = await createServer();
    const again = ['force-full-sync', '--confirm', '--output', 'json', '--simulate', server];

    const first = await runCliLive(again);
    const second = await runCliLive(again);
    const [done, refused] = [first, second].map(({ stdout }) => guardPlanSchema.parse(JSON.parse(stdout)));

    expect({ code: first.exitCode, result: done?.result }).toMatchObject({
      code: 0,
      result: { outcome: 'switched', parameter: '1', channel: 'on', journalComplete: true, guardianIsArmed: true },
    });
    expect({ code: second.exitCode, allowed: refused?.allowed, result: refused?.result }).toEqual({
      code: 6,
      allowed: false,
    });
    expect(refused?.explanation.found.join(' ')).toContain(done?.result?.run);
  });

  test('a parameter that was reset to 0 is no evidence of a run, and nothing that could be set aside', async () => {
    const server = await createServer('force-parameter-reset');
    const planned = await runCliLive(['force-full-sync', '--output', 'json', '--simulate', server]);
    const words = ['guard', 'supersede', '--evidence', 'parameter', '--reason', 'it was run by hand'];
    const aside = await runCliLive([...words, '--simulate', server]);

    expect(guardPlanSchema.parse(JSON.parse(planned.stdout))).toMatchObject({
      allowed: true,
      verdict: 'MAY_RUN',
      evidence: { parameter: 'absent' },
    });
    expect({ code: aside.exitCode, out: aside.stdout }).toEqual({
      code: 6,
      out: expect.stringMatching(/REFUSED \(NO_PARAMETER\)[\s\S]*nothing to set aside/),
    });
    // Setup looks whether the log can be written; of ADSync nothing that changes it was called.
    expect((await readCalls(server)).map(({ cmdlet }) => cmdlet)).toEqual(['New-EventLog', 'Write-EventLog']);
    const again = await runCliLive(['force-full-sync', '--output', 'json', '--simulate', server]);
    expect(guardPlanSchema.parse(JSON.parse(again.stdout))).toMatchObject({
      allowed: true,
      evidence: { stage: 'none' },
    });
  });
});
