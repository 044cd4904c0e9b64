import { describe, expect, test } from '@jest/globals';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { GuardError, PsError } from '../../src/base/errors.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { FakeChangingSession } from '../support/changing-session.js';
import { adConnector, entraConnector, now } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { inspectRows, pair } from '../support/guard-records.js';
import { healthyReplies } from '../support/healthy-replies.js';
import { after, call, claimed, off, on, planOf, ran, refusal } from '../support/guard-command-call.js';
import { toOff } from '../support/guard-evidence.js';

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
    expect(plan.next[0]).toBe("phs-tool wait --for full-sync-end --timeout 12h --connector 'contoso.com'");
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

  test('refused after the permission was written says that the guardian watches it, not that it closes it', async () => {
    const { code, plan } = await planOf({ confirm: true }, [before, after(toOff, on)], {
      Claim: claimed,
      Run: refusal('EVENT_LOG'),
    });
    const said = plan.result?.said.join(' ') ?? '';

    expect(code).toBe(6);
    expect(said).toContain('three to forty-five');
    expect(said).not.toContain('closes the run');
  });

  test('that fails before anything was switched is refused with what the server said, and not called cut off', async () => {
    const failed = new GuardError('Run failed: the server refuses it.');
    const { code, plan } = await planOf({ confirm: true }, [before, after(['CLAIM', 'ARMED', 'GO'], on)], {
      Claim: claimed,
      Run: failed,
    });
    const later = await planOf({ confirm: true }, [before, after(toOff, on)], { Claim: claimed, Run: failed });

    expect({ code, outcome: plan.result?.outcome }).toEqual({ code: 6, outcome: 'refused' });
    expect(plan.result?.said.join(' ')).toMatch(/^Refused: Run failed: the server refuses it\./);
    expect(plan.result?.said.join(' ')).toContain('The guardian closes the run');
    expect({ code: later.code, outcome: later.plan.result?.outcome }).toEqual({ code: 5, outcome: 'lost' });
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
