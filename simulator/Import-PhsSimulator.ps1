<#
.SYNOPSIS
Puts the simulator's commands, and before them those of another folder of modules, into the session.
.DESCRIPTION
The modules of ModulePath come first: of each family of commands that they supply (event log, services, scheduled
tasks, New-Object) the simulator lends none, so that one double of the server never answers half from another.
A module of ModulePath that does not load is left out here; the operation Import-PhsModule reports ADSync's own failure.
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

# A server whose module lies outside PSModulePath has an install folder of its own, which its registry names.
if (-not [System.IO.Directory]::Exists([System.IO.Path]::Combine($PhsSimulatedServer, 'Microsoft Azure AD Sync'))) {
    $folders = [System.Collections.Generic.List[string]]::new()
    $folders.AddRange($env:PSModulePath.Split([System.IO.Path]::PathSeparator))
    $place = 0
    if ($ModulePath -ne '') { $place = 1 }
    $folders.Insert($place, $SimulatorPath)
    $env:PSModulePath = [string]::Join([string][System.IO.Path]::PathSeparator, $folders.ToArray())
}

$supplied = @{}
if ($ModulePath -ne '') {
    $folders = [System.Collections.Generic.List[string]]::new()
    $leaf = [System.IO.Path]::GetFileName($ModulePath.TrimEnd([char[]]@('/', '\')))
    if ([System.IO.Directory]::GetFiles($ModulePath, "$leaf.ps*1").Length -gt 0) { $folders.Add($ModulePath) }
    $folders.AddRange([System.IO.Directory]::GetDirectories($ModulePath))
    foreach ($folder in $folders) {
        try {
            foreach ($module in @(Import-Module -Name $folder -Global -PassThru -ErrorAction Stop)) {
                foreach ($name in $module.ExportedCommands.Keys) { $supplied[$name] = $true }
            }
        } catch { $null = $_ }
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
