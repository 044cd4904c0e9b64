# ---- Run

function Confirm-PhsClaim {
    <# .SYNOPSIS The claim of this run, verified: same run, armed, nothing after it. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    $all = (Read-PhsEpoch -Pair $Where.pair -Number $Where.number).slots
    $claim = $all['10-claim']
    if ($claim.state -ne 'verified' -or $claim.kind -ne 'CLAIM' -or [string]$claim.fields['run'] -ne $RunId) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'The journal does not hold the claim of this run.'
    }
    if ([string]$claim.fields['machineId'] -ne $facts.machineId) {
        Stop-PhsGuard -RefusedFor 'FOREIGN' -Detail 'The claim was made on another machine.'
    }
    if ($all['20-armed'].state -ne 'verified' -or $all['20-armed'].kind -ne 'ARMED') {
        Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail 'The guardian has not reported.'
    }
    foreach ($name in @('30-go', '40-param', '50-off', '70-on', '80-again', '90-end')) {
        if ($all[$name].state -ne 'absent') {
            Stop-PhsGuard -RefusedFor 'SLOT_EXISTS' -Detail "The run has gone further already, or was closed ($name)."
        }
    }
    $claim
}

function Close-PhsRun {
    <# .SYNOPSIS Closes the slot in which the permission would have stood, so that nobody can give it any more. Best effort. #>
    param([hashtable]$Where, [string]$Run, [string]$Slot, [string]$Because)
    Set-StrictMode -Version 2.0
    try {
        $hash = New-PhsSlot -Where $Where -Run $Run -Slot $Slot -Kind 'CLOSED' -Lines @("reason64 $(ConvertTo-PhsBase64 -Text $Because)")
        Write-PhsGuardEvent -Where $Where -Run $Run -Kind 'CLOSED' -Sentence "The run was closed before the switch: $Because" -Hash $hash
    } catch { $null = $_ }
}

function Set-PhsParameter {
    <# .SYNOPSIS Stores the parameter as Microsoft's script does, and reads it back from the server. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $parameter = New-Object -TypeName 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter' `
        -ArgumentList $forceParameter, 'String', 'ConnectorGlobal', $null, $null, $null
    $parameter.Value = 1
    $null = $Connectors.ad.GlobalParameters.Remove($parameter.Name)
    $null = $Connectors.ad.GlobalParameters.Add($parameter)
    $null = Add-ADSyncConnector -Connector $Connectors.ad -ErrorAction Stop
    $stored = Get-PhsForceParameter -Connector (Get-PhsPairConnector -Pair $Connectors.pair).ad
    if ($stored -ne '1') {
        Stop-PhsGuard -RefusedFor 'PARAMETER_NOT_STORED' `
            -Detail "The server does not hold the parameter after it was set (it holds '$stored')."
    }
    $stored
}

function Invoke-PhsRun {
    <# .SYNOPSIS The run: everything that can be refused is refused before its first write; after the switch it only goes towards on. #>
    Set-StrictMode -Version 2.0
    $where = @{ pair = $PairId; number = $Epoch; path = (Get-PhsEpochPath -Pair $PairId -Number $Epoch) }
    Confirm-PhsTrustedPlace -Pair $PairId
    $claim = Confirm-PhsClaim -Where $where
    $lock = Open-PhsLock -Pair $PairId -Attempts 150
    if ($null -eq $lock.stream) {
        Stop-PhsGuard -RefusedFor 'LOCK_BUSY' -Detail "The lock of this pair cannot be taken ($($lock.state)). $($lock.detail)"
    }
    try {
        $claim = Confirm-PhsClaim -Where $where
        $connectors = Get-PhsPairConnector -Pair $PairId
        Confirm-PhsPlan -Where $where -Claim $claim -Connectors $connectors
        $hash = New-PhsSlot -Where $where -Run $RunId -Slot '30-go' -Kind 'GO' -Lines @("planHash $($claim.fields['planHash'])")
        try {
            Write-PhsGuardEvent -Where $where -Run $RunId -Kind 'GO' `
                -Sentence "The full password sync of the connector $($connectors.ad.Name) begins." -Hash $hash
            $value = Set-PhsParameter -Connectors $connectors
            $hash = New-PhsSlot -Where $where -Run $RunId -Slot '40-param' -Kind 'PARAM_SET' `
                -Lines @("value64 $(ConvertTo-PhsBase64 -Text $value)")
            $problem = Test-PhsGuardianArmed -Where $where -Hash ([string]$claim.fields['script']) `
                -Account (Get-PhsClaimedAccount -Claim $claim)
            if ($null -ne $problem) { Stop-PhsGuard -RefusedFor 'GUARDIAN_MISSING' -Detail $problem }
            if ((Test-PhsEnabled -Connectors $connectors) -ne 'yes') {
                Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'Password hash synchronization was switched off by somebody else.'
            }
        } catch {
            Close-PhsRun -Where $where -Run $RunId -Slot '50-off' -Because ([string]$_.Exception.Message)
            throw
        }
        Switch-PhsChannel -Where $where -Connectors $connectors
    } finally { $lock.stream.Dispose() }
}

function Confirm-PhsPlan {
    <# .SYNOPSIS The plan still holds, under the lock; else the run is closed. #>
    param([hashtable]$Where, [hashtable]$Claim, [object]$Connectors)
    Set-StrictMode -Version 2.0
    $because = $null
    $running = Get-PhsRunningCycle
    if ($null -ne $running) { $because = "A synchronization run is under way ($running)." }
    $snapshot = Get-PhsSnapshot -Connectors $Connectors
    if ($snapshot.planHash -ne [string]$Claim.fields['planHash']) {
        $because = 'The server is no longer as it was when the plan was made.'
    }
    if ($null -eq $because) {
        $because = Test-PhsGuardianArmed -Where $Where -Hash ([string]$Claim.fields['script']) `
            -Account (Get-PhsClaimedAccount -Claim $Claim)
    }
    if ($null -ne $because) {
        Close-PhsRun -Where $Where -Run $RunId -Slot '30-go' -Because $because
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail $because
    }
}

function Switch-PhsChannel {
    <# .SYNOPSIS Off and on again: the only code that switches off, once for one OFF_INTENT. #>
    param([hashtable]$Where, [object]$Connectors)
    Set-StrictMode -Version 2.0
    # Everything that the switch needs is at hand before it: nothing is looked up, loaded or written between the event and "on".
    $source = [string]$Connectors.ad.Name
    $target = [string]$Connectors.entra.Name
    $clock = [System.Diagnostics.Stopwatch]::new()
    $offError = $null
    $result = @{ on = $false; attempts = 0 }
    $message = "Password hash synchronization of the connector $source is switched off and on again now."
    $hash = New-PhsSlot -Where $Where -Run $RunId -Slot '50-off' -Kind 'OFF_INTENT'
    Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'OFF_INTENT' -Sentence $message -Hash $hash -EntryType 'Warning'
    try {
        $clock.Start()
        $null = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $source -TargetConnector $target -Enable $false -ErrorAction Stop
    } catch {
        # The error can come after the change was applied: on in either case.
        $offError = [string]$_.Exception.Message
    } finally {
        $result = Set-PhsChannelOn -Connectors $Connectors -LimitMs $TurnOnLimitMs
        $clock.Stop()
    }
    $journal = 'complete'
    try {
        if ($result.on) {
            $hash = New-PhsSlot -Where $Where -Run $RunId -Slot '70-on' -Kind 'ON_SEEN' -Lines @(
                'by run', "attempts $($result.attempts)", "offMs $($clock.ElapsedMilliseconds)",
                "offError64 $(ConvertTo-PhsBase64 -Text $offError)"
            )
            Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'ON_SEEN' `
                -Sentence "Password hash synchronization of the connector $source was read back as on." -Hash $hash
        } else {
            Write-PhsAlarm -Where $Where -Run $RunId -Name $source
        }
    } catch { $journal = 'incomplete' }
    New-PhsGuardRow -Kind 'result' -Fields @{
        parameter = 'set'; off = 'issued'; offError = $offError; on = $(if ($result.on) { 'read-back' } else { 'not-read-back' })
        onAttempts = $result.attempts; offMs = $clock.ElapsedMilliseconds; journal = $journal
    }
}

function Get-PhsRecoverLine {
    <# .SYNOPSIS The command that recovers this pair, with the connector where its name is known. #>
    param([string]$Name)
    Set-StrictMode -Version 2.0
    if ($Name -eq $PairId) { return 'phs-tool guard recover' }
    "phs-tool guard recover --connector '$($Name.Replace("'", "''"))'"
}

function Write-PhsAlarm {
    <# .SYNOPSIS What a human must do now, in the event log. #>
    param([hashtable]$Where, [string]$Run, [string]$Name, [string]$Kind = 'ALARM_OFF', [string]$Enabled = 'no')
    Set-StrictMode -Version 2.0
    $is = $(if ($Enabled -eq 'no') { 'is OFF' } else { 'may be OFF (the server does not report it)' })
    $sentence =
        "Password hash synchronization of the connector $Name $is and could not be switched on. " +
        "Restart the service Microsoft Azure AD Sync (ADSync), then run: $(Get-PhsRecoverLine -Name $Name)"
    if ($Kind -eq 'ALARM_STRANGER') {
        $sentence =
            "Password hash synchronization of the connector $Name $is, and not by this run of phs-tool. It was left as it is. " +
            "If that is not meant, switch it on in the Entra Connect wizard."
    }
    Write-PhsGuardEvent -Where $Where -Run $Run -Kind $Kind -Sentence $sentence -EntryType 'Error'
}

