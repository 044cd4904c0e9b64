# Get-EventLog of Windows PowerShell 5.1 with its odd rules (adsync-facts 4.6) and objects (1.14).

enum EventLogEntryType { Error = 1; Warning = 2; Information = 4; SuccessAudit = 8; FailureAudit = 16 }

# One entry as an object; its type names run from the most particular to the plain one.
function New-EventLogEntry {
    param([string[]] $Fields, [string] $LogName, [string] $MachineName)
    $message = ConvertFrom-StoredMessage $Fields[6]
    $instanceId = [long] $Fields[2]
    $time = ConvertTo-LocalEventTime $Fields[1]
    $entry = [pscustomobject] @{
        EventID = [int] ($instanceId -band 0xFFFF)
        MachineName = $MachineName
        Data = [byte[]] @()
        Index = [int] $Fields[0]
        Category = '({0})' -f $Fields[5]
        CategoryNumber = [int16] $Fields[5]
        EntryType = [EventLogEntryType] $Fields[3]
        Message = $message
        Source = $Fields[4]
        ReplacementStrings = [string[]] @($message)
        InstanceId = $instanceId
        TimeGenerated = $time
        TimeWritten = $time
        UserName = $null
        Site = $null
        Container = $null
    }
    $entry.PSTypeNames.Insert(0, 'System.Diagnostics.EventLogEntry')
    $entry.PSTypeNames.Insert(0, "System.Diagnostics.EventLogEntry#$LogName/$($Fields[4])")
    $entry.PSTypeNames.Insert(0, "System.Diagnostics.EventLogEntry#$LogName/$($Fields[4])/$instanceId")
    $entry
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

# Whether a time fits: strictly after, strictly before. With both, and after not before before, either is enough.
function Test-EventTime {
    param([long] $Ticks, $After, $Before)
    if ($null -eq $Before) { return $Ticks -gt $After.Ticks }
    if ($null -eq $After) { return $Ticks -lt $Before.Ticks }
    if ($After.Ticks -ge $Before.Ticks) { return ($Ticks -gt $After.Ticks -or $Ticks -lt $Before.Ticks) }
    $Ticks -gt $After.Ticks -and $Ticks -lt $Before.Ticks
}

# Walks the log backwards. Order of the filters: index, instance id, entry type, source, message, user, dates. As soon as one
# entry reaches the dates, "no matches" is no error any more.
function Find-EventLogEntry {
    param($Caller, $Filter, [string] $LogName, [string] $MachineName)
    $events = Get-StoredEvent $LogName
    $indexes = $Filter['Index']; $ids = $Filter['InstanceId']; $types = $Filter['EntryType']
    $sources = @(New-PatternList $Filter['Source']); $texts = @(New-PatternList $Filter['Message'])
    $bySource = $null -ne $Filter['Source']; $byText = $null -ne $Filter['Message']
    $newest = if ($null -ne $Filter['Newest']) { $Filter['Newest'] } else { [int]::MaxValue }
    $byDate = $null -ne $Filter['After'] -or $null -ne $Filter['Before']
    $known = @{}
    $written = 0
    $complain = $true
    for ($at = $events.Count - 1; $at -ge 0 -and $written -lt $newest; $at--) {
        $fields = $events[$at]
        if ($null -ne $indexes -and $indexes -notcontains $fields[0]) { continue }
        if ($null -ne $ids -and $ids -notcontains $fields[2]) { continue }
        if ($null -ne $types -and $types -notcontains $fields[3]) { continue }
        if ($bySource) {
            $fits = $known[$fields[4]]
            if ($null -eq $fits) { $fits = Test-Pattern $sources $fields[4] $known }
            if (-not $fits) { continue }
        }
        if ($byText -and -not (Test-Pattern $texts (ConvertFrom-StoredMessage $fields[6]) $null)) { continue }
        if ($Filter['UserName']) { continue }
        if ($byDate) {
            $complain = $false
            if (-not (Test-EventTime (ConvertTo-LocalEventTime $fields[1]).Ticks $Filter['After'] $Filter['Before'])) { continue }
        }
        $written++
        $Caller.WriteObject((New-EventLogEntry $fields $LogName $MachineName))
    }
    $written -eq 0 -and $complain -and $newest -gt 0
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
    $state = Get-ServerState
    if ($PSCmdlet.ParameterSetName -eq 'List') { return Get-EventLogList $AsString }
    if ($LogName -ne 'Application') {
        $exception = [System.InvalidOperationException]::new("The event log '$LogName' on computer '.' does not exist.")
        $PSCmdlet.ThrowTerminatingError((New-SimulatedError $exception 'EventLogNotFound' 'ObjectNotFound' $class $LogName))
    }
    $nothing = Find-EventLogEntry $PSCmdlet $PSBoundParameters 'Application' $state['platform']['machineName']
    if ($nothing) {
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
        OverflowAction = 'OverwriteAsNeeded'; MinimumRetentionDays = 0; Entries = (Get-StoredEvent 'Application')
    }
    $log.PSTypeNames.Insert(0, 'System.Diagnostics.EventLog')
    $log
}
