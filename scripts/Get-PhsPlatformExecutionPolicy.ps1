<#
.SYNOPSIS
Answers the execution policy of Windows PowerShell: a row for each scope, in the order of precedence.
.DESCRIPTION
Reads where Windows PowerShell 5.1 keeps it: two places of Group Policy, the environment of this process, two places of the
registry. The process has the policy that this session was started with. Fails elsewhere than on Windows.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ([System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.PlatformNotSupportedException]::new('The execution policy is not available on this system.'),
        'PhsNotAvailable', [System.Management.Automation.ErrorCategory]::NotImplemented, $null
    ))
}

function Get-PhsScopePolicy {
    <# .SYNOPSIS The policy that one key of the registry sets, Undefined when it sets none. #>
    param([Microsoft.Win32.RegistryHive]$Hive, [string]$Key, [bool]$IsGroupPolicy)
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey($Hive, [Microsoft.Win32.RegistryView]::Registry64)
    $opened = $base.OpenSubKey($Key)
    try {
        if ($null -eq $opened) { return 'Undefined' }
        # "Turn on Script Execution" switched off allows no script at all.
        if ($IsGroupPolicy -and [string]$opened.GetValue('EnableScripts') -eq '0') { return 'Restricted' }
        $policy = [string]$opened.GetValue('ExecutionPolicy')
        if ($policy -eq '') { return 'Undefined' }
        $policy
    } finally {
        if ($null -ne $opened) { $opened.Dispose() }
        $base.Dispose()
    }
}

$groupPolicy = 'SOFTWARE\Policies\Microsoft\Windows\PowerShell'
$setting = 'SOFTWARE\Microsoft\PowerShell\1\ShellIds\Microsoft.PowerShell'
$process = [System.Environment]::GetEnvironmentVariable('PSExecutionPolicyPreference')
if ([string]::IsNullOrEmpty($process)) { $process = 'Undefined' }
@{ scope = 'MachinePolicy'; policy = (Get-PhsScopePolicy -Hive LocalMachine -Key $groupPolicy -IsGroupPolicy $true) }
@{ scope = 'UserPolicy'; policy = (Get-PhsScopePolicy -Hive CurrentUser -Key $groupPolicy -IsGroupPolicy $true) }
@{ scope = 'Process'; policy = $process }
@{ scope = 'CurrentUser'; policy = (Get-PhsScopePolicy -Hive CurrentUser -Key $setting -IsGroupPolicy $false) }
@{ scope = 'LocalMachine'; policy = (Get-PhsScopePolicy -Hive LocalMachine -Key $setting -IsGroupPolicy $false) }
