# Get-WinEvent: the parameters that are used (facts 4.6, last paragraph; the no-match error id is unverified).

# Error 2, Warning 3, Information 4, the audits 0.
function Get-EventLevel {
    param([string] $EntryType)
    switch ($EntryType) { 'Error' { 2 } 'Warning' { 3 } 'Information' { 4 } default { 0 } }
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
        Keywords = [long] 36028797018963968
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
        [long] $MaxEvents = [long]::MaxValue,
        [switch] $Oldest
    )
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $filter = if ($PSCmdlet.ParameterSetName -eq 'Hashtable') { $FilterHashtable }
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
    $found = Find-StoredEvent $text $null $null $null $filter['ProviderName']
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
