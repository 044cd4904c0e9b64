<#
.SYNOPSIS
Answers the settings of the scheduler: one row.
.DESCRIPTION
A property that the build does not know is answered as $null (facts 1.6).
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$schedulers = @(Get-ADSyncScheduler -ErrorAction Stop)
if ($schedulers.Count -eq 0 -or $null -eq $schedulers[0]) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new('Get-ADSyncScheduler answered nothing.'),
        'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null
    ))
}
$scheduler = $schedulers[0]
$interval = Get-PhsPropertyValue $scheduler 'CurrentlyEffectiveSyncCycleInterval'
if ($null -ne $interval) {
    if ($interval -isnot [timespan]) {
        $interval = [timespan]::Parse([string]$interval, [System.Globalization.CultureInfo]::InvariantCulture)
    }
    $interval = $interval.TotalMilliseconds
}
@{
    syncCycleEnabled    = ConvertTo-PhsBoolean (Get-PhsPropertyValue $scheduler 'SyncCycleEnabled')
    stagingModeEnabled  = ConvertTo-PhsBoolean (Get-PhsPropertyValue $scheduler 'StagingModeEnabled')
    schedulerSuspended  = ConvertTo-PhsBoolean (Get-PhsPropertyValue $scheduler 'SchedulerSuspended')
    syncCycleInProgress = ConvertTo-PhsBoolean (Get-PhsPropertyValue $scheduler 'SyncCycleInProgress')
    effectiveIntervalMs = $interval
    nextCycleStartsAt   = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $scheduler 'NextSyncCycleStartTimeInUTC')
}
