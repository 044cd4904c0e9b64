import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { hostEnvironment, locateHost } from '../../src/ps/locate.js';

const windows51 = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

describe('the PowerShell host', () => {
  test.each([
    ['Windows PowerShell on Windows', 'win32', { SystemRoot: 'C:\\Windows' }, [windows51], windows51],
    [
      'Windows PowerShell although pwsh is there',
      'win32',
      { PATH: 'C:\\pwsh' },
      ['C:\\pwsh\\pwsh.exe', windows51],
      windows51,
    ],
    [
      'the 64-bit one from a 32-bit Node',
      'win32',
      { SystemRoot: 'D:\\Win', PROCESSOR_ARCHITEW6432: 'AMD64' },
      ['D:\\Win\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe'],
      'D:\\Win\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe',
    ],
    ['pwsh of PATH elsewhere', 'linux', { PATH: '/a:/b' }, ['/b/pwsh', '/usr/bin/pwsh'], '/b/pwsh'],
    ['pwsh at a usual place', 'linux', {}, ['/opt/microsoft/powershell/7/pwsh'], '/opt/microsoft/powershell/7/pwsh'],
  ] as const)('is %s', (_, platform, env, files, expected) => {
    const there: readonly string[] = files;
    const located = locateHost({
      platform,
      env,
      exists: (path) => there.includes(path),
      distrust: () => undefined,
    });
    expect(located).toEqual({ found: true, path: expected });
  });

  test('is none that somebody else could have put into a folder of PATH', () => {
    const machine = {
      platform: 'linux' as const,
      env: { PATH: '/planted:/usr/bin' },
      exists: () => true,
    };
    const distrust = (path: string): string | undefined => (path.startsWith('/planted/') ? 'planted' : undefined);
    expect(locateHost({ ...machine, distrust })).toEqual({ found: true, path: '/usr/bin/pwsh' });
    expect(locateHost({ ...machine, distrust: () => undefined })).toEqual({ found: true, path: '/planted/pwsh' });
  });

  test('is never looked for in a relative folder of PATH', () => {
    const located = locateHost({
      platform: 'linux',
      env: { PATH: '.:bin:/a' },
      exists: () => false,
      distrust: () => undefined,
    });
    expect(located.found).toBe(false);
    expect(located).toHaveProperty('tried', expect.not.arrayContaining(['pwsh', 'bin/pwsh', './pwsh']));
    expect(located).toHaveProperty('tried', expect.arrayContaining(['/a/pwsh']));
  });
});

describe('the environment of the host', () => {
  test('has nothing that changes the program or the modules, in any case of letters', () => {
    const env = hostEnvironment({
      PATH: '/bin',
      NODE_POWERSHELL: 'calc',
      psmodulepath: '/planted',
      PSModulePath: '/p',
    });
    expect(env).toMatchObject({ PATH: '/bin', POWERSHELL_TELEMETRY_OPTOUT: '1' });
    expect(Object.keys(env).map((name) => name.toLowerCase())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/psmodulepath|node_powershell/)]),
    );
  });
});

describe('the product', () => {
  const knowsTests = /test\/engine|phs-engine|PHS_TOOL_TEST_HOST|'test', '/;

  test('knows nothing of the tests and their engine, which PHS_TOOL_POWERSHELL or --powershell names', () => {
    const source = join(packageRoot(), 'src');
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(files.filter((name) => knowsTests.test(readFileSync(join(source, name), 'utf8')))).toEqual([]);
    expect(knowsTests.test("posix.join(root, 'test', 'engine', 'out', 'phs-engine')")).toBe(true);
  });
});
