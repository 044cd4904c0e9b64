import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findTestHost } from '../tools/find-test-host.mjs';
import { findFullPwsh, pinnedVersion, restoredIn } from '../tools/full-pwsh.mjs';
import { clearToolOptions } from '../tools/test-environment.mjs';
import { skippedLine, skippedWithoutEngine, type Results } from '../tools/skipped-reporter.mjs';

const folder = mkdtempSync(join(tmpdir(), 'phs-tools-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An empty file at a path, with its folders. */
function touch(...parts: readonly string[]): string {
  const path = join(folder, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
}

describe('the full pwsh of the tests', () => {
  const pwsh = touch('packages', 'powershell', pinnedVersion, 'tools', 'net10.0', 'any', 'unix', 'pwsh');
  const exe = touch('packages', 'powershell', pinnedVersion, 'tools', 'net10.0', 'any', 'win', 'pwsh.exe');
  touch('older', 'powershell', '7.0.0', 'tools', 'net10.0', 'any', 'unix', 'pwsh');
  const packages = join(folder, 'packages');

  test('is the real program of the restored tool', () => {
    expect(restoredIn(packages, { platform: 'linux', arch: 'x64' })).toBe(pwsh);
    expect(restoredIn(packages, { platform: 'win32', arch: 'x64' })).toBe(exe);
  });

  test('is not there on a machine for which the tool has no program, or in another version', () => {
    expect(restoredIn(packages, { platform: 'darwin', arch: 'arm64' })).toBeUndefined();
    expect(restoredIn(packages, { platform: 'linux', arch: 'arm64' })).toBeUndefined();
    expect(restoredIn(join(folder, 'older'), { platform: 'linux', arch: 'x64' })).toBeUndefined();
    expect(restoredIn(join(folder, 'nothing'), { platform: 'linux', arch: 'x64' })).toBeUndefined();
  });

  test('is the one that PHS_TOOL_TEST_HOST names, whatever was restored', () => {
    const env = { NUGET_PACKAGES: packages, PHS_TOOL_TEST_HOST: '/another/pwsh' };
    expect(findFullPwsh(env)).toBe('/another/pwsh');
    expect(findFullPwsh({ ...env, PHS_TOOL_TEST_HOST: '' })).toBe(restoredIn(packages));
  });
});

describe('the host of the tests', () => {
  test('is the one that is named, if it is there', () => {
    const named = touch('named', 'pwsh');
    expect(findTestHost({ PHS_TOOL_TEST_HOST: named })).toBe(named);
    expect(findTestHost({ PHS_TOOL_TEST_HOST: join(folder, 'nowhere', 'pwsh') }) ?? '').not.toContain(folder);
  });
});

describe('the environment of the tests', () => {
  function cleared(env: Record<string, string | undefined>): Record<string, string | undefined> {
    clearToolOptions(env);
    return env;
  }

  test('holds no option that somebody set for phs-tool itself', () => {
    const path = { PATH: '/bin', CI: 'true' };
    expect(cleared({ ...path, PHS_TOOL_OUTPUT: 'json', phs_tool_quiet: '1', PHS_TOOL_TEST_DEEP: '1' })).toEqual({
      ...path,
      PHS_TOOL_TEST_DEEP: '1',
      TZ: 'UTC',
    });
  });

  test('names the PowerShell that was named for phs-tool, unless the tests have one of their own', () => {
    const named = { PHS_TOOL_POWERSHELL: '/opt/pwsh' };
    expect(cleared({ ...named })).toEqual({ PHS_TOOL_TEST_HOST: '/opt/pwsh', TZ: 'UTC' });
    expect(cleared({ ...named, PHS_TOOL_TEST_HOST: '/other' })).toEqual({ PHS_TOOL_TEST_HOST: '/other', TZ: 'UTC' });
  });

  test('has no such variable in this run', () => {
    expect(Object.keys(process.env).filter((name) => /^PHS_TOOL_(?!TEST_)/i.test(name))).toEqual([]);
  });
});

describe('the end of a run', () => {
  const result = (status: string, group: string): Results['testResults'][number] => ({
    testResults: [{ status, ancestorTitles: ['all', group] }],
  });
  const skipped = result('pending', `a group ${skippedWithoutEngine}`);

  test.each([
    ['one test', [skipped], '1 test needs a PowerShell engine and was skipped'],
    ['two tests of two files', [skipped, skipped], '2 tests need a PowerShell engine and were skipped'],
    [
      'nothing that was skipped for another reason, or ran',
      [result('pending', 'Windows only'), result('passed', `a group ${skippedWithoutEngine}`), skipped],
      '1 test needs a PowerShell engine and was skipped',
    ],
  ])('counts %s', (_, testResults, line) => {
    expect(skippedLine({ testResults })).toBe(line);
  });

  test('says nothing when no test was skipped', () => {
    expect(skippedLine({ testResults: [result('pending', 'Windows only')] })).toBeUndefined();
  });
});
