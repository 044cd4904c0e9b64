<#
.SYNOPSIS
Runs the status script of Microsoft's page as it stands (page-status.ps1), on the modules of a folder.
.DESCRIPTION
The bare test engine lacks some cmdlets that the script uses. They are bridged here, as cheaply as they can be:
Write-Host and Write-Warning print, Get-Date answers the clock, Sort-Object passes its input on (the script sorts by a
property that does not exist). A full pwsh uses its own.
#>
param([string]$Modules)
$env:PSModulePath = $Modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
if ($null -eq (Get-Command -Name 'Write-Host' -ErrorAction Ignore)) {
    function Write-Host { [System.Console]::Out.WriteLine([string]::Join(' ', $args)) }
    function Write-Warning { [System.Console]::Out.WriteLine('WARNING: ' + $args[0]) }
    function Get-Date { [datetime]::Now }
    function Sort-Object { param([Parameter(ValueFromPipeline = $true)]$InputObject, $Property, [switch]$Descending) process { $InputObject } }
}
. ([scriptblock]::Create([System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'page-status.ps1'))))
