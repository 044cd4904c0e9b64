# The simulated Application log: events.tsv in the server's directory, one event a line, oldest first.
# Columns: index, UTC ticks, instance id, entry type, source, category, message (with \\ \n \r \t escaped).

$script:EventCache = $null
$script:NewLine = [char] 10
$script:Backslash = [char] 92

# The text of the log's file. Kept while the file stays as it is.
function Get-StoredLog {
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'events.tsv')
    $file = [System.IO.FileInfo]::new($path)
    $key = '{0}|{1}|{2}' -f $path, $file.LastWriteTimeUtc.Ticks, $file.Length
    if ($null -eq $script:EventCache -or $script:EventCache.Key -ne $key) {
        $text = Read-SharedText $path
        # A line that is just being written does not count yet.
        $script:EventCache = @{ Key = $key; Text = $text.Substring(0, $text.LastIndexOf($script:NewLine) + 1) }
    }
    $script:EventCache.Text
}

# A part of the pattern: any of the values, or anything.
function Get-FieldPattern {
    param($Values)
    if ($null -eq $Values) { return '[^\t]*' }
    $escaped = foreach ($value in $Values) { [regex]::Escape([string] $value) }
    '(?:{0})' -f (@($escaped) -join '|')
}

# The events that fit, oldest first, as matches: groups 1 to 6 are the columns before the message. The engine of regular
# expressions walks 20,000 events in a few dozen ms, a loop of this language takes ten times that. Names with wildcards are
# left to the caller.
function Find-StoredEvent {
    param([string] $Text, $Index, $InstanceId, $EntryType, $Source)
    $plain = $Source
    if (Test-Wildcard $Source) { $plain = $null }
    $pattern = '^({0})\t(\d+)\t({1})\t((?i:{2}))\t((?i:{3}))\t(\d+)\t' -f (Get-FieldPattern $Index), (Get-FieldPattern $InstanceId),
        (Get-FieldPattern $EntryType), (Get-FieldPattern $plain)
    , [regex]::new($pattern, [System.Text.RegularExpressions.RegexOptions] 'Multiline, CultureInvariant').Matches($Text)
}

# True when one of the names has wildcards.
function Test-Wildcard {
    param([string[]] $Text)
    foreach ($name in $Text) { if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($name)) { return $true } }
    $false
}

# The message of a match, as it was written.
function Get-StoredMessage {
    param([string] $Text, [System.Text.RegularExpressions.Match] $Found)
    $start = $Found.Index + $Found.Length
    ConvertFrom-StoredText $Text.Substring($start, $Text.IndexOf($script:NewLine, $start) - $start)
}

# Text without the escapes of the file.
function ConvertFrom-StoredText {
    param([string] $Text)
    $mark = [string] [char] 0
    $Text.Replace('\\', $mark).Replace('\n', "`n").Replace('\r', "`r").Replace('\t', "`t").Replace($mark, '\')
}

# The local time of a stored event, as the log's own API answers it.
function ConvertTo-LocalEventTime {
    param([string] $Ticks)
    [datetime]::new([long]::Parse($Ticks), [System.DateTimeKind]::Utc).ToLocalTime()
}

# Patterns that a value must fit one of, without regard to case.
function New-PatternList {
    param([string[]] $Text)
    foreach ($pattern in $Text) { [System.Management.Automation.WildcardPattern]::new($pattern, [System.Management.Automation.WildcardOptions]::IgnoreCase) }
}

# Whether a value fits one of the patterns; remembers the answer, because a log has few sources.
function Test-Pattern {
    param($Patterns, [string] $Value, [hashtable] $Known)
    if ($null -ne $Known -and $Known.ContainsKey($Value)) { return $Known[$Value] }
    $fits = $false
    foreach ($pattern in $Patterns) { if ($pattern.IsMatch($Value)) { $fits = $true } }
    if ($null -ne $Known) { $Known[$Value] = $fits }
    $fits
}
