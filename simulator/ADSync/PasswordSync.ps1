# The PHS channel of a connector and the last cycle of a partition (facts 1.4, 1.5, 1.8, 1.13).

function New-ChannelObject {
    param($Record)
    New-SyncType 'PasswordHashSyncConfigurationRecord' ([pscustomobject] @{
        SourceConnector = $Record['sourceConnector']
        TargetConnector = $Record['targetConnector']
        Enabled = [bool] $Record['enabled']
    })
}

function Get-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $SourceConnector)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $connector = Get-StateList $state 'connectors' | Where-Object { $_['name'] -ceq $SourceConnector }
    if ($null -eq $connector) {
        $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Get-ADSyncAADPasswordSyncConfiguration'))
    }
    Get-StateList $state 'channels' | Where-Object { $_['sourceConnector'] -ceq $SourceConnector } | ForEach-Object { New-ChannelObject $_ }
}

function Set-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $SourceConnector,
        [Parameter(Mandatory = $true, Position = 1)] [string] $TargetConnector,
        [Parameter(Mandatory = $true, Position = 2)] [bool] $Enable
    )
    $logged = [ordered] @{ SourceConnector = $SourceConnector; TargetConnector = $TargetConnector; Enable = $Enable }
    $change = @{ sourceConnector = $SourceConnector; targetConnector = $TargetConnector; enabled = $Enable }
    $state = Invoke-ChangingCall $PSCmdlet 'channel' $logged $change { param($current, $given) New-ChannelChange $current $given }
    Get-StateList $state 'channels' | Where-Object { $_['sourceConnector'] -ceq $SourceConnector } | ForEach-Object { New-ChannelObject $_ }
}

# The switch as a change, or why the server does not take it.
function New-ChannelChange {
    param($State, $Change)
    $cmdlet = 'Set-ADSyncAADPasswordSyncConfiguration'
    $failure = Get-EngineError $State $cmdlet
    if ($null -ne $failure) { return @{ Failure = $failure } }
    foreach ($name in $Change['sourceConnector'], $Change['targetConnector']) {
        if ($null -eq (Get-StateList $State 'connectors' | Where-Object { $_['name'] -ceq $name })) {
            return @{ Failure = (New-ConnectorNotFoundError $cmdlet) }
        }
    }
    @{ Failure = $null; Arguments = $Change }
}

# Both forms of Set-ADSyncAADPasswordSyncState do this; nothing is written.
function Set-PasswordSyncState {
    param($Caller, $Logged)
    $change = @{ connectorName = $Logged['ConnectorName']; enabled = $Logged['Enable'] }
    [void] (Invoke-ChangingCall $Caller 'feature' $Logged $change {
        param($current, $given)
        $cmdlet = 'Set-ADSyncAADPasswordSyncState'
        $failure = Get-EngineError $current $cmdlet
        if ($null -eq $failure -and $null -eq (Get-StateList $current 'connectors' | Where-Object { $_['name'] -ceq $given['connectorName'] })) {
            $failure = New-ConnectorNotFoundError $cmdlet
        }
        @{ Failure = $failure; Arguments = $given }
    })
}

function Get-ADSyncPartitionPasswordSyncState {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    foreach ($record in @(Get-StateList $state 'partitionStates')) {
        New-SyncType 'PartitionPasswordSyncState' ([pscustomobject] @{
            ConnectorId = [guid] $record['connectorId']
            DN = $record['dn']
            PasswordSyncLastSuccessfulCycleStartTimestamp = ConvertTo-SyncTime $record['lastSuccessStart']
            PasswordSyncLastSuccessfulCycleEndTimestamp = ConvertTo-SyncTime $record['lastSuccessEnd']
            PasswordSyncLastCycleStartTimestamp = ConvertTo-SyncTime $record['lastCycleStart']
            PasswordSyncLastCycleEndTimestamp = ConvertTo-SyncTime $record['lastCycleEnd']
            PasswordSyncLastCycleStatus = [PasswordHashSyncCycleStatus] $record['status']
        })
    }
}

function Get-ADSyncDomainReachabilityStatus {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $ConnectorName)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $connector = Get-StateList $state 'connectors' | Where-Object { $_['name'] -ceq $ConnectorName }
    if ($null -eq $connector) { $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Get-ADSyncDomainReachabilityStatus')) }
    foreach ($partition in @(Get-StateList $connector 'partitions')) {
        if (-not $partition['isDomain']) { continue }
        New-SyncType 'ValidatedDomain' ([pscustomobject] @{
            FullName = $partition['name']
            IsReachable = $null -eq $partition['unreachable']
            ExceptionMessage = [string] $partition['unreachable']
        })
    }
}
