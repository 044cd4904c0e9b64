# Windows-only commands, answered from the directory in $PhsSimulatedServer (simulator/README.md).

foreach ($file in 'State.ps1', 'Errors.ps1', 'Calls.ps1', 'EventFile.ps1', 'Changes.ps1', 'FullSync.ps1', 'TaskRun.ps1') {
    . ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', $file))
}
foreach ($file in @(
    'EventStore.ps1', 'EventLog.ps1', 'WinEvent.ps1', 'EventWriting.ps1', 'Service.ps1', 'NewObject.ps1', 'Platform.ps1',
    'PlatformGuard.ps1', 'Security.ps1', 'TaskObject.ps1', 'ScheduledTask.ps1'
)) {
    . ([System.IO.Path]::Combine($PSScriptRoot, $file))
}
# The manifest names what is exported.
Export-ModuleMember -Function *
