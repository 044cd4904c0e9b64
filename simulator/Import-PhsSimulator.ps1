<#
.SYNOPSIS
Puts the simulator's commands, and before them those of another folder of modules, into the session.
.DESCRIPTION
The modules of ModulePath come first: of each family of commands that they supply (ADSync, event log, services, scheduled
tasks, New-Object) the simulator lends none, and its folder is not searched for commands, so that one double of the
server never answers half from another. A module of ModulePath that does not load is an error; only ADSync's own is left
to the operation Import-PhsModule, which reports it as on a real server.
.PARAMETER SimulatorPath
The folder of the simulator's modules.
.PARAMETER ModulePath
A folder whose modules go first, or nothing.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$SimulatorPath,
    [string]$ModulePath = ''
)
Set-StrictMode -Version 2.0

$families = @(
    @('Get-EventLog', 'Get-WinEvent', 'Write-EventLog', 'New-EventLog', 'Remove-EventLog', 'Limit-EventLog', 'Clear-EventLog'),
    @('Get-Service', 'Start-Service', 'Stop-Service', 'Restart-Service'),
    @('Get-ScheduledTask', 'Get-ScheduledTaskInfo', 'Register-ScheduledTask', 'Unregister-ScheduledTask', 'Start-ScheduledTask',
        'Stop-ScheduledTask', 'Enable-ScheduledTask', 'Disable-ScheduledTask', 'New-ScheduledTask', 'New-ScheduledTaskAction',
        'New-ScheduledTaskTrigger', 'New-ScheduledTaskPrincipal', 'New-ScheduledTaskSettingsSet'),
    @('New-Object')
)

$supplied = @{}
$ownModule = $false
if ($ModulePath -ne '') {
    $folders = [System.Collections.Generic.List[string]]::new()
    $leaf = [System.IO.Path]::GetFileName($ModulePath.TrimEnd([char[]]@('/', '\')))
    foreach ($name in @($leaf, 'ADSync')) {
        if ([System.IO.Directory]::GetFiles($ModulePath, "$name.ps*1").Length -gt 0 -and -not $folders.Contains($ModulePath)) {
            $folders.Add($ModulePath)
            if ($name -eq 'ADSync') { $ownModule = $true }
        }
    }
    $folders.AddRange([System.IO.Directory]::GetDirectories($ModulePath))
    foreach ($folder in $folders) {
        $name = [System.IO.Path]::GetFileName($folder)
        if ([System.IO.Directory]::GetFiles($folder, '*.ps*1', [System.IO.SearchOption]::AllDirectories).Length -eq 0 -and
            [System.IO.Directory]::GetFiles($folder, '*.dll').Length -eq 0) { continue }
        if ($name -eq 'ADSync') { $ownModule = $true }
        # The module in the folder itself needs its file's name: its folder may be called anything.
        $module = $folder
        if ($folder -eq $ModulePath -and $name -ne 'ADSync') {
            $files = [System.IO.Directory]::GetFiles($folder, 'ADSync.psd1')
            if ($files.Length -eq 0) { $files = [System.IO.Directory]::GetFiles($folder, 'ADSync.psm1') }
            if ($files.Length -gt 0) { $module = $files[0] }
        }
        try {
            foreach ($loaded in @(Import-Module -Name $module -Global -PassThru -ErrorAction Stop)) {
                foreach ($command in $loaded.ExportedCommands.Keys) { $supplied[$command] = $true }
            }
        } catch {
            if (-not $ownModule -or $name -notlike 'ADSync*') { throw }
        }
    }
}

# A server whose module lies outside PSModulePath has an install folder of its own, which its registry names.
$outside = [System.IO.Directory]::Exists([System.IO.Path]::Combine($PhsSimulatedServer, 'Microsoft Azure AD Sync'))
if ($ModulePath -eq '' -and -not $outside) {
    $env:PSModulePath = $SimulatorPath + [System.IO.Path]::PathSeparator + $env:PSModulePath
} elseif ($ModulePath -ne '' -and -not $ownModule) {
    foreach ($name in @('ADSync', 'ADSyncDiagnostics')) {
        Import-Module -Name ([System.IO.Path]::Combine($SimulatorPath, $name, "$name.psd1")) -Global -ErrorAction Stop
    }
}

$withheld = @{}
foreach ($family in $families) {
    foreach ($name in $family) {
        if ($supplied.ContainsKey($name)) { foreach ($member in $family) { $withheld[$member] = $true } }
    }
}

$manifest = [System.IO.Path]::Combine($SimulatorPath, 'Windows', 'Windows.psd1')
if ($withheld.Count -eq 0) {
    Import-Module -Name $manifest -Global -ErrorAction Stop
    return
}
$lent = [System.Collections.Generic.List[string]]::new()
foreach ($name in (Test-ModuleManifest -Path $manifest).ExportedFunctions.Keys) {
    if (-not $withheld.ContainsKey($name)) { $lent.Add($name) }
}
Import-Module -Name $manifest -Global -Function $lent.ToArray() -ErrorAction Stop
