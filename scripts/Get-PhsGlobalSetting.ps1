<#
.SYNOPSIS
Answers the global settings that concern password synchronization: one row.
.DESCRIPTION
The values are the text that the server keeps; "False" is text here, not a boolean (facts 1.9). A setting that is not
there is answered as $null.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# ADSync is loaded: to look for what it does not have in all other modules takes longer than everything else here.
$PSModuleAutoLoadingPreference = 'None'
try { $settings = @(Get-ADSyncGlobalSettingsParameter -ErrorAction Stop) } catch [System.Management.Automation.CommandNotFoundException] {
    $settings = @(Get-ADSyncGlobalSettings -ErrorAction Stop)
    if ($settings.Count -gt 0) { $settings = Get-PhsPropertyValue $settings[0] 'Parameters' }
}
@{
    stagingMode                = Get-PhsParameterValue $settings 'Microsoft.Synchronize.StagingMode'
    serverConfigurationVersion = Get-PhsParameterValue $settings 'Microsoft.Synchronize.ServerConfigurationVersion'
    schedulerSuspended         = Get-PhsParameterValue $settings 'Microsoft.Synchronize.SchedulerSuspended'
}
