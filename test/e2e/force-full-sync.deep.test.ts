import { expect, test } from '@jest/globals';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import { guardPlanSchema } from '../../src/guard/plan.js';
import { runCli, runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { createServer, readState, setStateValue } from '../support/simulated-server.js';

/** What a run of Microsoft's own script leaves: the parameter with a value of its own. */
async function setParameterByHand(server: string): Promise<void> {
  const { connectors } = await readState(server);
  for (const [index, { globalParameters }] of connectors.entries()) {
    const place = (globalParameters ?? []).findIndex(({ name }) => name.includes('ForceFullPasswordSync'));
    if (place >= 0) await setStateValue(server, ['connectors', index, 'globalParameters', place, 'value'], '2');
  }
}

describeWithEngine('a full sync on a simulated server, in the real engine', () => {
  test('runs once, is watched to its end, is refused the second time, and allowed again only by a decision', async () => {
    const server = await createServer();
    const cli = (...words: string[]): ReturnType<typeof runCliLive> => runCliLive([...words, '--simulate', server]);

    const first = await cli('force-full-sync', '--confirm', '--output', 'json');
    const done = guardPlanSchema.parse(JSON.parse(first.stdout));
    expect({ code: first.exitCode, allowed: done.allowed, result: done.result }).toMatchObject({
      code: 0,
      allowed: true,
      result: { outcome: 'switched', parameter: '1', channel: 'on', journalComplete: true, guardianIsArmed: true },
    });

    const ticked = await runCli(['simulate', 'tick', server, '--count', '3']);
    expect(ticked.exitCode).toBe(0);

    const second = await cli('force-full-sync', '--confirm');
    expect(second.exitCode).toBe(6);
    expect(second.stdout).toContain('REFUSED (REFUSE_ALREADY_RUN)');
    expect(second.stdout).toContain(done.result?.run);
    expect(second.stdout).toContain('VERIFIED');
    expect(second.stdout).toContain('Run this script only once.');

    const decided = await cli('guard', 'supersede', '--run', done.result?.run ?? '', '--reason', 'case 123');
    expect(decided.exitCode).toBe(0);

    const shown = await cli('guard', 'show', '--output', 'json');
    const { pairs, tasks } = guardShowSchema.parse(JSON.parse(shown.stdout));
    expect(shown.exitCode).toBe(0);
    expect(pairs[0]?.epochs.map(({ history }) => history.at(-1)?.kind)).toEqual(['VERIFIED', 'SUPERSEDE']);
    expect({ verdict: pairs[0]?.verdict, tasks }).toEqual({ verdict: 'MAY_RUN', tasks: [] });

    await setParameterByHand(server);
    const since = await cli('force-full-sync');
    expect(since.exitCode).toBe(6);
    expect(since.stdout).toContain('guard supersede --evidence parameter');
    const aside = await cli('guard', 'supersede', '--evidence', 'parameter', '--reason', 'it was run by hand since');
    expect({ code: aside.exitCode, said: aside.stdout.split('\n')[0] }).toMatchObject({ code: 0 });
    const planned = await cli('force-full-sync', '--output', 'json');
    expect(guardPlanSchema.parse(JSON.parse(planned.stdout))).toMatchObject({ allowed: true, verdict: 'MAY_RUN' });
  });
});
