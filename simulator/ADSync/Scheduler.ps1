# Scheduler, runs and automatic upgrade (facts 1.6, 1.7, 1.13).

function Get-ADSyncScheduler {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $scheduler = $state['scheduler']
    $customized = $scheduler['customizedInterval']
    New-SyncType 'SchedulerSettings' ([pscustomobject] @{
        AllowedSyncCycleInterval = [timespan] $scheduler['allowedInterval']
        CurrentlyEffectiveSyncCycleInterval = [timespan] $scheduler['effectiveInterval']
        CustomizedSyncCycleInterval = $(if ($null -ne $customized) { [timespan] $customized })
        NextSyncCyclePolicyType = [SynchronizationPolicyType] $scheduler['nextPolicy']
        NextSyncCycleStartTimeInUTC = ConvertTo-SyncTime $scheduler['nextStart']
        PurgeRunHistoryInterval = [timespan] '7.00:00:00'
        SyncCycleEnabled = [bool] $scheduler['enabled']
        MaintenanceEnabled = [bool] $scheduler['maintenanceEnabled']
        StagingModeEnabled = [bool] $scheduler['stagingMode']
        SchedulerSuspended = [bool] $scheduler['suspended']
        SyncCycleInProgress = [bool] $scheduler['inProgress']
    })
}

# Nothing at all when no run is under way (facts 1.13).
function Get-ADSyncConnectorRunStatus {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $ConnectorName)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    foreach ($record in @(Get-StateList $state 'runStatus')) {
        if ($ConnectorName -ne '' -and $record['connectorName'] -cne $ConnectorName) { continue }
        New-SyncType 'ConnectorRunStatus' ([pscustomobject] @{ RunState = $record['runState']; ConnectorName = $record['connectorName'] })
    }
}

# Without -Detail the value of the enum itself, not an object with a State property (facts 1.7).
function Get-ADSyncAutoUpgrade {
    [CmdletBinding()]
    param([switch] $Detail)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $upgrade = $state['autoUpgrade']
    $value = [AutoUpgradeConfigurationState] $upgrade['state']
    if (-not $Detail) { return $value }
    New-SyncType 'AutoUpgradeConfiguration' ([pscustomobject] @{ AutoUpgradeState = $value; SuspensionReason = $upgrade['suspensionReason'] })
}
