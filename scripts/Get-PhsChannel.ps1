<#
.SYNOPSIS
Answers the password synchronization channel of each connector that is asked for: a row each.
.DESCRIPTION
A connector whose channel cannot be read has its failure in its own row; the others are still answered. A cmdlet that does
not exist is the failure of the whole operation.
.PARAMETER ConnectorName
Exact names of the AD connectors; the cmdlet distinguishes upper and lower case.
#>
[CmdletBinding()]
param([AllowEmptyCollection()][string[]]$ConnectorName = @())
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($name in @($ConnectorName)) {
    $row = @{ connectorName = $name; enabled = $null; targetConnector = $null; failure = $null }
    try {
        $channels = @(Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $name -ErrorAction Stop)
        if ($channels.Count -gt 0) {
            $row['enabled'] = ConvertTo-PhsBoolean (Get-PhsPropertyValue $channels[0] 'Enabled')
            $target = [string](Get-PhsPropertyValue $channels[0] 'TargetConnector')
            if ($target -ne '') { $row['targetConnector'] = $target }
        }
        if ($null -eq $row['enabled']) {
            $row['failure'] = ConvertTo-PhsFailure ([System.Management.Automation.ErrorRecord]::new(
                [System.InvalidOperationException]::new(
                    'Get-ADSyncAADPasswordSyncConfiguration does not report whether the channel is enabled.'
                ),
                'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $name
            ))
        }
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw
    } catch {
        $row['failure'] = ConvertTo-PhsFailure $_
    }
    $row
}
