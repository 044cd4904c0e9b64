<#
.SYNOPSIS
Lets Get-WinEvent fail from now on, so that Get-EventLog has to answer.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function global:Get-WinEvent { throw [System.InvalidOperationException]::new('The log cannot be asked in this way.') }
@{ done = $true }
