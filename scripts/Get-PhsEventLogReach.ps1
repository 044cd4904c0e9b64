<#
.SYNOPSIS
Answers how far back the Application log reaches: one row with the time of the oldest record, $null for an empty log.
.DESCRIPTION
Get-WinEvent can begin at the oldest record. Without it, a record from before Since shows that the log reaches that far: then the time of
that record is answered, and that it is not the oldest (isOldest). Only a log without such a record is walked to its end.
.PARAMETER Since
The instant in UTC that matters; without one the oldest record is looked for whatever it costs.
#>
[CmdletBinding()]
param([datetime]$Since = [datetime]::MinValue)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Get-PhsOldestRecord {
    <# .SYNOPSIS The time of the newest record before an instant, without one that of the oldest record; $null without any. #>
    param([object]$Before)
    $arguments = @{ LogName = 'Application'; ErrorAction = 'Stop' }
    if ($null -ne $Before) {
        $arguments['Before'] = $Before.ToLocalTime()
        $arguments['Newest'] = 1
    }
    try {
        Get-EventLog @arguments | & {
            begin { $last = $null }
            process { $last = $_ }
            end { if ($null -ne $last) { $last.TimeGenerated.ToUniversalTime() } }
        }
    } catch {
        # An empty log; recognized by the id because the text is translated.
        if ($_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') { throw }
    }
}

try {
    if ($null -eq $ExecutionContext.SessionState.PSVariable.GetValue('global:PhsNoWinEvent')) {
        foreach ($record in @(Get-WinEvent -LogName 'Application' -Oldest -MaxEvents 1 -ErrorAction Stop)) {
            return @{ oldestAt = $record.TimeCreated.ToUniversalTime(); isOldest = $true }
        }
    }
} catch {
    if ($_.FullyQualifiedErrorId -like 'NoMatchingEventsFound*') { return @{ oldestAt = $null; isOldest = $true } }
    # To look for a command that is not there takes a while: once is enough.
    if ($_.Exception -is [System.Management.Automation.CommandNotFoundException]) {
        $ExecutionContext.SessionState.PSVariable.Set('global:PhsNoWinEvent', $true)
    }
}
if ($Since.Year -gt 1601) {
    $instant = ConvertTo-PhsUtcTime $Since
    # A host's own Get-EventLog may lack a parameter.
    try { $older = Get-PhsOldestRecord -Before $instant } catch {
        if ($_.Exception -isnot [System.Management.Automation.ParameterBindingException]) { throw }
        $older = $null
    }
    if ($null -ne $older -and $older -le $instant) { return @{ oldestAt = $older; isOldest = $false } }
}
$oldest = $null
foreach ($time in @(Get-PhsOldestRecord)) { $oldest = $time }
@{ oldestAt = $oldest; isOldest = $true }
