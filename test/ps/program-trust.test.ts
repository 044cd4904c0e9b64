import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { realFolders, type FolderLayer } from '../../src/files/folder-chain.js';
import { distrustProgram, thisTrustWorld } from '../../src/ps/program-trust.js';

const noLinks: FolderLayer = {
  lstat: () => ({ uid: 0, mode: 0o755, isSymbolicLink: () => false }),
  readlink: () => '',
};
const windows = { platform: 'win32' as const, uid: 0, layer: noLinks, windows: 'C:\\WINDOWS' };

describe('on Windows', () => {
  test.each([
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    'C:\\windows\\SysWOW64\\WindowsPowerShell\\v1.0\\powershell.exe',
    'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
  ])('%s is started', (path) => {
    expect(distrustProgram(path, windows)).toBeUndefined();
  });

  test.each([
    'C:\\Users\\ann\\AppData\\Local\\Microsoft\\WindowsApps\\pwsh.exe',
    'C:\\Program Files\\PowerShell\\..\\..\\planted\\pwsh.exe',
    'C:\\Program Files\\PowerShellX\\pwsh.exe',
    'D:\\Program Files\\PowerShell\\7\\pwsh.exe',
    'C:\\tools\\pwsh.exe',
  ])('%s is not', (path) => {
    expect(distrustProgram(path, windows)).toBeDefined();
  });

  test('nothing is started by a link, nor where the system does not name its folder', () => {
    const path = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe';
    const layer: FolderLayer = {
      ...noLinks,
      lstat: (at) => ({ uid: 0, mode: 0, isSymbolicLink: () => at.endsWith('7') }),
    };
    expect(distrustProgram(path, { ...windows, layer })).toBeDefined();
    expect(distrustProgram(path, { ...windows, windows: undefined })).toBeDefined();
  });
});

(process.platform === 'win32' ? describe.skip : describe)('elsewhere', () => {
  test('a program is started unless it, a folder on its way or the target of a link can be changed by others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-trust-'));
    // Real files below a real folder; what is above it stands for a folder that only administrators can change.
    const layer: FolderLayer = {
      ...realFolders,
      lstat: (path) => (path.startsWith(folder) ? realFolders.lstat(path) : noLinks.lstat(path)),
    };
    try {
      const world = { ...thisTrustWorld(), layer };
      mkdirSync(join(folder, 'bin'), { mode: 0o755 });
      const program = join(folder, 'bin', 'pwsh');
      writeFileSync(program, '', { mode: 0o755 });
      symlinkSync(program, join(folder, 'link'));
      expect([distrustProgram(program, world), distrustProgram(join(folder, 'link'), world)]).toEqual([
        undefined,
        undefined,
      ]);
      for (const [path, mode] of [
        [program, 0o755],
        [join(folder, 'bin'), 0o755],
        [folder, 0o700],
      ] as const) {
        for (const open of [0o777, 0o1777, 0o775]) {
          chmodSync(path, open);
          expect(distrustProgram(program, world)).toBeDefined();
          expect(distrustProgram(join(folder, 'link'), world)).toBeDefined();
        }
        chmodSync(path, mode);
      }
      expect(distrustProgram(program, world)).toBeUndefined();
      expect(distrustProgram(join(folder, 'none'), world)).toBeDefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
