@{
    RootModule        = 'OtherWindows.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '0d5a9d3f-0f0b-4f35-9a3b-9d8b3d5f7c21'
    Author            = 'phs-tool contributors'
    Description       = 'Another double of the Windows-only cmdlets, for tests of the operations.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Get-EventLog', 'Get-Service')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
