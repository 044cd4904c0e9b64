<#
.SYNOPSIS
A Get-EventLog of an hour (until 2026-11-22T08:00Z) and of many days before it, newest first, that counts what it hands over ($global:PhsHandedOver).
.PARAMETER Recent
Records within the hour, a minute apart.
.PARAMETER Older
Records before it, an hour apart.
.PARAMETER WrongClockAt
The place of a record in the hour whose time is years before; 0 for none.
.PARAMETER OldestFirst
The other way round, as no log answers.
#>
[CmdletBinding()]
param([int]$Recent, [int]$Older, [int]$WrongClockAt = 0, [bool]$OldestFirst = $false)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function global:Get-WinEvent { throw [System.InvalidOperationException]::new('The log cannot be asked in this way.') }
$now = [datetime]::new(2026, 11, 22, 8, 0, 0, [System.DateTimeKind]::Utc).ToLocalTime()
$times = [System.Collections.Generic.List[datetime]]::new()
for ($number = 1; $number -le $Recent; $number++) {
    if ($number -eq $WrongClockAt) { $times.Add($now.AddYears(-7)) } else { $times.Add($now.AddMinutes(-$number)) }
}
for ($number = 1; $number -le $Older; $number++) { $times.Add($now.AddHours(-1 - $number)) }
if ($OldestFirst) { $times.Reverse() }
$global:PhsTimes = $times
$global:PhsHandedOver = 0

function global:Get-EventLog {
    param([string]$LogName, [string[]]$Source)
    $index = $global:PhsTimes.Count
    foreach ($time in $global:PhsTimes) {
        $global:PhsHandedOver++
        $index--
        [pscustomobject]@{
            Index = $index; EventID = 654; Source = 'Directory Synchronization'; EntryType = 'Information'; TimeGenerated = $time; Message = 'ping'
        }
    }
}
@{ done = $true }
