<#
.SYNOPSIS
Turns a time of an ADSync cmdlet into UTC.
.DESCRIPTION
The cmdlets answer UTC with an unspecified kind (facts 0.5): such a value is marked as UTC, a local one is converted.
Text is read in the culture-independent form and taken as UTC if it names no zone. Answers $null for $null and for "never",
which is a time of the year 1 (facts 1.8), whatever a conversion between zones made of it, or the zero of file times, 1601.
.PARAMETER Value
The time: a DateTime, a DateTimeOffset, text, or $null.
#>
[CmdletBinding()]
param([Parameter(Position = 0)][AllowNull()][object]$Value)
Set-StrictMode -Version 2.0

if ($null -eq $Value -or [string]$Value -eq '') { return $null }
$time = $Value
if ($Value -is [System.DateTimeOffset]) {
    $time = $Value.UtcDateTime
} elseif ($Value -isnot [datetime]) {
    $styles = [System.Globalization.DateTimeStyles]::AssumeUniversal -bor [System.Globalization.DateTimeStyles]::AdjustToUniversal
    $time = [datetime]::Parse([string]$Value, [System.Globalization.CultureInfo]::InvariantCulture, $styles)
}
if ($time.Year -le 1601) { return $null }
if ($time.Kind -eq [System.DateTimeKind]::Unspecified) { return [datetime]::SpecifyKind($time, [System.DateTimeKind]::Utc) }
$time.ToUniversalTime()
