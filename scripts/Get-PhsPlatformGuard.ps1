<#
.SYNOPSIS
Answers where the guard of a full password sync keeps its files, and makes or judges its directories: one row.
.DESCRIPTION
The only part of the guard that uses what exists on Windows alone. A directory is "protected" when it is no reparse point, its
owner is SYSTEM, the Administrators or TrustedInstaller, and nobody else may change it. Elsewhere than in Windows PowerShell it
answers that the guard is not supported.
.PARAMETER Action
Facts, Inspect (judge Path), Protect (make Path, which must not be there) or Flush (have a scheduled task written to the disk).
.PARAMETER Path
The directory; for Flush the task with its path.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][ValidateSet('Facts', 'Inspect', 'Protect', 'Flush')][string]$Action,
    [string]$Path = ''
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
        elevated = [System.Security.Principal.WindowsPrincipal]::new($identity).IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
        groups   = $groups
    }
}

function Get-PhsPlatformFact {
    <# .SYNOPSIS Places, machine and account. #>
    Set-StrictMode -Version 2.0
    $identity = Get-PhsPlatformIdentity
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)
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

function Get-PhsPlatformDirectory {
    <# .SYNOPSIS Judges one directory. #>
    param([string]$Directory)
    Set-StrictMode -Version 2.0
    # "Exists" answers no for what cannot be read as well; only an error that says so is absence.
    try { $attributes = [System.IO.File]::GetAttributes($Directory) } catch [System.IO.FileNotFoundException], [System.IO.DirectoryNotFoundException] {
        return @{ state = 'absent'; detail = $null }
    }
    if (($attributes -band [System.IO.FileAttributes]::Directory) -eq 0) { return @{ state = 'not-a-directory'; detail = $Directory } }
    if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return @{ state = 'reparse-point'; detail = $Directory } }
    $sections = [System.Security.AccessControl.AccessControlSections]::Owner -bor [System.Security.AccessControl.AccessControlSections]::Access
    $security = [System.Security.AccessControl.DirectorySecurity]::new($Directory, $sections)
    $owner = $security.GetOwner([System.Security.Principal.SecurityIdentifier]).Value
    if ($trusted -notcontains $owner) { return @{ state = 'wrong-owner'; detail = "The owner is $owner." } }
    # Writing data, appending, deleting children, attributes; deleting; changing rights or owner; generic write and all.
    $writes = 0x2 -bor 0x4 -bor 0x10 -bor 0x40 -bor 0x100 -bor 0x10000 -bor 0x40000 -bor 0x80000 -bor 0x40000000 -bor 0x10000000
    foreach ($rule in $security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
        if ($rule.AccessControlType -ne [System.Security.AccessControl.AccessControlType]::Allow) { continue }
        $sid = $rule.IdentityReference.Value
        # CREATOR OWNER stands for the owner of what is made inside, and only the trusted can make anything.
        if ($trusted -contains $sid -or $sid -eq 'S-1-3-0') { continue }
        if (([int]$rule.FileSystemRights -band $writes) -ne 0) { return @{ state = 'wrong-access'; detail = "$sid may change it." } }
    }
    @{ state = 'protected'; detail = $null }
}

function Save-PhsPlatformTask {
    <# .SYNOPSIS Has Windows write a scheduled task to the disk now: its file and the key that lists the tasks. #>
    param([string]$Task)
    Set-StrictMode -Version 2.0
    $file = [System.Environment]::SystemDirectory + '\Tasks' + $Task
    $stream = [System.IO.FileStream]::new($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::ReadWrite)
    try { $stream.Flush($true) } finally { $stream.Dispose() }
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)
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
    # The folder above is named like the tool and belongs to it as well.
    foreach ($directory in @([System.IO.Path]::GetDirectoryName($Path), $Path)) {
        $found = Get-PhsPlatformDirectory -Directory $directory
        if ($Action -eq 'Protect' -and $found.state -eq 'absent') {
            $security = [System.Security.AccessControl.DirectorySecurity]::new()
            $security.SetSecurityDescriptorSddlForm('O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
            $null = [System.IO.Directory]::CreateDirectory($directory, $security)
            $found = Get-PhsPlatformDirectory -Directory $directory
        }
        if ($found.state -ne 'protected') { return $found }
    }
    $found
} catch {
    @{ state = 'unreadable'; detail = [string]$_.Exception.Message }
}
