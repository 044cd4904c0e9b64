<#
.SYNOPSIS
Reads records of the Application log: a row each, newest first.
.DESCRIPTION
Get-WinEvent is asked first, with a structured query, so that the log itself finds what is wanted. If it does not exist, does not know
the parameter or fails before it answered, Get-EventLog is asked: it hands over what comes from the sources, newest first, and would walk
the whole log (facts 4.6), so the reading ends at records that are older than what is wanted. What is wanted of another time is a call of
its own, and its records come behind: to hand over all records of the long time costs more than a walk. Both ways give the same rows:
times are whole seconds in UTC, and levels have the names of entry types. Two exceptions, because Get-EventLog would hand over too much
otherwise: it is asked for a selection of seldom records of every source by the names that Microsoft's products have in this log, and by
instance ids that have nothing but a severity above the id.
.PARAMETER Select
Selections, hashtables of which a record has to fit one: source (names; empty for all), eventId (empty for all; compared with the id that
is shown, not with the instance id), since (an instant in UTC, or $null), errorEventId (ids of which only errors fit), maxCount (at most so
many records of each id, the newest; 0 for all of them).
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true)][object[]]$Select)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Names of products that can write what comes seldom; Get-EventLog takes wildcards.
$productSources = @(
    'Directory Synchronization', 'ADSync', 'FIMSynchronizationService', 'Entra Connect Admin Actions', '*Entra*', '*Azure*', '*ADSync*'
)
# What can stand above an id in an instance id: nothing, or a severity.
$severities = @(0, 0x40000000, 0x80000000L, 0xC0000000L)
# So many records in a row that are too old, the newest first, end a reading: a single one may be of a clock that was wrong.
$pastEnough = 20
$levels = @{ 1 = 'Error'; 2 = 'Error'; 3 = 'Warning' }

# What a record has to fit, ready to be compared, and the calls of Get-EventLog by the instant since when each is asked.
$tests = [System.Collections.Generic.List[object]]::new()
$calls = [System.Collections.Generic.SortedDictionary[datetime, object]]::new()
foreach ($selection in $Select) {
    $since = [datetime]::MinValue
    if ($null -ne $selection['since']) { $since = $selection['since'] }
    if (-not $calls.ContainsKey($since)) {
        $calls[$since] = @{
            allIds = $false; anySource = $false; since = $since
            names = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
            ids = [System.Collections.Generic.HashSet[int]]::new()
        }
    }
    $call = $calls[$since]
    $sources = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($name in @($selection['source'])) { $null = $sources.Add($name) }
    $most = [int]::MaxValue
    if ($selection['maxCount'] -gt 0) { $most = $selection['maxCount'] }
    if ($sources.Count -eq 0 -and $most -eq [int]::MaxValue) { $call.anySource = $true }
    elseif ($sources.Count -eq 0) { foreach ($name in $productSources) { $null = $call.names.Add($name) } }
    else { foreach ($name in $sources) { $null = $call.names.Add($name) } }
    $left = [System.Collections.Generic.Dictionary[int, int]]::new()
    foreach ($id in @($selection['eventId'])) { $left[$id] = $most }
    $errorsOnly = [System.Collections.Generic.HashSet[int]]::new()
    foreach ($id in @($selection['errorEventId'])) {
        $left[$id] = $most
        $null = $errorsOnly.Add($id)
    }
    foreach ($id in $left.Keys) { $null = $call.ids.Add($id) }
    if ($left.Count -eq 0) { $call.allIds = $true }
    $tests.Add(@{ since = $since; sources = $sources; left = $left; errorsOnly = $errorsOnly; isLimited = $most -lt [int]::MaxValue })
}

function Test-PhsRecord {
    <# .SYNOPSIS Whether a record fits a selection; every selection that it fits counts it. #>
    param([int]$Id, [string]$Name, [datetime]$At, [string]$EntryType)
    $fits = $false
    foreach ($test in $tests) {
        if ($At -lt $test.since) { continue }
        if ($test.sources.Count -gt 0 -and -not $test.sources.Contains($Name)) { continue }
        if ($test.left.Count -gt 0) {
            if (-not $test.left.ContainsKey($Id) -or $test.left[$Id] -le 0) { continue }
            if ($EntryType -cne 'Error' -and $test.errorsOnly.Contains($Id)) { continue }
            if ($test.isLimited) { $test.left[$Id]-- }
        }
        $fits = $true
    }
    $fits
}

function Get-PhsIdCondition {
    <# .SYNOPSIS Conditions of a query for ids, neighbours as a range; each with how many comparisons it has. #>
    param([int[]]$Id)
    $sorted = [System.Collections.Generic.List[int]]::new()
    foreach ($number in $Id) { if (-not $sorted.Contains($number)) { $sorted.Add($number) } }
    $sorted.Sort()
    for ($at = 0; $at -lt $sorted.Count; $at = $end + 1) {
        $end = $at
        while ($end + 1 -lt $sorted.Count -and $sorted[$end + 1] -eq $sorted[$end] + 1) { $end++ }
        if ($end -eq $at) { @{ count = 1; text = "EventID=$($sorted[$at])" } }
        else { @{ count = 2; text = "(EventID &gt;= $($sorted[$at]) and EventID &lt;= $($sorted[$end]))" } }
    }
}

function Get-PhsLogSelect {
    <# .SYNOPSIS The elements of a structured query for a selection. The engine behind the log takes about twenty comparisons in each. #>
    param([System.Collections.IDictionary]$Selection)
    $common = [System.Collections.Generic.List[string]]::new()
    $room = 18
    if (@($Selection['source']).Count -gt 0) {
        $names = @(foreach ($name in $Selection['source']) { "@Name='{0}'" -f $name.Replace('&', '&amp;').Replace('<', '&lt;') })
        $common.Add('Provider[{0}]' -f [string]::Join(' or ', $names))
        $room -= $names.Count
    }
    if ($null -ne $Selection['since']) {
        $from = $Selection['since'].ToString('yyyy-MM-ddTHH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture)
        $common.Add("TimeCreated[@SystemTime &gt;= '$($from).000Z']")
        $room--
    }
    $groups = @(@{ id = @($Selection['eventId']); level = '' }, @{ id = @($Selection['errorEventId']); level = 'Level=2' })
    foreach ($group in $groups) {
        if ($group.id.Count -eq 0 -and ($group.level -ne '' -or @($Selection['errorEventId']).Count -gt 0)) { continue }
        $conditions = @(if ($group.id.Count -gt 0) { Get-PhsIdCondition -Id $group.id })
        $at = 0
        do {
            $used = 0
            $parts = [System.Collections.Generic.List[string]]::new()
            while ($at -lt $conditions.Count -and $used + $conditions[$at].count -lt $room) {
                $parts.Add($conditions[$at].text)
                $used += $conditions[$at].count
                $at++
            }
            $all = [System.Collections.Generic.List[string]]::new($common)
            if ($parts.Count -gt 0) { $all.Add('({0})' -f [string]::Join(' or ', $parts.ToArray())) }
            if ($group.level -ne '') { $all.Add($group.level) }
            $test = '*'
            if ($all.Count -gt 0) { $test = '*[System[{0}]]' -f [string]::Join(' and ', $all.ToArray()) }
            "<Select Path='Application'>$test</Select>"
        } while ($at -lt $conditions.Count)
    }
}

function Limit-PhsText {
    <# .SYNOPSIS Anybody may write events: what is longer than src/base/text-limits.ts allows is cut off. #>
    param([string]$Text)
    if ($Text.Length -gt 65536) { return $Text.Substring(0, 65536) }
    $Text
}

function Read-PhsWinEvent {
    <# .SYNOPSIS Asks Get-WinEvent. $state.answered is set when a record came. #>
    $selects = @(foreach ($selection in $Select) { Get-PhsLogSelect -Selection $selection })
    $query = "<QueryList><Query Id='0' Path='Application'>{0}</Query></QueryList>" -f [string]::Join('', $selects)
    # A text that cannot be made is an error of its record alone, which must not end the reading.
    $problems = [System.Collections.ArrayList]::new()
    Get-WinEvent -FilterXml $query -ErrorAction SilentlyContinue -ErrorVariable '+problems' | & {
        process {
            $state.answered = $true
            $hasText = $problems.Count -eq $state.problems
            $state.problems = $problems.Count
            $time = $_.TimeCreated.ToUniversalTime()
            $time = [datetime]::new($time.Ticks - $time.Ticks % 10000000, [System.DateTimeKind]::Utc)
            $entryType = $levels[[int]$_.Level]
            if ($null -eq $entryType) {
                $entryType = 'Information'
                if (([long]$_.Keywords -band 0x10000000000000) -ne 0) { $entryType = 'FailureAudit' }
                elseif (([long]$_.Keywords -band 0x20000000000000) -ne 0) { $entryType = 'SuccessAudit' }
            }
            if (-not (Test-PhsRecord -Id $_.Id -Name $_.ProviderName -At $time -EntryType $entryType)) { return }
            $message = ''
            if ($hasText) { $message = [string]$_.Message }
            if ($message -eq '') {
                # Without the texts of its source an event has no message, but still its values.
                $message = [string]::Join(' ', @(foreach ($property in $_.Properties) { [string]$property.Value }))
            }
            @{
                recordId = $_.RecordId; eventId = [int]$_.Id; source = [string]$_.ProviderName; entryType = $entryType
                generatedAt = $time; message = Limit-PhsText -Text $message
            }
        }
    }
    foreach ($problem in $problems) {
        $id = $problem.FullyQualifiedErrorId
        if ($id -notlike 'NoMatchingEventsFound*' -and $id -notlike 'NoEventMessage*') { throw $problem }
    }
}

function Read-PhsEventLog {
    <# .SYNOPSIS Asks Get-EventLog for a call, by what it is told to. $state.answered is set when a record came. #>
    param($Call, [string[]]$By)
    $arguments = @{ LogName = 'Application'; ErrorAction = 'Stop' }
    # Its times are local ones, which are ambiguous around a change of the clocks: two hours more are looked at again in UTC.
    $since = $Call.since
    if ($since.Year -gt 1601) { $since = $since.AddHours(-2) }
    if ($By -ccontains 'time') { $arguments['After'] = $since.ToLocalTime() }
    if ($By -ccontains 'source') { $arguments['Source'] = [string[]]@($Call.names) }
    if ($By -ccontains 'id') {
        $arguments['InstanceId'] = [long[]]@(foreach ($high in $severities) { foreach ($id in $Call.ids) { $high + $id } })
    }
    $state.before = [datetime]::MaxValue
    $state.past = 0
    # A block with "process" takes rows as they come and is several times as fast as ForEach-Object. "break" leaves the loop around the
    # pipeline, and so ends the reading.
    do {
        Get-EventLog @arguments | & {
            process {
                $state.answered = $true
                $time = $_.TimeGenerated.ToUniversalTime()
                if ($time -lt $since -and $time -le $state.before) { $state.past++ } else { $state.past = 0 }
                if ($state.past -ge $pastEnough) { break }
                $state.before = $time
                $id = [int]$_.EventID
                if (-not $Call.allIds -and -not $Call.ids.Contains($id)) { return }
                if ($time -lt $Call.since -or $state.given.Contains($_.Index)) { return }
                $name = [string]$_.Source
                $entryType = [string]$_.EntryType
                if (-not (Test-PhsRecord -Id $id -Name $name -At $time -EntryType $entryType)) { return }
                if ($calls.Count -gt 1) { $null = $state.given.Add($_.Index) }
                @{
                    recordId = $_.Index; eventId = $id; source = $name; entryType = $entryType
                    generatedAt = $time; message = Limit-PhsText -Text ([string]$_.Message)
                }
            }
        }
    } while ($false)
}

function Invoke-PhsEventLogCall {
    <# .SYNOPSIS One call of Get-EventLog, with less if the host's own one lacks a parameter. #>
    param($Call, [bool]$IsLong)
    $by = @(
        if ($IsLong -and -not $Call.allIds) { 'id' }
        if (-not $Call.anySource) { 'source' }
        if ($IsLong -and $Call.since.Year -gt 1601) { 'time' }
    )
    $state.answered = $false
    while ($true) {
        try { return Read-PhsEventLog -Call $Call -By $by } catch {
            # In the words of the cmdlet, which are translated, nothing was found.
            if ($_.FullyQualifiedErrorId -like 'GetEventLogNoEntriesFound*') { return }
            $isBinding = $_.Exception -is [System.Management.Automation.ParameterBindingException]
            if ($state.answered -or -not $isBinding -or $by.Count -eq 0) { throw }
            $by = @(if ($by.Count -gt 1) { $by[1..($by.Count - 1)] })
        }
    }
}

$state = @{ answered = $false; problems = 0; given = [System.Collections.Generic.HashSet[int]]::new() }
if ($null -eq $ExecutionContext.SessionState.PSVariable.GetValue('global:PhsNoWinEvent')) {
    try { return Read-PhsWinEvent } catch {
        if ($state.answered) { throw }
        # To look for a command that is not there takes a while: once is enough.
        if ($_.Exception -is [System.Management.Automation.CommandNotFoundException]) {
            $ExecutionContext.SessionState.PSVariable.Set('global:PhsNoWinEvent', $true)
        }
    }
}
$ordered = @($calls.Values)
for ($at = $ordered.Count - 1; $at -ge 0; $at--) {
    Invoke-PhsEventLogCall -Call $ordered[$at] -IsLong ($at -lt $ordered.Count - 1)
}
