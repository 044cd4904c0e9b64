import { describe, expect, test } from '@jest/globals';
import { judgeProgramRights } from '../../src/files/owner.js';
import { foldersAbove } from '../../src/files/windows-owner.js';

const trustedInstaller = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const userSid = 'S-1-5-21-1-2-3-1104';
/** As Windows Server has them: a program of PowerShell 7, its folders, Program Files, and the root of the drive. */
const program = 'O:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;ID;0x1200a9;;;AC)';
const programFolder = 'O:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)(A;OICIIOID;GA;;;CO)';
const programFiles = `O:${trustedInstaller}D:PAI(A;;FA;;;${trustedInstaller})(A;CIIO;GA;;;${trustedInstaller})(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)`;
const drive = `O:${trustedInstaller}D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;LC;;;BU)(A;CIIO;DC;;;BU)(A;OICIIO;GA;;;CO)`;
const folders = [programFolder, programFolder, programFiles, drive];

/** The judgement on such a program, in which some descriptors are others. */
function judge(change: {
  readonly file?: string;
  readonly folders?: Readonly<Record<number, string>>;
}): string | undefined {
  return judgeProgramRights({
    file: change.file ?? program,
    folders: folders.map((folder, index) => change.folders?.[index] ?? folder),
    userSid,
  });
}

describe('a program of Windows is started', () => {
  test('where nobody but administrators can write, as Windows sets it up', () => {
    expect(judge({})).toBeUndefined();
  });

  test('and of the account itself', () => {
    expect(judge({ file: `O:${userSid}D:(A;;FA;;;${userSid})` })).toBeUndefined();
  });
});

const open = (rights: string, trustee = 'BU'): string => `O:BAD:(A;OICI;FA;;;BA)(A;OICI;${rights};;;${trustee})`;

describe('and is not', () => {
  test.each([
    ['users may write to it', { file: open('FW') }, 'BU can change the program'],
    [
      'it belongs to a user',
      { file: 'O:S-1-5-21-1-2-3-1105D:(A;;FA;;;BA)' },
      'the program belongs to S-1-5-21-1-2-3-1105',
    ],
    ['users may make a file beside it', { folders: { 0: open('DC', 'AU') } }, 'AU can change its folder'],
    ['users may make a folder beside it', { folders: { 0: open('LC') } }, 'BU can change its folder'],
    ['users may change its folder', { folders: { 0: open('0x1301bf', 'WD') } }, 'WD can change its folder'],
    ['users may delete a folder above it', { folders: { 1: open('SD') } }, 'BU can change a folder above it'],
    ['users may delete what is in one', { folders: { 2: open('DT') } }, 'BU can change a folder above it'],
    ['users may change the rights of one', { folders: { 3: open('WD') } }, 'BU can change a folder above it'],
    [
      'a folder above it belongs to a user',
      { folders: { 2: 'O:S-1-5-21-1-2-3-1105D:(A;;FA;;;BA)' } },
      'a folder above it',
    ],
    ['a folder is open to all', { folders: { 0: 'O:BAD:NO_ACCESS_CONTROL' } }, 'the permissions of its folder'],
    ['a descriptor is not understood', { folders: { 3: 'nonsense' } }, 'a folder above it belongs to an account'],
  ])('where %s', (_, change, reason) => {
    expect(judge(change)).toContain(reason);
  });

  test('users may make folders in the root of a drive all the same: that puts nothing in the place of others', () => {
    expect(judge({ folders: { 3: open('LC', 'AU') } })).toBeUndefined();
  });

  test('where no folder was read', () => {
    expect(judgeProgramRights({ file: program, folders: [], userSid })).toContain('its folder');
  });
});

test('every folder above a program is looked at, up to the root of the drive', () => {
  expect(foldersAbove('C:\\Program Files\\PowerShell\\7\\pwsh.exe')).toEqual([
    'C:\\Program Files\\PowerShell\\7',
    'C:\\Program Files\\PowerShell',
    'C:\\Program Files',
    'C:\\',
  ]);
  expect(foldersAbove('C:\\pwsh.exe')).toEqual(['C:\\']);
});
