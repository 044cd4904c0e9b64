import { describe, expect, test } from '@jest/globals';
import { chooseSyncExitCode, listNext } from '../../src/command-steps/sync-users-result.js';
import type { SyncedUser, UserSyncRefusal, UserSyncResult } from '../../src/model/user-sync.js';
import { instantText } from '../../src/model/instant.js';
import { userSyncText } from '../../src/views/user-sync-text.js';
import { chooseTheme } from '../../src/views/theme.js';
import { now } from '../support/facts.js';
import { head, hostileText, resultOf } from '../support/object-results.js';
import { userDn } from '../support/trace.js';

const entry = { status: 'Success', at: now.toISOString(), details: null };

function user(
  reason: UserSyncRefusal['reason'] | null,
  outcome: UserSyncResult['outcome'] | null = null,
  helps: SyncedUser['advice']['helps'] = 'yes',
  message = 'Because of that.',
): SyncedUser {
  const result: UserSyncResult | null =
    outcome === null
      ? null
      : {
          outcome,
          calledAt: now.toISOString(),
          durationMs: 1,
          error: null,
          entryBefore: null,
          entryAfter: outcome === 'verified' ? entry : null,
          events: [{ id: 4200, state: 'no-source', problem: null }],
          said: message,
        };
  const line = `Invoke-ADSyncCSObjectPasswordHashSync -ConnectorName 'contoso.com' -DistinguishedName '${userDn}'`;
  return {
    diagnosis: resultOf(),
    call: {
      cmdlet: 'Invoke-ADSyncCSObjectPasswordHashSync',
      connectorName: 'contoso.com',
      distinguishedName: userDn,
      line,
    },
    advice: { helps, why: 'It may help.' },
    refusal: reason === null ? null : { reason, message },
    result,
  };
}

describe('the exit code of sync-user', () => {
  const code = (users: readonly SyncedUser[], isLeftOff = false): number =>
    chooseSyncExitCode(users, { error: undefined, isLeftOff });

  test('is that of the user', () => {
    expect(code([user(null)])).toBe(0);
    expect(code([user(null, 'verified')])).toBe(0);
    expect(code([user('staging')])).toBe(6);
    expect((['not-verified', 'failed', 'interrupted'] as const).map((outcome) => code([user(null, outcome)]))).toEqual([
      4, 4, 4,
    ]);
    expect(code([user(null, 'lost')])).toBe(5);
  });

  test('is the worst of several: 5, 4, 6, 0; and 7 and what ended the run come before', () => {
    const all = [user(null, 'verified'), user('staging'), user(null, 'failed'), user(null, 'lost')];
    const error = { code: 'E_CANCELLED', message: 'Interrupted.', exitCode: 130 } as const;

    expect([1, 2, 3, 4].map((count) => code(all.slice(0, count)))).toEqual([0, 6, 4, 5]);
    expect(code(all, true)).toBe(7);
    expect(chooseSyncExitCode(all, { error, isLeftOff: false })).toBe(130);
  });
});

describe('what to do after it', () => {
  const next = (users: readonly SyncedUser[], confirm: boolean, isSourceAbsent = false): readonly string[] =>
    listNext(users, { confirm, isSourceAbsent });

  const diagnoseUser = `phs-tool diagnose --dn '${userDn}'`;

  test('is the call itself where it may help, then the diagnosis of that user, and nothing where it would not', () => {
    expect(next([user(null), user(null, null, 'no')], false)).toEqual([
      `phs-tool sync-user --dn '${userDn}' --confirm`,
      diagnoseUser,
    ]);
    expect(next([user(null, null, 'no'), user('excluded'), user('named-twice')], false)).toEqual([]);
    expect(next([user('server-broken'), user(null)], false)).toEqual([
      'phs-tool diagnose',
      'phs-tool wait --for alive',
      `phs-tool sync-user --dn '${userDn}' --confirm`,
      diagnoseUser,
    ]);
  });

  test('is the diagnosis with the cure of what was refused, of the server once or of each user', () => {
    expect(next([user('way-broken'), user('unreadable'), user(null, null, 'no')], false)).toEqual([
      diagnoseUser,
      diagnoseUser,
    ]);
    expect(
      next(
        Array.from({ length: 25 }, () => user('way-broken')),
        true,
      ),
    ).toHaveLength(3);
    for (const reason of ['staging', 'channel-off', 'build-cut-off', 'left-off'] as const) {
      expect(next([user(reason), user(reason)], true)).toEqual(['phs-tool diagnose']);
    }
  });

  test('is to wait for the server that is in the way or may be, and to diagnose who is not verified', () => {
    expect(next([user('server-broken')], false)).toEqual(['phs-tool diagnose', 'phs-tool wait --for alive']);
    expect(next([user(null, 'failed')], true)).toEqual(['phs-tool wait --for alive', diagnoseUser]);
    expect(next([user(null, 'lost')], true)[0]).toBe('phs-tool wait --for alive');
  });

  test('is to wait after a success as well, which shows nothing of what the server sends by itself', () => {
    expect(next([user(null, 'verified')], true)).toEqual(['phs-tool wait --for alive']);
    expect(next([user(null, 'verified'), user('staging')], true)).toContain('phs-tool wait --for alive');
    expect(next([user('way-broken'), user('staging')], true)).not.toContain('phs-tool wait --for alive');
  });

  test('is to register the event source first, without which nothing is called', () => {
    const call = `phs-tool sync-user --dn '${userDn}' --confirm`;

    expect(next([user(null)], false, true)).toEqual(['phs-tool guard setup', call, diagnoseUser]);
    expect(next([user('way-broken')], false, true)).not.toContain('phs-tool guard setup');
    expect(next([user('not-written')], true, true)).toEqual(['phs-tool guard setup', call]);
    expect(next([user('not-written')], true)).toEqual([call]);
  });
});

describe('the text of sync-user', () => {
  const theme = chooseTheme({ isTerminal: false, noColor: true, env: {} });
  const text = (users: readonly SyncedUser[], confirmed: boolean): string =>
    userSyncText(
      {
        ...{ schemaVersion: '1.0', tool: head.tool, command: 'sync-user', startedAt: head.startedAt },
        ...{ finishedAt: head.startedAt, source: head.source, server: head.server, confirmed, operator: 'admin' },
        ...{
          users: [...users],
          next: [...listNext(users, { confirm: confirmed, isSourceAbsent: false })],
          exitCode: 0,
        },
      },
      { theme },
    );

  test('says what would be called before it was, and what was called after', () => {
    expect(text([user(null)], false)).toMatch(/Would help +yes\. It may help\.\n {2}Would call:\n {4}Invoke-ADSync/);
    expect(text([user(null)], false)).toContain('1 user: 1 could be synchronized, 0 refused, nothing was called');
    const done = text([user(null, 'verified')], true);
    expect(done).toMatch(/Called:\n {4}Invoke-ADSync/);
    expect(done).toContain(`New entry         Success, ${instantText(now.toISOString())}`);
    expect(done).toContain('4200 not written: the event source phs-tool is not registered');
    expect(done).not.toContain('Would help');
  });

  test('of a refusal names the reason and no call', () => {
    const refused = text([user('staging')], true);
    expect(refused).toContain('REFUSED: Because of that. Nothing was called.');
    expect(refused).not.toContain('Invoke-ADSync');
    expect(text([user('staging')], false)).toMatch(/\nNext\n {2}phs-tool diagnose\n/);
    expect(text([user('staging'), user(null)], false)).toContain('\nTo do it\n');
  });

  test('lets nothing through that a terminal acts upon', () => {
    const shown = text([user('staging', null, 'yes', hostileText), user(null, 'failed', 'yes', hostileText)], true);

    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
