# ---- Start

function Import-PhsGuardServer {
    <#
    .SYNOPSIS
    Only for the task, which starts with nothing: the platform's part of this tool, before anything could be found elsewhere under
    its name.
    #>
    Set-StrictMode -Version 2.0
    $env:PSModulePath = [System.IO.Path]::Combine($PSHOME, 'Modules')
    if ($SimulatorPath -eq '') {
        $text = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'Get-PhsPlatformGuard.ps1'))
        $null = $ExecutionContext.SessionState.InvokeProvider.Item.Set(
            'function:global:Get-PhsPlatformGuard', [scriptblock]::Create($text)
        )
        return
    }
    if ($ModulePath -ne '') { $env:PSModulePath = $ModulePath + [System.IO.Path]::PathSeparator + $env:PSModulePath }
    $constant = [System.Management.Automation.ScopedItemOptions]::Constant
    $ExecutionContext.SessionState.PSVariable.Set(
        [System.Management.Automation.PSVariable]::new('global:PhsSimulatedServer', $SimulatedServer, $constant)
    )
    $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    $null = $shell.AddCommand([System.IO.Path]::Combine($SimulatorPath, 'Import-PhsSimulator.ps1')).AddParameter(
        'SimulatorPath', $SimulatorPath
    ).AddParameter('ModulePath', $ModulePath)
    $null = $shell.Invoke()
}

function Import-PhsGuardModule {
    <#
    .SYNOPSIS
    Only for the task: ADSync, from where the session had it, and the machine's folders of modules that nobody else can write to.
    #>
    Set-StrictMode -Version 2.0
    if ($AdSyncPath -eq '') { Stop-PhsGuard -RefusedFor 'MODULE_PATH' -Detail 'The task does not say where the ADSync module is.' }
    $machine = [System.Environment]::GetEnvironmentVariable('PSModulePath', [System.EnvironmentVariableTarget]::Machine)
    foreach ($part in ([string]$machine).Split([System.IO.Path]::PathSeparator)) {
        $folder = [System.Environment]::ExpandEnvironmentVariables($part)
        if ($folder -eq '' -or (Get-PhsPlatformGuard -Action Inspect -Path $folder.TrimEnd([char]92)).state -ne 'protected') { continue }
        $env:PSModulePath += [System.IO.Path]::PathSeparator + $folder
    }
    Import-Module -Name $AdSyncPath -Global -DisableNameChecking -ErrorAction Stop
}

$facts = @{}
try {
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
        Stop-PhsGuard -RefusedFor 'LANGUAGE_MODE' -Detail "The language mode is $($ExecutionContext.SessionState.LanguageMode)."
    }
    if ($Mode -eq 'Guard') { Import-PhsGuardServer }
    $facts = Get-PhsPlatformGuard -Action Facts
    if ($Mode -eq 'Inspect') { return (Get-PhsInspection) }
    if (-not $facts.supported) {
        Stop-PhsGuard -RefusedFor 'NOT_SUPPORTED' `
            -Detail 'A full password sync can be started in Windows PowerShell on the Entra Connect server only.'
    }
    if ($Mode -ne 'Guard' -and $facts.elevated -eq $false) {
        Stop-PhsGuard -RefusedFor 'NOT_ELEVATED' -Detail 'This needs an elevated console.'
    }
    switch ($Mode) {
        'Setup' { (Invoke-PhsSetup).rows }
        'Claim' { Invoke-PhsClaim }
        'Run' { Invoke-PhsRun }
        'Guard' {
            $place = Get-PhsUntrustedPlace -Pair $PairId
            if ($null -ne $place) {
                # What others may have written is not a reason to act, nor to leave.
                $nothing = @{ pair = $PairId; number = $Epoch; slots = @{ '10-claim' = @{ state = 'absent' } } }
                Write-PhsBlindAlarm -Where $nothing -Because "The directory $($place.path) is not protected ($($place.state))."
                return
            }
            try {
                $begun = Confirm-PhsTickBegun
                Import-PhsGuardModule
                Invoke-PhsGuard
                if ($null -ne $begun) { [System.IO.File]::Delete($begun) }
            } catch {
                $now = Read-PhsEpoch -Pair $PairId -Number $Epoch
                if (Test-PhsOpenPermission -Where $now) { Write-PhsBlindAlarm -Where $now -Because ([string]$_.Exception.Message) }
                throw
            }
        }
        'Recover' { Invoke-PhsRecover }
        'Supersede' { Invoke-PhsSupersede }
    }
} catch {
    $refusal = Get-PhsRefusal -Record $_
    if ($null -eq $refusal) { throw }
    New-PhsGuardRow -Kind 'refused' -Fields @{ reason = $refusal.reason; detail = $refusal.detail; phase = $Mode }
}
