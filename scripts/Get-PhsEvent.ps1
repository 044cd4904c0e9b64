<#
.SYNOPSIS
Answers records of the Application log since an instant: a row each, as the log is read.
.DESCRIPTION
One pass serves all connectors and all event ids, because Get-EventLog always walks the whole log (facts 4.6). Its
-After compares local times, which are ambiguous around a change of the clocks: it gets two hours more than asked for, and
the exact comparison is made here, in UTC. "No matches found" is recognized by its error id, its text is translated.
Records that come seldom and whose source Microsoft does not state for all builds are answered in the same pass: those of
-AnySourceEventId and -AnySourceErrorEventId, whatever their source, as far back as -AnySourceAfter.
.PARAMETER After
The instant in UTC; records of this instant and later are answered.
.PARAMETER Source
Names of the event sources; empty for all.
.PARAMETER EventId
Event ids; empty for all. Compared with the id that is shown, which is not the instance id of -InstanceId.
.PARAMETER AnySourceAfter
The instant in UTC since when records of the ids below are answered.
.PARAMETER AnySourceEventId
Ids of which records of every source are answered.
.PARAMETER AnySourceErrorEventId
Ids of which records of every source are answered if they are errors.
.PARAMETER AnySourceMaxCount
At most so many records of each of these ids, the newest.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][datetime]$After,
    [AllowEmptyCollection()][string[]]$Source = @(),
    [AllowEmptyCollection()][int[]]$EventId = @(),
    [datetime]$AnySourceAfter = [datetime]::MaxValue,
    [AllowEmptyCollection()][int[]]$AnySourceEventId = @(),
    [AllowEmptyCollection()][int[]]$AnySourceErrorEventId = @(),
    [int]$AnySourceMaxCount = 0
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$since = ConvertTo-PhsUtcTime $After
$wanted = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in @($EventId)) { $null = $wanted.Add($id) }
$all = $wanted.Count -eq 0
$sources = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
foreach ($name in @($Source)) { $null = $sources.Add($name) }
$left = [System.Collections.Generic.Dictionary[int, int]]::new()
foreach ($id in @($AnySourceEventId)) { $left[$id] = $AnySourceMaxCount }
$errorsOnly = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in @($AnySourceErrorEventId)) {
    $left[$id] = $AnySourceMaxCount
    $null = $errorsOnly.Add($id)
}
$anySource = $left.Count -gt 0
$earliest = $since
if ($anySource) {
    $anySince = ConvertTo-PhsUtcTime $AnySourceAfter
    if ($anySince -lt $since) { $earliest = $anySince }
}
$arguments = @{ LogName = 'Application'; After = $earliest.ToLocalTime().AddHours(-2); ErrorAction = 'Stop' }
if (-not $anySource -and $sources.Count -gt 0) { $arguments['Source'] = $Source }
try {
    # A block with "process" takes rows as they come and is several times as fast as ForEach-Object.
    Get-EventLog @arguments | & {
        process {
            $id = [int]$_.EventID
            $isAny = $anySource -and $left.ContainsKey($id) -and $left[$id] -gt 0
            if ($isAny -or $all -or $wanted.Contains($id)) {
                $generated = $_.TimeGenerated.ToUniversalTime()
                $isMine = $generated -ge $since -and ($all -or $wanted.Contains($id))
                if ($isMine -and $sources.Count -gt 0) { $isMine = $sources.Contains([string]$_.Source) }
                if ($isAny) { $isAny = $generated -ge $anySince }
                if ($isAny -and $errorsOnly.Contains($id)) { $isAny = [string]$_.EntryType -ceq 'Error' }
                if ($isAny) { $left[$id] = $left[$id] - 1 }
                if ($isMine -or $isAny) {
                    # Anybody may write events: what is longer than src/base/text-limits.ts allows is cut off here.
                    $text = [string]$_.Message
                    @{
                        recordId    = $_.Index
                        eventId     = $id
                        source      = [string]$_.Source
                        entryType   = [string]$_.EntryType
                        generatedAt = $generated
                        message     = $(if ($text.Length -gt 65536) { $text.Substring(0, 65536) } else { $text })
                    }
                }
            }
        }
    }
} catch {
    if ($_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') { throw }
}
