@{
    RootModule        = 'ADSync.psm1'
    ModuleVersion     = '2.4.131.0'
    GUID              = '7c6e2d64-2f5e-4d0b-9a55-0c3f9d1b7a20'
    Author            = 'phs-tool contributors'
    Description       = 'A small ADSync that can be switched, for tests of a guarded full sync on a module that is not the simulator.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-ADSyncConnector', 'Add-ADSyncConnector', 'Get-ADSyncAADPasswordSyncConfiguration', 'Set-ADSyncAADPasswordSyncConfiguration',
        'Get-ADSyncAADCompanyFeature', 'Get-ADSyncScheduler', 'Get-ADSyncConnectorRunStatus'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
