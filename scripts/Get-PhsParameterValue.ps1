<#
.SYNOPSIS
Reads the value of one named parameter of a connector, a partition or the global settings.
.DESCRIPTION
The collection may be a keyed collection, a list, an array or a dictionary (of parameters or of plain values). Only the
value of the parameter that is asked for is read, and never one that is stored encrypted: a password leaves the
server in no way. Answers the value as text, $null when there is no such parameter or it has no value.
.PARAMETER Collection
The collection of parameters, or $null.
.PARAMETER Name
Name of the parameter; compared without regard to case.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)][AllowNull()][object]$Collection,
    [Parameter(Mandatory = $true, Position = 1)][string]$Name
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$found = $null
if ($Collection -is [System.Collections.IDictionary]) {
    $found = Get-PhsPropertyValue $Collection $Name
    if ($null -eq $found) { return $null }
    if ($found -is [string] -or $found -is [System.ValueType]) { return [string]$found }
} else {
    foreach ($item in $Collection) {
        # A cmdlet may write its collection as one object instead of one parameter after the other.
        if ($item -is [System.Collections.IEnumerable] -and $item -isnot [string]) {
            $inner = Get-PhsParameterValue $item $Name
            if ($null -ne $inner) { return $inner }
        } elseif ([string](Get-PhsPropertyValue $item 'Name') -eq $Name) {
            $found = $item
            break
        }
    }
}
if ($null -eq $found) { return $null }
if ([string](Get-PhsPropertyValue $found 'InputType') -like '*encrypt*') { return $null }
$value = Get-PhsPropertyValue $found 'Value'
if ($null -eq $value) { return $null }
[string]$value
