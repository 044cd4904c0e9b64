<#
.SYNOPSIS
Turns a flag of an ADSync cmdlet into a boolean.
.DESCRIPTION
Settings are kept as text, and the text "False" is true for PowerShell (facts 1.9). Answers $null for $null and for
what is not a flag.
.PARAMETER Value
A boolean, the text True or False, 1 or 0, or $null.
#>
[CmdletBinding()]
param([Parameter(Position = 0)][AllowNull()][object]$Value)
Set-StrictMode -Version 2.0

switch (([string]$Value).Trim()) {
    'True' { $true }
    '1' { $true }
    'False' { $false }
    '0' { $false }
    default { $null }
}
