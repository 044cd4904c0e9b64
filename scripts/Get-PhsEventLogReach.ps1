<#
.SYNOPSIS
Answers the time of the oldest record in the Application log: one row, with $null for an empty log.
.DESCRIPTION
Get-WinEvent can begin at the oldest record. If it does not exist the whole log is walked, keeping one record at a time.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$oldest = $null
try {
    if ($null -ne (Get-Command -Name 'Get-WinEvent' -ErrorAction SilentlyContinue)) {
        foreach ($record in @(Get-WinEvent -LogName 'Application' -Oldest -MaxEvents 1 -ErrorAction Stop)) {
            $oldest = $record.TimeCreated
        }
    } else {
        $oldest = Get-EventLog -LogName 'Application' -ErrorAction Stop | & {
            begin { $last = $null }
            process { $last = $_ }
            end { if ($null -ne $last) { $last.TimeGenerated } }
        }
    }
} catch {
    # An empty log, in the words of either cmdlet; recognized by the id because the text is translated.
    if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*' -and $_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') {
        throw
    }
}
if ($null -ne $oldest) { $oldest = $oldest.ToUniversalTime() }
@{ oldestAt = $oldest }
