@{
    RootModule        = 'Windows.psm1'
    ModuleVersion     = '1.0.0.0'
    GUID              = '7d3c8b52-9c3e-4b0e-8f54-6a1b7f0e2c11'
    Author            = 'phs-tool contributors'
    Description       = 'The few Windows-only commands that phs-tool uses, answered from a simulated server.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Get-EventLog', 'Get-WinEvent', 'New-EventLog', 'Write-EventLog', 'Get-Service', 'New-Object',
        'Get-ScheduledTask', 'Get-ScheduledTaskInfo', 'Register-ScheduledTask', 'Unregister-ScheduledTask', 'Start-ScheduledTask', 'Enable-ScheduledTask',
        'Disable-ScheduledTask', 'New-ScheduledTask', 'New-ScheduledTaskAction', 'New-ScheduledTaskTrigger',
        'New-ScheduledTaskPrincipal', 'New-ScheduledTaskSettingsSet', 'Get-PhsPlatform', 'Get-PhsPlatformExecutionPolicy',
        'Get-PhsPlatformGuard', 'Get-PhsPlatformReplicationRight')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
