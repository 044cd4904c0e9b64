# Get-WinEvent: the parameters that are used (adsync-facts 4.6, last paragraph; the no-match error id is unverified).

# Error 2, Warning 3, Information 4, the audits 0.
function Get-EventLevel {
    param([string] $EntryType)
    switch ($EntryType) { 'Error' { 2 } 'Warning' { 3 } 'Information' { 4 } default { 0 } }
}

function New-EventLogRecord {
    param([string[]] $Fields, [string] $MachineName)
    $level = Get-EventLevel $Fields[3]
    $record = [pscustomobject] @{
        Message = ConvertFrom-StoredMessage $Fields[6]
        Id = [int] ([long] $Fields[2] -band 0xFFFF)
        Version = $null
        Qualifiers = [int] ([long] $Fields[2] -shr 16)
        Level = [byte] $level
        Task = [int] $Fields[5]
        Keywords = [long] 36028797018963968
        RecordId = [long] $Fields[0]
        ProviderName = $Fields[4]
        LogName = 'Application'
        MachineName = $MachineName
        TimeCreated = ConvertTo-LocalEventTime $Fields[1]
        LevelDisplayName = $Fields[3]
        Properties = [System.Collections.Generic.List[object]]::new()
    }
    $record.PSTypeNames.Insert(0, 'System.Diagnostics.Eventing.Reader.EventLogRecord')
    $record
}

# Whether the fields of an event fit a filter hashtable: ProviderName, Id, Level, StartTime and EndTime (both inclusive).
function Test-EventFilter {
    param([string[]] $Fields, $Filter)
    if ($Filter.ContainsKey('ProviderName') -and -not (Test-Pattern @(New-PatternList $Filter['ProviderName']) $Fields[4] $null)) { return $false }
    if ($Filter.ContainsKey('Id') -and @($Filter['Id']) -notcontains ([long] $Fields[2] -band 0xFFFF)) { return $false }
    if ($Filter.ContainsKey('Level') -and @($Filter['Level']) -notcontains (Get-EventLevel $Fields[3])) { return $false }
    $time = [datetime]::new([long] $Fields[1], [System.DateTimeKind]::Utc)
    if ($Filter.ContainsKey('StartTime') -and $time -lt ([datetime] $Filter['StartTime']).ToUniversalTime()) { return $false }
    -not ($Filter.ContainsKey('EndTime') -and $time -gt ([datetime] $Filter['EndTime']).ToUniversalTime())
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
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Hashtable')] [hashtable] $FilterHashtable,
        [long] $MaxEvents = [long]::MaxValue,
        [switch] $Oldest
    )
    $state = Get-ServerState
    $filter = if ($PSCmdlet.ParameterSetName -eq 'Hashtable') { $FilterHashtable } else { @{ LogName = $LogName } }
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
    $events = Get-StoredEvent 'Application'
    $machine = $state['platform']['machineName']
    $written = 0
    $step = if ($Oldest) { 1 } else { -1 }
    for ($at = $(if ($Oldest) { 0 } else { $events.Count - 1 }); $at -ge 0 -and $at -lt $events.Count -and $written -lt $MaxEvents; $at += $step) {
        if ($filter.Count -gt 1 -and -not (Test-EventFilter $events[$at] $filter)) { continue }
        $written++
        $PSCmdlet.WriteObject((New-EventLogRecord $events[$at] $machine))
    }
    if ($written -eq 0) {
        $exception = [System.Exception]::new('No events were found that match the specified selection criteria.')
        $PSCmdlet.WriteError((New-SimulatedError $exception 'NoMatchingEventsFound' 'ObjectNotFound' 'Microsoft.PowerShell.Commands.GetWinEventCommand' $null))
    }
}
