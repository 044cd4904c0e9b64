<#
.SYNOPSIS
Answers whether the domains of the connectors that are asked for can be reached: a row for each domain.
.DESCRIPTION
A connector that cannot be asked, and one that answers nothing, has one row with its failure; the others are still answered. A
cmdlet that does not exist is the failure of the whole operation.
.PARAMETER ConnectorName
Exact names of the AD connectors.
#>
[CmdletBinding()]
param([AllowEmptyCollection()][string[]]$ConnectorName = @())
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($name in @($ConnectorName)) {
    $failure = $null
    $count = 0
    try {
        foreach ($status in @(Get-ADSyncDomainReachabilityStatus -ConnectorName $name -ErrorAction Stop)) {
            if ($null -eq $status) { continue }
            $count++
            $message = [string](Get-PhsPropertyValue $status 'ExceptionMessage')
            $row = @{
                connectorName    = $name
                domain           = [string](Get-PhsPropertyValue $status 'FullName', 'DomainName', 'Name')
                isReachable      = ConvertTo-PhsBoolean (Get-PhsPropertyValue $status 'IsReachable')
                exceptionMessage = $null
                failure          = $null
            }
            if ($message -ne '') { $row['exceptionMessage'] = $message }
            $row
        }
        if ($count -eq 0) {
            $failure = ConvertTo-PhsFailure ([System.Management.Automation.ErrorRecord]::new(
                [System.InvalidOperationException]::new('Get-ADSyncDomainReachabilityStatus answered nothing.'),
                'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $name
            ))
        }
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw
    } catch {
        $failure = ConvertTo-PhsFailure $_
    }
    if ($null -ne $failure) {
        @{ connectorName = $name; domain = $null; isReachable = $null; exceptionMessage = $null; failure = $failure }
    }
}
