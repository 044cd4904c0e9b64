@{
    RootModule        = 'ADSync.psm1'
    ModuleVersion     = '2.4.131.0'
    GUID              = '5a0f6a0e-58a5-4b0c-8c70-1d7f0d1c6a12'
    Author            = 'phs-tool contributors'
    Description       = 'Another module with the interface of ADSync, for tests of the operations that follow one object.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-ADSyncCSObject', 'Get-ADSyncCSObjectLog', 'Get-ADSyncDomainReachabilityStatus', 'Get-ADSyncMVObject', 'Get-ADSyncRule', 'Get-ADSyncRunProfileResult',
        'Invoke-ADSyncCSObjectPasswordHashSync', 'Search-ADSyncDirectoryObjects'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
