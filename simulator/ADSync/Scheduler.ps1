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

# A step of a run as it is kept: what kind it is stands in its XML, not in a property (facts 1.13).
function New-RunStepResult {
    param($Record)
    New-SyncType 'RunStepResult' ([pscustomobject] @{
        RunHistoryId = [guid] $Record['runHistoryId']
        StepHistoryId = [guid] $Record['stepHistoryId']
        StepNumber = 1
        StepResult = $Record['result']
        StartDate = ConvertTo-SyncTime $Record['start']
        EndDate = ConvertTo-SyncTime $Record['end']
        StepXml = '<step-type type="{0}">{1}</step-type>' -f $Record['stepType'], "`n"
    })
}

# The runs that are kept, newest first. Steps are only there if they are asked for.
function Get-ADSyncRunProfileResult {
    [CmdletBinding()]
    param([guid] $RunHistoryId, [guid] $ConnectorId, [guid] $RunProfileId, [int] $RunNumber, [int] $NumberRequested, [switch] $RunStepDetails, [int] $StepNumber)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $count = 0
    foreach ($record in @(Get-StateList $state 'runHistory')) {
        if ($PSBoundParameters.ContainsKey('ConnectorId') -and [guid] $record['connectorId'] -ne $ConnectorId) { continue }
        if ($PSBoundParameters.ContainsKey('RunHistoryId') -and [guid] $record['runHistoryId'] -ne $RunHistoryId) { continue }
        $count++
        if ($NumberRequested -gt 0 -and $count -gt $NumberRequested) { return }
        $steps = [System.Collections.Generic.List[object]]::new()
        if ($RunStepDetails) { $steps.Add((New-RunStepResult $record)) }
        New-SyncType 'RunProfileResult' ([pscustomobject] @{
            RunHistoryId = [guid] $record['runHistoryId']
            ConnectorId = [guid] $record['connectorId']
            ConnectorName = $record['connectorName']
            RunProfileId = [guid] $record['runProfileId']
            RunProfileName = $record['runProfileName']
            RunNumber = [int] $record['runNumber']
            Username = 'NT SERVICE\ADSync'
            IsRunComplete = $true
            Result = $record['result']
            CurrentStepNumber = 1
            TotalSteps = 1
            StartDate = ConvertTo-SyncTime $record['start']
            EndDate = ConvertTo-SyncTime $record['end']
            RunStepResults = $steps
        })
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
