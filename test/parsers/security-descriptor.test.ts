import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  mayReplicate,
  parseSecurityDescriptor,
  replicatingChanges,
  replicatingChangesAll,
} from '../../src/parsers/security-descriptor.js';
import { growth, linear } from '../support/growth.js';

const domain = 'S-1-5-21-1004336348-1177238915-682003330';
const account = `${domain}-1601`;
const group = `${domain}-1702`;
const outer = `${domain}-1703`;

/** The root of a domain as Windows writes it: the right of the connector's account directly, and many that do not matter. */
function rootOf(...own: readonly string[]): string {
  return [
    'O:BAG:BAD:AI',
    ...own,
    '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
    '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
    '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
    '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
    '(OA;CIIO;RPLCLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
    '(OA;CIIO;RPLCLORC;;bf967a9c-0de6-11d0-a285-00aa003049e2;RU)',
    `(OA;;CR;1131f6ae-9c07-11d1-f79f-00c04fc2dcd2;;${domain}-498)`,
    '(OA;;CR;e2a36dc9-ae17-47c3-b58b-be34c55ba633;;S-1-5-32-557)',
    '(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)',
    '(A;CI;RPWPCRCCLCLORCWOWDSDSW;;;BA)',
    '(A;CI;RPWPCRCCDCLCLORCWOWDSDDTSW;;;EA)',
    '(A;;RPWPCRLCLOCCRCWDWOSW;;;DA)',
    '(A;;RPRC;;;RU)(A;;RPLCLORC;;;AU)(A;;RP;;;WD)',
    'S:AI(AU;SA;WDWOWP;;;WD)(AU;SA;CR;;;BA)(OU;CIIOSA;WP;f30e3bbe-9ff0-11d1-b603-0000f80367c1;bf967aa5-0de6-11d0-a285-00aa003049e2;WD)',
  ].join('');
}

const changes = (sid: string, type = 'OA'): string => `(${type};;CR;${replicatingChanges};;${sid})`;
const changesAll = (sid: string, type = 'OA'): string => `(${type};;CR;${replicatingChangesAll};;${sid})`;

function states(sddl: string, sids: readonly string[] = [account]): readonly string[] {
  const verdict = mayReplicate(sddl, sids);
  return [verdict.changes.state, verdict.changesAll.state];
}

describe('the rights at the root of a domain', () => {
  test('are missing without an entry for the account, whatever others have', () => {
    expect(states(rootOf())).toEqual(['missing', 'missing']);
    expect(mayReplicate(rootOf(), [account]).changes.ace).toBeNull();
  });

  test('are allowed by entries of the account itself, and the entry is named', () => {
    const sddl = rootOf(changes(account), changesAll(account));
    expect(states(sddl)).toEqual(['allowed', 'allowed']);
    expect(mayReplicate(sddl, [account]).changesAll.ace?.text).toBe(changesAll(account));
  });

  test('are told apart: one of the two is not enough', () => {
    expect(states(rootOf(changes(account)))).toEqual(['allowed', 'missing']);
    expect(states(rootOf(changesAll(account)))).toEqual(['missing', 'allowed']);
  });

  test('are allowed through a group of the token, nested ones included', () => {
    const sddl = rootOf(changes(group), changesAll(outer));
    expect(states(sddl, [account, group, outer])).toEqual(['allowed', 'allowed']);
    expect(states(sddl, [account, group])).toEqual(['allowed', 'missing']);
    expect(states(sddl, [account])).toEqual(['missing', 'missing']);
  });

  test('are decided by the first entry that fits, as they are stored', () => {
    const deniedFirst = rootOf(changesAll(group, 'OD'), changes(account), changesAll(account));
    expect(states(deniedFirst, [account, group])).toEqual(['allowed', 'denied']);
    expect(states(deniedFirst, [account])).toEqual(['allowed', 'allowed']);
    const allowedFirst = rootOf(changesAll(account), changesAll(account, 'OD'));
    expect(states(allowedFirst)).toEqual(['missing', 'allowed']);
  });

  test('are denied by a denial of everything that comes first', () => {
    for (const right of ['CR', 'GA', '0x100', '0x10000000', 'RPWPCRCCDCLCLORCWOWDSDDTSW']) {
      expect(states(rootOf(`(D;;${right};;;${account})`, changes(account), changesAll(account)))).toEqual([
        'denied',
        'denied',
      ]);
    }
  });

  test('are not touched by a denial of other rights', () => {
    const sddl = rootOf(`(D;;WPDC;;;${account})`, changes(account), changesAll(account));
    expect(states(sddl)).toEqual(['allowed', 'allowed']);
  });

  for (const [what, entry] of [
    ['full control', `(A;;GA;;;${account})`],
    ['full control in letters', `(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;${account})`],
    ['full control as a number', `(A;CI;0xf01ff;;;${account})`],
    ['all extended rights', `(A;;CR;;;${account})`],
    ['all extended rights, as an object entry without object', `(OA;;CR;;;${account})`],
    ['all extended rights, inherited', `(OA;CIID;CR;;;${account})`],
  ] as const) {
    test(`are both allowed by ${what}`, () => {
      expect(states(rootOf(entry))).toEqual(['allowed', 'allowed']);
    });
  }

  for (const [what, entry] of [
    ['another extended right', `(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;${account})`],
    ['an entry that only children inherit', `(OA;CIIO;CR;;;${account})`],
    ['full control of children alone', `(A;CIIO;GA;;;${account})`],
    ['reading', `(A;;GRGXGW;;;${account})`],
    ['an audit entry', `(OU;SA;CR;${replicatingChanges};;${account})`],
    ['an audit entry with a condition', `(XU;SA;CR;;;${account};(@User.Title == "a) b"))`],
    ['a condition on what only children inherit', `(XA;CIIO;CR;;;${account};(@User.Title == "a) b"))`],
    ['a condition on the rights of another account', `(XA;;CR;;;${group};(@User.Title == "a) b"))`],
    ['letters of an unknown account with other rights', '(A;;RP;;;QQ)'],
    ['the same RID in another domain', `(A;;CR;;;S-1-5-21-1-2-3-1601)`],
  ] as const) {
    test(`are not allowed by ${what}`, () => {
      expect(states(rootOf(entry))).toEqual(['missing', 'missing']);
    });
  }

  test('come from groups that are the same everywhere by their two letters', () => {
    expect(states(rootOf(), [account, 'S-1-5-32-544'])).toEqual(['allowed', 'allowed']);
    expect(states(rootOf(), [account, 'S-1-5-9'])).toEqual(['allowed', 'missing']);
    expect(states(rootOf(), [account, 'S-1-5-32-545'])).toEqual(['missing', 'missing']);
  });

  test('are unknown by the two letters of a group of some domain, and allowed by its SID', () => {
    for (const [letters, rid] of [
      ['DA', 512],
      ['EA', 519],
    ] as const) {
      const token = [account, `${domain}-${rid}`];
      expect(states(`D:(A;;CR;;;${letters})`, token)).toEqual(['unknown', 'unknown']);
      expect(states(`D:(A;;CR;;;${letters})`, [account, `${domain}-513`])).toEqual(['missing', 'missing']);
      expect(states(`D:(A;;CR;;;${domain}-${rid})`, token)).toEqual(['allowed', 'allowed']);
      expect(states(`D:(A;;CR;;;S-1-5-21-1-2-3-${rid})`, token)).toEqual(['missing', 'missing']);
    }
  });

  for (const [what, entries, expected] of [
    ['a denial with a condition before a grant', '(XD;;CR;;;ME;(@User.Title == "a"))(A;;CR;;;ME)', 'unknown'],
    ['a grant before a denial with a condition', '(A;;CR;;;ME)(XD;;CR;;;ME;(@User.Title == "a"))', 'allowed'],
    ['a grant with a condition alone', '(XA;;CR;;;ME;(@User.Title == "a"))', 'unknown'],
    [
      'a grant with a condition for a right',
      `(ZA;;CR;${replicatingChanges};;ME;(@User.Title == "a"))(D;;CR;;;ME)`,
      'unknown',
    ],
    ['a grant with a condition before a grant', '(XA;;CR;;;ME;(@User.Title == "a"))(A;;CR;;;ME)', 'allowed'],
    ['a grant with a condition after a denial', '(D;;CR;;;ME)(XA;;CR;;;ME;(@User.Title == "a"))', 'denied'],
    ['a denial with a condition alone', '(XD;;CR;;;ME;(@User.Title == "a"))', 'missing'],
    ['a denial for letters that are not known', '(D;;CR;;;QQ)(A;;CR;;;ME)', 'unknown'],
    ['a denial of other rights for letters that are not known', '(D;;WP;;;QQ)(A;;CR;;;ME)', 'allowed'],
    ['a grant for letters that are not known', '(A;;CR;;;QQ)', 'unknown'],
    ['a grant for letters that are not known after a denial', '(D;;CR;;;ME)(A;;CR;;;QQ)', 'denied'],
  ] as const) {
    test(`are ${expected} by ${what}`, () => {
      expect(states(`D:${entries.replaceAll('ME', account)}`)[0]).toBe(expected);
    });
  }

  test('name the entry that leaves them unknown', () => {
    const doubtful = `(XA;;CR;;;${account};(@User.Title == "a"))`;
    expect(mayReplicate(`D:${doubtful}`, [account]).changes.ace?.text).toBe(doubtful);
  });

  test('name every denial before a grant, and whether there is a grant', () => {
    const denials = [`(D;;CR;;;${account})`, changes(group, 'OD')];
    const token = [account, group];
    const behind = (sddl: string): readonly unknown[] => {
      const { changes: verdict } = mayReplicate(sddl, token);
      return [verdict.denials.map(({ text }) => text), verdict.isGranted];
    };
    expect(behind(`D:${denials.join('')}${changes(account)}${changes(outer, 'OD')}`)).toEqual([denials, true]);
    expect(behind(`D:${denials.join('')}`)).toEqual([denials, false]);
    expect(behind(`D:${changes(account)}${denials.join('')}`)).toEqual([[], true]);
  });

  test('come to every account from Everyone and Authenticated Users', () => {
    expect(states(rootOf('(A;;CR;;;WD)'))).toEqual(['allowed', 'allowed']);
    expect(states(rootOf('(OD;;CR;;;AU)', changes(account)))).toEqual(['denied', 'denied']);
    expect(states(rootOf('(A;;CR;;;AN)'))).toEqual(['missing', 'missing']);
  });

  test('do not depend on the case of SIDs and GUIDs', () => {
    const entry = `(oa;;cr;${replicatingChanges.toUpperCase()};;${account.toLowerCase()})`;
    expect(states(rootOf(entry))).toEqual(['allowed', 'missing']);
  });

  test('are recognized by GUIDs in braces, too', () => {
    expect(states(rootOf(`(OA;;CR;{${replicatingChanges.toUpperCase()}};;${account})`))).toEqual([
      'allowed',
      'missing',
    ]);
    expect(states(rootOf(`(OD;;CR;{${replicatingChangesAll}};;${account})`, `(A;;CR;;;${account})`))).toEqual([
      'allowed',
      'denied',
    ]);
  });
});

describe('descriptors of other forms', () => {
  test('an empty list allows nothing, no list allows everything', () => {
    expect(states('O:BAG:BAD:')).toEqual(['missing', 'missing']);
    expect(states('D:PAI')).toEqual(['missing', 'missing']);
    expect(states('D:S:(AU;SA;CR;;;BA)')).toEqual(['missing', 'missing']);
    expect(states('O:BAD:NO_ACCESS_CONTROL')).toEqual(['allowed', 'allowed']);
  });

  test('owner and group may be SIDs, letters or missing', () => {
    for (const beginning of ['D:', 'O:DAD:', 'G:DAD:', `O:${account}G:${group}D:`, 'O:DAG:DAD:PARAI']) {
      expect(states(`${beginning}(A;;CR;;;${account})`)).toEqual(['allowed', 'allowed']);
    }
  });

  for (const text of [
    '',
    'nonsense',
    'O:BAG:BA',
    'D:(A;;CR;;;BA',
    'D:(A;;CR;;BA)',
    'D:(A;;CRX;;;BA)',
    'D:(A;;QQ;;;BA)',
    'D:(A;;CR;;;)',
    'D:(A;;CR;;;BA)rest',
    'D:x(A;;CR;;;BA)',
  ]) {
    test(`${JSON.stringify(text)} cannot be understood, so nothing is claimed`, () => {
      expect(parseSecurityDescriptor(text)).toMatchObject({ ok: false });
      expect(states(text)).toEqual(['unknown', 'unknown']);
    });
  }

  test('any text is read or refused in linear time', async () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('O:D:AG;()CRGA0x1"S-')) });
    fc.assert(
      fc.property(text, (any) => {
        mayReplicate(`D:${any}`, [account]);
        mayReplicate(any, [account]);
      }),
    );
    for (const [start, piece] of [
      ['D:', '('],
      ['O:', 'S-1'],
      ['D:', '(A;;CR;;;BA)'],
    ] as const) {
      expect(await growth((count) => mayReplicate(start + piece.repeat(count), [account]), 10_000)).toBeLessThan(
        linear,
      );
    }
  });
});
