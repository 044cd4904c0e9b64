<#
.SYNOPSIS
Answers what is known of the machine and of the account: one row.
.DESCRIPTION
The only operation that uses parts of .NET that exist on Windows alone. On other systems it answers that they are not
available. The product version is that of miiserver.exe (facts 1.9), the folder that of the registry (4.1). The audit of
administrators is on unless the registry says that it is not (9.3); the identifier of the machine is the one that its
application is named after (9.2). The clock is read to tell servers whose clocks differ.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$row = @{
    machineName       = [System.Environment]::MachineName
    isWindows         = $false
    osDescription     = [System.Runtime.InteropServices.RuntimeInformation]::OSDescription
    userName          = [System.Environment]::UserName
    elevated          = $null
    groups            = $null
    productVersion    = $null
    installFolder     = $null
    auditLogging      = $null
    machineIdentifier = $null
    clockAt           = [System.DateTime]::UtcNow
    moduleCandidates  = [string[]]@()
    simulated         = $false
}
if ([System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT) { return $row }
$row['isWindows'] = $true

$identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$row['userName'] = $identity.Name
$row['elevated'] = [System.Security.Principal.WindowsPrincipal]::new($identity).IsInRole(
    [System.Security.Principal.WindowsBuiltInRole]::Administrator
)
$groups = [System.Collections.Generic.List[string]]::new()
try {
    # The built-in group is found by its SID because its name is translated; setup's own groups keep their names.
    foreach ($sid in $identity.Groups) {
        if ($sid.Value -eq 'S-1-5-32-544') { $groups.Add('Administrators') }
    }
    foreach ($account in $identity.Groups.Translate([System.Security.Principal.NTAccount], $false)) {
        $name = ([string]$account.Value).Substring(([string]$account.Value).LastIndexOf('\') + 1)
        if ($name -match '^ADSync(Admins|Operators|Browse|PasswordSet)$') { $groups.Add($name) }
    }
    $row['groups'] = $groups.ToArray()
} catch {
    # A domain controller that is not reachable must not hide the rest; null says that the groups are not known.
    $row['groups'] = $null
}

$folders = [System.Collections.Generic.List[string]]::new()
try {
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey(
        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64
    )
    $key = $machine.OpenSubKey('SOFTWARE\Microsoft\AD Sync')
    if ($null -ne $key) {
        $location = [string]$key.GetValue('Location')
        if ($location -ne '') {
            $row['installFolder'] = $location
            $folders.Add($location)
        }
        $key.Dispose()
    }
    $machine.Dispose()
} catch {
    # Without the right to read the key the default folder is still tried.
    $row['installFolder'] = $null
}
try {
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey(
        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64
    )
    $key = $machine.OpenSubKey('SOFTWARE\Microsoft\Azure AD Connect')
    $row['auditLogging'] = 'on'
    if ($null -ne $key) {
        $value = $key.GetValue('AuditEventLogging')
        if ($null -ne $value -and [string]$value -eq '0') { $row['auditLogging'] = 'off' }
        $identifier = [string]$key.GetValue('SyncMachineIdentifier')
        if ($identifier -match '^\{?([\da-fA-F-]{16,64})\}?$') { $row['machineIdentifier'] = $Matches[1] }
        $key.Dispose()
    }
    $machine.Dispose()
} catch {
    # Without the right to read the key it is not known.
    $row['auditLogging'] = $null
}
$programs = [System.Environment]::GetEnvironmentVariable('ProgramW6432')
if ([string]::IsNullOrEmpty($programs)) { $programs = [System.Environment]::GetEnvironmentVariable('ProgramFiles') }
if (-not [string]::IsNullOrEmpty($programs)) { $folders.Add([System.IO.Path]::Combine($programs, 'Microsoft Azure AD Sync')) }

$candidates = [System.Collections.Generic.List[string]]::new()
foreach ($folder in $folders) {
    $candidate = [System.IO.Path]::Combine($folder, 'Bin', 'ADSync', 'ADSync.psd1')
    if (-not $candidates.Contains($candidate)) { $candidates.Add($candidate) }
    $server = [System.IO.Path]::Combine($folder, 'Bin', 'miiserver.exe')
    if ($null -eq $row['productVersion'] -and [System.IO.File]::Exists($server)) {
        $row['productVersion'] = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($server).ProductVersion
    }
}
$row['moduleCandidates'] = $candidates.ToArray()
$row
