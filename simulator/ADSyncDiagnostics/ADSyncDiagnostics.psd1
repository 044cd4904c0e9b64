@{
    RootModule        = 'ADSyncDiagnostics.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '8e4f0a67-0d5b-4c7e-b6c2-91d3f5a7e820'
    Author            = 'phs-tool contributors'
    Description       = 'Simulated ADSyncDiagnostics module of a Microsoft Entra Connect server (phs-tool).'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Invoke-ADSyncDiagnostics')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
