<#
.SYNOPSIS
Turns an identifier into the form in which phs-tool compares identifiers: lower case, with hyphens, without braces.
.DESCRIPTION
Modules answer identifiers as Guid or as text in any case, with or without braces. Text that is not a GUID is answered as it
is, in lower case; $null becomes empty text.
.PARAMETER Value
The identifier.
#>
[CmdletBinding()]
param([Parameter(Position = 0)][AllowNull()][object]$Value)
Set-StrictMode -Version 2.0

([string]$Value).Trim([char[]]@(' ', '{', '}')).ToLowerInvariant()
