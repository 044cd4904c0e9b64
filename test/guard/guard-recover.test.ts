import { describe, expect, test } from '@jest/globals';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { guardRecoverCommand } from '../../src/commands/guard-recover.js';
import { PhsError, PsError } from '../../src/base/errors.js';
import { guardActionSchema } from '../../src/guard/guard-document.js';
import { guardPlanSchema } from '../../src/guard/plan.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { type ChangeReply, FakeChangingSession } from '../support/changing-session.js';
import { adConnector, entraConnector, now } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { eventRow, inspectRows, journalRows, pair, run } from '../support/guard-records.js';
import { healthyReplies } from '../support/healthy-replies.js';
import { after, call, off, on, refusal } from '../support/guard-command-call.js';
import { toOff } from '../support/guard-evidence.js';

describe('guard recover', () => {
  const json = { output: 'json' };
  const recovered = (action: string): GuardRow => ({
    kind: 'recovered',
    fields: { action, end: null, enabled: 'yes', detail: null },
  });
  const deleted = (...kinds: readonly string[]): readonly GuardRow[] =>
    kinds.map((kind) => eventRow(kind, { epoch: 3, run: kind === 'TURNED_ON' ? null : run }));

  test('goes by the event of switching off where the journal is gone', async () => {
    const before = inspectRows(deleted('CLAIM', 'OFF_INTENT'), off);
    const then = inspectRows(deleted('CLAIM', 'OFF_INTENT', 'TURNED_ON'), on);
    const done = await call(guardRecoverCommand, json, [before, then], { Recover: [recovered('turned-on')] });
    const still = await call(guardRecoverCommand, json, [before], { Recover: [recovered('none')] });

    expect({ code: done.code, args: done.session.changes[0]?.args }).toMatchObject({
      code: 0,
      args: { pairId: pair, epoch: 3 },
    });
    expect(still.code).toBe(7);
  });

  test('takes the epoch of that event, where the journal knows only an earlier one', async () => {
    const journal = journalRows([{ slots: [...toOff, 'ON_SEEN', 'VERIFIED'] }]);
    const rows = inspectRows([...journal, ...deleted('OFF_INTENT')], off);
    const { session } = await call(guardRecoverCommand, json, [rows], { Recover: [recovered('turned-on')] });

    expect(session.changes[0]?.args).toMatchObject({ epoch: 3 });
  });

  test('says that nothing is to do only where journal and events could be read', async () => {
    const log = { events: { state: 'unreadable', detail: 'no' } };

    expect((await call(guardRecoverCommand, json, [inspectRows([], log)])).code).toBe(6);
    expect((await call(guardRecoverCommand, json, [inspectRows([], off)])).code).toBe(0);
  });

  test.each([
    ['off', off, 7, /REFUSED \(EVENTS_UNVERIFIED\)/],
    ['on', on, 0, /nothing to recover/],
  ])('a permission that was only counted in a flood of events, while it is %s', async (_, channel, code, headline) => {
    const counted: GuardRow = { kind: 'events-left-out', fields: { count: '1', newest: '9', newestPermission: '9' } };
    const { ctx, ...said } = await call(guardRecoverCommand, json, [inspectRows([counted], channel)]);
    const action = guardActionSchema.parse(JSON.parse(ctx.out()));

    expect(said.code).toBe(code);
    expect(action.headline).toMatch(headline);
    expect(said.session.changes).toEqual([]);
  });

  const gone = { snapshot: null, 'snapshot-failure': { detail: 'gone', errorId: null } };

  test.each<[string, ChangeReply, readonly GuardRow[], number]>([
    ['the script refuses, off', refusal('LOCK_BUSY'), after(toOff, off), 7],
    ['the script refuses, unknown', refusal('LOCK_BUSY'), after(toOff, gone), 7],
    ['the script refuses, on', refusal('LOCK_BUSY'), after(toOff, on), 6],
    ['the script refuses before anything was permitted, off', refusal('LOCK_BUSY'), after(['CLAIM'], off), 6],
    ['PowerShell dies, off', new PsError('E_HOST_EXIT', 'PowerShell ended.'), after(toOff, off), 7],
    ['PowerShell dies, unknown', new PsError('E_HOST_EXIT', 'PowerShell ended.'), after(toOff, gone), 7],
    ['the script says that it is on, and nobody can tell', [recovered('turned-on')], after(toOff, gone), 7],
    [
      'the script says nothing, and a deleted journal left it off',
      [recovered('none')],
      inspectRows(deleted('OFF_INTENT'), off),
      7,
    ],
  ])('ends with 7 while it is off or unknown after the permission: %s', async (_, reply, rows, code) => {
    expect((await call(guardRecoverCommand, json, [rows], { Recover: reply })).code).toBe(code);
  });

  test.each([
    ['EVENTS_ONLY', 'yes', /--run 7f3c0a52/],
    ['EVENTS_UNVERIFIED', 'no', /phs-tool status/],
  ] as const)(
    '%s: what only events ask for is a decision, not a repair that failed',
    async (reason, authentic, next) => {
      const rows = inspectRows([eventRow('OFF_INTENT', { run, authentic })], off);
      const { code, ctx } = await call(guardRecoverCommand, json, [rows], { Recover: refusal(reason) });
      const action = guardActionSchema.parse(JSON.parse(ctx.out()));

      expect({ code, outcome: action.outcome }).toEqual({ code: 7, outcome: 'refused' });
      expect(action.headline).toContain(reason);
      expect(action.next.join(' ')).toMatch(next);
      expect(action.next.join(' ')).not.toContain('Restart-Service');
    },
  );

  test('passes a failure on where nothing can have been left off', async () => {
    const lost = new PsError('E_HOST_EXIT', 'PowerShell ended.');

    await expect(call(guardRecoverCommand, json, [after(['CLAIM'], on)], { Recover: lost })).rejects.toBe(lost);
  });

  test.each([
    ['7 while it is off', after(toOff, off), 7],
    ['130 where it is on', after(toOff, on), 130],
  ])('that hangs is ended by Ctrl+C, with %s', async (_, rows, expected) => {
    const session = new FakeChangingSession(
      {
        ...healthyReplies,
        'Get-PhsConnector': { rows: [entraConnector(), adConnector()] },
        'Invoke-PhsGuardedSync': { rows },
      },
      { Recover: 'hangs' },
    );
    const ctx = fakeContext({
      openSession: () =>
        Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
    });
    const running = Promise.resolve(guardRecoverCommand.run(ctx, {})).catch((error: unknown) =>
      error instanceof PhsError ? error.exitCode : error,
    );
    while (session.changes.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    ctx.abort();

    expect(await running).toBe(expected);
    expect(session.changes.map(({ mode }) => mode)).toEqual(['Recover']);
  });

  test('lets a torn record through and names supersede as the next step when the run has its end', async () => {
    const torn = [...toOff.slice(0, 2), { slot: '30-go', bytes: new Uint8Array() }];
    const ended = after([...torn, 'CLOSED', 'ABANDONED']);
    const refused = await call(forceFullSyncCommand, json, [after(torn)]);
    const { code, session, ctx } = await call(guardRecoverCommand, json, [after(torn), ended], {
      Recover: [recovered('closed')],
    });

    expect(guardPlanSchema.parse(JSON.parse(refused.ctx.out()))).toMatchObject({
      verdict: 'HUMAN',
      next: [/^phs-tool guard recover /, 'phs-tool guard show', /^phs-tool events /].map(
        (next: string | RegExp): unknown => (typeof next === 'string' ? next : expect.stringMatching(next)),
      ),
    });
    expect(code).toBe(0);
    expect(session.changes.map(({ mode }) => mode)).toEqual(['Recover']);
    expect(guardActionSchema.parse(JSON.parse(ctx.out())).next.join(' ')).toContain(`guard supersede --run ${run}`);
  });
});
