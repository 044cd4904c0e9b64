<#
.SYNOPSIS
Answers records of the Application log since an instant: a row each, as the log is read.
.DESCRIPTION
One pass serves all connectors and all event ids, because Get-EventLog always walks the whole log (facts 4.6). Its
-After compares local times, which are ambiguous around a change of the clocks: it gets two hours more than asked for, and
the exact comparison is made here, in UTC. "No matches found" is told by its error id, its text is translated.
.PARAMETER After
The instant in UTC; records of this instant and later are answered.
.PARAMETER Source
Names of the event sources; empty for all.
.PARAMETER EventId
Event ids; empty for all. Compared with the id that is shown, which is not the instance id of -InstanceId.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][datetime]$After,
    [AllowEmptyCollection()][string[]]$Source = @(),
    [AllowEmptyCollection()][int[]]$EventId = @()
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$since = ConvertTo-PhsUtcTime $After
$wanted = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in @($EventId)) { $null = $wanted.Add($id) }
$all = $wanted.Count -eq 0
$arguments = @{ LogName = 'Application'; After = $since.ToLocalTime().AddHours(-2); ErrorAction = 'Stop' }
if (@($Source).Count -gt 0) { $arguments['Source'] = $Source }
try {
    # A block with "process" takes rows as they come and is several times as fast as ForEach-Object.
    Get-EventLog @arguments | & {
        process {
            if ($all -or $wanted.Contains($_.EventID)) {
                $generated = $_.TimeGenerated.ToUniversalTime()
                if ($generated -ge $since) {
                    # Anybody may write events: what is longer than src/base/text-limits.ts allows is cut off here.
                    $text = [string]$_.Message
                    @{
                        recordId    = $_.Index
                        eventId     = $_.EventID
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
