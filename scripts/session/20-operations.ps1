function Get-PhsHostModulePath {
    <# .SYNOPSIS The folders of modules that only an administrator can write to. #>
    Set-StrictMode -Version 2.0
    $folders = [System.Collections.Generic.List[string]]::new()
    $folders.Add([System.IO.Path]::Combine($PSHOME, 'Modules'))
    $machine = [System.Environment]::GetEnvironmentVariable('PSModulePath', [System.EnvironmentVariableTarget]::Machine)
    if (-not [string]::IsNullOrEmpty($machine)) {
        foreach ($folder in $machine.Split([System.IO.Path]::PathSeparator)) {
            $expanded = [System.Environment]::ExpandEnvironmentVariables($folder)
            if ($expanded -ne '' -and -not $folders.Contains($expanded)) { $folders.Add($expanded) }
        }
    }
    [string]::Join([string][System.IO.Path]::PathSeparator, $folders.ToArray())
}

function Open-PhsRunspace {
    <# .SYNOPSIS Opens the runspace of the operations and notes where each operation is to be found. #>
    Set-StrictMode -Version 2.0
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $files = [System.Collections.Generic.List[string]]::new()
    $files.AddRange([System.IO.Directory]::GetFiles($PSScriptRoot, '*.ps1'))
    if ($OperationPath -ne '') { $files.AddRange([System.IO.Directory]::GetFiles($OperationPath, '*.ps1')) }
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
        if ($name -ne 'Start-PhsSession') { $operations[$name] = $file }
    }
    $none = [System.Management.Automation.ScopedItemOptions]::None
    $state.Variables.Add(
        [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ProgressPreference', 'SilentlyContinue', '', $none)
    )
    $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ConfirmPreference', 'None', '', $none))
    $opened = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
    # COM objects behind the ADSync cmdlets want a single-threaded apartment; only Windows has them.
    try { $opened.ApartmentState = [System.Threading.ApartmentState]::STA } catch { $null = $_ }
    $opened.ThreadOptions = [System.Management.Automation.Runspaces.PSThreadOptions]::ReuseThread
    $opened.Open()
    # Opening a runspace adds the user's own folder again, so the path is set afterwards.
    $env:PSModulePath = Get-PhsHostModulePath
    $opened
}

function Import-PhsOperation {
    <# .SYNOPSIS Loads operations as functions of the runspace, each once: reading all of them would slow down every start. #>
    param([string[]]$Name)
    Set-StrictMode -Version 2.0
    $bodies = @{}
    foreach ($one in $Name) {
        $file = $operations[$one]
        if ($file -isnot [string]) { continue }
        $operations[$one] = $true
        $bodies[$one] = [System.IO.File]::ReadAllText($file)
    }
    if ($bodies.Count -eq 0) { return }
    if ($remote.Open) {
        # An endpoint without full language has its own functions, and takes no others.
        if (-not $remote.Full) { return }
        $null = (New-PhsShell -Name 'Initialize-PhsRemote' -Arguments @{ Functions = $bodies }).Invoke()
        return
    }
    $items = $runspace.SessionStateProxy.InvokeProvider.Item
    foreach ($one in $bodies.Keys) {
        # A simulated server answers some operations itself: what its modules brought stays.
        if (-not $items.Exists("function:$one")) {
            $items.Set("function:$one", [System.Management.Automation.ScriptBlock]::Create($bodies[$one]))
        }
    }
}

