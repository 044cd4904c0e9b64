function Step-PhsLocked {
    <# .SYNOPSIS One look at the run while no other process can change anything. Answers {action, end}. #>
    param([hashtable]$State, [bool]$Asked)
    Set-StrictMode -Version 2.0
    $answer = @{ action = 'none'; end = $null }
    if ($State.intent -or $State.unsure) {
        $doubt = $State.enabled -eq 'unknown' -and $State.slots['70-on'].state -eq 'absent' -and -not $State.unsure
        if ($State.enabled -eq 'no' -or $doubt) { $answer.action = Restore-PhsChannel -State $State -Asked $Asked }
        # A late switch-off may have come after "on": who cannot look says so, every time.
        elseif ($State.enabled -eq 'unknown' -and -not $Asked) {
            Write-PhsBlindAlarm -Where $State.epoch -Because 'The server does not report whether it is on.'
        }
        return $answer
    }
    if ($State.enabled -ne 'yes' -and -not $Asked -and ($State.doubt -or $State.alone)) {
        Write-PhsBlindAlarm -Where $State.epoch `
            -Because 'An event 4105 that cannot be verified says that this run may have switched it off, and the journal does not say so.'
    } elseif ($State.enabled -eq 'no' -and -not $Asked) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name (Get-PhsPairName -State $State) -Kind 'ALARM_STRANGER'
        } catch {
            $null = $_
        }
    }
    $slot = $null
    if ($State.slots['50-off'].kind -eq 'CLOSED' -or $State.begun) { $slot = '50-off' }
    elseif ($State.slots['30-go'].kind -eq 'CLOSED') { $slot = '30-go' }
    elseif ($State.slots['10-claim'].state -ne 'absent' -and ($Asked -or $State.epoch.ticks -ge 10)) { $slot = '30-go' }
    if ($null -ne $slot) {
        $answer.end = Close-PhsUnswitched -State $State -Slot $slot -Because 'The run ended before it switched anything off.'
        if ($null -ne $answer.end) { $answer.action = 'closed' }
    }
    $answer
}

function Test-PhsSwitched {
    <# .SYNOPSIS The journal shows that the switch took effect and was undone: nothing of it can be on its way any more. #>
    param([hashtable]$On)
    Set-StrictMode -Version 2.0
    $On.state -eq 'verified' -and [string]$On.fields['offError64'] -eq '-' -and [string]$On.fields['attempts'] -ne '0'
}

function Complete-PhsSoak {
    <#
    .SYNOPSIS
    A switch-off can take effect after its caller died, so the run ends only after calm ticks in a row; how many, the journal
    alone says.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.enabled -ne 'yes' -or ($State.slots['50-off'].state -eq 'absent' -and -not $State.claimless)) { return $null }
    $calm = Measure-PhsTick -Where $State.epoch -Last $State.epoch.ticks -Enabled 'yes' -Lock 'free'
    if ($State.claimless) {
        if ($calm -lt $longSoak -or -not $State.logRead) { return $null }
        # An end without a beginning would only look like a damaged journal: the event alone reports it.
        $sentence = 'The journal of the run was deleted; synchronization is on and stayed on. Do not repeat the run.'
        try { Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'UNKNOWN_OUTCOME' -Sentence $sentence } catch { $null = $_ }
        return 'UNKNOWN_OUTCOME'
    }
    $on = $State.slots['70-on']
    $switched = Test-PhsSwitched -On $on
    if ($calm -lt $(if ($switched) { $shortSoak } else { $longSoak })) { return $null }
    $again = $State.slots['80-again'].state -ne 'absent'
    if ($State.slots['50-off'].kind -eq 'CLOSED') {
        return (
            Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' `
                -Because 'Only events know of a permission to switch; synchronization is on and stayed on. Do not repeat the run.'
        )
    }
    if ($on.state -eq 'absent') { Add-PhsStayedOn -State $State }
    if (-not $switched -and -not $again) {
        $because = 'The switch may have been touched; synchronization is on and stayed on. Do not repeat the run.'
        if ($on.state -eq 'verified') {
            $because = 'Nothing shows whether switching off took effect; synchronization is on and stayed on. Do not repeat the run.'
        }
        return (Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' -Because $because)
    }
    if ($on.state -eq 'verified' -and [string]$on.fields['by'] -eq 'run' -and -not $again) {
        return (Complete-PhsRun -State $State -Kind 'VERIFIED' -Because 'Switched off and on, read back as on, and it stayed on.')
    }
    Complete-PhsRun -State $State -Kind 'REPAIRED' -Because 'Synchronization was found off and was switched on again; it stayed on.'
}

function Add-PhsStayedOn {
    <#
    .SYNOPSIS
    Nobody wrote down "on": after the soak it is, because a permitted run ends only with it. Throws when it cannot be written; the
    next tick tries again.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $lines = @('by guard', 'attempts 0', 'offMs -', 'offError64 -')
    $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '70-on' -Kind 'ON_SEEN' -Lines $lines
    try {
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'ON_SEEN' `
            -Sentence 'Synchronization was read as on, and stayed on.' -Hash $hash
    } catch {
        $null = $_
    }
}

function Stop-PhsHolder {
    <# .SYNOPSIS Ends the process that holds the lock in a hung call, if it is really the one that wrote GO. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $go = $State.slots['30-go']
    if ($go.state -ne 'verified') { return }
    try {
        $process = [System.Diagnostics.Process]::GetProcessById([int]$go.fields['pid'])
        $apart = [System.Math]::Abs($process.StartTime.ToUniversalTime().Ticks - [long]$go.fields['start'])
        # Two reads of one start time can differ a little.
        if ($apart -lt 20000000 -and $process.MainModule.FileName -eq (ConvertTo-PhsPlainText -Text ([string]$go.fields['image64']))) {
            $process.Kill()
            $null = $process.WaitForExit(10000)
        }
    } catch { $null = $_ }
}

function Confirm-PhsReported {
    <# .SYNOPSIS The first report: who this is, whether it can read the server, what its rights look like. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.claimless -or $State.slots['20-armed'].state -ne 'absent' -or $State.enabled -eq 'unknown') { return }
    $groups = '-'
    $right = 'unknown'
    if ($null -ne $facts.groups) {
        $groups = ConvertTo-PhsBase64 -Text ([string]::Join(',', @($facts.groups)))
        $right = $(if (@($facts.groups) -contains 'ADSyncAdmins') { 'yes' } else { 'no' })
    }
    try {
        $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '20-armed' -Kind 'ARMED' -Lines @(
            "groups64 $groups", "right $right", "enabled $($State.enabled)"
        )
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'ARMED' `
            -Sentence "The guardian runs as $($facts.operator) and can read the server." -Hash $hash
    } catch { $null = $_ }
}

function Test-PhsPermitted {
    <# .SYNOPSIS True when the journal permits the switch, or may do so in a record that cannot be read. #>
    param([hashtable]$Slots)
    Set-StrictMode -Version 2.0
    $Slots['50-off'].state -eq 'torn' -or $Slots['50-off'].kind -eq 'OFF_INTENT'
}

function Test-PhsRunOver {
    <#
    .SYNOPSIS
    True when the run has ended: with an end that verifies and, if the switch was permitted, was written after "on" was seen.
    #>
    param([hashtable]$Slots)
    Set-StrictMode -Version 2.0
    $end = $Slots['90-end']
    if ($end.state -ne 'verified') { return $false }
    if (-not (Test-PhsPermitted -Slots $Slots)) { return $true }
    # The chain shows what was there when the end was written.
    $before = $(if ($Slots['80-again'].state -ne 'absent') { '80-again' } else { '70-on' })
    $Slots[$before].state -ne 'absent' -and [string]$end.fields['prev'] -eq $Slots[$before].hash
}

function Test-PhsOpenPermission {
    <# .SYNOPSIS True when the journal permits the switch, or may do so in a record that cannot be read, and the run has no end. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    (Test-PhsPermitted -Slots $Where.slots) -and -not (Test-PhsRunOver -Slots $Where.slots)
}

function Confirm-PhsTickBegun {
    <#
    .SYNOPSIS
    Before the server is asked: notes that a tick began (answers the note's path), and raises the alarm when the one before never
    came to its end, as with a hung service.
    #>
    Set-StrictMode -Version 2.0
    $current = Read-PhsEpoch -Pair $PairId -Number $Epoch
    if (-not (Test-PhsOpenPermission -Where $current)) { return $null }
    $begun = [System.IO.Path]::Combine($current.path, 'ticks', 'begun')
    if ([System.IO.File]::Exists($begun)) {
        Write-PhsBlindAlarm -Where $current -Because 'The last look of the guardian did not finish.'
    }
    try {
        if (-not [System.IO.Directory]::Exists([System.IO.Path]::GetDirectoryName($begun))) {
            New-PhsFolder -Path ([System.IO.Path]::GetDirectoryName($begun))
        }
        [System.IO.FileStream]::new(
            $begun, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::Write, [System.IO.FileShare]::ReadWrite
        ).Dispose()
    } catch { $null = $_ }
    $begun
}

function Write-PhsBlindAlarm {
    <# .SYNOPSIS The guardian cannot look or repair: a person must. Best effort. #>
    param([hashtable]$Where, [string]$Because)
    Set-StrictMode -Version 2.0
    $claim = $Where.slots['10-claim']
    $run = '-'
    if ($claim.state -eq 'verified') { $run = [string]$claim.fields['run'] }
    $name = Get-PhsPairName -State @{ connectors = $null; slots = $Where.slots }
    $sentence =
        "Password hash synchronization of the connector $name may be OFF, and the guardian cannot look after it: " +
        "$($Because -replace '\s+', ' ') " +
        "Restart the service Microsoft Azure AD Sync (ADSync), then run: $(Get-PhsRecoverLine -Name $name)"
    try { Write-PhsGuardEvent -Where $Where -Run $run -Kind 'ALARM_OFF' -Sentence $sentence -EntryType 'Error' } catch { $null = $_ }
}

function Wait-PhsHolder {
    <#
    .SYNOPSIS
    While the lock cannot be had: counts, alarms, and ends a holder that hangs. Answers the lock, or null when there is nothing to
    do in this tick.
    #>
    param([hashtable]$State, [hashtable]$Lock)
    Set-StrictMode -Version 2.0
    $State.lock = 'busy'
    $tick = New-PhsTick -State $State
    if (-not $State.intent -or $State.enabled -eq 'yes') { return $null }
    # Without ticks nothing can be counted, and what is not a lock can never be had: then it must be off twice within this tick.
    $blind = $tick -eq 'failed' -or $Lock.state -eq 'broken'
    if ($blind) {
        [System.Threading.Thread]::Sleep([System.Math]::Min(30000, $TurnOnLimitMs))
        $State.enabled = Test-PhsEnabled -Connectors $State.connectors
        if ($State.enabled -eq 'yes') { return $null }
    }
    $off = Measure-PhsTick -Where $State.epoch -Last $State.epoch.ticks -Enabled 'no', 'unknown' -Lock 'busy'
    if ($blind -or $off -ge 3) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name (Get-PhsPairName -State $State) -Enabled $State.enabled
        } catch {
            $null = $_
        }
    }
    if (-not $blind -and $off -lt 5) { return $null }
    Stop-PhsHolder -State $State
    $again = Open-PhsLock -Pair $PairId -Attempts 50
    # To switch on is right whoever else does it: this much needs no lock.
    if ($null -eq $again.stream) { $null = Restore-PhsChannel -State $State -Asked $false }
    $again
}

function Invoke-PhsGuard {
    <# .SYNOPSIS One tick of the guardian: on first, then the count, then the end of the run. #>
    Set-StrictMode -Version 2.0
    $state = Get-PhsGuardState
    if (Test-PhsRunOver -Slots $state.slots) { Unregister-PhsGuardian -Where $state.epoch; return }
    # A journal that was restored on another machine is nothing to act upon, but nobody else may look here.
    if ($state.foreign) {
        if ($state.intent -and $state.enabled -eq 'no') {
            try {
                Write-PhsAlarm -Where $state.epoch -Run $state.run -Name (Get-PhsPairName -State $state) -Kind 'ALARM_STRANGER'
            } catch {
                $null = $_
            }
        }
        return
    }
    Confirm-PhsReported -State $state
    $lock = Open-PhsLock -Pair $PairId -Attempts 15
    if ($null -eq $lock.stream) { $lock = Wait-PhsHolder -State $state -Lock $lock }
    if ($null -eq $lock -or $null -eq $lock.stream) { return }
    try {
        # Read again: it may have gone on between the first look and the lock.
        $state = Get-PhsGuardState
        $step = Step-PhsLocked -State $state -Asked $false
        if ($null -eq $step.end) {
            if ($state.enabled -eq 'yes' -and $state.slots['50-off'].kind -eq 'OFF_INTENT') {
                $state.activity = Get-PhsActivity -Connectors $state.connectors -On $state.slots['70-on']
            }
            $tick = New-PhsTick -State $state
            if (($state.intent -or $state.claimless -or $state.doubt) -and $tick -eq 'written') {
                $step.end = Complete-PhsSoak -State $state
            }
        }
        if ($null -ne $step.end) { Unregister-PhsGuardian -Where $state.epoch }
    } finally { $lock.stream.Dispose() }
}

