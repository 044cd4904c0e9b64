import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { groupNote, groupPrograms } from '../../src/ps/process-group.js';

describe('the process group of the host', () => {
  test.each(groupPrograms)('is made with %s, and nothing is said', (program) => {
    expect(groupNote('linux', (path) => path === program)).toBeUndefined();
  });

  test('is the one of phs-tool on a machine without such a program, and that is said', () => {
    expect(groupNote('linux', () => false)).toContain('Ctrl+C ends PowerShell at once');
    expect(groupNote('win32', () => false)).toBeUndefined();
  });

  test('is made by the launcher with these programs and no other, and without them the host is started all the same', () => {
    const launcher = readFileSync(join(packageRoot(), 'src', 'ps', 'posix-launcher.sh'), 'utf8');
    const code = launcher.replace(/^#.*$/gm, '');
    expect([...new Set(code.match(/\/[a-z/]+\/(?:setsid|perl)/g))]).toEqual([...groupPrograms]);
    expect(launcher.trimEnd().split('\n').at(-1)).toBe('exec "$host" "$@"');
  });
});
