@{
    RootModule        = 'Windows.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '7d3c8b52-9c3e-4b0e-8f54-6a1b7f0e2c11'
    Author            = 'phs-tool contributors'
    Description       = 'The few Windows-only commands that phs-tool uses, answered from a simulated server.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Get-EventLog', 'Get-WinEvent', 'Get-Service', 'New-Object', 'Get-PhsPlatform',
        'Get-PhsPlatformExecutionPolicy', 'Get-PhsPlatformReplicationRight')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
