import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

const script = join(packageRoot(), 'scripts', 'Get-PhsPlatformReplicationRight.ps1');

/** Lines that a call of one of the script's own functions writes; the body of the script only runs on Windows. */
function callOf(name: string, call: string): readonly string[] {
  const command = [
    `$tree = [System.Management.Automation.Language.Parser]::ParseFile('${script.replaceAll("'", "''")}', [ref]$null, [ref]$null)`,
    `$found = $tree.Find({ param($node) $node -is [System.Management.Automation.Language.FunctionDefinitionAst] -and $node.Name -eq '${name}' }, $true)`,
    '. ([scriptblock]::Create($found.Extent.Text))',
    `foreach ($line in @(${call})) { [Console]::WriteLine($line) }`,
  ].join('\n');
  const { stdout, stderr, status } = spawnSync(
    requireEngine(),
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', command],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split(/\r?\n/).filter((line) => line !== '');
}

describeWithEngine('the groups of an account', () => {
  const domainUsers = 'S-1-5-21-1004336348-1177238915-682003330-513';
  const account = `@{ context = 'DC=contoso,DC=com'; groups = [string[]]@('S-1-5-32-544', '${domainUsers}', 'S-1-5-32-545') }`;
  const groupsIn = (dn: string): readonly string[] =>
    callOf('Select-PhsGroupOf', `Select-PhsGroupOf -Account ${account} -Dn '${dn}'`);

  test('all count in its own domain, whatever the case of its name', () => {
    expect(groupsIn('DC=contoso,DC=com')).toEqual(['S-1-5-32-544', domainUsers, 'S-1-5-32-545']);
    expect(groupsIn('dc=Contoso,dc=com')).toEqual(['S-1-5-32-544', domainUsers, 'S-1-5-32-545']);
  });

  test('count in another domain without the BUILTIN groups', () => {
    expect(groupsIn('DC=emea,DC=contoso,DC=com')).toEqual([domainUsers]);
  });
});

describeWithEngine('the letters of accounts in SDDL', () => {
  const expanded = (sddl: string): readonly string[] => callOf('Expand-PhsAlias', `Expand-PhsAlias -Sddl '${sddl}'`);

  test('become SIDs on Windows and stay elsewhere; nothing else changes', () => {
    const builtin = process.platform === 'win32' ? 'S-1-5-32-544' : 'BA';
    const sddl = (trustee: string): string =>
      `O:BAG:BAD:AI(A;CI;CR;;;${trustee})(XD;;CR;;;${trustee};(@User.Title == "a"))(A;;GA;;;S-1-5-11)(A;;CR;;;QQ)`;
    expect(expanded(sddl('BA'))).toEqual([sddl(builtin)]);
  });
});
