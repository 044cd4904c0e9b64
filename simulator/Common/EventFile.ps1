# Writing the simulated Application log (events.tsv, simulator/README.md). Runs under the lock.

# Events that a change has raised; they are written after the state that the change has made.
$script:RaisedEvents = $null

# Notes an event for the log: time (UTC), instance id, entry type, source, message.
function Add-RaisedEvent {
    param([datetime] $At, [long] $InstanceId, [string] $EntryType, [string] $Source, [string] $Message, [int] $Category = 0)
    [void] $script:RaisedEvents.Add(@{
        at = $At; instanceId = $InstanceId; entryType = $EntryType; source = $Source; category = $Category; message = $Message
    })
}

function ConvertTo-StoredText {
    param([string] $Text)
    $Text.Replace('\', '\\').Replace("`n", '\n').Replace("`r", '\r').Replace("`t", '\t')
}

# The index of the newest event of an open log. What a killed process left of a line is cut off.
function Get-NewestIndex {
    param([System.IO.FileStream] $Stream)
    # No event is longer: a message has at most 32,766 characters.
    $length = [int] [System.Math]::Min($Stream.Length, 262144)
    if ($length -eq 0) { return 0 }
    $bytes = [byte[]]::new($length)
    $start = $Stream.Length - $length
    $Stream.Position = $start
    $read = 0
    while ($read -lt $length) { $read += $Stream.Read($bytes, $read, $length - $read) }
    $end = [System.Array]::LastIndexOf($bytes, [byte] 10)
    if ($end -lt $length - 1) { $Stream.SetLength($start + $end + 1) }
    if ($end -lt 1) { return 0 }
    $line = [System.Array]::LastIndexOf($bytes, [byte] 10, $end - 1) + 1
    $tab = [System.Array]::IndexOf($bytes, [byte] 9, $line)
    [int] [System.Text.Encoding]::ASCII.GetString($bytes, $line, $tab - $line)
}

# Appends the raised events in one write, on disk before it returns.
function Write-RaisedEvent {
    if ($null -eq $script:RaisedEvents -or $script:RaisedEvents.Count -eq 0) { return }
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'events.tsv')
    $stream = [System.IO.FileStream]::new($path, 'OpenOrCreate', 'ReadWrite', [System.IO.FileShare] 'ReadWrite, Delete')
    try {
        $index = Get-NewestIndex $stream
        $text = [System.Text.StringBuilder]::new()
        foreach ($raised in $script:RaisedEvents) {
            $index++
            [void] $text.AppendFormat('{0}{7}{1}{7}{2}{7}{3}{7}{4}{7}{5}{7}{6}{8}', $index, ([datetime] $raised['at']).Ticks, $raised['instanceId'],
                $raised['entryType'], (ConvertTo-StoredText $raised['source']), $raised['category'], (ConvertTo-StoredText $raised['message']),
                "`t", "`n")
        }
        $bytes = [System.Text.UTF8Encoding]::new($false).GetBytes($text.ToString())
        $stream.Position = $stream.Length
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    } finally {
        $stream.Dispose()
    }
}
