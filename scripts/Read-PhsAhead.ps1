<#
.SYNOPSIS
Runs operations that do not need ADSync in a runspace of their own, while the session asks ADSync.
.DESCRIPTION
Writes the rows of one operation after the other, and after each of them one line of text: "ok", or "failed" if it has to be asked again
in its turn. Start-PhsSession.ps1 starts it.
.PARAMETER Folder
The folder of the operations.
.PARAMETER Helper
Names of the helpers to load.
.PARAMETER Request
Tables with the name of an operation and its arguments.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Folder,
    [Parameter(Mandatory = $true)][string[]]$Helper,
    [Parameter(Mandatory = $true)][object[]]$Request
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$names = [System.Collections.Generic.List[string]]::new()
$names.AddRange($Helper)
foreach ($one in $Request) { if (-not $names.Contains($one['operation'])) { $names.Add($one['operation']) } }
foreach ($name in $names) {
    $file = [System.IO.Path]::Combine($Folder, "$name.ps1")
    $body = [System.Management.Automation.ScriptBlock]::Create([System.IO.File]::ReadAllText($file))
    $null = $ExecutionContext.SessionState.InvokeProvider.Item.Set("function:global:$name", $body)
}
foreach ($one in $Request) {
    $operation = [string]$one['operation']
    $arguments = $one['arguments']
    try {
        & $operation @arguments
        'ok'
    } catch { 'failed' }
}
