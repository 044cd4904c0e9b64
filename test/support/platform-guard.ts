import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { decodeClixml, toPlain } from '../../src/parsers/clixml.js';
import { requireEngine } from './engine.js';

const shipped = join(packageRoot(), 'scripts', 'Get-PhsPlatformGuard.ps1');

/** A right that somebody has to a file or folder. */
export interface Right {
  readonly sid: string;
  /** Bits of FileSystemRights. */
  readonly rights: number;
  readonly isDenial?: boolean;
}

/** A file or folder as Windows would describe it. */
export interface Entry {
  readonly isFolder?: boolean;
  readonly isLink?: boolean;
  readonly owner?: string;
  readonly rights?: readonly Right[];
  /** The message of the error that comes when it is read. */
  readonly failure?: string;
}

/** What the script reads of Windows. */
export interface WindowsFacts {
  /** By path; what is not here does not exist. */
  readonly entries?: Readonly<Record<string, Entry>>;
  /** Accounts of the token's groups; null: they cannot be translated. */
  readonly groups?: readonly string[] | null;
  readonly isAdministrator?: boolean;
  readonly hasEventSource?: boolean;
}

/**
 * What the script reads of Windows, and what stands for it here. The bytes of the script are pinned on servers, so nothing is changed
 * in it: this copy has its readings replaced, each of which must be where it is, and everything that decides is the script's own.
 */
const readings: readonly (readonly [count: number, reading: string, double: string])[] = [
  [1, '[System.IO.File]::GetAttributes($Entry)', '(Read-TestAttribute $Entry)'],
  [1, '[System.Security.AccessControl.DirectorySecurity]::new($Entry, $sections)', '(Read-TestSecurity $Entry)'],
  [1, '[System.Security.AccessControl.FileSecurity]::new($Entry, $sections)', '(Read-TestSecurity $Entry)'],
  [1, '[System.IO.Directory]::GetFileSystemEntries($open.Dequeue())', '(Read-TestFolder $open.Dequeue())'],
  [1, '[System.IO.Directory]::Exists($entry)', '(Test-TestFolder $entry)'],
  [1, '[System.IO.Path]::GetDirectoryName($Path)', '(Split-TestPath $Path)'],
  [1, '[System.IO.Directory]::CreateDirectory($directory, $security)', '(New-TestFolder $directory $security)'],
  [1, '[System.Security.AccessControl.DirectorySecurity]::new()', '(New-TestSecurity)'],
  [1, '[System.Security.Principal.WindowsIdentity]::GetCurrent()', '(Read-TestIdentity)'],
  [1, '[System.Security.Principal.WindowsPrincipal]::new($identity)', '(Read-TestPrincipal)'],
  [
    2,
    '[Microsoft.Win32.RegistryKey]::OpenBaseKey(\n        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64\n    )',
    '(Read-TestRegistry)',
  ],
  [
    1,
    "[System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT -or $PSVersionTable.PSEdition -ne 'Desktop'",
    '$testFacts.unsupported',
  ],
];

const doubles = `
function New-TestObject {
    param([hashtable]$Properties = @{}, [hashtable]$Methods = @{})
    $made = [System.Management.Automation.PSObject]::new()
    foreach ($name in $Properties.Keys) { $made.Members.Add([System.Management.Automation.PSNoteProperty]::new($name, $Properties[$name])) }
    foreach ($name in $Methods.Keys) { $made.Members.Add([System.Management.Automation.PSScriptMethod]::new($name, $Methods[$name])) }
    $made
}
function Read-TestEntry {
    param([string]$Path)
    $found = $testFacts.entries[$Path]
    if ($null -eq $found) { throw [System.IO.FileNotFoundException]::new("There is no $Path.") }
    if ($null -ne $found['failure']) { throw [System.UnauthorizedAccessException]::new($found['failure']) }
    $found
}
function Read-TestAttribute {
    param([string]$Path)
    $found = Read-TestEntry $Path
    $bits = 0
    if ($found['isFolder']) { $bits = $bits -bor 16 } else { $bits = $bits -bor 128 }
    if ($found['isLink']) { $bits = $bits -bor 1024 }
    [System.IO.FileAttributes]$bits
}
function Read-TestSecurity {
    param([string]$Path)
    $found = Read-TestEntry $Path
    $rules = @(foreach ($right in $found['rights']) {
        $type = [System.Security.AccessControl.AccessControlType]::Allow
        if ($right['isDenial']) { $type = [System.Security.AccessControl.AccessControlType]::Deny }
        New-TestObject @{ AccessControlType = $type; IdentityReference = @{ Value = $right['sid'] }; FileSystemRights = [int]$right['rights'] }
    })
    New-TestObject @{ Owner = $found['owner']; Rules = $rules } @{ GetOwner = { @{ Value = $this.Owner } }; GetAccessRules = { $this.Rules } }
}
function Read-TestFolder { param([string]$Path) @($testFacts.entries.Keys | Where-Object { $_ -like "$Path\\*" -and $_.Substring($Path.Length + 1).IndexOf('\\') -lt 0 }) }
function Test-TestFolder { param([string]$Path) [bool]$testFacts.entries[$Path]['isFolder'] }
function Split-TestPath { param([string]$Path) $Path.Substring(0, $Path.LastIndexOf('\\')) }
function New-TestSecurity { New-TestObject @{} @{ SetSecurityDescriptorSddlForm = { $testMade.Add([string]$args[0]) } } }
function New-TestFolder {
    param([string]$Path, $Security)
    $testMade.Add($Path)
    $testFacts.entries[$Path] = @{ isFolder = $true; owner = 'S-1-5-32-544'; rights = @() }
}
function Read-TestIdentity {
    $groups = New-TestObject @{} @{ Translate = {
        if ($null -eq $testFacts.groups) { throw 'No domain controller answers.' }
        foreach ($name in $testFacts.groups) { @{ Value = $name } }
    } }
    New-TestObject @{ Name = 'CONTOSO\\admin'; Groups = $groups }
}
function Read-TestPrincipal { New-TestObject @{} @{ IsInRole = { $testFacts.isAdministrator } } }
function Read-TestRegistry {
    New-TestObject @{} @{ Dispose = { }; OpenSubKey = {
        $name = [string]$args[0]
        if ($name -like '*\\phs-tool' -and -not $testFacts.hasEventSource) { return }
        New-TestObject @{} @{ Dispose = { }; GetValue = { '6F9619FF-8B86-D011-B42D-00CF4FC964FF' } }
    } }
}
`;

/** The script with its readings replaced. */
function withDoubles(): string {
  let text = readFileSync(shipped, 'utf8');
  for (const [count, reading, double] of readings) {
    const parts = text.split(reading);
    if (parts.length !== count + 1) {
      throw new Error(`The script reads "${reading}" ${parts.length - 1} times instead of ${count}.`);
    }
    text = parts.join(double);
  }
  return text;
}

/** A value as a literal of PowerShell. */
function literal(value: unknown): string {
  if (value === undefined || value === null) {
    return '$null';
  }
  if (typeof value === 'boolean') {
    return value ? '$true' : '$false';
  }
  if (typeof value === 'string') {
    return `'${value.replaceAll("'", "''")}'`;
  }
  if (Array.isArray(value)) {
    return `@(${value.map((each) => `(${literal(each)})`).join(', ')})`;
  }
  if (typeof value === 'object') {
    return `@{ ${Object.entries(value)
      .map(([name, each]) => `${literal(name)} = ${literal(each)}`)
      .join('; ')} }`;
  }
  return String(value);
}

const answerSchema = z.object({ answer: z.record(z.string(), z.unknown()), made: z.array(z.string()) });

/** What the script answered, and the descriptors and folders that it made, in their order. */
export type GuardAnswer = z.output<typeof answerSchema>;

/** Calls the script on a Windows that is made up. `unsupported`: as if it were another system. */
export function askPlatformGuard(
  facts: WindowsFacts & { readonly unsupported?: boolean },
  parameters: Readonly<Record<string, string>>,
): GuardAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'phs-platform-guard-'));
  const script = join(folder, 'Ask.ps1');
  const known = { entries: {}, groups: [], isAdministrator: true, hasEventSource: true, unsupported: false, ...facts };
  const given = Object.entries(parameters).map(([name, value]) => `-${name} ${literal(value)}`);
  writeFileSync(
    script,
    [
      doubles,
      `$testFacts = ${literal(known)}`,
      '$testMade = [System.Collections.Generic.List[string]]::new()',
      `function Get-PhsPlatformGuard {\n${withDoubles()}\n}`,
      `$answer = Get-PhsPlatformGuard ${given.join(' ')}`,
      '[Console]::Out.Write([System.Management.Automation.PSSerializer]::Serialize(@{ answer = $answer; made = $testMade.ToArray() }, 5))',
    ].join('\n'),
  );
  try {
    const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script];
    const { stdout, stderr, status } = spawnSync(requireEngine(), options, { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`The script failed.\n${stderr}`);
    }
    const [document] = decodeClixml(stdout);
    return answerSchema.parse(document === undefined ? null : toPlain(document.value));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
