import { describe, expect, test } from '@jest/globals';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { guardRecoverCommand } from '../../src/commands/guard-recover.js';
import { guardSetupCommand } from '../../src/commands/guard-setup.js';
import { guardShowCommand } from '../../src/commands/guard-show.js';
import { guardSupersedeCommand } from '../../src/commands/guard-supersede.js';
import type { Command } from '../../src/commands/command.js';
import { PhsError, PsError } from '../../src/errors.js';
import { guardActionSchema, guardShowSchema } from '../../src/guard/guard-document.js';
import { guardPlanSchema, type GuardPlan } from '../../src/guard/plan.js';
import type { RecordKind } from '../../src/guard/slots.js';
import type { GuardRow } from '../../src/scripts/invoke-phs-guarded-sync.js';
import { FakeChangingSession, type ChangeReply } from '../support/changing-session.js';
import { adConnector, entraConnector, ids, now } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { eventRow, inspectRows, journalRows, pair, run, type SlotGiven } from '../support/guard-records.js';
import { healthyReplies } from '../support/healthy-replies.js';

const claimed: readonly GuardRow[] = [
  { kind: 'claimed', fields: { pair, epoch: '1', run, journal: '/nowhere', task: '\\phs-tool\\Guard-x-1' } },
  { kind: 'armed', fields: { identity: 'NT AUTHORITY\\SYSTEM', groups: 'ADSyncAdmins', right: 'yes' } },
];
const ran = (changes: Readonly<Record<string, string | null>> = {}): readonly GuardRow[] => [
  {
    kind: 'result',
    fields: {
      parameter: 'set',
      off: 'issued',
      offError: null,
      on: 'read-back',
      onAttempts: '1',
      offMs: '1800',
      journal: 'complete',
      ...changes,
    },
  },
];
const refusal = (reason: string): readonly GuardRow[] => [
  { kind: 'refused', fields: { reason, detail: 'Because of that.', phase: 'Claim' } },
];
const toOff: readonly RecordKind[] = ['CLAIM', 'ARMED', 'GO', 'PARAM_SET', 'OFF_INTENT'];
const task: GuardRow = {
  kind: 'task',
  fields: { name: `Guard-${pair.slice(0, 16)}-1`, state: 'Ready', execute: 'x', arguments: 'y', user: 'SYSTEM' },
};

/** The inspection after a run with these slots. */
function after(slots: readonly SlotGiven[], changes: Parameters<typeof inspectRows>[1] = {}): GuardRow[] {
  return inspectRows([...journalRows([{ slots }]), task], changes);
}

const off = { snapshot: { enabled: 'no', enabledAgain: 'no', parameter: '1' } };
const on = { snapshot: { parameter: '1' } };

interface Outcome {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly session: FakeChangingSession;
}

/** Runs a command; the inspections are answered one after the other, the last one again and again. */
async function call(
  command: Command,
  given: Readonly<Record<string, unknown>>,
  inspections: readonly (readonly GuardRow[])[],
  modes: Readonly<Record<string, ChangeReply>> = {},
  connectors = [entraConnector(), adConnector()],
): Promise<Outcome> {
  const session = new FakeChangingSession(
    {
      ...healthyReplies,
      'Get-PhsConnector': { rows: connectors },
      'Invoke-PhsGuardedSync': (_, count) => ({ rows: inspections[Math.min(count, inspections.length - 1)] ?? [] }),
    },
    modes,
  );
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
  });
  return { code: await command.run(ctx, given), ctx, session };
}

async function planOf(
  ...args: Parameters<typeof call> extends [unknown, ...infer Rest] ? Rest : never
): Promise<Outcome & { plan: GuardPlan }> {
  const [given, ...rest] = args;
  const outcome = await call(forceFullSyncCommand, { ...given, output: 'json' }, ...rest);
  return { ...outcome, plan: guardPlanSchema.parse(JSON.parse(outcome.ctx.out())) };
}

describe('force-full-sync without --confirm', () => {
  test('shows a plan that may be carried out, changes nothing and ends with 6', async () => {
    const { code, plan, session } = await planOf({}, [inspectRows()]);

    expect({ code, allowed: plan.allowed, verdict: plan.verdict }).toEqual({
      code: 6,
      allowed: true,
      verdict: 'MAY_RUN',
    });
    expect(plan.conditions.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(plan.steps.filter(({ does }) => does.includes('-Enable $false'))).toHaveLength(1);
    expect(session.changes).toEqual([]);
  });

  test.each<[string, Parameters<typeof inspectRows>[1], string]>([
    ['no elevated console', { platform: { elevated: 'no' } }, 'elevated'],
    ['an unknown elevation', { platform: { elevated: 'unknown' } }, 'elevated'],
    ['a restricted language mode', { platform: { languageMode: 'ConstrainedLanguage' } }, 'language-mode'],
    ['copies of connector objects', { platform: { native: 'no' } }, 'native'],
    ['a place without support', { platform: { supported: 'no' } }, 'platform'],
    ['a run under way', { platform: { runs: 'contoso.com' } }, 'idle'],
    ['runs that cannot be read', { platform: { runsState: 'unreadable' } }, 'idle'],
    ['the wizard open', { platform: { wizard: 'open' } }, 'wizard'],
    ['staging mode', { snapshot: { staging: 'yes' } }, 'staging'],
    ['an unknown staging mode', { snapshot: { staging: 'unknown' } }, 'staging'],
    ['the tenant feature off', { snapshot: { tenantFeature: 'no' } }, 'tenant-feature'],
    ['on once and off the next time', { snapshot: { enabledAgain: 'no' } }, 'channel'],
    ['no Task Scheduler', { tasks: { state: 'unreadable', detail: 'no' } }, 'task-scheduler'],
    ['a lost event log', { events: { state: 'unreadable', detail: 'no' } }, 'evidence'],
    ['an event source that nobody knows of', { 'event-source': { state: 'unknown' } }, 'event-source'],
    [
      'a full sync under way',
      { 'server-event': { eventId: '617', at: '2026-11-20T10:00:00Z', message: 'x' } },
      'full-sync',
    ],
  ])('refuses with %s, names the condition and what to do, also with --confirm', async (_, changes, id) => {
    const { code, plan, session } = await planOf({ confirm: true }, [inspectRows([], changes)]);
    const condition = plan.conditions.find((each) => each.id === id);

    expect(code).toBe(6);
    expect(condition?.status).not.toBe('ok');
    expect(condition?.remedy).toMatch(/\w/);
    expect(session.changes).toEqual([]);
  });

  const unread = { snapshot: null, 'snapshot-failure': { detail: 'It could not be read.', errorId: null } };
  const untold = ['native', 'tenant-feature', 'staging', 'channel', 'idle', 'full-sync', 'evidence'];
  const unreadPlatform = { platform: { native: 'unknown', runsState: 'unreadable' } };

  test('names one cause, and what it keeps from being told, where the connectors of the pair were not read', async () => {
    const two = [entraConnector(), { ...entraConnector(), identifier: ids.fabrikam }, adConnector()];
    const rows = [inspectRows([], { ...unread, ...unreadPlatform })];
    const several = await planOf({}, rows, {}, two);
    const silent = await planOf({}, rows);
    const blocked = ({ plan }: typeof silent, by: string): readonly string[] =>
      plan.conditions.flatMap(({ id, blockedBy }) => (blockedBy === by ? [id] : [])).sort();
    const remedied = ({ plan }: typeof silent): readonly string[] =>
      plan.conditions.filter(({ remedy }) => remedy !== undefined).map(({ id }) => id);

    expect(blocked(several, 'entra-connector')).toEqual(['connector', ...untold].sort());
    expect(remedied(several)).toEqual(['entra-connector']);
    expect(blocked(silent, 'connector')).toEqual([...untold].sort());
    expect(remedied(silent)).toEqual(['connector']);
    expect([several.plan.allowed, silent.plan.allowed]).toEqual([false, false]);

    const { ctx } = await call(forceFullSyncCommand, {}, rows, {}, two);
    expect(ctx.out()).toContain('There is exactly one Entra connector: no\n');
    expect(ctx.out()).not.toMatch(/\[unknown\]|: could not be read\n/);
    expect(ctx.out()).toContain('Not told before that holds: ADSync runs natively');
  });

  test('tells what does not hold for a reason of its own beside that cause', async () => {
    const lost = { events: { state: 'unreadable', detail: 'no' }, platform: { runs: 'contoso.com' } };
    const { plan } = await planOf({}, [inspectRows([], { ...unread, ...lost })]);
    const of = (id: string): unknown => plan.conditions.find((each) => each.id === id);

    expect(of('evidence')).toMatchObject({ status: 'unknown', remedy: expect.stringMatching(/\w/) as unknown });
    expect(of('evidence')).not.toHaveProperty('blockedBy');
    expect(of('idle')).toMatchObject({ status: 'fail' });
    expect(of('idle')).not.toHaveProperty('blockedBy');
  });

  test.each([
    ['began after the channel had started', [601, 617], false],
    ['was cut off: the channel has started again since', [617, 601], true],
    ['was cut off: the channel was stopped since', [617, 609], true],
    ['came to its end', [617, 623], true],
  ])('a full sync that %s', async (_, eventIds, isOver) => {
    const events = eventIds.map((eventId, second) => ({
      kind: 'server-event',
      fields: { eventId: String(eventId), at: `2026-11-20T10:00:0${second}Z`, message: 'x' },
    }));
    const { plan } = await planOf({}, [inspectRows(events)]);

    expect(plan.conditions.find(({ id }) => id === 'full-sync')?.status).toBe(isOver ? 'ok' : 'fail');
  });

  test('shows a line that carries out this plan and no other, with the account that it is for', async () => {
    const { plan, ctx } = await planOf({ guardianAccount: 'CONTOSO\\gmsa$' }, [inspectRows()]);
    const text = await call(forceFullSyncCommand, { guardianAccount: 'CONTOSO\\gmsa$' }, [inspectRows()]);
    const line = `phs-tool force-full-sync --connector 'contoso.com' --confirm --guardian-account 'CONTOSO\\gmsa$' --plan ${plan.planHash ?? ''}`;

    expect(plan.next).toEqual([line]);
    expect(text.ctx.out()).toContain(line);
    expect(ctx.err()).toBe('');
  });

  test('on a server that ends with the command shows how to make one that stays', async () => {
    const { plan } = await planOf({ simulate: 'healthy' }, [inspectRows()]);

    expect(plan.next[0]).toBe('phs-tool simulate create healthy DIR');
    expect(plan.next[1]).toMatch(/ --confirm --plan [0-9a-f]{64} --simulate DIR$/);
  });

  test('refuses a plan that is not the one that was named', async () => {
    const { code, plan, session } = await planOf({ confirm: true, plan: 'a'.repeat(64) }, [inspectRows()]);

    expect({ code, allowed: plan.allowed }).toEqual({ code: 6, allowed: false });
    expect(session.changes).toEqual([]);
  });

  test('ends with 7 and says what to do where a run left it off', async () => {
    const { code, plan } = await planOf({}, [after(toOff, off)]);

    expect({ code, verdict: plan.verdict }).toEqual({ code: 7, verdict: 'REPAIR_NOW' });
    expect(plan.next[0]).toBe("phs-tool guard recover --connector 'contoso.com'");
  });

  test("says Microsoft's sentence where it has run, with who, when, version and result", async () => {
    const { ctx } = await call(forceFullSyncCommand, {}, [after([...toOff, 'ON_SEEN', 'VERIFIED'], on)]);

    expect(ctx.out()).toContain('Run this script only once.');
    expect(ctx.out()).toMatch(/CONTOSO\\anna on SYNC01, 2026-11-20 10:02:00 UTC, phs-tool 0\.1\.0.*VERIFIED/);
  });

  test('shows no raw control characters of what operators and directories wrote', async () => {
    const evil = { kind: 'CLAIM', values: { operator: 'a\u001b[2J\u202e\nREFUSED' } } as const;
    const { ctx } = await call(forceFullSyncCommand, {}, [after([evil])]);

    expect(ctx.out()).toContain('a\\u{1b}[2J\\u{202e}\\nREFUSED');
    expect(/[\p{Cc}\p{Cf}]/u.test(ctx.out().replaceAll('\n', ''))).toBe(false);
  });
});

describe('the connector', () => {
  const two = [entraConnector(), adConnector(), adConnector('fabrikam.com')];

  test.each([
    [{}, 'name one with --connector'],
    [{ connector: 'Fabrikam.com' }, 'it is "fabrikam.com"'],
    [{ connector: 'nobody' }, 'no AD connector named'],
  ])('%j among several is refused', async (given, says) => {
    await expect(call(forceFullSyncCommand, given, [inspectRows()], {}, two)).rejects.toThrow(says);
  });

  test('in exact case is taken', async () => {
    const { session } = await call(forceFullSyncCommand, { connector: 'fabrikam.com' }, [inspectRows()], {}, two);

    expect(session.requests.at(-1)?.args).toMatchObject({ adConnectorId: two[2]?.identifier });
  });
});

describe('force-full-sync --confirm', () => {
  const before = inspectRows();

  test('claims and runs the plan that was shown, reads back, and claims no more than that', async () => {
    const watched = after([...toOff, 'ON_SEEN'], on);
    const { code, plan, session } = await planOf({ confirm: true }, [before, watched], { Claim: claimed, Run: ran() });
    const [claim, second] = session.changes;

    expect(code).toBe(0);
    expect(session.changes.map(({ mode }) => mode)).toEqual(['Claim', 'Run']);
    expect(claim?.args).toMatchObject({ epoch: 1, planHash: plan.planHash });
    expect(second?.args).toMatchObject({ pairId: pair, epoch: 1, runId: plan.result?.run });
    expect(plan.result).toMatchObject({
      outcome: 'switched',
      channel: 'on',
      parameter: '1',
      offMs: 1800,
      guardianIsArmed: true,
    });
    expect(plan.result?.said.join(' ')).toMatch(/triggered.*was not verified/);
  });

  test.each([
    'MODULE_PATH',
    'SCRIPT_HASH',
    'JOURNAL_DIRECTORY',
    'EVENT_SOURCE',
    'PLAN_CHANGED',
    'NOT_ARMED',
    'SLOT_WRITE',
    'TASK_SCHEDULER',
  ])('refused by the script with %s ends with 6, does not run, and says what is safe', async (reason) => {
    const { code, ctx, session } = await call(forceFullSyncCommand, { confirm: true }, [before], {
      Claim: refusal(reason),
    });

    expect(code).toBe(6);
    expect(session.changes.map(({ mode }) => mode)).toEqual(['Claim']);
    expect(ctx.out()).toContain('Because of that.');
    expect(ctx.out()).toMatch(/was not (touched|switched off)|Nothing was changed/);
  });

  test.each([
    ['no', /its right to repair is not verified \(no group ADSyncAdmins/],
    ['unknown', /its groups could not be read/],
  ])('tells on stderr before it runs that the right of the guardian is "%s"', async (right, says) => {
    const armed = { kind: 'armed', fields: { identity: 'NT AUTHORITY\\SYSTEM', groups: null, right } };
    const { ctx, session } = await call(forceFullSyncCommand, { confirm: true }, [before], {
      Claim: [...claimed.slice(0, 1), armed],
      Run: new PsError('E_HOST_EXIT', 'PowerShell ended.'),
    });

    expect(session.changes.map(({ mode }) => mode)).toEqual(['Claim', 'Run']);
    expect(ctx.err()).toMatch(says);
  });

  test('tells no doubt where the guardian is in ADSyncAdmins', async () => {
    const { ctx } = await call(forceFullSyncCommand, { confirm: true }, [before, after([...toOff, 'ON_SEEN'], on)], {
      Claim: claimed,
      Run: ran(),
    });

    expect(ctx.err()).not.toContain('right to repair');
  });

  test('that could not read on back ends with 7', async () => {
    const { code, plan } = await planOf({ confirm: true }, [before, after(toOff, off)], {
      Claim: claimed,
      Run: ran({ on: 'not-read-back' }),
    });

    expect({ code, outcome: plan.result?.outcome }).toEqual({ code: 7, outcome: 'not-read-back' });
  });

  test.each([
    [
      'read back as on, is uncertain and ends with 4',
      after([...toOff, { kind: 'ON_SEEN', values: { offError: 'Access is denied.' } }], on),
      'read-back',
      4,
      'uncertain',
    ],
    ['not read back, ends with 7', after(toOff, off), 'not-read-back', 7, 'not-read-back'],
  ])('whose switching off failed, %s', async (_, then, onSeen, expected, outcome) => {
    const { code, plan, ctx } = await planOf({ confirm: true }, [before, then], {
      Claim: claimed,
      Run: ran({ offError: 'Access is denied.', on: onSeen }),
    });

    expect({ code, outcome: plan.result?.outcome }).toEqual({ code: expected, outcome });
    expect(ctx.out()).not.toContain('was triggered.');
    expect(plan.result?.offError).toBe('Access is denied.');
  });

  test('refused after the parameter was set says that it is there, and that the guardian closes the run', async () => {
    const { code, plan } = await planOf({ confirm: true }, [before, after(['CLAIM', 'ARMED', 'GO', 'PARAM_SET'], on)], {
      Claim: claimed,
      Run: refusal('EVENT_LOG'),
    });
    const said = plan.result?.said.join(' ') ?? '';

    expect(code).toBe(6);
    expect(said).toContain('The connector carries the parameter (1)');
    expect(said).toContain('The guardian closes the run');
    expect(said).not.toContain('three to forty-five');
  });

  test.each<[string, readonly GuardRow[], number]>([
    ['before anything was permitted: 5', after(['CLAIM', 'ARMED']), 5],
    ['after the permission, off: 7', after(toOff, off), 7],
    [
      'after the permission, and nobody can tell: 7',
      after(toOff, { snapshot: null, 'snapshot-failure': { detail: 'gone', errorId: null } }),
      7,
    ],
    ['after the permission, on: 5', after(toOff, on), 5],
  ])('whose PowerShell died %s', async (_, then, expected) => {
    const lost = new PsError('E_HOST_EXIT', 'PowerShell ended.');
    const { code, plan } = await planOf({ confirm: true }, [before, then], { Claim: claimed, Run: lost });

    expect({ code, outcome: plan.result?.outcome, armed: plan.result?.guardianIsArmed }).toEqual({
      code: expected,
      outcome: 'lost',
      armed: true,
    });
  });

  test('that is interrupted is finished, told, and ends with 130', async () => {
    const interrupt = { now: (): void => undefined };
    const session = new FakeChangingSession(
      {
        ...healthyReplies,
        'Get-PhsConnector': { rows: [entraConnector(), adConnector()] },
        'Invoke-PhsGuardedSync': (_, count) => ({ rows: count === 0 ? before : after([...toOff, 'ON_SEEN'], on) }),
      },
      {
        Claim: claimed,
        Run: () => {
          interrupt.now();
          return ran();
        },
      },
    );
    const ctx = fakeContext({
      openSession: () =>
        Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
    });

    interrupt.now = ctx.abort;

    expect(await forceFullSyncCommand.run(ctx, { confirm: true })).toBe(130);
    expect(ctx.err()).toContain('is being finished');
    expect(ctx.out()).toContain('read back from the server');
  });

  test('on a recording is refused by the session, and on a server that ends with the command by the command', async () => {
    const session = new FakeChangingSession(
      {
        ...healthyReplies,
        'Get-PhsConnector': { rows: [entraConnector(), adConnector()] },
        'Invoke-PhsGuardedSync': { rows: before },
      },
      {},
    );
    const ctx = fakeContext({
      openSession: () => Promise.resolve({ session, now, simulated: true, close: () => Promise.resolve() }),
    });

    await expect(forceFullSyncCommand.run(ctx, { confirm: true })).rejects.toMatchObject({ code: 'E_REPLAY_MUTATES' });
    await expect(forceFullSyncCommand.run(ctx, { confirm: true, simulate: 'healthy' })).rejects.toThrow(
      'ends with the command',
    );
  });
});

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
    expect(shown.pairs).toMatchObject([{ adConnector: 'contoso.com', leftOff: true, epochs: [{ epoch: 1, run }] }]);
    expect((await call(guardShowCommand, {}, [inspectRows()])).code).toBe(0);
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
