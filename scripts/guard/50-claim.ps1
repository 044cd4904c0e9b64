# ---- Claim

function Confirm-PhsEpochOpen {
    <# .SYNOPSIS I1: an epoch opens as the first, after one that was abandoned before its switch, or by a supersede. Throws otherwise. #>
    param([string]$Pair, [int]$Number)
    Set-StrictMode -Version 2.0
    $numbers = Get-PhsEpochNumber -Pair $Pair
    $highest = 0
    if ($numbers.Length -gt 0) { $highest = $numbers[$numbers.Length - 1] }
    if ($Number -lt 1 -or $Number -lt $highest -or $Number -gt $highest + 1 -or $Number -gt $lastEpoch) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "The journal holds $highest runs of this pair; run $Number cannot begin."
    }
    $current = Read-PhsEpoch -Pair $Pair -Number $Number
    if ($current.slots['00-supersede'].state -eq 'verified') { return }
    foreach ($name in $slotNames) {
        if ($current.slots[$name].state -ne 'absent') {
            Stop-PhsGuard -RefusedFor 'SLOT_EXISTS' -Detail "Run $Number of this pair has begun already ($name)."
        }
    }
    if ($Number -eq 1) { return }
    $before = Read-PhsEpoch -Pair $Pair -Number ($Number - 1)
    foreach ($name in $slotNames) {
        if ($before.slots[$name].state -eq 'torn') {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Run $($Number - 1) of this pair cannot be read ($name)."
        }
    }
    $closed = $before.slots['50-off'].state -eq 'absent' -or $before.slots['50-off'].kind -eq 'CLOSED'
    if ($before.slots['90-end'].kind -ne 'ABANDONED' -or -not $closed) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Run $($Number - 1) of this pair did not end as abandoned."
    }
}

function Invoke-PhsClaim {
    <# .SYNOPSIS Takes the run, registers the guardian and waits until it has reported under its own identity. #>
    Set-StrictMode -Version 2.0
    $setup = Invoke-PhsSetup
    $connectors = Get-PhsPairConnector -Identifier $AdConnectorId
    Confirm-PhsTrustedPlace -Pair $connectors.pair
    $snapshot = Get-PhsSnapshot -Connectors $connectors
    if ($snapshot.planHash -ne $PlanHash) {
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'The server is no longer as it was when the plan was made.'
    }
    if ($snapshot.enabled -ne 'yes') {
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'Password hash synchronization of this connector is not on.'
    }
    Confirm-PhsEpochOpen -Pair $connectors.pair -Number $Epoch
    $where = @{ pair = $connectors.pair; number = $Epoch; path = (Get-PhsEpochPath -Pair $connectors.pair -Number $Epoch) }
    $hash = New-PhsSlot -Where $where -Run $RunId -Slot '10-claim' -Kind 'CLAIM' -Lines @(
        "adConnectorId $($snapshot.adConnectorId)", "entraConnectorId $($snapshot.entraConnectorId)",
        "adName64 $(ConvertTo-PhsBase64 -Text $snapshot.adConnectorName)",
        "entraName64 $(ConvertTo-PhsBase64 -Text $snapshot.entraConnectorName)",
        "tool64 $(ConvertTo-PhsBase64 -Text $ToolVersion)", "script $($setup.hash)", "planHash $PlanHash", "plan64 $($snapshot.plan)",
        "operator64 $(ConvertTo-PhsBase64 -Text $facts.operator)", "guardian64 $(ConvertTo-PhsBase64 -Text $GuardianAccount)",
        "parameter64 $(ConvertTo-PhsBase64 -Text $snapshot.parameter)")
    Write-PhsGuardEvent -Where $where -Run $RunId -Kind 'CLAIM' -Sentence (
        "A full password sync of the connector $($snapshot.adConnectorName) was claimed by $($facts.operator). " +
        "Nothing is changed yet."
    ) -Hash $hash
    $task = Register-PhsGuardian -Where $where -Hash $setup.hash
    New-PhsGuardRow -Kind 'claimed' -Fields @{
        pair = $where.pair
        epoch = $Epoch
        run = $RunId
        journal = $where.path
        task = "$taskPath$task"
    }
    Start-ScheduledTask -TaskPath $taskPath -TaskName $task -ErrorAction Stop
    $armed = Wait-PhsArmed -Where $where
    Confirm-PhsNextStart -Name $task
    New-PhsGuardRow -Kind 'armed' -Fields @{
        identity = (ConvertTo-PhsPlainText -Text $armed.fields['identity64'])
        groups = (ConvertTo-PhsPlainText -Text $armed.fields['groups64'])
        right = $armed.fields['right']
    }
}

function Wait-PhsArmed {
    <# .SYNOPSIS Waits for the guardian's first report. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.ElapsedMilliseconds -lt $ArmTimeoutMs) {
        $slot = Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, '20-armed'))
        if ($slot.state -eq 'verified') { return $slot }
        [System.Threading.Thread]::Sleep(100)
    }
    Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail (
        'The guardian did not report in time. ' +
        'Nothing was changed; it closes the run when it starts, or "phs-tool guard recover" does.'
    )
}

function Confirm-PhsNextStart {
    <# .SYNOPSIS The task was started by hand so far; the scheduler must mean to start it by itself, soon. #>
    param([string]$Name)
    Set-StrictMode -Version 2.0
    $information = @(Get-ScheduledTaskInfo -TaskPath $taskPath -TaskName $Name -ErrorAction Stop)
    $next = Get-PhsMember -From $information[0] -Name 'NextRunTime'
    if ($next -isnot [datetime] -or ($next.ToUniversalTime() - [datetime]::UtcNow).TotalMinutes -gt 10) {
        Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail (
            "The guardian reported, but the Task Scheduler does not mean to start it again soon " +
            "(next run: $(if ($next -is [datetime]) { $next.ToString('o') } else { 'none' })). Nothing was changed."
        )
    }
}

