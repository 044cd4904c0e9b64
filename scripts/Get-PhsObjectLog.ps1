<#
.SYNOPSIS
Answers the password sync log of a connector space object: a row for each entry.
.DESCRIPTION
An entry of Get-ADSyncCSObjectLog has Anchor, Type, Status, Details and TimeStamp (facts 1.13). An entry without a status or a time
under these names ends the operation with the names that it does have, so that it is never taken for anything.
.PARAMETER Identifier
GUID of the connector space object.
.PARAMETER Count
Largest number of entries.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Identifier,
    [Parameter(Mandatory = $true)][int]$Count
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($entry in @(Get-ADSyncCSObjectLog -Identifier ([guid]::Parse($Identifier)) -Count $Count -ErrorAction Stop)) {
    if ($null -eq $entry) { continue }
    $status = Get-PhsPropertyValue $entry 'Status'
    $time = Get-PhsPropertyValue $entry 'TimeStamp'
    if ($null -eq $status -or [string]$status -eq '' -or $null -eq $time) {
        $names = [System.Collections.Generic.List[string]]::new()
        if ($entry -is [System.Collections.IDictionary]) {
            foreach ($key in @($entry.Keys)) { $names.Add([string]$key) }
        } else {
            foreach ($property in $entry.PSObject.Properties) { $names.Add($property.Name) }
        }
        $message = 'Get-ADSyncCSObjectLog wrote an entry of an unknown form, with: {0}.' -f [string]::Join(', ', $names.ToArray())
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
            [System.NotSupportedException]::new($message), 'PhsUnknownForm',
            [System.Management.Automation.ErrorCategory]::InvalidData, $null
        ))
    }
    $details = [string](Get-PhsPropertyValue $entry 'Details')
    if ($details.Length -gt 1000) { $details = $details.Substring(0, 1000) }
    $row = @{
        status  = $status.ToString()
        at      = ConvertTo-PhsUtcTime $time
        details = $null
    }
    if ($details -ne '') { $row['details'] = $details }
    $row
}
