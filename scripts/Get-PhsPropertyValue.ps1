<#
.SYNOPSIS
Reads a property that may not be there.
.DESCRIPTION
Answers $null for a property that the object does not have, so that builds which differ in a property need no special
case under strict mode. Works with .NET objects, custom objects, deserialised objects and dictionaries; names are compared
without regard to case. A collection is answered as it is, never element by element.
.PARAMETER InputObject
The object, or $null.
.PARAMETER Name
Names of the property, best first.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)][AllowNull()][object]$InputObject,
    [Parameter(Mandatory = $true, Position = 1)][string[]]$Name
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# A real $null in every case: the nothing of a function without output would not travel as $null.
if ($null -eq $InputObject) { return $null }
foreach ($wanted in $Name) {
    if ($InputObject -is [System.Collections.IDictionary]) {
        foreach ($key in @($InputObject.Keys)) {
            if ([string]$key -eq $wanted -and $null -ne $InputObject[$key]) {
                $PSCmdlet.WriteObject($InputObject[$key], $false)
                return
            }
        }
    } else {
        $property = $InputObject.PSObject.Properties[$wanted]
        if ($null -ne $property -and $null -ne $property.Value) {
            $PSCmdlet.WriteObject($property.Value, $false)
            return
        }
    }
}
$null
