import { expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { askPlatformGuard, type Entry, type Right } from '../support/platform-guard.js';

const system = 'S-1-5-18';
const administrators = 'S-1-5-32-544';
const installer = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const users = 'S-1-5-32-545';
const creatorOwner = 'S-1-3-0';

const above = 'C:\\ProgramData\\phs-tool';
const folder = `${above}\\guard`;
const file = `${folder}\\key`;

const own: Entry = { isFolder: true, owner: administrators, rights: [{ sid: system, rights: 0x1f01ff }] };

/** The state and detail of an answer. */
function judged(entries: Readonly<Record<string, Entry>>, action: string, path: string): unknown {
  const { answer } = askPlatformGuard({ entries }, { Action: action, Path: path });
  return answer;
}

const protectedEntry = { state: 'protected', detail: null };

describeWithEngine('the decisions of the Windows part of the guard', () => {
  const secret = (rights: readonly Right[], owner = administrators): unknown =>
    judged({ [file]: { owner, rights } }, 'InspectSecret', file);
  const inspect = (changed: Entry): unknown =>
    judged({ [above]: own, [folder]: { ...own, ...changed } }, 'Inspect', folder);

  test.each([system, administrators, installer])('%s may own a folder', (owner) => {
    expect(inspect({ owner })).toEqual(protectedEntry);
  });

  test('nobody else may own it', () => {
    const owner = 'S-1-5-21-1-2-3-1104';
    expect(inspect({ owner })).toEqual({ state: 'wrong-owner', detail: `The owner is ${owner}.` });
  });

  test.each([
    ['writing data', 0x2],
    ['appending', 0x4],
    ['writing extended attributes', 0x10],
    ['deleting children', 0x40],
    ['writing attributes', 0x100],
    ['deleting', 0x10000],
    ['changing rights', 0x40000],
    ['taking ownership', 0x80000],
    ['generic write', 0x40000000],
    ['generic all', 0x10000000],
    ['full control', 0x1f01ff],
  ])('%s is not for others', (_, rights) => {
    expect(inspect({ rights: [{ sid: users, rights }] })).toEqual({
      state: 'wrong-access',
      detail: `${users} has rights to it.`,
    });
  });

  test('reading and running what is in it is', () => {
    expect(inspect({ rights: [{ sid: users, rights: 0x1200a9 }] })).toEqual(protectedEntry);
  });

  test('a denial, CREATOR OWNER and the trusted themselves do no harm', () => {
    const rights = [
      { sid: users, rights: 0x1f01ff, isDenial: true },
      { sid: creatorOwner, rights: 0x10000000 },
      { sid: administrators, rights: 0x1f01ff },
    ];
    expect(inspect({ rights })).toEqual(protectedEntry);
  });

  test.each([
    ['reading', 0x1],
    ['generic read', -0x80000000],
    ['writing', 0x2],
  ])('a secret is not for others: %s', (_, rights) => {
    expect(secret([{ sid: users, rights }])).toEqual({ state: 'wrong-access', detail: `${users} has rights to it.` });
  });

  test('a secret is for the trusted', () => {
    expect(secret([{ sid: system, rights: 0x1f01ff }])).toEqual(protectedEntry);
  });

  test('what is not there, not what is asked for, or leads elsewhere is said', () => {
    expect(judged({ [above]: own }, 'Inspect', folder)).toEqual({ state: 'absent', detail: null });
    expect(inspect({ isFolder: false })).toEqual({ state: 'not-a-directory', detail: folder });
    expect(inspect({ isLink: true })).toEqual({ state: 'reparse-point', detail: folder });
    expect(judged({ [file]: own }, 'InspectSecret', file)).toEqual({ state: 'not-a-file', detail: file });
  });

  test('what cannot be read is unreadable, never protected', () => {
    expect(inspect({ failure: 'Access is denied.' })).toEqual({ state: 'unreadable', detail: 'Access is denied.' });
  });

  test('the folder above counts as well, and first', () => {
    const loose = { ...own, owner: users };
    expect(judged({ [above]: loose, [folder]: own }, 'Inspect', folder)).toEqual({
      state: 'wrong-owner',
      detail: `The owner is ${users}.`,
    });
  });

  test('a tree is as protected as the least of what is below it', () => {
    const tree = { [folder]: own, [`${folder}\\a`]: own, [`${folder}\\a\\b`]: { ...own, isFolder: false } };
    const loose = { ...own, isFolder: false, rights: [{ sid: users, rights: 0x2 }] };
    expect(judged(tree, 'InspectTree', folder)).toEqual(protectedEntry);
    expect(judged({ ...tree, [`${folder}\\a\\c`]: loose }, 'InspectTree', folder)).toEqual({
      state: 'wrong-access',
      detail: `${folder}\\a\\c: ${users} has rights to it.`,
    });
    expect(judged({ ...tree, [`${folder}\\d`]: { ...own, isLink: true } }, 'InspectTree', folder)).toMatchObject({
      state: 'reparse-point',
    });
  });

  test('only what is absent is made, for SYSTEM and the Administrators alone', () => {
    const sddl = 'O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
    const protect = (entries: Readonly<Record<string, Entry>>): unknown =>
      askPlatformGuard({ entries }, { Action: 'Protect', Path: folder });
    expect(protect({})).toEqual({ answer: protectedEntry, made: [sddl, above, sddl, folder] });
    expect(protect({ [above]: own, [folder]: own })).toEqual({ answer: protectedEntry, made: [] });
    expect(protect({ [above]: { ...own, owner: users } })).toMatchObject({
      answer: { state: 'wrong-owner' },
      made: [],
    });
  });

  test('facts tell the places, the elevation and the groups of ADSync alone', () => {
    const groups = [
      'BUILTIN\\Administrators',
      'SERVER01\\ADSyncAdmins',
      'CONTOSO\\ADSyncFans',
      'CONTOSO\\ADSyncBrowse',
    ];
    const { answer } = askPlatformGuard({ groups, hasEventSource: false }, { Action: 'Facts' });
    expect(answer).toMatchObject({
      supported: true,
      operator: 'CONTOSO\\admin',
      elevated: true,
      groups: ['ADSyncAdmins', 'ADSyncBrowse'],
      eventSource: 'absent',
      machineId: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
    });
  });

  test('groups that no domain controller can name are not known, which is not none', () => {
    const facts = { groups: null, isAdministrator: false };
    expect(askPlatformGuard(facts, { Action: 'Facts' }).answer).toMatchObject({
      groups: null,
      elevated: false,
      eventSource: 'present',
    });
  });

  test('elsewhere than in Windows PowerShell nothing is judged', () => {
    const elsewhere = { unsupported: true, entries: { [above]: own, [folder]: own } };
    expect(askPlatformGuard(elsewhere, { Action: 'Facts' }).answer).toMatchObject({ supported: false, elevated: null });
    expect(askPlatformGuard(elsewhere, { Action: 'Inspect', Path: folder }).answer).toMatchObject({
      state: 'unreadable',
    });
  });
});
