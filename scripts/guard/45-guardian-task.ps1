# ---- The guardian's task

function Get-PhsGuardianTask {
    <# .SYNOPSIS The tasks of the tool, or the one of a name; nothing when there is none. Throws when they cannot be read. #>
    param([string]$Name = '')
    Set-StrictMode -Version 2.0
    $query = @{ TaskPath = $taskPath; ErrorAction = 'Stop' }
    if ($Name -ne '') { $query['TaskName'] = $Name }
    try { Get-ScheduledTask @query } catch {
        if (
            $_.CategoryInfo.Category -ne [System.Management.Automation.ErrorCategory]::ObjectNotFound -or
            $_.Exception -is [System.Management.Automation.CommandNotFoundException]
        ) {
            throw
        }
    }
}

function ConvertTo-PhsQuoted {
    <# .SYNOPSIS One argument of the task's command line in quotes. #>
    param([string]$Text)
    Set-StrictMode -Version 2.0
    if ($Text.IndexOf('"') -ge 0) {
        Stop-PhsGuard -RefusedFor 'TASK_SCHEDULER' -Detail "A path with a quotation mark cannot be given to a scheduled task: $Text"
    }
    '"' + $Text.TrimEnd([char[]]@('\', '/')) + '"'
}

function Get-PhsGuardianCommand {
    <# .SYNOPSIS What the task runs: exactly this program with exactly these arguments. #>
    param([hashtable]$Where, [string]$Hash)
    Set-StrictMode -Version 2.0
    $file = [System.IO.Path]::Combine($facts.pinRoot, $Hash, 'Invoke-PhsGuardedSync.ps1')
    $text =
        "-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File $(ConvertTo-PhsQuoted -Text $file) " +
        "-Mode Guard -PairId $($Where.pair) -Epoch $($Where.number)"
    if ($TurnOnLimitMs -ne 240000) { $text += " -TurnOnLimitMs $TurnOnLimitMs" }
    foreach ($place in @(
        @('AdSyncPath', $AdSyncPath), @('ModulePath', $ModulePath),
        @('SimulatorPath', $SimulatorPath), @('SimulatedServer', $SimulatedServer)
    )) {
        if ($place[1] -ne '') { $text += " -$($place[0]) $(ConvertTo-PhsQuoted -Text $place[1])" }
    }
    @{ execute = $facts.host; arguments = $text; name = "Guard-$($Where.pair.Substring(0, 16))-$($Where.number)" }
}

function Test-PhsGuardianTrigger {
    <# .SYNOPSIS Why the triggers of a task do not start it at boot and every minute for ever, or null. #>
    param([object]$Task)
    Set-StrictMode -Version 2.0
    $boot = $false
    $minutely = $false
    foreach ($trigger in @($Task.Triggers)) {
        if ($null -eq $trigger -or -not [bool](Get-PhsMember -From $trigger -Name 'Enabled')) { continue }
        if ([string](Get-PhsMember -From $trigger -Name 'EndBoundary') -ne '') { continue }
        $begins = [string](Get-PhsMember -From $trigger -Name 'StartBoundary')
        $start = [datetime]::MinValue
        if ($begins -ne '') {
            if (
                -not [datetime]::TryParse(
                    $begins, [System.Globalization.CultureInfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::None, [ref]$start
                )
            ) {
                continue
            }
            if ($start.ToUniversalTime() -gt [datetime]::UtcNow) { continue }
        }
        if (@($trigger.PSObject.TypeNames | Where-Object -FilterScript { $_ -like '*MSFT_TaskBootTrigger' }).Count -gt 0) { $boot = $true }
        $repetition = Get-PhsMember -From $trigger -Name 'Repetition'
        $forEver = [string](Get-PhsMember -From $repetition -Name 'Duration') -eq ''
        if ($forEver -and [string](Get-PhsMember -From $repetition -Name 'Interval') -eq 'PT1M') { $minutely = $true }
    }
    if (-not $minutely) { return "The task $($Task.TaskName) does not start every minute." }
    if (-not $boot) { return "The task $($Task.TaskName) does not start with the machine." }
    $null
}

function Test-PhsGuardianAccount {
    <# .SYNOPSIS Why a task does not run as the account that it was registered for, with its highest rights; or null. #>
    param([object]$Task, [string]$Account)
    Set-StrictMode -Version 2.0
    $principal = Get-PhsMember -From $Task -Name 'Principal'
    $user = [string](Get-PhsMember -From $principal -Name 'UserId')
    $expected = 'S-1-5-18'
    if ($Account -ne '') { $expected = (Get-PhsPlatformGuard -Action Account -Path $Account).detail }
    $found = $null
    if ($user -ne '') { $found = Get-PhsPlatformGuard -Action Account -Path $user }
    if ($null -eq $found -or $found.state -ne 'found' -or $found.detail -ne $expected) {
        return "The task $($Task.TaskName) runs as '$user'."
    }
    if ([string](Get-PhsMember -From $principal -Name 'RunLevel') -ne 'Highest') {
        return "The task $($Task.TaskName) does not run with the highest rights."
    }
    $null
}

function Test-PhsGuardianArmed {
    <#
    .SYNOPSIS
    Why the guardian cannot be relied upon, or null: task there, enabled, its account, triggers, command and files as registered.
    #>
    param([hashtable]$Where, [string]$Hash, [string]$Account)
    Set-StrictMode -Version 2.0
    $command = Get-PhsGuardianCommand -Where $Where -Hash $Hash
    $task = @(Get-PhsGuardianTask -Name $command.name)
    if ($task.Count -eq 0) { return "The task $($command.name) is not registered." }
    if ([string]$task[0].State -eq 'Disabled') { return "The task $($command.name) is disabled." }
    $problem = Test-PhsGuardianTrigger -Task $task[0]
    if ($null -eq $problem) { $problem = Test-PhsGuardianAccount -Task $task[0] -Account $Account }
    if ($null -ne $problem) { return $problem }
    $action = @($task[0].Actions)[0]
    if (@($task[0].Actions).Count -ne 1) { return "The task $($command.name) does more than was registered." }
    if ([string]$action.Execute -ne $command.execute -or [string]$action.Arguments -ne $command.arguments) {
        return "The task $($command.name) does not run what was registered."
    }
    $folder = [System.IO.Path]::Combine($facts.pinRoot, $Hash)
    if ((Get-PhsPlatformGuard -Action InspectTree -Path $folder).state -ne 'protected') {
        return 'Others may change the files that the task runs.'
    }
    if ((Get-PhsPinnedHash -Folder $folder) -ne $Hash) { return 'The files that the task runs have been changed.' }
    $null
}

function Register-PhsGuardian {
    <#
    .SYNOPSIS
    Registers the task: at start-up and every minute, on battery as well, one instance at a time. A task that is there is
    verified.
    #>
    param([hashtable]$Where, [string]$Hash)
    Set-StrictMode -Version 2.0
    $command = Get-PhsGuardianCommand -Where $Where -Hash $Hash
    if (@(Get-PhsGuardianTask -Name $command.name).Count -eq 0) {
        $account = 'NT AUTHORITY\SYSTEM'
        $logon = 'ServiceAccount'
        if ($GuardianAccount -ne '') {
            $account = $GuardianAccount
            $logon = 'Password'
        }
        $action = New-ScheduledTaskAction -Execute $command.execute -Argument $command.arguments
        # A start in the past: a clock that is set back must not keep the next minute away.
        $triggers = @(
            (New-ScheduledTaskTrigger -AtStartup),
            (New-ScheduledTaskTrigger -Once -At ([datetime]::Now.AddHours(-48)) -RepetitionInterval ([timespan]::FromMinutes(1)))
        )
        $principal = New-ScheduledTaskPrincipal -UserId $account -LogonType $logon -RunLevel Highest
        $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([timespan]::FromMinutes(5)) -StartWhenAvailable `
            -MultipleInstances IgnoreNew -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
        $description = 'Switches password hash synchronization on again if a full password sync of phs-tool was cut off. Removes itself.'
        $task = New-ScheduledTask -Action $action -Trigger $triggers -Principal $principal -Settings $settings -Description $description
        $null = Register-ScheduledTask -TaskPath $taskPath -TaskName $command.name -InputObject $task -ErrorAction Stop
        # Windows writes tasks to the disk when it has time; one that a power cut takes away repairs nothing.
        $null = Get-PhsPlatformGuard -Action Flush -Path "$taskPath$($command.name)"
    }
    $problem = Test-PhsGuardianArmed -Where $Where -Hash $Hash -Account $GuardianAccount
    if ($null -ne $problem) { Stop-PhsGuard -RefusedFor 'GUARDIAN_MISSING' -Detail $problem }
    $command.name
}

function Get-PhsClaimedAccount {
    <# .SYNOPSIS The account that the guardian was claimed with; empty for SYSTEM. #>
    param([hashtable]$Claim)
    Set-StrictMode -Version 2.0
    if (-not $Claim.fields.ContainsKey('guardian64')) { return '' }
    [string](ConvertTo-PhsPlainText -Text ([string]$Claim.fields['guardian64']))
}

function Unregister-PhsGuardian {
    <# .SYNOPSIS Removes the task; a task that stays removes itself at its next start. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    try {
        Unregister-ScheduledTask -TaskPath $taskPath -TaskName "Guard-$($Where.pair.Substring(0, 16))-$($Where.number)" -Confirm:$false `
            -ErrorAction Stop
    } catch {
        $null = $_
    }
}

