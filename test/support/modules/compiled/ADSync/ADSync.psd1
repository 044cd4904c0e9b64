@{
    RootModule        = 'ADSync.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '5a0f6a0e-58a5-4b0c-8c70-1d7f0d1c6a12'
    Author            = 'phs-tool contributors'
    Description       = 'A module with the interface of ADSync whose objects are of compiled types, for tests in full PowerShell.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-ADSyncConnector', 'Get-ADSyncPartitionPasswordSyncState', 'Get-ADSyncCSObject', 'Get-ADSyncCSObjectLog',
        'Search-ADSyncDirectoryObjects', 'Get-ADSyncRule', 'Get-ADSyncDomainReachabilityStatus'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
