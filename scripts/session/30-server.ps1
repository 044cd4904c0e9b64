function Connect-PhsServer {
    <# .SYNOPSIS Puts a runspace on another server in the place of the one for the operations. #>
    param([System.Collections.IDictionary]$Settings)
    Set-StrictMode -Version 2.0
    $functions = @{
        'Initialize-PhsRemote' = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'Initialize-PhsRemote.ps1'))
        'Get-PhsSessionInfo'   = ${function:Get-PhsSessionInfo}.ToString()
    }
    $open = (Get-Command -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Open-PhsRemote.ps1'))).ScriptBlock
    # What ssh says of a failure goes to the console and nowhere else.
    [System.Console]::SetOut($remote.Said)
    $found = & $open -Remote $Settings['remote'] -Functions $functions -ModulePath ([string]$Settings['modulePath'])
    $script:runspace = $found['runspace']
    $remote.Info = $found['info']
    $remote.Full = $found['full']
    $remote.Open = $true
    [System.Console]::SetOut([System.IO.TextWriter]::Null)
}

function Test-PhsLost {
    <# .SYNOPSIS True when the connection to the other server is gone. #>
    Set-StrictMode -Version 2.0
    $remote.Open -and $runspace.RunspaceStateInfo.State -ne [System.Management.Automation.Runspaces.RunspaceState]::Opened
}

function Close-PhsServer {
    <# .SYNOPSIS Ends the session on the other server, so that no process stays there. #>
    Set-StrictMode -Version 2.0
    if ($remote.Open) { try { $runspace.Close() } catch { $null = $_ } }
}

function Initialize-PhsServer {
    <# .SYNOPSIS Takes what the other side says: the helpers of operations, modules that go first, a simulated server. #>
    param([System.Collections.IDictionary]$Settings)
    Set-StrictMode -Version 2.0
    if ($Settings['remote'] -is [System.Collections.IDictionary]) {
        Connect-PhsServer -Settings $Settings
        Import-PhsOperation -Name $Settings['helpers']
        return
    }
    Import-PhsOperation -Name $Settings['helpers']
    $modules = [string]$Settings['modulePath']
    if ($modules -ne '') { $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath }
    $simulator = [string]$Settings['simulatorPath']
    if ($simulator -eq '') { return }
    $constant = [System.Management.Automation.ScopedItemOptions]::Constant
    $runspace.SessionStateProxy.PSVariable.Set(
        [System.Management.Automation.PSVariable]::new('PhsSimulatedServer', [string]$Settings['simulatedServer'], $constant)
    )
    $import = [System.IO.Path]::Combine($simulator, 'Import-PhsSimulator.ps1')
    $null = (New-PhsShell -Name $import -Arguments @{ SimulatorPath = $simulator; ModulePath = $modules }).Invoke()
}

