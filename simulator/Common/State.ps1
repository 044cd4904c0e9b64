# The directory that is a simulated server: reading its state, changing it so that several processes can share it.
# Layout: simulator/README.md.

$script:StateCache = $null

# The directory of the simulated server; the session sets the variable before it imports a simulator module.
function Get-SimulatedServer {
    $variable = $ExecutionContext.SessionState.PSVariable.Get('global:PhsSimulatedServer')
    if ($null -eq $variable -or [string]::IsNullOrEmpty([string] $variable.Value)) {
        throw [System.InvalidOperationException]::new('This module is a simulation. Set the global variable PhsSimulatedServer to the directory of a simulated server first.')
    }
    [string] $variable.Value
}

# Text of a file that another process may be replacing at this moment.
function Read-SharedText {
    param([string] $Path)
    for ($attempt = 0; ; $attempt++) {
        try {
            $stream = [System.IO.FileStream]::new($Path, 'Open', 'Read', [System.IO.FileShare] 'ReadWrite, Delete')
            try { return [System.IO.StreamReader]::new($stream, [System.Text.Encoding]::UTF8).ReadToEnd() } finally { $stream.Dispose() }
        } catch {
            $missing = $_.Exception.GetBaseException() -is [System.IO.FileNotFoundException] -or $_.Exception.GetBaseException() -is [System.IO.DirectoryNotFoundException]
            if ($attempt -ge 50 -or ($missing -and $attempt -ge 2)) { throw }
            [System.Threading.Thread]::Sleep(10)
        }
    }
}

# Reads the state from the file, without the cache.
function Read-ServerState {
    [System.Management.Automation.PSSerializer]::Deserialize((Read-SharedText ([System.IO.Path]::Combine((Get-SimulatedServer), 'state.clixml'))))
}

# The state as hashtables and lists. Kept while the file stays as it is; a file written within the last 100 ms is read
# again, since two changes can share one time stamp. Pending changes that are due are applied first.
function Get-ServerState {
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'state.clixml')
    $file = [System.IO.FileInfo]::new($path)
    $key = if ($file.Exists) { '{0}|{1}|{2}' -f $path, $file.LastWriteTimeUtc.Ticks, $file.Length } else { $path }
    if ($null -eq $script:StateCache -or $script:StateCache.Key -ne $key) {
        $readAt = [datetime]::UtcNow
        $state = Read-ServerState
        $script:StateCache = $null
        if (($readAt - $file.LastWriteTimeUtc).TotalMilliseconds -gt 100) { $script:StateCache = @{ Key = $key; State = $state } }
    } else {
        $state = $script:StateCache.State
    }
    if (Test-PendingChange $state) {
        $state = Update-ServerState { param($current) }
    }
    $state
}

# True when a change that was accepted for later is due.
function Test-PendingChange {
    param($State)
    $now = [datetime]::UtcNow
    foreach ($pending in @($State['pending'])) {
        if ($null -ne $pending -and $pending['dueAt'] -le $now) { return $true }
    }
    $false
}

# Applies the changes that are due, the earliest first. Applying one can add others, or drop them. Runs under the lock.
function Complete-PendingChange {
    param($State)
    $now = [datetime]::UtcNow
    while ($true) {
        $next = $null
        foreach ($pending in @(Get-StateList $State 'pending')) {
            if ($pending['dueAt'] -le $now -and ($null -eq $next -or $pending['dueAt'] -lt $next['dueAt'])) { $next = $pending }
        }
        if ($null -eq $next) { return }
        $later = [System.Collections.ArrayList]::new()
        foreach ($pending in @(Get-StateList $State 'pending')) {
            if (-not [object]::ReferenceEquals($pending, $next)) { [void] $later.Add($pending) }
        }
        $State['pending'] = $later
        Invoke-StateChange $State $next['change'] $next['arguments']
    }
}

# Runs a script block while no other process changes the server. The lock is the open file, so it ends with its process.
function Invoke-WithServerLock {
    param([scriptblock] $Body)
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'lock')
    $giveUp = [datetime]::UtcNow.AddSeconds(60)
    $stream = $null
    while ($null -eq $stream) {
        try {
            $stream = [System.IO.FileStream]::new($path, 'OpenOrCreate', 'ReadWrite', 'None')
        } catch {
            if ([datetime]::UtcNow -gt $giveUp) { throw }
            [System.Threading.Thread]::Sleep(5)
        }
    }
    try { & $Body } finally { $stream.Dispose() }
}

# Writes a file beside its place and moves it there: a reader sees the old text or the new one, never half of it.
function Write-ReplacingText {
    param([string] $Path, [string] $Text)
    $temporary = '{0}.{1}.tmp' -f $Path, [System.Diagnostics.Process]::GetCurrentProcess().Id
    $bytes = [System.Text.UTF8Encoding]::new($false).GetBytes($Text)
    $stream = [System.IO.FileStream]::new($temporary, 'Create', 'Write', 'None')
    try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    for ($attempt = 0; ; $attempt++) {
        try {
            [System.IO.File]::Replace($temporary, $Path, [System.Management.Automation.Language.NullString]::Value)
            return
        } catch {
            if ($attempt -ge 50) { throw }
            [System.Threading.Thread]::Sleep(10)
        }
    }
}

# Changes the state: reads it afresh under the lock, applies what is due, runs the change, writes it back, then what the
# change has raised into the log. Answers the new state.
function Update-ServerState {
    param([scriptblock] $Change)
    Invoke-WithServerLock {
        $state = Read-ServerState
        $script:RaisedEvents = [System.Collections.ArrayList]::new()
        Complete-PendingChange $state
        [void] (& $Change $state)
        $state['revision'] = [int] $state['revision'] + 1
        $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'state.clixml')
        Write-ReplacingText $path ([System.Management.Automation.PSSerializer]::Serialize($state, 20))
        Write-RaisedEvent
        $state
    }
}

# The records of a part of the state that is a list.
function Get-StateList {
    param($State, [string] $Name)
    foreach ($record in @($State[$Name])) { if ($null -ne $record) { $record } }
}
