import { windowsOnlyTypes } from './allowed.js';
import { judgeCall } from './calls.js';
import type { RuleContext } from './rule.js';
import type { FileFacts } from './syntax-facts.js';

/** Something that Windows PowerShell 5.1 and PowerShell 7 do not do in the same way. */
export interface Difference {
  /** What it is, as a heading. */
  readonly construct: string;
  readonly in51: string;
  readonly in7: string;
  /** Why our scripts are right in 5.1 all the same, or what keeps them from using it. */
  readonly held: string;
  /** Whether a file relies on it. */
  readonly finds: (facts: FileFacts, context: RuleContext) => boolean;
}

const calls =
  (...names: readonly string[]): Difference['finds'] =>
  ({ commands }) =>
    commands.some(({ name }) => names.some((each) => each.toLowerCase() === name.toLowerCase()));

/** Uses of members whose name matches, of types whose full name does. */
const uses =
  (type: RegExp, member = /./): Difference['finds'] =>
  ({ members }) =>
    members.some((use) => member.test(use.member) && use.receivers.some((receiver) => type.test(receiver)));

const mentions =
  (...starts: readonly string[]): Difference['finds'] =>
  ({ types }) =>
    types.some(({ name }) => starts.some((start) => name.startsWith(start)));

const anyOf =
  (...each: readonly Difference['finds'][]): Difference['finds'] =>
  (facts, context) =>
    each.some((finds) => finds(facts, context));

const variable =
  (...names: readonly string[]): Difference['finds'] =>
  ({ variables }) =>
    variables.some(({ name }) => names.includes(name.toLowerCase()));

const texts: readonly Difference[] = [
  {
    construct: 'Script files without a byte order mark',
    in51: 'are read in the ANSI code page of the machine.',
    in7: 'are read as UTF-8.',
    held: 'Every file holds ASCII only (rule `ascii`).',
    finds: () => true,
  },
  {
    construct: 'Default encoding of `Get-Content`, `Set-Content`, `Out-File`, `>` and their like',
    in51: 'ANSI or UTF-16 with a byte order mark, by command.',
    in7: 'UTF-8 without a byte order mark.',
    held: 'None is used: files are read and written through .NET, below (rules `commands` and `redirections`).',
    finds: anyOf(
      calls('Get-Content', 'Set-Content', 'Add-Content', 'Out-File', 'Export-Csv', 'Import-Csv'),
      ({ redirections }) => redirections.length > 0,
    ),
  },
  {
    construct: 'Reading and writing text with `[System.IO.File]` and readers and writers of .NET',
    in51: 'UTF-8 without a byte order mark, unless an encoding is given.',
    in7: 'The same.',
    held: 'The one way of our scripts to read and write text.',
    finds: anyOf(
      uses(/^System\.IO\.File$/, /^(?:Read|Write|Append)All(?:Text|Lines)$/),
      uses(/^System\.IO\.Stream(?:Reader|Writer)$/),
    ),
  },
  {
    construct: '`[System.Text.Encoding]::Default`, `[Console]::OutputEncoding`, `$OutputEncoding`',
    in51: 'The ANSI and OEM code pages of the machine; ASCII for `$OutputEncoding`.',
    in7: 'UTF-8.',
    held: 'Not used. The session reads and writes bytes of ASCII on the raw standard streams.',
    finds: anyOf(
      uses(/^System\.Text\.Encoding$/, /^Default$/),
      uses(/^System\.Console$/, /^(?:In|Out)putEncoding$/),
      variable('outputencoding'),
    ),
  },
  {
    construct: 'The raw standard streams (`OpenStandardInput`, `OpenStandardOutput`)',
    in51: 'Bytes; what the console makes of them depends on its code page.',
    in7: 'Bytes.',
    held: 'Frames are ASCII in both directions ([protocol](protocol.md)).',
    finds: uses(/^System\.Console$/, /^OpenStandard/),
  },
  {
    construct:
      'Comparing texts as the culture says (`StartsWith`, `EndsWith`, `IndexOf` and `LastIndexOf` of a text alone)',
    in51: 'With the tables of Windows (NLS).',
    in7: 'With ICU, which ignores other characters.',
    held: 'Only for one character of ASCII that no culture ignores; everything else names its `StringComparison` (rule `text-comparison`).',
    finds: ({ members }) =>
      members.some(
        ({ receivers, member, arguments: given }) =>
          receivers.includes('System.String') &&
          /^(?:StartsWith|EndsWith|IndexOf|LastIndexOf)$/i.test(member) &&
          given[0] === 'System.String' &&
          !given.includes('System.StringComparison'),
      ),
  },
  {
    construct: '`Split` with a text',
    in51: 'Splits at each of its characters.',
    in7: 'Splits at the whole text.',
    held: 'Only with characters, or a text of one (rule `text-split`).',
    finds: uses(/^System\.String$/, /^Split$/i),
  },
  {
    construct: 'Numbers with a fraction as text',
    in51: 'At most 15 digits.',
    in7: 'As many digits as it takes to read the same number again.',
    held: 'They leave PowerShell as CLIXML, which writes all digits in both.',
    finds: mentions('System.Double', 'System.Single'),
  },
];

const data: readonly Difference[] = [
  {
    construct: 'JSON (`ConvertTo-Json`, `ConvertFrom-Json`)',
    in51: 'Dates as `\\/Date(ms)\\/`, enumerations as numbers, no `-AsHashtable`, no `-Depth` for reading; deeper than `-Depth` (2) becomes text silently.',
    in7: 'ISO dates, a warning when the depth is exceeded, at most 100 levels.',
    held: 'Not used: requests and answers are CLIXML ([decisions](decisions/README.md)).',
    finds: calls('ConvertTo-Json', 'ConvertFrom-Json'),
  },
  {
    construct: 'CLIXML (`[PSSerializer]`)',
    in51: 'Version 1.1.0.1 of the format.',
    in7: 'The same, with an element of its own for semantic versions.',
    held: 'The depth is always given; rows hold plain values only.',
    finds: uses(/PSSerializer$/),
  },
  {
    construct: 'The order of keys in `@{}`',
    in51: 'The same in every process.',
    in7: 'Another one in every process.',
    held: 'Keys are looked up, put into another table or sorted; no order is relied on.',
    finds: ({ members }) => members.some(({ member }) => member === 'Keys'),
  },
  {
    construct: '`GZipStream`',
    in51: 'zlib.',
    in7: 'zlib-ng: other bytes for the same text.',
    held: 'Only what is unpacked is compared; recordings keep the text.',
    finds: uses(/^System\.IO\.Compression\./),
  },
  {
    construct: 'Hashes and random numbers (`SHA256::Create`, `HMACSHA256`, `RandomNumberGenerator::Create`)',
    in51: 'Validated implementations where the FIPS policy asks for them; no static `HashData`, `Fill` or `ToHexString`.',
    in7: 'Those of the system; shorter static ways exist.',
    held: 'The long ways that both have.',
    finds: uses(/^System\.Security\.Cryptography\./),
  },
];

const system: readonly Difference[] = [
  {
    construct: '`$PSVersionTable`',
    in51: 'Has `PSEdition` (`Desktop`); no `OS`, no `Platform`.',
    in7: 'Has them; `PSEdition` is `Core`.',
    held: 'Only `PSVersion` and `PSEdition` are read (rule `new-syntax`).',
    finds: variable('psversiontable'),
  },
  {
    construct: '`.Count` of one object',
    in51: 'An object that a script made of a table of values does not have it: an error in strict mode. Every other single value has 1.',
    in7: '1.',
    held: 'What is counted was made a list, a dictionary or an array by `@()` before; of values whose type is not known before a script runs no rule can see that.',
    finds: ({ members }) => members.some(({ member }) => member === 'Count'),
  },
  {
    construct: 'Names of types as text (`[string]` of a type)',
    in51: 'The short names that 5.1 has: `uint32`.',
    in7: 'Those of 7: `uint`.',
    held: 'A contract is read with both names of a type (`src/contract/assumption.ts`).',
    finds: ({ path }) => path.endsWith('ConvertTo-PhsShape.ps1'),
  },
  {
    construct:
      'Short names of types (`[short]`, `[ushort]`, `[uint]`, `[ulong]`, `[semver]`), `-replace` with a script block',
    in51: 'The names do not exist: an error where they are reached. The script block is inserted as its text.',
    in7: 'The names exist. The script block is called for each place.',
    held: 'Not used (rule `new-syntax`).',
    finds: ({ newSyntax }) => newSyntax.length > 0,
  },
  {
    construct: '`$IsWindows` and its like',
    in51: 'Do not exist: an error in strict mode.',
    in7: 'Say which system it is.',
    held: 'Not used (rule `variables`); `[System.Environment]::OSVersion.Platform` answers in both.',
    finds: uses(/^System\.Environment$/, /^OSVersion$/),
  },
  {
    construct: '`[System.Environment]::Version`',
    in51: 'The version of the runtime of .NET Framework, 4.0.30319.x, whatever is installed.',
    in7: 'The version of .NET.',
    held: 'Shown in the trace only.',
    finds: uses(/^System\.Environment$/, /^Version$/),
  },
  {
    construct: '`[System.TimeZoneInfo]::Local.Id`',
    in51: 'A name of Windows, such as `W. Europe Standard Time`.',
    in7: 'The same on Windows, a name such as `Europe/Berlin` elsewhere.',
    held: 'Shown, never looked up.',
    finds: uses(/^System\.TimeZoneInfo$/, /^Local$/),
  },
  {
    construct: '`$env:PSModulePath`',
    in51: 'Made from the registry, and inherited: a parent of PowerShell 7 leaves folders whose modules 5.1 cannot load.',
    in7: 'Made from its own folders.',
    held: 'The session sets it to folders that only an administrator can change.',
    finds: variable('env:psmodulepath'),
  },
  {
    construct: 'Apartments: `Runspace.ApartmentState`',
    in51: 'The main thread is STA, that of a new runspace MTA unless it is set.',
    in7: 'The same on Windows; elsewhere setting it is an error.',
    held: 'Set to STA before the runspace is opened, in a `try`: COM objects behind the ADSync cmdlets want it.',
    finds: ({ members }) => members.some(({ member }) => member === 'ApartmentState'),
  },
  {
    construct: 'Paths: `[System.IO.Path]`, `[System.IO.File]`, `[System.IO.Directory]`',
    in51: 'Long paths depend on the versions of Windows and .NET Framework; `<`, `>`, `|` and `"` are an error in every method. `[System.IO.Path]::Join` and `GetRelativePath` do not exist.',
    in7: 'Long paths, and no check before the file is opened.',
    held: 'Our own paths are short, and a path that is refused is an error that is reported; `[System.IO.Path]::Join` is refused (rule `static-members`).',
    finds: uses(/^System\.IO\.(?:Path|File|Directory)$/),
  },
  {
    construct: '`[System.Diagnostics.Process]` and `ProcessStartInfo`',
    in51: '`UseShellExecute` is on unless it is set; no `ArgumentList`, no `Kill($true)`.',
    in7: '`UseShellExecute` is off; both exist.',
    held: '`UseShellExecute` is always set where a process is started; `Kill()` ends that process alone.',
    finds: anyOf(uses(/^System\.Diagnostics\.Process(?:StartInfo)?$/), mentions('System.Diagnostics.Process')),
  },
];

const windows: readonly Difference[] = [
  {
    construct: 'Members with a form that only .NET Framework has',
    in51: '`Directory.CreateDirectory` and the constructor of `FileStream` take access rights, so that nothing exists without them for a moment.',
    in7: 'Extension methods of `FileSystemAclExtensions`, which PowerShell cannot call as methods.',
    held: 'Only in the Windows part of the guard, which answers "not supported" elsewhere.',
    finds: ({ members }, { table }) => members.some((use) => judgeCall(use, table).only51),
  },
  {
    construct: '`GetAccessControl` and `SetAccessControl` of files and folders',
    in51: 'Methods of `FileInfo` and `DirectoryInfo`, and static ones of `File` and `Directory`.',
    in7: 'Extension methods: a call as a method fails.',
    held: 'Not used: rights are read with the constructors of `FileSecurity` and `DirectorySecurity`, which both have.',
    finds: ({ members }) => members.some(({ member }) => /^[GS]etAccessControl$/i.test(member)),
  },
  {
    construct: 'Access rights: `FileSecurity::new(path, sections)`, `DirectorySecurity::new(path, sections)`',
    in51: 'In mscorlib.',
    in7: 'In a library of its own, on Windows only.',
    held: 'Only in scripts whose names begin with `Get-PhsPlatform` (rule `windows-only`).',
    finds: mentions('System.Security.AccessControl.FileSecurity', 'System.Security.AccessControl.DirectorySecurity'),
  },
  {
    construct: 'Registry, accounts, directory services, services',
    in51: 'Part of .NET Framework.',
    in7: 'Libraries of their own, on Windows only.',
    held: 'Only in scripts whose names begin with `Get-PhsPlatform` (rule `windows-only`).',
    finds: mentions(...windowsOnlyTypes),
  },
  {
    construct: '`Get-EventLog`, `New-EventLog`, `Write-EventLog`',
    in51: 'Exist.',
    in7: 'Do not exist.',
    held: 'One of the reasons why a server needs 5.1 ([facts](facts.md) 4.6); the simulator brings its own.',
    finds: calls('Get-EventLog', 'New-EventLog', 'Write-EventLog'),
  },
  {
    construct: '`Get-WinEvent`',
    in51: 'Exists.',
    in7: 'Exists on Windows, with more parameters.',
    held: 'Only parameters that 5.1 has (rule `commands-5.1`).',
    finds: calls('Get-WinEvent'),
  },
  {
    construct: '`$PSHOME`',
    in51: 'Holds `powershell.exe` and its modules.',
    in7: 'Holds `pwsh.exe` and its modules.',
    held: 'The program of the guardian is `powershell.exe`, whatever asked: only in the Windows part of the guard, which 5.1 runs.',
    finds: variable('pshome'),
  },
  {
    construct: 'Where the execution policy is kept',
    in51: 'In the registry: `Software\\Microsoft\\PowerShell\\1\\ShellIds`, and for Group Policy `Software\\Policies\\Microsoft\\Windows\\PowerShell`.',
    in7: 'In `powershell.config.json`, and for Group Policy below `PowerShellCore`.',
    held: 'The places of 5.1 are read, because the scripts run there.',
    finds: ({ path }) => path.endsWith('Get-PhsPlatformExecutionPolicy.ps1'),
  },
  {
    construct: '`SSHConnectionInfo`',
    in51: 'Does not exist: a session over SSH needs PowerShell 7 on this side.',
    in7: 'Exists.',
    held: 'Looked for by its name; without it `--ssh` is refused with the reason.',
    finds: ({ path }) => path.endsWith('Open-PhsRemote.ps1'),
  },
  {
    construct: 'Scheduled tasks',
    in51: 'Exist since Windows Server 2012.',
    in7: 'Are loaded natively since Windows Server 2019, before that as copies from a session of 5.1.',
    held: 'Only in the guarded script, which runs in 5.1; times are read as text or `DateTime`.',
    finds: ({ commands }) => commands.some(({ name }) => /-ScheduledTask/i.test(name)),
  },
  {
    construct: 'The ADSync module',
    in51: 'Loaded into the process: live objects.',
    in7: 'Loaded as copies from a session of 5.1 (`-UseWindowsPowerShell`), which cannot be changed and stored.',
    held: 'A server needs 5.1 ([facts](facts.md) 0.4); `doctor` and PHS101 say so.',
    finds: ({ commands }) => commands.some(({ name }) => /-ADSync/i.test(name) || /^Import-Module$/i.test(name)),
  },
  {
    construct: 'Texts of errors',
    in51: 'In the language of Windows, `Parameter name: x`.',
    in7: "In English, `(Parameter 'x')`.",
    held: 'Failures are told apart by type, id and HRESULT; a text is shown and never compared.',
    finds: ({ members }) => members.some(({ member }) => member === 'HResult'),
  },
];

/** What differs, by topic, in the order of the page. */
export const differences: Readonly<Record<string, readonly Difference[]>> = {
  'Text and files': texts,
  Data: data,
  'The system': system,
  Windows: windows,
};
