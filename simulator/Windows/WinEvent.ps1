# Get-WinEvent: the parameters that are used (facts 4.6, last paragraph; the no-match error id is unverified).

# Error 2, Warning 3, Information 4, the audits 0.
function Get-EventLevel {
    param([string] $EntryType)
    switch ($EntryType) { 'Error' { 2 } 'Warning' { 3 } 'Information' { 4 } default { 0 } }
}

# The keyword of a classic event, and what an audit was.
function Get-EventKeyword {
    param([string] $EntryType)
    switch ($EntryType) { 'SuccessAudit' { 0xA0000000000000L } 'FailureAudit' { 0x90000000000000L } default { 0x80000000000000L } }
}

function New-EventLogRecord {
    param([System.Text.RegularExpressions.Match] $Found, [string] $Message, [string] $MachineName)
    $groups = $Found.Groups
    $instanceId = [long] $groups[3].Value
    $record = [pscustomobject] @{
        Message = $Message
        Id = [int] ($instanceId -band 0xFFFF)
        Version = $null
        Qualifiers = [int] ($instanceId -shr 16)
        Level = [byte] (Get-EventLevel $groups[4].Value)
        Task = [int] $groups[6].Value
        Keywords = Get-EventKeyword $groups[4].Value
        RecordId = [long] $groups[1].Value
        ProviderName = $groups[5].Value
        LogName = 'Application'
        MachineName = $MachineName
        TimeCreated = ConvertTo-LocalEventTime $groups[2].Value
        LevelDisplayName = $groups[4].Value
        Properties = [System.Collections.Generic.List[object]]::new()
    }
    $record.PSTypeNames.Insert(0, 'System.Diagnostics.Eventing.Reader.EventLogRecord')
    $record
}

# Whether an event fits a filter hashtable: ProviderName, Id, Level, StartTime and EndTime (both inclusive).
function Test-EventFilter {
    param([System.Text.RegularExpressions.Match] $Found, $Filter, $Providers, [hashtable] $Known)
    $groups = $Found.Groups
    if ($null -ne $Providers -and -not (Test-Pattern $Providers $groups[5].Value $Known)) { return $false }
    if ($Filter.ContainsKey('Id') -and @($Filter['Id']) -notcontains ([long]::Parse($groups[3].Value) -band 0xFFFF)) { return $false }
    if ($Filter.ContainsKey('Level') -and @($Filter['Level']) -notcontains (Get-EventLevel $groups[4].Value)) { return $false }
    if (-not $Filter.ContainsKey('StartTime') -and -not $Filter.ContainsKey('EndTime')) { return $true }
    $time = [datetime]::new([long]::Parse($groups[2].Value), [System.DateTimeKind]::Utc)
    if ($Filter.ContainsKey('StartTime') -and $time -lt ([datetime] $Filter['StartTime']).ToUniversalTime()) { return $false }
    -not ($Filter.ContainsKey('EndTime') -and $time -gt ([datetime] $Filter['EndTime']).ToUniversalTime())
}

# The filter hashtable that stands for one query by sources, ids and the earliest time: what is asked of the log, no more of XPath.
function ConvertFrom-EventQuery {
    param($Caller, [string] $Query)
    $form = '^\*\[System\[Provider\[(?<sources>@Name=''[^'']*''( or @Name=''[^'']*'')*)\] and \((?<ids>EventID=\d+( or EventID=\d+)*)\)( and TimeCreated\[@SystemTime>=''(?<since>[^'']+)''\])?\]\]$'
    $found = [regex]::Match($Query, $form)
    # As the real one: the engine behind it takes about twenty conditions.
    $conditions = [regex]::Matches($Query, '@Name=|EventID=|@SystemTime').Count
    if (-not $found.Success -or $conditions -gt 22) { Stop-WinEvent $Caller 'The specified query is invalid' 'System.Diagnostics.Eventing.Reader.EventLogException' 'NotSpecified' }
    $filter = @{
        LogName = 'Application'
        ProviderName = @([regex]::Matches($found.Groups['sources'].Value, "'([^']*)'") | ForEach-Object { $_.Groups[1].Value })
        Id = @([regex]::Matches($found.Groups['ids'].Value, '\d+') | ForEach-Object { [int] $_.Value })
    }
    if ($found.Groups['since'].Success) {
        $filter['StartTime'] = [datetime]::Parse($found.Groups['since'].Value, [System.Globalization.CultureInfo]::InvariantCulture)
    }
    $filter
}

# The events, oldest first, that fit a structured query: several selections of the Application log, each by sources, ids (ranges too), an
# earliest time and the level of errors. No more of XPath.
function Find-QueriedEvent {
    param($Caller, [string] $Text, [xml] $Query)
    $found = [System.Collections.Generic.SortedDictionary[int, object]]::new()
    foreach ($select in $Query.GetElementsByTagName('Select')) {
        $test = [string] $select.InnerText
        $form = '^\*(\[System\[(?<all>(Provider\[@Name=''[^'']*''( or @Name=''[^'']*'')*\]|TimeCreated\[@SystemTime >= ''[^'']+''\]|Level=2|\((EventID=\d+|\(EventID >= \d+ and EventID <= \d+\)| or )+\)| and )+)\]\])?$'
        $conditions = [regex]::Matches($test, '@Name=|EventID|@SystemTime|Level=').Count
        if (-not [regex]::IsMatch($test, $form) -or $conditions -gt 22 -or $select.GetAttribute('Path') -ne 'Application') {
            Stop-WinEvent $Caller 'The specified query is invalid' 'System.Diagnostics.Eventing.Reader.EventLogException' 'NotSpecified'
        }
        $sources = @(foreach ($name in [regex]::Matches($test, "@Name='([^']*)'")) { $name.Groups[1].Value })
        $ids = [System.Collections.Generic.List[long]]::new()
        foreach ($id in [regex]::Matches($test, 'EventID=(\d+)')) { $ids.Add([long] $id.Groups[1].Value) }
        foreach ($range in [regex]::Matches($test, 'EventID >= (\d+) and EventID <= (\d+)')) {
            for ($id = [long] $range.Groups[1].Value; $id -le [long] $range.Groups[2].Value; $id++) { $ids.Add($id) }
        }
        $since = [regex]::Match($test, "@SystemTime >= '([^']+)'")
        $ticks = 0
        if ($since.Success) { $ticks = [datetimeoffset]::Parse($since.Groups[1].Value, [System.Globalization.CultureInfo]::InvariantCulture).UtcTicks }
        # Ids are compared without the bits above them: severity and facility. What is looked at first leaves few lines to the long lists.
        $instances = '\d+'
        if ($ids.Count -gt 0) {
            $high = foreach ($bits in 0x40000000, 0x80000000L, 0xC0000000L) { foreach ($id in $ids) { $id + $bits } }
            $instances = '(?:(?=\d{1,5}\t)(?:{0})|(?=\d{10}\t)(?:{1}))' -replace '\{0\}', ($ids -join '|') -replace '\{1\}', ($high -join '|')
        }
        $names = '[^\t]*'
        if ($sources.Count -gt 0) { $names = '(?i:{0})' -f (@(foreach ($name in $sources) { [regex]::Escape($name) }) -join '|') }
        $type = '[^\t]*'
        if ($test.Contains('Level=2')) { $type = 'Error' }
        $pattern = '^(?=[^\t]*\t\d+\t\d+\t{1}\t{2}\t)([^\t]*)\t(\d+)\t({0})\t([^\t]*)\t([^\t]*)\t(\d+)\t' -replace '\{0\}', $instances.Replace('$', '$$') -replace
            '\{1\}', $type -replace '\{2\}', $names.Replace('$', '$$')
        foreach ($match in [regex]::new($pattern, [System.Text.RegularExpressions.RegexOptions] 'Multiline, CultureInvariant').Matches($Text)) {
            if ([long]::Parse($match.Groups[2].Value) -ge $ticks) { $found[$match.Index] = $match }
        }
    }
    , @($found.Values)
}

# Ends the calling cmdlet for a log or a filter key that is not there.
function Stop-WinEvent {
    param($Caller, [string] $Message, [string] $Id, [string] $Category)
    $class = 'Microsoft.PowerShell.Commands.GetWinEventCommand'
    $Caller.ThrowTerminatingError((New-SimulatedError ([System.Exception]::new($Message)) $Id $Category $class $null))
}

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'LogName')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'LogName')] [string[]] $LogName,
        [Parameter(ParameterSetName = 'LogName')] [string] $FilterXPath = '',
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Hashtable')] [hashtable] $FilterHashtable,
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Xml')] [xml] $FilterXml,
        [long] $MaxEvents = [long]::MaxValue,
        [switch] $Oldest
    )
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $filter = if ($PSCmdlet.ParameterSetName -eq 'Hashtable') { $FilterHashtable }
    elseif ($PSCmdlet.ParameterSetName -eq 'Xml') { @{} }
    elseif ($FilterXPath -ne '') { ConvertFrom-EventQuery $PSCmdlet $FilterXPath }
    else { @{ LogName = $LogName } }
    foreach ($key in @($filter.Keys)) {
        if ('LogName', 'ProviderName', 'Id', 'Level', 'StartTime', 'EndTime' -notcontains $key) {
            Stop-WinEvent $PSCmdlet "The simulated Get-WinEvent does not know the filter key '$key'." 'UnknownFilterKey' 'InvalidArgument'
        }
    }
    foreach ($log in @($filter['LogName'])) {
        if ($null -ne $log -and $log -ne 'Application') {
            Stop-WinEvent $PSCmdlet "There is not an event log on the localhost computer that matches `"$log`"." 'NoMatchingLogsFound' 'ObjectNotFound'
        }
    }
    $text = Get-StoredLog
    $found = if ($PSCmdlet.ParameterSetName -eq 'Xml') { Find-QueriedEvent $PSCmdlet $text $FilterXml }
    else { Find-StoredEvent $text $null $null $null $filter['ProviderName'] }
    $providers = $null
    if (Test-Wildcard $filter['ProviderName']) { $providers = @(New-PatternList $filter['ProviderName']) }
    $known = @{}
    $written = 0
    # From the oldest on, matches are made one at a time: the first one costs nothing.
    $walk = $found
    if (-not $Oldest) {
        $walk = @($found)
        [array]::Reverse($walk)
    }
    foreach ($match in $walk) {
        if ($written -ge $MaxEvents) { break }
        if ($filter.Count -gt 1 -and -not (Test-EventFilter $match $filter $providers $known)) { continue }
        $written++
        $PSCmdlet.WriteObject((New-EventLogRecord $match (Get-StoredMessage $text $match) $state['platform']['machineName']))
    }
    if ($written -eq 0) {
        $exception = [System.Exception]::new('No events were found that match the specified selection criteria.')
        $PSCmdlet.WriteError((New-SimulatedError $exception 'NoMatchingEventsFound' 'ObjectNotFound' 'Microsoft.PowerShell.Commands.GetWinEventCommand' $null))
    }
}
