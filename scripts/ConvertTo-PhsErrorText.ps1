<#
.SYNOPSIS
Puts the error of a connector space object into words: at most 1,000 characters, or $null when there is none.
.DESCRIPTION
ExportError and SynchronizationError are objects without a text of their own (facts 1.10): their names and literals are read, never
the stack trace. An error that is text is answered as it is. An object with none of the known members is named with the members
that it has, so that it is never taken for anything else.
.PARAMETER Value
The error: an object, text, or $null.
#>
[CmdletBinding()]
param([Parameter(Position = 0)][AllowNull()][object]$Value)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ($null -eq $Value) { return $null }
$text = ''
if ($Value -is [string]) {
    $text = $Value
} else {
    $names = [System.Collections.Generic.List[string]]::new()
    foreach ($member in @('ErrorName', 'ErrorType', 'ErrorCode', 'SynchronizationStep')) {
        $name = [string](Get-PhsPropertyValue $Value $member)
        if ($name -ne '' -and $name -ne '0' -and -not $names.Contains($name)) { $names.Add($name) }
    }
    $parts = [System.Collections.Generic.List[string]]::new()
    if ($names.Count -gt 0) { $parts.Add([string]::Join(', ', $names.ToArray())) }
    foreach ($member in @('ErrorLiteral', 'ErrorExtraDetails')) {
        $part = [string](Get-PhsPropertyValue $Value $member)
        if ($part -ne '' -and -not $parts.Contains($part)) { $parts.Add($part) }
    }
    $text = [string]::Join(': ', $parts.ToArray())
    if ($text -eq '') {
        $members = [System.Collections.Generic.List[string]]::new()
        foreach ($property in $Value.PSObject.Properties) { $members.Add($property.Name) }
        $text = 'an error of an unknown form, with: {0}' -f [string]::Join(', ', $members.ToArray())
    }
}
if ($text -eq '') { return $null }
if ($text.Length -gt 1000) { $text = $text.Substring(0, 1000) }
$text
