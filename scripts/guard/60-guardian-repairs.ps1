# ---- Guardian

function Get-PhsActivity {
    <#
    .SYNOPSIS
    Whether the log shows signs of life of this connector after it was on again: yes, no or unknown. Told to people; anybody can
    write such events, so nothing is decided by it.
    #>
    param([object]$Connectors, [hashtable]$On)
    Set-StrictMode -Version 2.0
    if ($null -eq $Connectors -or $On.state -ne 'verified') { return 'unknown' }
    try {
        $back = ConvertTo-PhsInstant -Text ([string]$On.fields['utc'])
        $marks = Get-PhsConnectorMark -Connector $Connectors.ad
        foreach ($entry in @(
            Get-PhsLogEvent -Source 'Directory Synchronization' -Id @(601, 617, 650, 651, 654, 663) -Since ([string]$On.fields['utc'])
        )) {
            if ($entry.at -ge $back -and $entry.message -match $marks) { return 'yes' }
        }
        'no'
    } catch { 'unknown' }
}

function New-PhsTick {
    <# .SYNOPSIS Writes one tick and counts it: written, kept (one an hour is enough by now) or failed. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $number = $State.epoch.ticks + 1
    # After two hours of ticks one an hour is enough, but never while it may be off under a lock that is held: then each counts.
    if ($number -gt 120 -and ($State.enabled -eq 'yes' -or $State.lock -ne 'busy')) {
        $last = [System.IO.FileInfo]::new([System.IO.Path]::Combine($State.epoch.path, 'ticks', '{0:d6}' -f $State.epoch.ticks))
        $age = [datetime]::UtcNow - $last.LastWriteTimeUtc
        if ($age.TotalMinutes -ge 0 -and $age.TotalMinutes -lt 60) { return 'kept' }
    }
    try {
        $null = New-PhsSlot -Where $State.epoch -Run ([string]$State.run) -Slot ('ticks/{0:d6}' -f $number) -Kind 'TICK' -Lines @(
            "n $number", "enabled $($State.enabled)", "lock $($State.lock)", "activity $($State.activity)")
        $State.epoch.ticks = $number
        'written'
    } catch { 'failed' }
}

function Measure-PhsTick {
    <# .SYNOPSIS How many of the newest ticks in a row, all since the permission to switch, say the same of "enabled" and of the lock. #>
    param([hashtable]$Where, [int]$Last, [string[]]$Enabled, [string]$Lock)
    Set-StrictMode -Version 2.0
    $count = 0
    # A tick repeats the hash of the slot that was the newest then: this shows which came after the switch, without a clock; also
    # where an end is there that does not count. Where the slots were deleted, those count that came after that.
    $since = @(foreach ($name in @('50-off', '70-on', '80-again', '90-end')) {
        $hash = (Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, $name))).hash
        if ($hash -ne '-') { $hash }
    })
    if ($since.Length -eq 0) { $since = @(Get-PhsPreviousHash -Where $Where -Slot 'ticks/') }
    for ($number = $Last; $number -ge 1; $number--) {
        $tick = Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, 'ticks', '{0:d6}' -f $number))
        if (
            $tick.state -ne 'verified' -or $Enabled -notcontains [string]$tick.fields['enabled'] -or [string]$tick.fields['lock'] -ne $Lock
        ) {
            break
        }
        if ($since -notcontains [string]$tick.fields['prev']) { break }
        $count++
    }
    $count
}

function Get-PhsSaidEvent {
    <#
    .SYNOPSIS
    What the event log, the second store, says of this run: {read, off: permission given, on: read back as on, again: switched on
    once more after that, doubt: a permission that cannot be verified}.
    #>
    param([string]$Run, [string]$OffHash)
    Set-StrictMode -Version 2.0
    $answer = @{ read = $true; off = $false; on = $false; again = $false; doubt = $false; runs = @() }
    try {
        foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4105, 4106, 4107, 4111))) {
            $said = Read-PhsGuardEvent -Entry $entry
            if ($said.understood -and ($said.pair -ne $PairId -or $said.epoch -ne $Epoch -or ($Run -ne '-' -and $said.run -ne $Run))) {
                continue
            }
            if ($said.authentic -ne 'yes') {
                # What the slot says itself is not in doubt. What would calm is not heeded.
                if ($entry.id -eq 4105 -and ($OffHash -eq '-' -or $said.record -ne $OffHash)) { $answer.doubt = $true }
                continue
            }
            if ($said.kind -eq 'OFF_INTENT') {
                $answer.off = $true
                if ($answer.runs -notcontains $said.run) { $answer.runs += $said.run }
            } else { $answer.on = $true }
            if ($said.kind -eq 'AGAIN') { $answer.again = $true }
        }
    } catch { $answer.read = $false }
    $answer
}

function Test-PhsVouched {
    <# .SYNOPSIS An event alone orders nothing: it needs a slot of its epoch, the task of SYSTEM, or a person who names the run. #>
    param([bool]$Claimless, [string[]]$Runs)
    Set-StrictMode -Version 2.0
    # The guardian is a task that only an administrator can register.
    if ($Mode -eq 'Guard' -or -not $Claimless) { return $true }
    if ($RunId -ne '' -and $Runs -contains $RunId) { return $true }
    # Every user can register a task of that name: only one that runs as the machine is of an administrator. Of another account the
    # claim, which is gone, would have to say that it is the guardian's.
    try {
        $task = @(Get-PhsGuardianTask -Name "Guard-$($PairId.Substring(0, 16))-$Epoch")
        $task.Count -eq 1 -and $null -eq (Test-PhsGuardianAccount -Task $task[0] -Account '')
    } catch { $false }
}

function Get-PhsGuardState {
    <# .SYNOPSIS Everything that a tick judges by, but for the activity, which can wait until synchronization is on. #>
    Set-StrictMode -Version 2.0
    $current = Read-PhsEpoch -Pair $PairId -Number $Epoch
    $slots = $current.slots
    $run = '-'
    $foreign = $false
    $claimless = $true
    foreach ($name in $slotNames) {
        if ($slots[$name].state -ne 'absent') { $claimless = $false }
        if ($slots[$name].state -ne 'verified') { continue }
        if ($run -eq '-') { $run = [string]$slots[$name].fields['run'] }
        if ([string]$slots[$name].fields['machineId'] -ne $facts.machineId) { $foreign = $true }
    }
    $off = $slots['50-off']
    $begun = $slots['30-go'].state -ne 'absent' -and $slots['30-go'].kind -ne 'CLOSED'
    $connectors = $null
    try { $connectors = Get-PhsPairConnector -Pair $PairId } catch { $null = $_ }
    $enabled = Test-PhsEnabled -Connectors $connectors
    $permitted = Test-PhsPermitted -Slots $slots
    # On first, questions later: a log that is slow or hangs must not stand before a repair that the journal alone asks for.
    $said = @{ read = $false; off = $false; on = $false; again = $false; doubt = $false; runs = @() }
    if ($enabled -eq 'yes' -or -not $permitted -or $slots['70-on'].state -ne 'absent') {
        $said = Get-PhsSaidEvent -Run $run -OffHash $off.hash
    }
    $vouched = $said.off -and (Test-PhsVouched -Claimless $claimless -Runs $said.runs)
    @{
        epoch = $current; slots = $slots; run = $run; foreign = $foreign; claimless = $claimless; begun = $begun
        intent = $permitted -or $vouched
        # Events that order nothing, or that cannot be verified.
        doubt = $said.doubt -and -not $permitted
        alone = $said.off -and -not $vouched -and -not $permitted
        # A run that went, whose permission is neither in the journal nor can be looked up: nobody knows.
        unsure = $begun -and $off.state -eq 'absent' -and -not $said.read
        logRead = $said.read; turnedOn = $said.on; again = $said.again; connectors = $connectors; enabled = $enabled
        activity = 'unknown'; lock = 'free'
    }
}

function Complete-PhsRun {
    <# .SYNOPSIS Writes the end and reports it; the guardian is not needed any more. #>
    param([hashtable]$State, [string]$Kind, [string]$Because)
    Set-StrictMode -Version 2.0
    $hash = '-'
    # An end that came too early, or cannot be read, stays as it is.
    if ($State.slots['90-end'].state -eq 'absent') {
        $lines = @("reason64 $(ConvertTo-PhsBase64 -Text $Because)", "activity $($State.activity)")
        $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '90-end' -Kind $Kind -Lines $lines
    }
    try { Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind $Kind -Sentence $Because -Hash $hash } catch { $null = $_ }
    $Kind
}

function Get-PhsPairName {
    <# .SYNOPSIS What the pair is called in a message: the connector's name, as the server or the claim has it, else the pair. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($null -ne $State.connectors) { return [string]$State.connectors.ad.Name }
    $claim = $State.slots['10-claim']
    if ($claim.state -eq 'verified') { return (ConvertTo-PhsPlainText -Text ([string]$claim.fields['adName64'])) }
    $PairId
}

function Restore-PhsChannel {
    <# .SYNOPSIS On again, where the own run switched off. Answers turned-on, not-turned-on or none (left to a human). #>
    param([hashtable]$State, [bool]$Asked)
    Set-StrictMode -Version 2.0
    $name = Get-PhsPairName -State $State
    # A record that cannot be read is there: it was written after "on" was read back.
    $seen = $State.slots['70-on'].state -ne 'absent' -or $State.turnedOn
    # It was on again after the run: once more may be a late effect of the run, after that somebody means it; also where the journal
    # was deleted, for then nobody can tell what the run saw.
    if ($seen -and -not $Asked -and ($State.claimless -or $State.slots['80-again'].state -ne 'absent' -or $State.again)) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name $name -Kind 'ALARM_STRANGER' -Enabled $State.enabled
        } catch {
            $null = $_
        }
        return 'none'
    }
    $result = @{ on = $false; attempts = 0 }
    if ($null -ne $State.connectors) { $result = Set-PhsChannelOn -Connectors $State.connectors -LimitMs $TurnOnLimitMs }
    if (-not $result.on) {
        try { Write-PhsAlarm -Where $State.epoch -Run $State.run -Name $name -Enabled $State.enabled } catch { $null = $_ }
        return 'not-turned-on'
    }
    $again = $seen -and -not $Asked
    # Only what was seen off is known to have been off.
    $doubt = $null
    if ($State.enabled -ne 'no') { $doubt = 'The server did not say whether it was off.' }
    $by = $(if ($Asked) { 'recover' } else { 'guard' })
    $hash = '-'
    if (-not $State.claimless) {
        # What was done is written after it: a record that cannot be written must not keep synchronization off.
        try {
            # Nobody knows whether this run was permitted: from here on it cannot be, and "on" follows that.
            if ($State.unsure) {
                Close-PhsRun -Where $State.epoch -Run $State.run -Slot '50-off' `
                    -Because 'It was found off, and whether the run had the permission could not be looked up.'
            }
            if ($again) {
                $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '80-again' -Kind 'AGAIN'
            } else {
                $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '70-on' -Kind 'ON_SEEN' -Lines @(
                    "by $by", "attempts $($result.attempts)", 'offMs -', "offError64 $(ConvertTo-PhsBase64 -Text $doubt)"
                )
            }
        } catch { $null = $_ }
    }
    $kind = $(if ($again) { 'AGAIN' } else { 'TURNED_ON' })
    try {
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind $kind `
            -Sentence "Password hash synchronization of the connector $name was off and is switched on again." -Hash $hash `
            -EntryType 'Warning'
    } catch {
        $null = $_
    }
    'turned-on'
}

function Close-PhsUnswitched {
    <#
    .SYNOPSIS
    Ends a run that never had the permission to switch off. A run that went is ended only while server and log can be read and
    synchronization is on.
    #>
    param([hashtable]$State, [string]$Slot, [string]$Because)
    Set-StrictMode -Version 2.0
    if ($Slot -eq '50-off' -and ($null -eq $State.connectors -or $State.enabled -ne 'yes' -or -not $State.logRead)) { return $null }
    if ($State.slots[$Slot].state -eq 'absent') { Close-PhsRun -Where $State.epoch -Run $State.run -Slot $Slot -Because $Because }
    # Whoever took the slot decides; only a closed one ends the run here.
    $State.slots[$Slot] = Read-PhsSlot -Path ([System.IO.Path]::Combine($State.epoch.path, $Slot))
    if ($State.slots[$Slot].kind -ne 'CLOSED') { return $null }
    # Nobody can permit it any more; whether somebody did is not known, so it is watched as if.
    if ($Slot -eq '50-off' -and $State.doubt) { return $null }
    if ($State.slots['70-on'].state -ne 'absent') {
        return (
            Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' -Because (
                'It was found off and was switched on; whether the run had switched it off could not be looked up then. ' +
                'Do not repeat the run.'
            )
        )
    }
    $before = ConvertTo-PhsPlainText -Text ([string]$State.slots['10-claim'].fields['parameter64'])
    $now = $before
    if ($null -ne $State.connectors) { $now = Get-PhsForceParameter -Connector $State.connectors.ad }
    if ($State.slots['40-param'].state -ne 'absent' -or [string]$now -ne [string]$before) {
        return (Complete-PhsRun -State $State -Kind 'PARAM_ONLY' -Because 'The parameter was set, the switch was not touched.')
    }
    Complete-PhsRun -State $State -Kind 'ABANDONED' -Because "Nothing was changed: $Because"
}

