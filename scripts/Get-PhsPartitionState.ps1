<#
.SYNOPSIS
Answers the last password synchronization cycle of each partition: a row each.
.DESCRIPTION
The record of the Entra connector (distinguished name "default") is not a partition of a forest and is left out
(facts 1.8). No row means that no cycle was ever recorded.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($state in @(Get-ADSyncPartitionPasswordSyncState -ErrorAction Stop)) {
    if ($null -eq $state) { continue }
    $dn = [string](Get-PhsPropertyValue $state 'DN')
    if ($dn -eq 'default') { continue }
    $status = Get-PhsPropertyValue $state 'PasswordSyncLastCycleStatus'
    if ($null -ne $status) { $status = $status.ToString() }
    @{
        connectorId          = ConvertTo-PhsGuidText (Get-PhsPropertyValue $state 'ConnectorId')
        dn                   = $dn
        lastCycleStatus      = $status
        lastCycleStartedAt   = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $state 'PasswordSyncLastCycleStartTimestamp')
        lastCycleEndedAt     = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $state 'PasswordSyncLastCycleEndTimestamp')
        lastSuccessStartedAt = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $state 'PasswordSyncLastSuccessfulCycleStartTimestamp')
        lastSuccessEndedAt   = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $state 'PasswordSyncLastSuccessfulCycleEndTimestamp')
    }
}
