@{
    RootModule        = 'ADSync.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '2f6a1b0e-5f0c-4d57-9a1e-7f3a2d1c9b40'
    Author            = 'phs-tool contributors'
    Description       = 'Simulated ADSync cmdlets of a Microsoft Entra Connect server (phs-tool).'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Add-ADSyncConnector', 'Get-ADSyncAADCompanyFeature', 'Get-ADSyncAADPasswordSyncConfiguration', 'Get-ADSyncAutoUpgrade',
        'Get-ADSyncConnector', 'Get-ADSyncConnectorRunStatus', 'Get-ADSyncCSObject', 'Get-ADSyncCSObjectLog',
        'Get-ADSyncDomainReachabilityStatus', 'Get-ADSyncEntraConnectorCredential', 'Get-ADSyncGlobalSettings',
        'Get-ADSyncGlobalSettingsParameter', 'Get-ADSyncMVObject',
        'Get-ADSyncPartitionPasswordSyncState', 'Get-ADSyncRule', 'Get-ADSyncRunProfileResult', 'Get-ADSyncScheduler', 'Get-ADSyncServerConfiguration',
        'Invoke-ADSyncCSObjectPasswordHashSync',
        'Search-ADSyncDirectoryObjects',
        'Set-ADSyncAADPasswordSyncConfiguration', 'Set-ADSyncAADPasswordSyncState'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
