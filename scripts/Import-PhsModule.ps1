<#
.SYNOPSIS
Loads the ADSync module and answers where it was found: one row.
.DESCRIPTION
On many servers the module lies outside PSModulePath (facts 4.1). It is looked for in ModulePath, then by name, then
at the candidates in their order. A module that is found and does not load ends the search with its own error.
Without any module the error id is PhsModuleNotFound.
.PARAMETER ModulePath
A folder that holds ADSync.psd1 or ADSync.psm1, or a folder ADSync with one of them; empty for none.
.PARAMETER Candidates
Absolute paths of module files to try last, best first.
.PARAMETER InstallFolder
The folder that the registry names, empty for none: distinguishes candidates from the registry from the default folder's.
#>
[CmdletBinding()]
param(
    [AllowEmptyString()][string]$ModulePath = '',
    [AllowEmptyCollection()][string[]]$Candidates = @(),
    [AllowEmptyString()][string]$InstallFolder = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$files = [System.Collections.Generic.List[object]]::new()
if ($ModulePath -ne '') {
    foreach ($folder in @([System.IO.Path]::Combine($ModulePath, 'ADSync'), $ModulePath)) {
        foreach ($leaf in @('ADSync.psd1', 'ADSync.psm1')) {
            $files.Add(@{ path = [System.IO.Path]::Combine($folder, $leaf); origin = 'module-path-option' })
        }
    }
}
$files.Add(@{ path = 'ADSync'; origin = 'ps-module-path' })
foreach ($candidate in @($Candidates)) {
    $origin = 'default-folder'
    if ($InstallFolder -ne '' -and $candidate.StartsWith($InstallFolder, [System.StringComparison]::OrdinalIgnoreCase)) {
        $origin = 'registry'
    }
    $files.Add(@{ path = $candidate; origin = $origin })
}

foreach ($file in $files) {
    $byName = $file['origin'] -eq 'ps-module-path'
    if (-not $byName -and -not [System.IO.File]::Exists($file['path'])) { continue }
    try {
        $loaded = @(Import-Module -Name $file['path'] -Global -PassThru -DisableNameChecking -ErrorAction Stop)
    } catch {
        # "No such module" of this very name goes on to the next place; the same of a module that ADSync needs does not.
        if ($byName -and $_.FullyQualifiedErrorId -like 'Modules_ModuleNotFound,*' -and [string]$_.TargetObject -eq 'ADSync') { continue }
        throw
    }
    foreach ($module in $loaded) {
        if ($module.Name -eq 'ADSync') {
            # Path is the file that the manifest loads; whoever loads the module again needs the manifest.
            $path = [string]$module.Path
            $manifest = [System.IO.Path]::Combine([string]$module.ModuleBase, 'ADSync.psd1')
            if ([System.IO.File]::Exists($manifest)) { $path = $manifest }
            return @{ name = $module.Name; version = $module.Version.ToString(); path = $path; origin = $file['origin'] }
        }
    }
}

$places = [System.Collections.Generic.List[string]]::new()
foreach ($file in $files) {
    if ($file['origin'] -eq 'ps-module-path') { $places.Add('PSModulePath') } else { $places.Add($file['path']) }
}
$message = 'The ADSync module was not found. Looked in: {0}.' -f [string]::Join(', ', $places.ToArray())
$PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
    [System.IO.FileNotFoundException]::new($message), 'PhsModuleNotFound',
    [System.Management.Automation.ErrorCategory]::ObjectNotFound, 'ADSync'
))
