<#
.SYNOPSIS
Sets or reads a global variable of the runspace of the operations, for tests.
#>
[CmdletBinding()]
param([string]$Name, [object]$Value = $null)
Set-StrictMode -Version 2.0
if ($null -ne $Value) { $ExecutionContext.SessionState.PSVariable.Set("global:$Name", $Value) }
@{ value = $ExecutionContext.SessionState.PSVariable.GetValue("global:$Name") }
