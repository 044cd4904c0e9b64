<#
.SYNOPSIS
Writes its arguments back, for tests of the session.
#>
[CmdletBinding()]
param([object]$Value, [int]$Count = 1)
Set-StrictMode -Version 2.0
for ($i = 0; $i -lt $Count; $i++) { @{ index = $i; value = $Value } }
