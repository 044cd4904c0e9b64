<#
.SYNOPSIS
Answers the password sync log of a connector space object: a row for each entry.
.DESCRIPTION
What Get-ADSyncCSObjectLog writes is not documented (facts 1.13). Status, time and details are looked for under the names
that they may have; an entry in which no status is found ends the operation with the names that it does have, so that it is never
taken for anything.
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
    $status = Get-PhsPropertyValue $entry 'Status', 'PasswordSyncStatus', 'SyncStatus', 'Result'
    if ($null -eq $status -or [string]$status -eq '') {
        $names = [System.Collections.Generic.List[string]]::new()
        foreach ($property in $entry.PSObject.Properties) { $names.Add($property.Name) }
        $message = 'Get-ADSyncCSObjectLog wrote an entry of an unknown form, with: {0}.' -f [string]::Join(', ', $names.ToArray())
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
            [System.NotSupportedException]::new($message), 'PhsUnknownForm',
            [System.Management.Automation.ErrorCategory]::InvalidData, $null
        ))
    }
    $details = [string](Get-PhsPropertyValue $entry 'Details', 'Message', 'Description', 'ErrorDetails')
    if ($details.Length -gt 1000) { $details = $details.Substring(0, 1000) }
    $row = @{
        status  = $status.ToString()
        at      = ConvertTo-PhsUtcTime (
            Get-PhsPropertyValue $entry 'TimeStamp', 'Date', 'Time', 'DateTime', 'LogTime', 'CreationTime', 'LastModificationTime'
        )
        details = $null
    }
    if ($details -ne '') { $row['details'] = $details }
    $row
}
