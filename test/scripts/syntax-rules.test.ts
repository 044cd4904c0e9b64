import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { ruleContext } from '../support/syntax/rule.js';
import { editionViolations, ruleNames, violations, type Violation } from '../support/syntax/rules.js';
import { readSyntaxFacts } from '../support/syntax/syntax-facts.js';

const head = '<#\n.SYNOPSIS\nDoes something.\n#>\n[CmdletBinding()]\nparam()\nSet-StrictMode -Version 2.0\n';

/** Body of a script that breaks exactly one rule, or a whole script where the head is what is wrong. */
interface Sample {
  readonly rule: string;
  readonly body?: string;
  readonly whole?: string;
  readonly name?: string;
}

const bad: readonly Sample[] = [
  { rule: 'parses', body: 'if (' },
  { rule: 'ascii', body: "'caf\u00e9'" },
  { rule: 'help', whole: head.slice(head.indexOf('[')) },
  { rule: 'help', whole: head.replace('param()', 'param([string]$Undocumented)') },
  { rule: 'cmdlet-binding', whole: head.replace('[CmdletBinding()]\n', '') },
  { rule: 'strict-mode', whole: head.replace('Set-StrictMode -Version 2.0\n', '') },
  { rule: 'strict-mode', whole: head.replace('2.0', 'Latest') },
  { rule: 'new-syntax', body: '$x = $true ? 1 : 2' },
  { rule: 'new-syntax', body: '$x = $null ?? 1' },
  { rule: 'new-syntax', body: '$x = $null; $x ??= 1' },
  { rule: 'new-syntax', body: '$x = @(); ${x}?.Length' },
  { rule: 'new-syntax', body: '$x = @(); ${x}?[0]' },
  { rule: 'new-syntax', body: 'Get-Module && Get-Module' },
  { rule: 'new-syntax', body: 'Get-Module &' },
  { rule: 'new-syntax', body: '$x = "`u{41}"' },
  { rule: 'new-syntax', body: '$x = "``a `e"' },
  { rule: 'new-syntax', body: '$x = 0b101' },
  { rule: 'new-syntax', body: '$x = 5n' },
  { rule: 'new-syntax', body: "$x = 'a' -replace 'a', { 'b' }" },
  { rule: 'new-syntax', body: '$x = [ushort]1' },
  { rule: 'new-syntax', body: '[ulong]$x = 1' },
  { rule: 'new-syntax', body: '$x = $PSVersionTable.OS' },
  { rule: 'definitions', body: 'class Thing { }' },
  { rule: 'definitions', whole: `using namespace System.IO\n${head}` },
  { rule: 'input', body: '$x = $input' },
  { rule: 'verbs', body: 'function Fetch-PhsThing { }' },
  { rule: 'verbs', name: 'Get-Thing', body: '' },
  { rule: 'invocation', body: "$name = 'Get-Module'; & $name" },
  { rule: 'invocation', body: '& "Get-Module"' },
  { rule: 'invocation', body: '. ([scriptblock]::Create("1"))' },
  { rule: 'module-qualified', body: 'Microsoft.PowerShell.Core\\Get-Module' },
  { rule: 'commands', body: "Invoke-Expression '1'" },
  { rule: 'commands', body: "Write-Host 'x'" },
  { rule: 'commands', body: "Add-Type -TypeDefinition ''" },
  { rule: 'commands', body: 'Get-Date' },
  { rule: 'commands', body: 'icacls C:\\x' },
  { rule: 'commands', body: "& C:\\Windows\\System32\\icacls.exe 'x'" },
  { rule: 'commands', body: "Start-Process -FilePath 'x'" },
  { rule: 'commands', body: 'Get-Module | % { 1 }' },
  { rule: 'parameters', body: "Get-EventLog -LogName 'Application' -ComputerName 'x'" },
  { rule: 'parameters', body: '@(1) | ForEach-Object -Parallel { 1 }' },
  { rule: 'parameters', body: "$a = @{ LogName = 'x' }; $a['Index'] = 1; Get-EventLog @a" },
  { rule: 'parameters', body: 'Get-EventLog @unknown' },
  { rule: 'new-object', body: 'New-Object -TypeName System.Random' },
  { rule: 'types', body: '$x = [System.Half]$null' },
  { rule: 'types', body: '$x = [System.Collections.Generic.List[System.DateOnly]]::new()' },
  { rule: 'windows-only', body: '[Microsoft.Win32.Registry]::GetValue(1, 2, 3)' },
  { rule: 'windows-only', body: '$x = [System.Security.Principal.WindowsIdentity]::GetCurrent()' },
  { rule: 'windows-only', body: '$x = [No.Such.Type]$null' },
  { rule: 'static-members', body: '[System.Environment]::ProcessPath' },
  { rule: 'static-members', body: '[System.Environment]::TickCount64' },
  { rule: 'static-members', body: '[System.Convert]::ToHexString([byte[]]@(1))' },
  { rule: 'static-members', body: '[System.Security.Cryptography.SHA256]::HashData([byte[]]@(1))' },
  { rule: 'static-members', body: "[System.IO.File]::Move('a', 'b', $true)" },
  { rule: 'static-members', body: "[IO.Path]::Join('a', 'b')" },
  {
    rule: 'static-members',
    body: "[System.IO.Path]::Combine('a', [System.IO.FileMode]::Open, [System.IO.Stream]::Null)",
  },
  { rule: 'static-members', body: "[System.IO.Directory]::CreateDirectory('a', [System.IO.UnixFileMode]448)" },
  { rule: 'computed-members', body: '$m = "Exists"; [System.IO.File]::$m("a")' },
  { rule: 'computed-members', body: '$t = [string]; $t::Empty' },
  { rule: 'static-members', body: '[System.Random]::new(1, 2, 3)' },
  { rule: 'instance-methods', body: "$ExecutionContext.InvokeCommand.InvokeScript('1')" },
  { rule: 'instance-methods', body: "'a'.ReplaceLineEndings()" },
  { rule: 'instance-members', body: "'a'.Contains('a', [System.StringComparison]::Ordinal)" },
  { rule: 'instance-members', body: "'a'.Replace('a', 'b', [System.StringComparison]::Ordinal)" },
  { rule: 'instance-members', body: '[System.Diagnostics.Process]::GetCurrentProcess().Kill($true)' },
  { rule: 'instance-members', body: "$x = [System.Diagnostics.ProcessStartInfo]::new(); $x.ArgumentList.Add('a')" },
  { rule: 'instance-members', body: 'function Get-PhsInner { param([datetime]$At) $At.Nanosecond }' },
  { rule: 'commands-5.1', body: "Get-Content -Path 'a' -AsByteStream" },
  { rule: 'commands-5.1', body: "Get-ChildItem -Path 'a' -FollowSymlink" },
  { rule: 'commands-5.1', body: '@(1) | ForEach-Object -Parallel { 1 }' },
  { rule: 'commands-5.1', body: 'Get-Uptime' },
  { rule: 'commands-5.1', body: "Get-WinEvent -LogName 'a' -FilterHashtable @{ LogName = 'a' }" },
  { rule: 'variables', body: 'if ($IsWindows) { 1 }' },
  { rule: 'redirections', body: "Get-Module > 'a'" },
  { rule: 'text-comparison', body: "'ab'.StartsWith('ab')" },
  { rule: 'text-comparison', body: "$x = 'a'; 'ab'.IndexOf($x)" },
  { rule: 'text-split', body: "'a, b'.Split(', ')" },
  { rule: 'line-length', body: `$x = '${'a'.repeat(133)}'` },
  { rule: 'line-length', body: `# ${'a'.repeat(138)}` },
  { rule: 'indentation', body: '  $x = 1' },
  { rule: 'indentation', body: 'if ($true) {\n  $x = 1\n}' },
  { rule: 'indentation', body: 'if ($true) {\n    if ($true) {\n    $x = 1\n    }\n}' },
  { rule: 'indentation', body: 'if ($true) {\n    $x = 1\n    }' },
  { rule: 'indentation', body: '$x = @(\n        1\n)' },
  { rule: 'indentation', body: '$x = 1 +\n        2' },
  { rule: 'indentation', body: '$x = 1\n    $y = 2' },
  { rule: 'indentation', body: 'if ($true) {\n# why\n    $x = 1\n}' },
  { rule: 'blanks', body: 'if ($true) {\n\t$x = 1\n}' },
  { rule: 'blanks', body: '$x = 1 ' },
  { rule: 'blanks', body: '$x = 1\r\n$y = 2' },
];

const good: readonly string[] = [
  "$x = [System.Collections.Generic.Dictionary[string, int[]]]::new(); $x.Add('a', @(1))",
  '@(1) | ForEach-Object { $_ } | Where-Object { $_ -gt 0 }',
  "$a = @{ LogName = 'Application' }; $a['After'] = [datetime]::UtcNow.AddHours(-2); Get-EventLog @a | & { process { $_.Message } }",
  "Get-PhsOther 'x'; function Get-PhsInner { 1 }; Get-PhsInner",
  "$x = New-Object -TypeName Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter -ArgumentList 'a', 'b'",
  '$x = "``e"; $y = 0x1F; $z = 10KB; $u = "$($x.Length)"',
  `$x = '${'a'.repeat(132)}'`,
  '$x = 1 +\n    2\n$y = @(\n    1,\n    2\n)\n$z = @(1) |\n    ForEach-Object { $_ }',
  '$x = @{\n    a = @(\n        1\n    )\n}\nforeach ($y in @(\n    1\n)) {\n    # why\n    $x = $y\n}',
  "$x = [string]::Join('', @(@{\n    a = 1\n}, @{\n    a = 2\n}))",
  'if (\n    $true -and\n    $true\n) {\n    $x = 1\n} else {\n    $x = 2\n}\n<#\n  Free text.\n#>',
  "Get-Module -Name 'a' `\n    -ListAvailable",
  "try { throw 'x' } catch [System.Management.Automation.CommandNotFoundException] { throw }",
];

/** What other rules refuse and Windows PowerShell 5.1 has. */
const known: readonly string[] = [
  "Get-Content -Path 'a' -Encoding Byte -ErrorAction Stop",
  "Get-ChildItem -LiteralPath 'a' -Recurse -Force",
  "[IO.Path]::Combine('a', 'b', 'c')",
  "$text = 'a, b'; $text.Split([char]',') | ForEach-Object -MemberName Trim",
  '[System.Diagnostics.Process]::GetCurrentProcess().Kill()',
];

describeWithEngine('the rules for scripts/*.ps1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-rules-'));
  let found: readonly (readonly Violation[])[] = [];

  beforeAll(() => {
    const samples: readonly Sample[] = [...bad, ...[...good, ...known].map((body) => ({ rule: '', body }))];
    const paths = samples.map(({ name = 'Get-PhsSample', body = '', whole = head }, index) => {
      const path = join(folder, String(index), `${name}.ps1`);
      mkdirSync(join(folder, String(index)));
      writeFileSync(path, `${whole}${body}\n`);
      return path;
    });
    const context = ruleContext(['Get-PhsOther']);
    found = readSyntaxFacts(paths).map((facts, index) =>
      index < bad.length + good.length ? violations(facts, context) : editionViolations(facts, context),
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [index, { rule, body, whole }] of bad.entries()) {
    test(`${rule} is broken by ${JSON.stringify(body ?? whole)}`, () => {
      expect(found[index]?.map((violation) => violation.rule)).toContain(rule);
    });
  }

  for (const [index, body] of good.entries()) {
    test(`nothing is broken by ${JSON.stringify(body)}`, () => {
      expect(found[bad.length + index]).toEqual([]);
    });
  }

  for (const [index, body] of known.entries()) {
    test(`Windows PowerShell 5.1 knows ${JSON.stringify(body)}`, () => {
      expect(found[bad.length + good.length + index]).toEqual([]);
    });
  }

  test('a command, a parameter and a method that it does not know are named', () => {
    const details = ['-AsByteStream', '-FollowSymlink', '[IO.Path]::Join'].map((part) => {
      const at = bad.findIndex(({ rule, body }) => /5\.1|static/.test(rule) && body?.includes(part) === true);
      return found[at]?.filter(({ rule }) => rule === bad[at]?.rule).map(({ detail }) => detail);
    });

    expect(details).toEqual([
      ['Get-Content has no -asbytestream in 5.1'],
      ['Get-ChildItem has no -followsymlink in 5.1'],
      ['[System.IO.Path]::Join(System.String, System.String) is not in 5.1'],
    ]);
  });

  test('each has a sample that breaks it', () => {
    expect(ruleNames.filter((name) => !bad.some(({ rule }) => rule === name))).toEqual([]);
  });
});
