# An Application log for measurements: Get-EventLog with its own order of filters (facts 4.6), and no Get-WinEvent. $EventCount events,
# the newest now, one every $EventGapMs; one of $PhsEvery is of password hash synchronization, in turn for each forest. With $Stored all
# events are objects in memory, made by the first call; without, an event is made when it passes the filters.
. ([System.IO.Path]::Combine($PSScriptRoot, '..', 'ADSync', 'Settings.ps1'))

$script:Now = [datetime]::Now
$script:Others = @('MsiInstaller', 'SecurityCenter', 'ESENT', 'Outlook', 'VSS', 'Windows Error Reporting', 'ADSync', 'gupdate', 'CertificateServicesClient')
$script:PhsIds = @(654, 653, 650, 651, 656, 657)
$script:Log = $null

function New-BenchEntry {
    param([int] $Index, [int] $Id, [string] $Source, [datetime] $At)
    $message = "Event $Id of $Source."
    if ($Source -eq 'Directory Synchronization') {
        $forest = [int] (1 + [System.Math]::Floor($Index / $script:PhsEvery) % $script:ForestCount)
        $message = 'Provision credentials ping end. TrackingID : 0f8fad5b-d9cb-469f-a165-70867728950e'
        if ($Id -eq 657) { $message = "Password Change Result - Anchor : a==, Dn : CN=User $Index,OU=Staff,DC=forest$forest,DC=example, PwdChangeOnLogon=False, Result : Success." }
        if ($Id -eq 656) { $message = "Password Change Request - Anchor : a==, Dn : CN=User $Index,OU=Staff,DC=forest$forest,DC=example, Change Date : 05/01/2026 16:34:08" }
        $message += "`r`n<forest-info>`r`n  <partition-name>FOREST$forest.EXAMPLE</partition-name>`r`n  <connector-id>00000001-0000-0000-8000-0000{0:x8}</connector-id>`r`n</forest-info>" -f $forest
    }
    [pscustomobject]@{
        EventID = $Id; MachineName = 'SYNC1'; Data = $null; Index = $Index; Category = '(0)'; CategoryNumber = 0
        EntryType = [System.Diagnostics.EventLogEntryType] 'Information'; Message = $message; Source = $Source; ReplacementStrings = $null; InstanceId = [long] $Id
        TimeGenerated = $At; TimeWritten = $At; UserName = $null; Site = $null; Container = $null
    }
}

# The log, newest first.
function Get-BenchLog {
    if ($null -ne $script:Log) { return , $script:Log }
    $log = [System.Collections.Generic.List[object]]::new()
    for ($index = $script:EventCount; $index -gt 0; $index--) {
        $id = 1000 + $index % 977
        $source = $script:Others[$index % 9]
        if ($index % $script:PhsEvery -eq 0) { $id = $script:PhsIds[[int] [System.Math]::Floor($index / $script:PhsEvery / $script:ForestCount) % 6]; $source = 'Directory Synchronization' }
        $at = $script:Now.AddMilliseconds(($index - $script:EventCount) * $script:EventGapMs)
        if ($script:Stored) { $log.Add((New-BenchEntry $index $id $source $at)) }
        else { $log.Add([object[]] @($index, $id, $source, $at)) }
    }
    $script:Log = $log
    , $log
}

function Get-EventLog {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $LogName, [long[]] $InstanceId, [int] $Newest = [int]::MaxValue,
        [datetime] $After, [datetime] $Before, [string[]] $EntryType, [string[]] $Source, [string] $Message
    )
    $byAfter = $PSBoundParameters.ContainsKey('After'); $byBefore = $PSBoundParameters.ContainsKey('Before')
    $written = 0
    $reached = $false
    foreach ($stored in (Get-BenchLog)) {
        if ($written -ge $Newest) { break }
        $entry = $stored
        if ($script:Stored) { $id = $stored.InstanceId; $name = $stored.Source; $at = $stored.TimeGenerated } else { $id = $stored[1]; $name = $stored[2]; $at = $stored[3] }
        if ($null -ne $InstanceId -and $InstanceId -notcontains $id) { continue }
        if ($null -ne $Source -and $Source -notcontains $name) { continue }
        $reached = $true
        if ($byAfter -and $at -le $After) { continue }
        if ($byBefore -and $at -ge $Before) { continue }
        if (-not $script:Stored) { $entry = New-BenchEntry $stored[0] $id $name $at }
        if ($null -ne $EntryType -and $EntryType -notcontains [string] $entry.EntryType) { continue }
        if ($Message -ne '' -and $entry.Message -notlike $Message) { continue }
        $written++
        $entry
    }
    if (-not $reached) {
        $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.ArgumentException]::new('No matches found'), 'GetEventLogNoEntriesFound', 'ObjectNotFound', $null))
    }
}
Export-ModuleMember -Function 'Get-EventLog'
