<#
.SYNOPSIS
Makes a remote session ready for operations: defines functions in it, each once.
.DESCRIPTION
Runs on the server that phs-tool reached, where it was defined itself. A function that is there already stays: it belongs to the
server. Nothing is written to a disk. Called with ModulePath, it also leaves the user's own folder of modules out of the search,
as on the server itself.
.PARAMETER Functions
The text of functions by their names.
.PARAMETER ModulePath
A folder of modules on the server that goes first, empty for none; absent after the first call.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Functions, [string]$ModulePath)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$items = $ExecutionContext.InvokeProvider.Item
foreach ($name in @($Functions.Keys)) {
    if (-not $items.Exists("function:global:$name")) { $null = $items.Set("function:global:$name", [string]$Functions[$name]) }
}
if (-not $PSBoundParameters.ContainsKey('ModulePath')) { return }

$global:ProgressPreference = 'SilentlyContinue'
$global:ConfirmPreference = 'None'
$own = [System.Environment]::GetFolderPath([System.Environment+SpecialFolder]::MyDocuments)
$folders = [System.Collections.Generic.List[string]]::new()
if ($ModulePath -ne '') { $folders.Add($ModulePath) }
foreach ($folder in $env:PSModulePath.Split([System.IO.Path]::PathSeparator)) {
    $isOwn = $own -ne '' -and $folder.StartsWith($own, [System.StringComparison]::OrdinalIgnoreCase)
    if ($folder -ne '' -and -not $isOwn) { $folders.Add($folder) }
}
$env:PSModulePath = [string]::Join([string][System.IO.Path]::PathSeparator, $folders.ToArray())
