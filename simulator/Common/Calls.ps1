# Changing calls: each is counted in calls.log, then faults of the state decide how it really goes.

# A value as JSON text.
function ConvertTo-CallText {
    param($Value)
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [bool]) { return $Value.ToString().ToLowerInvariant() }
    if ($Value -is [int] -or $Value -is [long]) { return $Value.ToString([System.Globalization.CultureInfo]::InvariantCulture) }
    $text = [System.Text.StringBuilder]::new('"')
    foreach ($character in ([string] $Value).ToCharArray()) {
        if ($character -eq '"' -or $character -eq '\') { [void] $text.Append('\').Append($character) }
        elseif ([int] $character -lt 32 -or [int] $character -gt 126) { [void] $text.AppendFormat('\u{0:x4}', [int] $character) }
        else { [void] $text.Append($character) }
    }
    $text.Append('"').ToString()
}

# Adds one line of JSON to calls.log: time, process, cmdlet, arguments. Runs under the lock.
function Add-CallRecord {
    param([string] $Cmdlet, [System.Collections.IDictionary] $Arguments)
    $pairs = foreach ($name in @($Arguments.Keys)) { '{0}:{1}' -f (ConvertTo-CallText $name), (ConvertTo-CallText $Arguments[$name]) }
    $line = '{{"at":"{0}","pid":{1},"cmdlet":"{2}","arguments":{{{3}}}}}' -f [datetime]::UtcNow.ToString('o'),
        [System.Diagnostics.Process]::GetCurrentProcess().Id, $Cmdlet, (@($pairs) -join ',')
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($line + "`n")
    $stream = [System.IO.FileStream]::new([System.IO.Path]::Combine((Get-SimulatedServer), 'calls.log'), 'Append', 'Write', 'Read')
    try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
}

# The first fault that fits the call and is not used up; its counter goes down. Runs under the lock.
function Use-Fault {
    param($State, [string] $Cmdlet, [System.Collections.IDictionary] $Arguments)
    foreach ($fault in @(Get-StateList $State 'faults')) {
        if ($fault['cmdlet'] -ne $Cmdlet -or ($null -ne $fault['times'] -and $fault['times'] -le 0)) { continue }
        $fits = $true
        if ($null -ne $fault['where']) {
            foreach ($name in @($fault['where'].Keys)) { if ($Arguments[$name] -ne $fault['where'][$name]) { $fits = $false } }
        }
        if (-not $fits) { continue }
        if ($null -ne $fault['times']) { $fault['times'] = [int] $fault['times'] - 1 }
        return $fault
    }
}

# The error that a fault asks for.
function New-FaultError {
    param($Fault, [string] $Cmdlet)
    $message = if ($null -ne $Fault['message']) { [string] $Fault['message'] } else { 'The simulated server was told to fail this call.' }
    New-SyncError ([System.InvalidOperationException]::new($message)) 'WriteError' $Cmdlet
}

# Runs one changing call. Modes of a fault: throw-before, throw-after, late (accepted now, applied after delayMs),
# hang (never returns, not applied), drop (answers as if applied). Answers the state after the call.
function Invoke-ChangingCall {
    param($Caller, [string] $Kind, [System.Collections.IDictionary] $Arguments, [System.Collections.IDictionary] $Logged)
    $cmdlet = $Caller.MyInvocation.MyCommand.Name
    $found = @{ Fault = $null }
    $state = Update-ServerState {
        param($current)
        Add-CallRecord $cmdlet $Logged
        $fault = Use-Fault $current $cmdlet $Logged
        $found.Fault = $fault
        $mode = if ($null -eq $fault) { 'apply' } else { [string] $fault['mode'] }
        if ($mode -eq 'apply' -or $mode -eq 'throw-after') {
            Invoke-StateChange $current $Kind $Arguments
        } elseif ($mode -eq 'late') {
            $due = [datetime]::UtcNow.AddMilliseconds([int] $fault['delayMs'])
            $current['pending'] = @(Get-StateList $current 'pending') + @{ dueAt = $due; change = $Kind; arguments = $Arguments }
        }
    }
    $mode = if ($null -eq $found.Fault) { 'apply' } else { [string] $found.Fault['mode'] }
    if ($mode -eq 'throw-before' -or $mode -eq 'throw-after') { $Caller.ThrowTerminatingError((New-FaultError $found.Fault $cmdlet)) }
    while ($mode -eq 'hang') { [System.Threading.Thread]::Sleep(50) }
    $state
}

# Applies one change to the state. Every way in which a cmdlet can change a server is here, so that it can also happen later.
function Invoke-StateChange {
    param($State, [string] $Change, $Arguments)
    switch ($Change) {
        'channel' {
            $channel = Get-StateList $State 'channels' | Where-Object { $_['sourceConnector'] -ceq $Arguments['sourceConnector'] }
            if ($null -eq $channel) {
                $channel = @{ sourceConnector = $Arguments['sourceConnector'] }
                $State['channels'] = @(Get-StateList $State 'channels') + $channel
            }
            $channel['targetConnector'] = $Arguments['targetConnector']
            $channel['enabled'] = [bool] $Arguments['enabled']
        }
        'connector' {
            $connectors = [System.Collections.ArrayList]::new(@(Get-StateList $State 'connectors'))
            $place = 0
            while ($place -lt $connectors.Count -and $connectors[$place]['identifier'] -ne $Arguments['identifier']) { $place++ }
            if ($place -lt $connectors.Count) { $connectors[$place] = $Arguments } else { [void] $connectors.Add($Arguments) }
            $State['connectors'] = $connectors
        }
        default { throw [System.InvalidOperationException]::new("Unknown change '$Change'.") }
    }
}
