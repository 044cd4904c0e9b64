# ---- By hand

function Confirm-PhsOrdered {
    <# .SYNOPSIS Refuses to turn on what nothing but events asks for: they order nothing. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.intent -or $State.unsure -or $State.enabled -eq 'yes') { return }
    if ($State.alone) {
        Stop-PhsGuard -RefusedFor 'EVENTS_ONLY' -Detail (
            'Only the event log knows of this run: the journal holds no record of it, and no guardian is registered. ' +
            'It was left as it is. If it is meant to be on, name the run (--run ID).'
        )
    }
    if ($State.doubt) {
        Stop-PhsGuard -RefusedFor 'EVENTS_UNVERIFIED' -Detail (
            'An event 4105 says that a run switched it off, but it cannot be verified that this tool wrote it: ' +
            'every user of the server can write such an event. It was left as it is.'
        )
    }
}

function Confirm-PhsGuardianReport {
    <#
    .SYNOPSIS
    Registers the guardian again, starts it, and waits for a further report of it. Answers {state: armed, registered or not-armed,
    detail}. The lock must be free.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    # A run without its claim does not name the files that its guardian ran: then those of this version watch it to its end.
    $script = [string]$State.slots['10-claim'].fields['script']
    try {
        if ($script -eq '') { $script = (Invoke-PhsSetup).hash }
        $task = Register-PhsGuardian -Where $State.epoch -Hash $script
    } catch { return @{ state = 'not-armed'; detail = [string]$_.Exception.Message } }
    $before = Get-PhsTickCount -Path $State.epoch.path
    try {
        Start-ScheduledTask -TaskPath $taskPath -TaskName $task -ErrorAction Stop
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while ($clock.ElapsedMilliseconds -lt [System.Math]::Min($ArmTimeoutMs, 45000)) {
            if ((Get-PhsTickCount -Path $State.epoch.path) -gt $before) { return @{ state = 'armed'; detail = $null } }
            # It ended the run, and removed itself.
            if (Test-PhsRunOver -Slots (Read-PhsEpoch -Pair $PairId -Number $Epoch).slots) { return @{ state = 'armed'; detail = $null } }
            [System.Threading.Thread]::Sleep(100)
        }
    } catch { return @{ state = 'registered'; detail = [string]$_.Exception.Message } }
    @{ state = 'registered'; detail = $null }
}

function Invoke-PhsRecover {
    <# .SYNOPSIS What the guardian would do, at once and by an operator: only towards on. #>
    Set-StrictMode -Version 2.0
    Confirm-PhsTrustedPlace -Pair $PairId
    $state = Get-PhsGuardState
    if ($state.foreign) { Stop-PhsGuard -RefusedFor 'FOREIGN' -Detail 'The journal was made on another machine.' }
    Confirm-PhsOrdered -State $state
    # A run is over in seconds, the guardian tries for minutes.
    $lock = Open-PhsLock -Pair $PairId -Attempts 150
    $step = @{ action = 'none'; end = $null }
    $over = $false
    try {
        $state = Get-PhsGuardState
        Confirm-PhsOrdered -State $state
        $over = Test-PhsRunOver -Slots $state.slots
        $left = $state.intent -and $state.enabled -ne 'yes'
        if ($lock.state -eq 'busy' -and -not $left) {
            Stop-PhsGuard -RefusedFor 'LOCK_BUSY' -Detail 'Another process holds the lock of this pair: the run, or the guardian.'
        }
        # To switch on is right whoever else does it: this much needs no lock.
        if ($lock.state -ne 'held') {
            if ($left) { $step.action = Restore-PhsChannel -State $state -Asked $true }
        } elseif (-not $over -or ($state.intent -and $state.enabled -eq 'no')) {
            $step = Step-PhsLocked -State $state -Asked $true
        }
        if ($over -or $null -ne $step.end) { Unregister-PhsGuardian -Where $state.epoch }
    } finally { if ($null -ne $lock.stream) { $lock.stream.Dispose() } }
    $guardian = @{ state = 'not-needed'; detail = $null }
    if (($state.intent -or $state.unsure -or $state.doubt) -and -not $over -and $null -eq $step.end) {
        $guardian = Confirm-PhsGuardianReport -State $state
    }
    $detail = $(if ($null -ne $guardian.detail) { $guardian.detail } else { $lock.detail })
    New-PhsGuardRow -Kind 'recovered' -Fields @{
        action = $step.action
        end = $step.end
        enabled = (Test-PhsEnabled -Connectors $state.connectors)
        guardian = $guardian.state
        detail = $detail
    }
}

function Get-PhsLoggedRun {
    <# .SYNOPSIS The newest run of a pair that authentic events know: {epoch, run}; epoch 0 when there is none. #>
    param([string]$Pair)
    Set-StrictMode -Version 2.0
    $newest = @{ epoch = 0; run = '' }
    $entries = @()
    try { $entries = @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4100, 4102, 4105)) } catch {
        Stop-PhsGuard -RefusedFor 'EVENT_LOG' -Detail "The Application log cannot be read: $($_.Exception.Message) Nothing was written."
    }
    foreach ($entry in $entries) {
        $said = Read-PhsGuardEvent -Entry $entry
        if ($said.authentic -eq 'yes' -and $said.pair -eq $Pair -and $said.epoch -gt $newest.epoch) {
            $newest = @{ epoch = $said.epoch; run = $said.run }
        }
    }
    $newest
}

function Confirm-PhsSupersededRun {
    <# .SYNOPSIS Refuses to set aside a run that is not the newest of the journal, or has not ended. #>
    param([hashtable]$Slots, [int]$Number, [object]$Connectors)
    Set-StrictMode -Version 2.0
    if ($Number -eq 0) { Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'There is no run of this pair in the journal.' }
    $claim = $Slots['10-claim']
    if ($Slots['00-supersede'].state -eq 'verified' -and $claim.state -eq 'absent') {
        Stop-PhsGuard -RefusedFor 'EPOCH_OPEN' -Detail "Run $Number of this pair is open already, and nobody has begun it."
    }
    $newest = [string]$claim.fields['run']
    if ($claim.state -eq 'verified' -and $newest -ne $RunId) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "The newest run of this pair is $newest."
    }
    # A run of another machine can have no end here: nobody acts upon its word, so it is set aside as it is.
    $foreign = $claim.state -eq 'verified' -and [string]$claim.fields['machineId'] -ne $facts.machineId
    $seen = $Slots['70-on'].state -ne 'absent' -or -not (Test-PhsPermitted -Slots $Slots)
    if (-not $foreign -and ($Slots['90-end'].state -eq 'absent' -or -not $seen)) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'The newest run has not ended; run "phs-tool guard recover" first.'
    }
    if ($foreign -and (Test-PhsEnabled -Connectors $Connectors) -ne 'yes') {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
            -Detail 'Password hash synchronization is not on; switch it on in the Entra Connect wizard first.'
    }
}

function Confirm-PhsNoRun {
    <# .SYNOPSIS Refuses to set aside a parameter or events where a run of the journal would be set aside with them. #>
    param([hashtable]$Slots, [int]$Number)
    Set-StrictMode -Version 2.0
    if ($Number -eq 0) { return }
    # What was opened and never claimed is not a run, and events do not matter to one that was abandoned before its switch.
    $unclaimed = $Slots['00-supersede'].state -eq 'verified' -and $Slots['10-claim'].state -eq 'absent'
    $abandoned = $Evidence -eq 'events' -and $Slots['90-end'].kind -eq 'ABANDONED' -and -not (Test-PhsPermitted -Slots $Slots)
    if (-not $unclaimed -and -not $abandoned) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'There is a run of this pair in the journal; supersede that run.'
    }
}

function Get-PhsNewestDecision {
    <# .SYNOPSIS The number of the newest record of a decision (4180) that is in the log, whoever wrote it; 0 without one. #>
    Set-StrictMode -Version 2.0
    $newest = [long]0
    foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4180))) {
        $newest = [System.Math]::Max($newest, [long]$entry.recordId)
    }
    $newest
}

function Confirm-PhsSupersedeTold {
    <#
    .SYNOPSIS
    Refuses to go on when the event of the decision does not read back as written by this tool, after what was in the log before.
    #>
    param([hashtable]$Where, [long]$After)
    Set-StrictMode -Version 2.0
    foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4180))) {
        if ([long]$entry.recordId -le $After) { continue }
        $said = Read-PhsGuardEvent -Entry $entry
        if ($said.authentic -eq 'yes' -and $said.pair -eq $Where.pair -and $said.epoch -eq $Where.number) { return }
    }
    Stop-PhsGuard -RefusedFor 'EVENT_LOG' `
        -Detail 'The event of the decision (4180) does not read back as it was written. No further run was opened.'
}

function Invoke-PhsSupersede {
    <# .SYNOPSIS Opens the next run of a pair by an explicit decision; deletes nothing. #>
    Set-StrictMode -Version 2.0
    $null = Invoke-PhsSetup
    $connectors = Get-PhsPairConnector -Identifier $AdConnectorId
    Confirm-PhsTrustedPlace -Pair $connectors.pair
    $last = Get-PhsLastEpoch -Pair $connectors.pair
    $all = (Read-PhsEpoch -Pair $connectors.pair -Number $last).slots
    $logged = Get-PhsLoggedRun -Pair $connectors.pair
    $set = '-'
    if ($logged.epoch -gt $last) {
        # A run that only the events know: its journal was deleted.
        if ($Evidence -ne 'run' -or $RunId -ne $logged.run) {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
                -Detail "The events know of the run $($logged.run), which is not in the journal; supersede that run."
        }
        if ((Test-PhsEnabled -Connectors $connectors) -ne 'yes') {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
                -Detail 'Password hash synchronization is not on; run "phs-tool guard recover" first.'
        }
        $last = $logged.epoch
        $set = $RunId
    } elseif ($Evidence -eq 'run') {
        Confirm-PhsSupersededRun -Slots $all -Number $last -Connectors $connectors
        $set = $RunId
    } else { Confirm-PhsNoRun -Slots $all -Number $last }
    if ($last -ge $lastEpoch) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Runs are counted to $lastEpoch; no further one can be opened."
    }
    $where = @{ pair = $connectors.pair; number = $last + 1; path = (Get-PhsEpochPath -Pair $connectors.pair -Number ($last + 1)) }
    $parameter = Get-PhsForceParameter -Connector $connectors.ad
    # The engine resets the parameter to 0: nothing is left over (facts 4.8), so there is no evidence to set aside.
    if ($Evidence -eq 'parameter' -and ($null -eq $parameter -or $parameter.Trim() -eq '0')) {
        Stop-PhsGuard -RefusedFor 'NO_PARAMETER' -Detail 'The connector has no left-over parameter, so there is nothing to set aside.'
    }
    if (
        $Evidence -eq 'parameter' -and $last -ne 0 -and
        [string]$all['00-supersede'].fields['parameter64'] -eq (ConvertTo-PhsBase64 -Text $parameter)
    ) {
        Stop-PhsGuard -RefusedFor 'EPOCH_OPEN' `
            -Detail "Run $last of this pair is open already, and this value of the parameter was set aside with it."
    }
    # Who sets events aside says nothing of a parameter; one that was set aside before stays so.
    if ($Evidence -eq 'events') {
        $parameter = ConvertTo-PhsPlainText -Text $(
            if ($all['00-supersede'].state -eq 'verified') { $all['00-supersede'].fields['parameter64'] } else { '-' }
        )
    }
    # The event goes first: an epoch that is open must be known to both stores.
    $sentence =
        "$($facts.operator) allows a further full password sync of the connector $($connectors.ad.Name). " +
        "Reason: $($Reason -replace '\s+', ' ')"
    $before = Get-PhsNewestDecision
    Write-PhsGuardEvent -Where $where -Run '-' -Kind 'SUPERSEDE' -Sentence $sentence -EntryType 'Warning'
    Confirm-PhsSupersedeTold -Where $where -After $before
    $null = New-PhsSlot -Where $where -Run '-' -Slot '00-supersede' -Kind 'SUPERSEDE' -Lines @(
        "supersedes $set", "evidence $Evidence", "reason64 $(ConvertTo-PhsBase64 -Text $Reason)",
        "operator64 $(ConvertTo-PhsBase64 -Text $facts.operator)",
        "parameter64 $(ConvertTo-PhsBase64 -Text $parameter)")
    New-PhsGuardRow -Kind 'superseded' -Fields @{ pair = $where.pair; epoch = $where.number; detail = $where.path }
}

