# The PHS channel of a connector and the last cycle of a partition (adsync-facts 1.4, 1.5, 1.8, 1.13).

function New-ChannelObject {
    param($Record)
    New-SyncType 'AADPasswordSyncConfiguration' ([pscustomobject] @{
        SourceConnector = $Record['sourceConnector']
        TargetConnector = $Record['targetConnector']
        Enabled = [bool] $Record['enabled']
    })
}

function Get-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $SourceConnector)
    $state = Enter-SyncCmdlet $PSCmdlet
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
    $state = Enter-SyncCmdlet $PSCmdlet
    foreach ($name in $SourceConnector, $TargetConnector) {
        if ($null -eq (Get-StateList $state 'connectors' | Where-Object { $_['name'] -ceq $name })) {
            $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Set-ADSyncAADPasswordSyncConfiguration'))
        }
    }
    $change = @{ sourceConnector = $SourceConnector; targetConnector = $TargetConnector; enabled = $Enable }
    $logged = [ordered] @{ SourceConnector = $SourceConnector; TargetConnector = $TargetConnector; Enable = $Enable }
    $state = Invoke-ChangingCall $PSCmdlet 'channel' $change $logged
    Get-StateList $state 'channels' | Where-Object { $_['sourceConnector'] -ceq $SourceConnector } | ForEach-Object { New-ChannelObject $_ }
}

function Get-ADSyncPartitionPasswordSyncState {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    foreach ($record in @(Get-StateList $state 'partitionStates')) {
        New-SyncType 'PartitionPasswordSyncState' ([pscustomobject] @{
            ConnectorId = [guid] $record['connectorId']
            DN = $record['dn']
            PasswordSyncLastSuccessfulCycleStartTimestamp = ConvertTo-SyncTime $record['lastSuccessStart']
            PasswordSyncLastSuccessfulCycleEndTimestamp = ConvertTo-SyncTime $record['lastSuccessEnd']
            PasswordSyncLastCycleStartTimestamp = ConvertTo-SyncTime $record['lastCycleStart']
            PasswordSyncLastCycleEndTimestamp = ConvertTo-SyncTime $record['lastCycleEnd']
            PasswordSyncLastCycleStatus = [PasswordSyncCycleStatus] $record['status']
        })
    }
}

function Get-ADSyncDomainReachabilityStatus {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $ConnectorName)
    $state = Enter-SyncCmdlet $PSCmdlet
    $connector = Get-StateList $state 'connectors' | Where-Object { $_['name'] -ceq $ConnectorName }
    if ($null -eq $connector) { $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Get-ADSyncDomainReachabilityStatus')) }
    foreach ($partition in @(Get-StateList $connector 'partitions')) {
        if (-not $partition['isDomain']) { continue }
        New-SyncType 'DomainReachabilityStatus' ([pscustomobject] @{
            FullName = $partition['name']
            IsReachable = $null -eq $partition['unreachable']
            ExceptionMessage = [string] $partition['unreachable']
        })
    }
}
