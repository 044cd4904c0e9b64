import { describe, expect, test } from '@jest/globals';
import type { GuardRow } from '../../src/model/guard-row.js';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { adConnector, entraConnector, ids, platform } from '../support/facts.js';
import { inspectRows } from '../support/guard-records.js';
import { after, call, off, on, planOf } from '../support/guard-command-call.js';
import { toOff } from '../support/guard-evidence.js';

describe('force-full-sync without --confirm', () => {
  test('shows a plan that may be carried out, changes nothing and ends with 0', async () => {
    const { code, plan, session } = await planOf({}, [inspectRows()]);

    expect({ code, allowed: plan.allowed, verdict: plan.verdict }).toEqual({
      code: 0,
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

  test('refuses on a build that Microsoft cut off, whatever else is in order, and not on a build of today', async () => {
    const on = async (productVersion: string, given: object): ReturnType<typeof planOf> =>
      planOf({ ...given }, [inspectRows()], {}, undefined, {
        'Get-PhsPlatform': { rows: [{ ...platform(), productVersion, moduleCandidates: [], simulated: false }] },
      });
    const cutOff = await on('2.4.27.0', { confirm: true });
    const condition = cutOff.plan.conditions.find(({ id }) => id === 'build');

    expect(cutOff.code).toBe(6);
    expect(cutOff.session.changes).toEqual([]);
    expect(condition).toMatchObject({ status: 'fail', remedy: expect.stringMatching(/^Upgrade Entra Connect first/) });
    expect(condition?.evidence).toMatch(/since 2026-09-30 synchronization fails/);
    expect((await on('2.6.92.0', {})).plan.conditions.find(({ id }) => id === 'build')?.status).toBe('ok');
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
    expect(ctx.out()).toContain('Not met: There is exactly one Entra connector\n');
    expect(ctx.out()).not.toMatch(/\[unknown\]|Could not be read: /);
    expect(ctx.out()).toContain('Not evaluated before that holds: ADSync runs natively');
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

  const serverEvent = (eventId: number, at: string): GuardRow => ({
    kind: 'server-event',
    fields: { eventId: String(eventId), at, message: 'x' },
  });

  const fullSyncStatus = async (rows: readonly GuardRow[]): Promise<string | undefined> =>
    (await planOf({}, [inspectRows(rows)])).plan.conditions.find(({ id }) => id === 'full-sync')?.status;

  test.each([
    ['began a moment ago', [617], 'fail'],
    ['is said to have ended, which every signed-in user can write', [617, 623], 'fail'],
    ['is said to have been cut off by a restart', [617, 609, 601], 'fail'],
    ['is only said to have ended', [622, 623], 'ok'],
  ])('a full sync that %s', async (_, eventIds, status) => {
    const rows = eventIds.map((eventId, second) => serverEvent(eventId, `2026-11-20T10:00:0${second}Z`)).reverse();

    expect(await fullSyncStatus(rows)).toBe(status);
  });

  test.each([
    ['less than three days ago', '2026-11-19T10:16:00.0000000Z', 'fail'],
    ['more than three days ago', '2026-11-19T10:14:00.0000000Z', 'ok'],
    ['at a time that cannot be read', 'yesterday', 'fail'],
  ])('a full sync that began %s', async (_, at, status) => {
    expect(await fullSyncStatus([serverEvent(618, at)])).toBe(status);
  });

  test('does not know whether one began where a flood of events hides what was before', async () => {
    const flood = (length: number, day: number): readonly GuardRow[] =>
      Array.from({ length }, () => serverEvent(601, `2026-11-${day}T10:00:00Z`));

    expect(await fullSyncStatus(flood(50, 20))).toBe('unknown');
    expect(await fullSyncStatus(flood(49, 20))).toBe('ok');
    expect(await fullSyncStatus([...flood(49, 20), ...flood(1, 10)])).toBe('ok');
  });

  test('says of the one condition that does not hold that it is not met, with the time in the form of all others', async () => {
    const fields = { eventId: '618', at: '2026-11-20T10:00:00.0000000Z', message: 'x' };
    const { ctx } = await call(forceFullSyncCommand, {}, [inspectRows([{ kind: 'server-event', fields }])]);

    expect(ctx.out()).toMatch(/REFUSED: 1 of \d+ conditions does not hold\./);
    expect(ctx.out()).toContain('Not met: No full password sync began in the last three days\n');
    expect(ctx.out()).toContain('event 618 of 2026-11-20 10:00:00 UTC');

    const fine = await call(forceFullSyncCommand, {}, [inspectRows()]);
    expect(fine.ctx.out()).not.toMatch(/REFUSED|Not met/);
  });

  test('shows a line that carries out this plan and no other, with the account that it is for', async () => {
    const { plan, ctx } = await planOf({ guardianAccount: 'CONTOSO\\gmsa$' }, [inspectRows()]);
    const text = await call(forceFullSyncCommand, { guardianAccount: 'CONTOSO\\gmsa$' }, [inspectRows()]);
    const line =
      "phs-tool force-full-sync --connector 'contoso.com' --confirm --guardian-account 'CONTOSO\\gmsa$' --plan";

    expect(plan.next).toEqual([`${line} ${plan.planHash ?? ''}`]);
    expect(text.ctx.out()).toContain(`${line} ${plan.planHash?.slice(0, 12) ?? ''}\n`);
    expect(ctx.err()).toBe('');
  });

  test('ends on a screen with its side effects and the line; --verbose lists the conditions, too', async () => {
    const short = (await call(forceFullSyncCommand, {}, [inspectRows()])).ctx.out();
    const long = (await call(forceFullSyncCommand, { verbose: true }, [inspectRows()])).ctx.out();
    const count = (await planOf({}, [inspectRows()])).plan.conditions.length;
    const lastScreen = short.trimEnd().split('\n').slice(-22).join('\n');

    expect(short).toContain(`All ${count} conditions are met`);
    expect(short).not.toContain('The ADSync service runs');
    expect(lastScreen).toMatch(/Side effects[^]*a large forest takes hours[^]*To run it[^]*--confirm --plan/);
    expect(long).toContain('The ADSync service runs');
    expect(long).not.toContain('conditions are met');
  });

  test('says once that nothing was changed, also where it is refused', async () => {
    const shown = async (...rows: readonly ReturnType<typeof inspectRows>[]): Promise<string> =>
      (await call(forceFullSyncCommand, {}, rows)).ctx.out();
    const texts = [
      await shown(inspectRows()),
      await shown(inspectRows([], { snapshot: { staging: 'yes' } })),
      await shown(after([...toOff, 'ON_SEEN', 'VERIFIED'], on)),
      await shown(inspectRows([], off)),
    ];

    expect(texts.map((text) => text.split('Nothing was changed').length - 1)).toEqual([1, 1, 1, 1]);
    expect(texts.map((text) => /[Ee]xit code \d\n$/.test(text))).toEqual([true, true, true, true]);
  });

  test('on a server that ends with the command shows how to make one that stays', async () => {
    const { plan } = await planOf({ simulate: 'healthy' }, [inspectRows()]);

    expect(plan.next[0]).toBe("phs-tool simulate create 'healthy' DIR");
    expect(plan.next[1]).toMatch(/ --confirm --plan [0-9a-f]{64} --simulate DIR$/);
  });

  test('takes a plan by the beginning of its hash, refuses another one, and reads the server once for that', async () => {
    const { plan } = await planOf({}, [inspectRows()]);
    const hash = plan.planHash ?? '';
    const named = await planOf({ plan: hash.slice(0, 12) }, [inspectRows()]);
    const other = await planOf({ confirm: true, plan: hash.startsWith('a') ? 'b'.repeat(12) : 'a'.repeat(12) }, [
      inspectRows(),
    ]);

    expect(hash).toHaveLength(64);
    expect([plan.allowed, named.plan.allowed, named.plan.planHash]).toEqual([true, true, hash]);
    expect({ code: other.code, allowed: other.plan.allowed }).toEqual({ code: 6, allowed: false });
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

  test('does not claim that a run left it off where its permission could not be looked up', async () => {
    const lost = { events: { state: 'unreadable', detail: 'no' }, ...off };
    const { plan, code } = await planOf({}, [after(['CLAIM', 'ARMED', 'GO'], lost)]);
    const certain = await planOf({}, [after(toOff, off)]);

    expect({ code, verdict: plan.verdict }).toEqual({ code: 7, verdict: 'REPAIR_NOW' });
    expect(plan.explanation.headline).toContain('may have left it off');
    expect(certain.plan.explanation.headline).toContain('was cut off and left');
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
