# Windows-only commands, answered from the directory in $PhsSimulatedServer (simulator/README.md).

foreach ($file in 'State.ps1', 'Errors.ps1') {
    . ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', $file))
}
foreach ($file in 'EventStore.ps1', 'EventLog.ps1', 'WinEvent.ps1', 'Service.ps1', 'NewObject.ps1', 'Platform.ps1', 'Security.ps1') {
    . ([System.IO.Path]::Combine($PSScriptRoot, $file))
}
Export-ModuleMember -Function 'Get-EventLog', 'Get-WinEvent', 'Get-Service', 'New-Object', 'Get-PhsPlatform',
    'Get-PhsPlatformExecutionPolicy', 'Get-PhsPlatformReplicationRight'
