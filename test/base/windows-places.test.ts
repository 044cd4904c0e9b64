import { describe, expect, test } from '@jest/globals';
import { programFiles, systemFolder, windowsPlace, windowsPowerShell } from '../../src/base/windows-places.js';

describe('a folder of Windows', () => {
  test.each(['D:\\Windows', 'c:\\WINNT', 'E:\\Program Data\\'])('is believed when it is on a drive: %s', (path) => {
    expect(windowsPlace({ SystemRoot: path }, 'SystemRoot')).toBe(path);
  });

  test.each([
    undefined,
    '',
    '.',
    'Windows',
    '\\Windows',
    'C:',
    'C:Windows',
    'C:\\Windows\\..\\Users\\Public',
    '\\\\server\\share',
    '\\\\?\\C:\\Windows',
    'C:\\Windows:stream',
    '/tmp',
  ])('is the usual one when the variable is %j', (path) => {
    expect(windowsPlace({ SystemRoot: path }, 'SystemRoot')).toBe('C:\\Windows');
    expect(windowsPlace({ ProgramData: path }, 'ProgramData')).toBe('C:\\ProgramData');
    expect(windowsPowerShell({ SystemRoot: path })).toBe(
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    );
  });

  test('is the 64-bit one for a 32-bit Node', () => {
    expect(systemFolder({ SystemRoot: 'D:\\Win', PROCESSOR_ARCHITEW6432: 'AMD64' })).toBe('D:\\Win\\Sysnative');
    expect(programFiles({ ProgramFiles: 'D:\\Programs (x86)', ProgramW6432: 'D:\\Programs' })).toBe('D:\\Programs');
    expect(programFiles({ ProgramFiles: 'D:\\Programs' })).toBe('D:\\Programs');
  });
});
