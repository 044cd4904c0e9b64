<#
.SYNOPSIS
Answers where the guard of a full password sync keeps its files, and makes or judges its folders and its key: one row.
.DESCRIPTION
The only part of the guard that uses what exists on Windows alone. A folder or file is "protected" when it is no reparse point, its
owner is SYSTEM, the Administrators or TrustedInstaller, and nobody else may change it; a secret is when nobody else may read it
either. Elsewhere than in Windows PowerShell it answers that the guard is not supported.
.PARAMETER Action
Facts; Inspect (judge the folder Path and the one above it), InspectTree (judge the folder Path and all below it: the first that is
not protected), InspectSecret (judge the file Path), Protect (make the folder Path), MakeSecret (make the file Path of Bytes, which
must not be there), Account (the SID of the account Path) or Flush (have a scheduled task written to the disk).
.PARAMETER Path
The folder or file; for Account its name; for Flush the task with its path.
.PARAMETER Bytes
What MakeSecret writes.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateSet('Facts', 'Inspect', 'InspectTree', 'InspectSecret', 'Protect', 'MakeSecret', 'Account', 'Flush')][string]$Action,
    [string]$Path = '',
    [byte[]]$Bytes = @()
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# SYSTEM, Administrators, TrustedInstaller.
$trusted = @('S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')

function Get-PhsPlatformIdentity {
    <# .SYNOPSIS Who this process is, and which groups of ADSync its token has. #>
    Set-StrictMode -Version 2.0
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $groups = $null
    try {
        $names = [System.Collections.Generic.List[string]]::new()
        foreach ($account in $identity.Groups.Translate([System.Security.Principal.NTAccount], $false)) {
            $name = ([string]$account.Value).Substring(([string]$account.Value).LastIndexOf('\') + 1)
            if ($name -match '^ADSync(Admins|Operators|Browse|PasswordSet)$') { $names.Add($name) }
        }
        $groups = $names.ToArray()
    } catch {
        # A domain controller that is not reachable: the groups are not known.
        $groups = $null
    }
    @{
        name     = $identity.Name
        elevated = [System.Security.Principal.WindowsPrincipal]::new($identity).IsInRole(
            [System.Security.Principal.WindowsBuiltInRole]::Administrator
        )
        groups   = $groups
    }
}

function Get-PhsPlatformFact {
    <# .SYNOPSIS Places, machine and account. #>
    Set-StrictMode -Version 2.0
    $identity = Get-PhsPlatformIdentity
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey(
        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64
    )
    $key = $machine.OpenSubKey('SOFTWARE\Microsoft\Cryptography')
    $machineId = ([string]$key.GetValue('MachineGuid')).ToLowerInvariant()
    $key.Dispose()
    $source = $machine.OpenSubKey('SYSTEM\CurrentControlSet\Services\EventLog\Application\phs-tool')
    $eventSource = 'absent'
    if ($null -ne $source) {
        $eventSource = 'present'
        $source.Dispose()
    }
    $machine.Dispose()
    $data = [System.Environment]::GetFolderPath([System.Environment+SpecialFolder]::CommonApplicationData)
    $programs = [System.Environment]::GetFolderPath([System.Environment+SpecialFolder]::ProgramFiles)
    @{
        supported   = $true
        journalRoot = [System.IO.Path]::Combine($data, 'phs-tool', 'guard')
        pinRoot     = [System.IO.Path]::Combine($programs, 'phs-tool', 'guard')
        machineId   = $machineId
        machineName = [System.Environment]::MachineName
        operator    = $identity.name
        elevated    = $identity.elevated
        # Never the program that the operator happened to use: the task runs as SYSTEM.
        host        = [System.IO.Path]::Combine($PSHOME, 'powershell.exe')
        groups      = $identity.groups
        eventSource = $eventSource
    }
}

function Get-PhsPlatformVerdict {
    <# .SYNOPSIS Judges an owner (SID) and rules (tables of sid, allows, rights). It reads nothing: test/guard/platform-verdict.test.ts. #>
    param([string]$Owner, [object[]]$Rule, [string]$Kind)
    Set-StrictMode -Version 2.0
    if ($trusted -notcontains $Owner) { return @{ state = 'wrong-owner'; detail = "The owner is $Owner." } }
    # Writing data, appending, deleting children, attributes; deleting; changing rights or owner; generic write and all.
    $mask = 0x2 -bor 0x4 -bor 0x10 -bor 0x40 -bor 0x100 -bor 0x10000 -bor 0x40000 -bor 0x80000 -bor 0x40000000 -bor 0x10000000
    # Reading data, generic read.
    if ($Kind -eq 'secret') { $mask = $mask -bor 0x1 -bor 0x80000000 }
    foreach ($one in $Rule) {
        # CREATOR OWNER is the owner of what is made inside, and only the trusted can make anything.
        if (-not $one.allows -or $trusted -contains $one.sid -or $one.sid -eq 'S-1-3-0') { continue }
        if (($one.rights -band $mask) -ne 0) { return @{ state = 'wrong-access'; detail = "$($one.sid) has rights to it." } }
    }
    @{ state = 'protected'; detail = $null }
}

function Get-PhsPlatformEntry {
    <# .SYNOPSIS Judges one folder or file. Kind is folder, file, secret (a file that nobody else may read) or any. #>
    param([string]$Entry, [string]$Kind)
    Set-StrictMode -Version 2.0
    # "Exists" answers no for what cannot be read as well; only an error that says so is absence.
    try {
        $attributes = [System.IO.File]::GetAttributes($Entry)
    } catch [System.IO.FileNotFoundException], [System.IO.DirectoryNotFoundException] {
        return @{ state = 'absent'; detail = $null }
    }
    if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return @{ state = 'reparse-point'; detail = $Entry } }
    $isFolder = ($attributes -band [System.IO.FileAttributes]::Directory) -ne 0
    if ($Kind -eq 'folder' -and -not $isFolder) { return @{ state = 'not-a-directory'; detail = $Entry } }
    if (($Kind -eq 'file' -or $Kind -eq 'secret') -and $isFolder) { return @{ state = 'not-a-file'; detail = $Entry } }
    $sections = [System.Security.AccessControl.AccessControlSections]::Owner -bor
        [System.Security.AccessControl.AccessControlSections]::Access
    $security = $null
    if ($isFolder) { $security = [System.Security.AccessControl.DirectorySecurity]::new($Entry, $sections) }
    else { $security = [System.Security.AccessControl.FileSecurity]::new($Entry, $sections) }
    $allow = [System.Security.AccessControl.AccessControlType]::Allow
    $rules = @(foreach ($rule in $security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
        @{ sid = $rule.IdentityReference.Value; allows = $rule.AccessControlType -eq $allow; rights = [int]$rule.FileSystemRights }
    })
    $owner = $security.GetOwner([System.Security.Principal.SecurityIdentifier]).Value
    Get-PhsPlatformVerdict -Owner $owner -Rule $rules -Kind $Kind
}

function Get-PhsPlatformTree {
    <# .SYNOPSIS Judges a folder and everything below it, without following a link: the first that is not protected. #>
    param([string]$Root)
    Set-StrictMode -Version 2.0
    $found = Get-PhsPlatformEntry -Entry $Root -Kind 'folder'
    if ($found.state -ne 'protected') { return $found }
    $open = [System.Collections.Generic.Queue[string]]::new()
    $open.Enqueue($Root)
    while ($open.Count -gt 0) {
        foreach ($entry in [System.IO.Directory]::GetFileSystemEntries($open.Dequeue())) {
            $found = Get-PhsPlatformEntry -Entry $entry -Kind 'any'
            # The guardian removes the note that a look began.
            if ($found.state -eq 'absent') { continue }
            if ($found.state -ne 'protected') { return @{ state = $found.state; detail = "$($entry): $($found.detail)" } }
            if ([System.IO.Directory]::Exists($entry)) { $open.Enqueue($entry) }
        }
    }
    @{ state = 'protected'; detail = $null }
}

function New-PhsPlatformSecret {
    <# .SYNOPSIS Makes a file that only SYSTEM and the Administrators can read, and has it written to the disk. #>
    param([string]$File, [byte[]]$Content)
    Set-StrictMode -Version 2.0
    $security = [System.Security.AccessControl.FileSecurity]::new()
    $security.SetSecurityDescriptorSddlForm('O:BAG:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)')
    $stream = [System.IO.FileStream]::new($File, [System.IO.FileMode]::CreateNew, [System.Security.AccessControl.FileSystemRights]::Write,
        [System.IO.FileShare]::None, 4096, [System.IO.FileOptions]::WriteThrough, $security)
    try { $stream.Write($Content, 0, $Content.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    Get-PhsPlatformEntry -Entry $File -Kind 'secret'
}

function Get-PhsPlatformSid {
    <# .SYNOPSIS The SID of an account: names of built-in accounts are translated, SIDs are not. #>
    param([string]$Account)
    Set-StrictMode -Version 2.0
    if ($Account.StartsWith('S-1-', [System.StringComparison]::Ordinal)) { return @{ state = 'found'; detail = $Account } }
    $sid = [System.Security.Principal.NTAccount]::new($Account).Translate([System.Security.Principal.SecurityIdentifier])
    @{ state = 'found'; detail = $sid.Value }
}

function Save-PhsPlatformTask {
    <# .SYNOPSIS Has Windows write a scheduled task to the disk now: its file and the key that lists the tasks. #>
    param([string]$Task)
    Set-StrictMode -Version 2.0
    $file = [System.Environment]::SystemDirectory + '\Tasks' + $Task
    $stream = [System.IO.FileStream]::new(
        $file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::ReadWrite
    )
    try { $stream.Flush($true) } finally { $stream.Dispose() }
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey(
        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64
    )
    try {
        $key = $machine.OpenSubKey('SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache')
        if ($null -eq $key) { return @{ state = 'absent'; detail = 'TaskCache' } }
        try { $key.Flush() } finally { $key.Dispose() }
    } finally { $machine.Dispose() }
    @{ state = 'flushed'; detail = $null }
}

if ([System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT -or $PSVersionTable.PSEdition -ne 'Desktop') {
    if ($Action -eq 'Facts') {
        return @{
            supported = $false; journalRoot = ''; pinRoot = ''; machineId = ''; machineName = [System.Environment]::MachineName
            operator = [System.Environment]::UserName; elevated = $null; host = ''; groups = $null; eventSource = 'unknown'
        }
    }
    return @{ state = 'unreadable'; detail = 'The guard needs Windows PowerShell on the Entra Connect server.' }
}
if ($Action -eq 'Facts') { return Get-PhsPlatformFact }
try {
    if ($Action -eq 'Flush') { return Save-PhsPlatformTask -Task $Path }
    if ($Action -eq 'InspectTree') { return Get-PhsPlatformTree -Root $Path }
    if ($Action -eq 'InspectSecret') { return Get-PhsPlatformEntry -Entry $Path -Kind 'secret' }
    if ($Action -eq 'MakeSecret') { return New-PhsPlatformSecret -File $Path -Content $Bytes }
    if ($Action -eq 'Account') { return Get-PhsPlatformSid -Account $Path }
    # The folder above is named like the tool and belongs to it as well.
    foreach ($directory in @([System.IO.Path]::GetDirectoryName($Path), $Path)) {
        $found = Get-PhsPlatformEntry -Entry $directory -Kind 'folder'
        if ($Action -eq 'Protect' -and $found.state -eq 'absent') {
            $security = [System.Security.AccessControl.DirectorySecurity]::new()
            $security.SetSecurityDescriptorSddlForm('O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
            $null = [System.IO.Directory]::CreateDirectory($directory, $security)
            $found = Get-PhsPlatformEntry -Entry $directory -Kind 'folder'
        }
        if ($found.state -ne 'protected') { return $found }
    }
    $found
} catch {
    @{ state = 'unreadable'; detail = [string]$_.Exception.Message }
}
