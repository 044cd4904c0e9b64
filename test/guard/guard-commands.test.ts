import { describe, expect, test } from '@jest/globals';
import { guardRecoverCommand } from '../../src/commands/guard-recover.js';
import { guardSetupCommand } from '../../src/commands/guard-setup.js';
import { guardShowCommand } from '../../src/commands/guard-show.js';
import { guardSupersedeCommand } from '../../src/commands/guard-supersede.js';
import { guardActionSchema, guardShowSchema } from '../../src/guard/guard-document.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { eventRow, inspectRows, journalRows, pair, run } from '../support/guard-records.js';
import { after, call, off, on } from '../support/guard-command-call.js';
import { toOff } from '../support/guard-evidence.js';

describe('the other commands of the guard', () => {
  const json = { output: 'json' };

  test('setup tells what it made, and what was there', async () => {
    const row = (state: string): GuardRow => ({ kind: 'setup', fields: { part: 'journal', state, detail: 'C:\\x' } });
    const made = await call(guardSetupCommand, json, [inspectRows()], { Setup: [row('made')] });
    const again = await call(guardSetupCommand, json, [inspectRows()], { Setup: [row('verified')] });
    const leftOff = await call(guardSetupCommand, json, [after(toOff, off)], { Setup: [row('verified')] });

    expect(guardActionSchema.parse(JSON.parse(made.ctx.out())).outcome).toBe('done');
    expect(guardActionSchema.parse(JSON.parse(again.ctx.out())).outcome).toBe('nothing-to-do');
    expect(guardActionSchema.parse(JSON.parse(leftOff.ctx.out()))).toMatchObject({
      outcome: 'nothing-to-do',
      next: expect.arrayContaining([expect.stringMatching(/^phs-tool guard recover /)]) as unknown,
      exitCode: 7,
    });
    expect([made.code, leftOff.code]).toEqual([0, 7]);
  });

  test('show tells every pair and ends with 7 where one was left off', async () => {
    const { code, ctx } = await call(guardShowCommand, json, [after(toOff, off)]);
    const shown = guardShowSchema.parse(JSON.parse(ctx.out()));

    expect(code).toBe(7);
    expect(shown.source.kind).toMatch(/^(?:live|simulated)$/);
    expect(shown.pairs).toMatchObject([{ adConnector: 'contoso.com', leftOff: true, epochs: [{ epoch: 1, run }] }]);
    expect((await call(guardShowCommand, {}, [inspectRows()])).code).toBe(0);
  });

  test('show says in words whether a full sync is refused, and leaves the code to the JSON', async () => {
    const allowed = (await call(guardShowCommand, {}, [inspectRows()])).ctx.out();
    const refused = (await call(guardShowCommand, {}, [after(toOff, off)])).ctx.out();
    const asJson = (await call(guardShowCommand, json, [inspectRows()])).ctx.out();

    expect(allowed).toContain('Nothing is in the way of a full password sync.\n');
    expect(allowed).not.toContain('A full password sync is refused.');
    expect(refused).toContain('A full password sync is refused.\n');
    expect(`${allowed}${refused}`).not.toMatch(/[A-Z]+_[A-Z]+\)/);
    expect(asJson).toContain('"MAY_RUN"');
  });

  test('recover asks nothing of the server where there is no run, and says what it read back where there is one', async () => {
    const nothing = await call(guardRecoverCommand, json, [inspectRows()]);
    const recovered = { kind: 'recovered', fields: { action: 'turned-on', end: null, enabled: 'yes', detail: null } };
    const done = await call(guardRecoverCommand, json, [after(toOff, off), after([...toOff, 'ON_SEEN'], on)], {
      Recover: [recovered],
    });
    const failed = { kind: 'recovered', fields: { action: 'not-turned-on', end: null, enabled: 'no', detail: null } };
    const still = await call(guardRecoverCommand, json, [after(toOff, off)], { Recover: [failed] });

    expect(nothing.session.changes).toEqual([]);
    expect({ code: done.code, args: done.session.changes[0]?.args }).toMatchObject({
      code: 0,
      args: { pairId: pair, epoch: 1 },
    });
    expect(still.code).toBe(7);
    expect(still.ctx.out()).toContain('Restart-Service ADSync');
  });

  test('recover does not believe the script where the server says off', async () => {
    const said = { kind: 'recovered', fields: { action: 'turned-on', end: null, enabled: 'yes', detail: null } };

    expect((await call(guardRecoverCommand, json, [after(toOff, off)], { Recover: [said] })).code).toBe(7);
  });

  test('supersede needs a reason and one thing to set aside, and no run that is unfinished', async () => {
    const reason = 'case 1';
    const finished = after([...toOff, 'ON_SEEN', 'VERIFIED'], on);
    const opened = { kind: 'superseded', fields: { pair, epoch: '2', detail: null } };

    await expect(call(guardSupersedeCommand, { run }, [finished])).rejects.toThrow('--reason');
    await expect(call(guardSupersedeCommand, { reason }, [finished])).rejects.toThrow('--run ID or --evidence');
    await expect(call(guardSupersedeCommand, { reason, run, evidence: 'parameter' }, [finished])).rejects.toThrow(
      'either',
    );
    const allowed = inspectRows(
      journalRows([{ slots: [...toOff, 'ON_SEEN', 'VERIFIED'] }, { slots: ['SUPERSEDE'] }]),
      on,
    );
    const done = await call(guardSupersedeCommand, { reason, run }, [finished, allowed], { Supersede: [opened] });
    expect(done.ctx.out()).toContain('one more full sync may be run');
    expect({ code: done.code, args: done.session.changes[0]?.args }).toMatchObject({
      code: 0,
      args: { runId: run, evidence: 'run', reason },
    });
    const under = await call(guardSupersedeCommand, { reason, run }, [after(toOff, off)]);
    expect({ code: under.code, changes: under.session.changes }).toEqual({ code: 7, changes: [] });
  });

  test('supersede says what still stands in the way, read again after it', async () => {
    const finished = after([...toOff, 'ON_SEEN', 'VERIFIED'], on);
    const changed = { snapshot: { parameter: '2' } };
    const then = inspectRows(
      journalRows([{ slots: [...toOff, 'ON_SEEN', 'VERIFIED'] }, { slots: ['SUPERSEDE'] }]),
      changed,
    );
    const opened = { kind: 'superseded', fields: { pair, epoch: '2', detail: null } };
    const { ctx } = await call(guardSupersedeCommand, { reason: 'x', run }, [finished, then], { Supersede: [opened] });

    expect(ctx.out()).toContain('may still not be run (REFUSE_ALREADY_RUN)');
  });

  test('supersede of a parameter is refused where the events know a run, and names that run', async () => {
    const given = { reason: 'x', evidence: 'parameter' };
    const opened = { kind: 'superseded', fields: { pair, epoch: '1', detail: null } };
    const known = await call(guardSupersedeCommand, given, [inspectRows([eventRow('CLAIM', { run })], on)]);
    const unknown = await call(guardSupersedeCommand, given, [inspectRows([], on)], { Supersede: [opened] });

    expect({ code: known.code, changes: known.session.changes }).toEqual({ code: 6, changes: [] });
    expect(known.ctx.out()).toContain(`guard supersede --run ${run}`);
    expect(unknown.session.changes.map(({ mode }) => mode)).toEqual(['Supersede']);
  });
});
