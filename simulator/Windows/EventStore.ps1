# The simulated Application log: events.tsv in the server's directory, one event a line, oldest first.
# Columns: index, UTC ticks, instance id, entry type, source, category, message (with \\ \n \r \t escaped).

$script:EventCache = $null
$script:EventColumns = 7

# The lines of a log as arrays of fields, oldest first; $null when there is no such log. Kept while the file stays as it is.
function Get-StoredEvent {
    param([string] $LogName)
    if ($LogName -ne 'Application') { return $null }
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'events.tsv')
    $file = [System.IO.FileInfo]::new($path)
    $key = '{0}|{1}|{2}' -f $path, $file.LastWriteTimeUtc.Ticks, $file.Length
    if ($null -ne $script:EventCache -and $script:EventCache.Key -eq $key) { return , $script:EventCache.Events }
    $tab = [char[]] @([char] 9)
    $columns = $script:EventColumns
    $events = [System.Collections.Generic.List[string[]]]::new()
    foreach ($line in (Read-SharedText $path).Split([char[]] @([char] 10))) {
        if ($line.Length -gt 0) { $events.Add($line.Split($tab, $columns)) }
    }
    $script:EventCache = @{ Key = $key; Events = $events }
    , $events
}

# The message as it was written.
function ConvertFrom-StoredMessage {
    param([string] $Text)
    if ($Text.IndexOf([char] 92) -lt 0) { return $Text }
    $mark = [string] [char] 0
    $Text.Replace('\\', $mark).Replace('\n', "`n").Replace('\r', "`r").Replace('\t', "`t").Replace($mark, '\')
}

# The local time of a stored event, as the log's own API answers it.
function ConvertTo-LocalEventTime {
    param([string] $Ticks)
    [datetime]::new([long] $Ticks, [System.DateTimeKind]::Utc).ToLocalTime()
}
