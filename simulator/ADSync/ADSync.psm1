# Simulated ADSync: cmdlets by topic, each answering from the directory in $PhsSimulatedServer (simulator/README.md).

foreach ($file in 'Types.ps1', 'State.ps1', 'Errors.ps1', 'Calls.ps1', 'EventFile.ps1', 'Changes.ps1', 'FullSync.ps1', 'TaskRun.ps1') {
    . ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', $file))
}
foreach ($file in @(
    'Connector.ps1', 'PasswordSync.ps1', 'Scheduler.ps1', 'Settings.ps1', 'Rule.ps1', 'ObjectStore.ps1', 'SyncObject.ps1',
    'Directory.ps1', 'ServerConfiguration.ps1'
)) {
    . ([System.IO.Path]::Combine($PSScriptRoot, $file))
}

# Which cmdlets there are, and what they must be told, depends on the build (facts 1.3, 1.5).
$script:Build = Read-ServerState
if ($script:Build['companyFeatureNeedsConnector']) {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'CompanyFeature.Old.ps1'))
} else {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'CompanyFeature.ps1'))
}
$form = if ($script:Build['passwordSyncStateTakesUser']) { 'PasswordSyncState.ps1' } else { 'PasswordSyncState.Old.ps1' }
. ([System.IO.Path]::Combine($PSScriptRoot, $form))
$script:Missing = @(Get-StateList $script:Build 'missingCommands')
$script:Offered = @(Get-Command -Name '*-ADSync*' -CommandType Function | Where-Object { $_.ModuleName -eq 'ADSync' } | ForEach-Object { $_.Name })
Export-ModuleMember -Function @($script:Offered | Where-Object { $script:Missing -notcontains $_ })
