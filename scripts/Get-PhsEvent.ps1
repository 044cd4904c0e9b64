<#
.SYNOPSIS
Answers records of the Application log since an instant: a row each, as the log is read.
.DESCRIPTION
The log is read for all connectors and all event ids at once (Read-PhsLog). Records that come seldom and whose source Microsoft does not
state for all builds are answered with them: those of -AnySourceEventId and -AnySourceErrorEventId, whatever their source, as far back as
-AnySourceAfter.
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

$selections = [System.Collections.Generic.List[object]]::new()
$selections.Add(@{ source = @($Source); eventId = @($EventId); since = ConvertTo-PhsUtcTime $After; errorEventId = @(); maxCount = 0 })
if ($AnySourceMaxCount -gt 0) {
    $selections.Add(@{
        source = @(); eventId = @($AnySourceEventId); since = ConvertTo-PhsUtcTime $AnySourceAfter
        errorEventId = @($AnySourceErrorEventId); maxCount = $AnySourceMaxCount
    })
}
Read-PhsLog -Select $selections.ToArray()
