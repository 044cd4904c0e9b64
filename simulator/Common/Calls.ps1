# Every call of a simulated cmdlet: changing ones are counted in calls.log, then faults of the state decide how a call
# really goes (simulator/README.md).

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

# Adds one line of JSON to calls.log: time, process, the task that the process belongs to, cmdlet, arguments. Runs under the lock.
function Add-CallRecord {
    param([string] $Cmdlet, [System.Collections.IDictionary] $Arguments)
    $pairs = foreach ($name in @($Arguments.Keys)) { '{0}:{1}' -f (ConvertTo-CallText $name), (ConvertTo-CallText $Arguments[$name]) }
    $task = Get-OwnTask
    $line = '{{"at":"{0}","pid":{1},"task":{2},"cmdlet":"{3}","arguments":{{{4}}}}}' -f [datetime]::UtcNow.ToString('o'),
        [System.Diagnostics.Process]::GetCurrentProcess().Id, (ConvertTo-CallText $task.Name), $Cmdlet, (@($pairs) -join ',')
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($line + "`n")
    $stream = [System.IO.FileStream]::new([System.IO.Path]::Combine((Get-SimulatedServer), 'calls.log'), 'Append', 'Write', 'Read')
    try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
}

# Whether a fault is meant for a call. "by" distinguishes processes of scheduled tasks from all others; a stale answer needs a
# change that it can be behind of.
function Test-Fault {
    param($Fault, $State, [string] $Cmdlet, [System.Collections.IDictionary] $Arguments)
    if ($Cmdlet -notlike $Fault['cmdlet'] -or ($null -ne $Fault['times'] -and $Fault['times'] -le 0)) { return $false }
    if ($Fault['mode'] -eq 'stale' -and $null -eq $State['previousChannels']) { return $false }
    if ($null -ne $Fault['by']) {
        $isTask = $null -ne (Get-OwnTask).Name
        if (($Fault['by'] -eq 'task') -ne $isTask) { return $false }
    }
    if ($null -ne $Fault['where']) {
        foreach ($name in @($Fault['where'].Keys)) { if ([string] $Arguments[$name] -ne [string] $Fault['where'][$name]) { return $false } }
    }
    $true
}

# The first fault that is meant for the call; its counters go down: "skip" calls pass first, then it is used "times" times.
# Runs under the lock.
function Use-Fault {
    param($State, [string] $Cmdlet, [System.Collections.IDictionary] $Arguments)
    foreach ($fault in @(Get-StateList $State 'faults')) {
        if (-not (Test-Fault $fault $State $Cmdlet $Arguments)) { continue }
        if ($null -ne $fault['skip'] -and $fault['skip'] -gt 0) {
            $fault['skip'] = [int] $fault['skip'] - 1
            continue
        }
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

# Never comes back; ends with its process or when the pipeline is stopped.
function Wait-Forever {
    while ($true) { [System.Threading.Thread]::Sleep(20) }
}

# What another administrator does just now, as a fault of mode "meanwhile" says. Runs under the lock.
function Invoke-Meanwhile {
    param($State, $Fault)
    $arguments = $Fault['arguments']
    if ($null -eq $arguments) { $arguments = @{} }
    Add-CallRecord ('(meanwhile) ' + $Fault['change']) $arguments
    $change = [string] $Fault['change']
    if ($change -eq 'connector') { $change = 'edit-connector' }
    Invoke-StateChange $State $change $arguments
}

# What every cmdlet that only reads does first: answers the state as the cmdlet is to see it, or nothing when it must not
# answer at all.
function Enter-ReadingCmdlet {
    param($Caller)
    $state = Get-ServerState
    $cmdlet = $Caller.MyInvocation.MyCommand.Name
    foreach ($fault in @($state['faults'])) {
        if ($null -ne $fault -and $cmdlet -like $fault['cmdlet']) { return Invoke-ReadingFault $Caller $cmdlet }
    }
    $state
}

# Modes of a fault for a reading call: throw-before and throw-after (fails), late (answers after delayMs), hang, drop (answers
# nothing), stale (the channels as they were before the last change), meanwhile (the state before or after the other's change).
function Invoke-ReadingFault {
    param($Caller, [string] $Cmdlet)
    $given = $Caller.MyInvocation.BoundParameters
    $call = @{ Mode = 'apply'; Fault = $null }
    $state = Update-ServerState {
        param($current)
        $call.Fault = Use-Fault $current $Cmdlet $given
        if ($null -ne $call.Fault) { $call.Mode = [string] $call.Fault['mode'] }
        if ($call.Mode -eq 'meanwhile' -and $call.Fault['when'] -ne 'after') { Invoke-Meanwhile $current $call.Fault }
    }
    switch ($call.Mode) {
        'throw-before' { $Caller.ThrowTerminatingError((New-FaultError $call.Fault $Cmdlet)) }
        'throw-after' { $Caller.ThrowTerminatingError((New-FaultError $call.Fault $Cmdlet)) }
        'hang' { Wait-Forever }
        'drop' { return }
        'late' {
            [System.Threading.Thread]::Sleep([int] $call.Fault['delayMs'])
            $state = Get-ServerState
        }
        'stale' { $state['channels'] = $state['previousChannels'] }
        'meanwhile' {
            if ($call.Fault['when'] -eq 'after') { [void] (Update-ServerState { param($current) Invoke-Meanwhile $current $call.Fault }) }
        }
    }
    $state
}

# Runs one changing call: counts it, lets the faults decide, looks with "Prepare" whether the server takes it, applies it.
# Prepare gets the state under the lock, and "Given", because variables of the caller may be hidden by others of their name;
# it answers @{ Failure = error record or $null; Arguments = of the change }.
# Modes of a fault: throw-before (not applied), throw-after (applied, then fails), late (accepted now, applied after delayMs),
# hang (never returns, not applied), drop (answers as if applied), meanwhile (another administrator, before or after).
# Answers the state after the call, or nothing when the failure was only written.
function Invoke-ChangingCall {
    param($Caller, [string] $Kind, [System.Collections.IDictionary] $Logged, [hashtable] $Given, [scriptblock] $Prepare, [switch] $WriteFailure)
    $cmdlet = $Caller.MyInvocation.MyCommand.Name
    $call = @{ Mode = 'apply'; Fault = $null; Failure = $null }
    $state = Update-ServerState {
        param($current)
        Add-CallRecord $cmdlet $Logged
        $call.Fault = Use-Fault $current $cmdlet $Logged
        if ($null -ne $call.Fault) { $call.Mode = [string] $call.Fault['mode'] }
        if ('throw-before', 'hang' -contains $call.Mode) { return }
        $meanwhile = $call.Mode -eq 'meanwhile'
        if ($meanwhile -and $call.Fault['when'] -ne 'after') { Invoke-Meanwhile $current $call.Fault }
        $prepared = & $Prepare $current $Given
        $call.Failure = $prepared.Failure
        if ($null -eq $call.Failure) {
            if ('apply', 'throw-after', 'meanwhile' -contains $call.Mode) { Invoke-StateChange $current $Kind $prepared.Arguments }
            if ($call.Mode -eq 'late') {
                $due = [datetime]::UtcNow.AddMilliseconds([int] $call.Fault['delayMs'])
                Add-PendingChange $current $due $Kind $prepared.Arguments
            }
        }
        if ($meanwhile -and $call.Fault['when'] -eq 'after') { Invoke-Meanwhile $current $call.Fault }
    }
    if ($call.Mode -eq 'hang') { Wait-Forever }
    if ($call.Mode -eq 'throw-before') { $Caller.ThrowTerminatingError((New-FaultError $call.Fault $cmdlet)) }
    if ($null -ne $call.Failure) {
        if (-not $WriteFailure) { $Caller.ThrowTerminatingError($call.Failure) }
        $Caller.WriteError($call.Failure)
        return
    }
    if ($call.Mode -eq 'throw-after') { $Caller.ThrowTerminatingError((New-FaultError $call.Fault $cmdlet)) }
    $state
}

# Notes a change for later; whoever looks at the server when it is due applies it.
function Add-PendingChange {
    param($State, [datetime] $DueAt, [string] $Change, $Arguments)
    $State['pending'] = @(Get-StateList $State 'pending') + @{ dueAt = $DueAt; change = $Change; arguments = $Arguments }
}
