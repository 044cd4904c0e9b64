# Get-EventLog of Windows PowerShell 5.1 with its odd rules (facts 4.6) and objects (1.14). Its times are whole seconds.

# Entries as objects; their type names run from the most particular to the plain one. One function with "process" for all
# of them, because calling a function for each costs more than all it does.
function ConvertTo-EventLogEntry {
    param([Parameter(ValueFromPipeline = $true)] [System.Text.RegularExpressions.Match] $Found, [string] $Text, [string] $LogName, [string] $MachineName)
    process {
        $groups = $Found.Groups
        $instanceId = [long] $groups[3].Value
        $source = $groups[5].Value
        $ticks = [long]::Parse($groups[2].Value)
        $time = [datetime]::new($ticks - $ticks % 10000000, [System.DateTimeKind]::Utc).ToLocalTime()
        $start = $Found.Index + $Found.Length
        $message = $Text.Substring($start, $Text.IndexOf($script:NewLine, $start) - $start)
        if ($message.IndexOf($script:Backslash) -ge 0) { $message = ConvertFrom-StoredText $message }
        $entry = [pscustomobject] @{
            EventID = [int] ($instanceId -band 0xFFFF)
            MachineName = $MachineName
            Data = [byte[]] @()
            Index = [int] $groups[1].Value
            Category = '({0})' -f $groups[6].Value
            CategoryNumber = [int16] $groups[6].Value
            EntryType = [System.Diagnostics.EventLogEntryType] $groups[4].Value
            Message = $message
            Source = $source
            ReplacementStrings = [string[]] @($message)
            InstanceId = $instanceId
            TimeGenerated = $time
            TimeWritten = $time
            UserName = $null
            Site = $null
            Container = $null
        }
        $names = $entry.PSTypeNames
        $names.Insert(0, 'System.Diagnostics.EventLogEntry')
        $names.Insert(0, "System.Diagnostics.EventLogEntry#$LogName/$source")
        $names.Insert(0, "System.Diagnostics.EventLogEntry#$LogName/$source/$instanceId")
        $entry
    }
}

# Whether a local time fits: strictly after, strictly before. With both, and after not before before, either is enough.
function Test-EventTime {
    param([long] $Ticks, $After, $Before)
    if ($null -eq $Before) { return $Ticks -gt $After.Ticks }
    if ($null -eq $After) { return $Ticks -lt $Before.Ticks }
    if ($After.Ticks -ge $Before.Ticks) { return ($Ticks -gt $After.Ticks -or $Ticks -lt $Before.Ticks) }
    $Ticks -gt $After.Ticks -and $Ticks -lt $Before.Ticks
}

# Walks the log backwards. Order of the filters: index, instance id, entry type, source (all four in Find-StoredEvent), message,
# user, dates. As soon as one entry reaches the dates, "no matches" is not an error any more: Outcome says whether it is one.
function Find-EventLogEntry {
    param([string] $Text, $Filter, [hashtable] $Outcome)
    $found = Find-StoredEvent $Text $Filter['Index'] $Filter['InstanceId'] $Filter['EntryType'] $Filter['Source']
    $sources = @(New-PatternList $Filter['Source']); $messages = @(New-PatternList $Filter['Message'])
    $bySource = Test-Wildcard $Filter['Source']; $byMessage = $messages.Count -gt 0; $byUser = $null -ne $Filter['UserName']
    $after = $Filter['After']; $before = $Filter['Before']
    $byDate = $null -ne $after -or $null -ne $before
    # Local time is never more than 14 hours from UTC: most entries are sorted by this without asking for the zone.
    $tooOld = if ($null -ne $after -and $null -eq $before -and $after.Ticks -gt [timespan]::TicksPerDay) { $after.Ticks - [timespan]::TicksPerDay } else { 0 }
    $newest = if ($null -ne $Filter['Newest']) { $Filter['Newest'] } else { [int]::MaxValue }
    $known = @{}
    $written = 0
    $complain = $true
    for ($at = $found.Count - 1; $at -ge 0 -and $written -lt $newest; $at--) {
        $match = $found[$at]
        if ($bySource -and -not (Test-Pattern $sources $match.Groups[5].Value $known)) { continue }
        if ($byMessage -and -not (Test-Pattern $messages (Get-StoredMessage $Text $match) $null)) { continue }
        if ($byUser) { continue }
        if ($byDate) {
            $complain = $false
            $ticks = [long]::Parse($match.Groups[2].Value)
            if ($ticks -lt $tooOld) { continue }
            $ticks -= $ticks % 10000000
            $local = [datetime]::new($ticks, [System.DateTimeKind]::Utc).ToLocalTime()
            if ($null -eq $before) { if ($local.Ticks -le $after.Ticks) { continue } }
            elseif (-not (Test-EventTime $local.Ticks $after $before)) { continue }
        }
        $written++
        $match
    }
    $Outcome['NoMatches'] = $written -eq 0 -and $complain -and $newest -gt 0
}

function Get-EventLog {
    [CmdletBinding(DefaultParameterSetName = 'LogName')]
    param(
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'LogName')] [Alias('LN')] [string] $LogName,
        [Parameter(Position = 1, ParameterSetName = 'LogName')] [ValidateRange(0, [long]::MaxValue)] [long[]] $InstanceId,
        [Alias('Cn')] [string[]] $ComputerName,
        [Parameter(ParameterSetName = 'LogName')] [ValidateRange(0, [int]::MaxValue)] [int] $Newest,
        [Parameter(ParameterSetName = 'LogName')] [datetime] $After,
        [Parameter(ParameterSetName = 'LogName')] [datetime] $Before,
        [Parameter(ParameterSetName = 'LogName')] [string[]] $UserName,
        [Parameter(ParameterSetName = 'LogName')] [int[]] $Index,
        [Parameter(ParameterSetName = 'LogName')] [Alias('ET')]
        [ValidateSet('Error', 'Information', 'FailureAudit', 'SuccessAudit', 'Warning')] [string[]] $EntryType,
        [Parameter(ParameterSetName = 'LogName')] [Alias('ABO')] [string[]] $Source,
        [Parameter(ParameterSetName = 'LogName')] [Alias('MSG')] [string] $Message,
        [Parameter(ParameterSetName = 'LogName')] [switch] $AsBaseObject,
        [Parameter(ParameterSetName = 'List')] [switch] $List,
        [Parameter(ParameterSetName = 'List')] [switch] $AsString
    )
    $class = 'Microsoft.PowerShell.Commands.GetEventLogCommand'
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    if ($PSCmdlet.ParameterSetName -eq 'List') { return Get-EventLogList $AsString }
    if ($LogName -ne 'Application') {
        $exception = [System.InvalidOperationException]::new("The event log '$LogName' on computer '.' does not exist.")
        $PSCmdlet.ThrowTerminatingError((New-SimulatedError $exception 'EventLogNotFound' 'ObjectNotFound' $class $LogName))
    }
    $text = Get-StoredLog
    $outcome = @{ NoMatches = $false }
    Find-EventLogEntry $text $PSBoundParameters $outcome | ConvertTo-EventLogEntry -Text $text -LogName 'Application' -MachineName $state['platform']['machineName']
    if ($outcome['NoMatches']) {
        $exception = [System.ArgumentException]::new([string] $state['texts']['noMatchesFound'])
        $PSCmdlet.WriteError((New-SimulatedError $exception 'GetEventLogNoEntriesFound' 'ObjectNotFound' $class $null))
    }
}

# The logs of the server: this one only.
function Get-EventLogList {
    param([switch] $AsString)
    if ($AsString) { return 'Application' }
    $log = [pscustomobject] @{
        Log = 'Application'; LogDisplayName = 'Application'; MachineName = '.'; MaximumKilobytes = 20480
        OverflowAction = 'OverwriteAsNeeded'; MinimumRetentionDays = 0; Entries = (Find-StoredEvent (Get-StoredLog))
    }
    $log.PSTypeNames.Insert(0, 'System.Diagnostics.EventLog')
    $log
}
