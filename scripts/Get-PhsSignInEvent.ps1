<#
.SYNOPSIS
Answers records of the Application log that tell how the Entra connector signs in: a row each, newest first.
.DESCRIPTION
Microsoft does not name the source of the events about the certificate, so every source is answered and the text decides
(facts 9.2). Of ids that the engine also writes when all is well, only errors are answered.
.PARAMETER After
The instant in UTC; records of this instant and later are answered.
.PARAMETER EventId
Ids of which every record is answered.
.PARAMETER ErrorEventId
Ids of which only records of the type Error are answered.
.PARAMETER MaxCount
At most so many records.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][datetime]$After,
    [Parameter(Mandatory = $true)][int[]]$EventId,
    [Parameter(Mandatory = $true)][int[]]$ErrorEventId,
    [Parameter(Mandatory = $true)][int]$MaxCount
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$since = ConvertTo-PhsUtcTime $After
$wanted = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in @($EventId)) { $null = $wanted.Add($id) }
$wantedErrors = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in @($ErrorEventId)) { $null = $wantedErrors.Add($id) }
# -After compares local times, which are ambiguous around a change of the clocks: two hours more, compared exactly below.
$arguments = @{ LogName = 'Application'; After = $since.ToLocalTime().AddHours(-2); ErrorAction = 'Stop' }
$found = [System.Collections.Generic.List[object]]::new()
try {
    Get-EventLog @arguments | & {
        process {
            $isWanted = $wanted.Contains($_.EventID) -or ($wantedErrors.Contains($_.EventID) -and [string]$_.EntryType -ceq 'Error')
            if ($isWanted -and $_.TimeGenerated.ToUniversalTime() -ge $since -and $found.Count -lt $MaxCount) { $found.Add($_) }
        }
    }
} catch {
    if ($_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') { throw }
}
foreach ($record in $found) {
    # Anybody may write events: what is longer than src/base/text-limits.ts allows is cut off here.
    $text = [string]$record.Message
    @{
        recordId    = $record.Index
        eventId     = $record.EventID
        source      = [string]$record.Source
        entryType   = [string]$record.EntryType
        generatedAt = $record.TimeGenerated.ToUniversalTime()
        message     = $(if ($text.Length -gt 65536) { $text.Substring(0, 65536) } else { $text })
    }
}
