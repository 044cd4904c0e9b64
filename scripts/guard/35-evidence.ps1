# ---- Evidence (Inspect)

function Get-PhsDirectoryRow {
    <# .SYNOPSIS How a directory of the guard is kept, and everything below it: of the journal by pair. #>
    param([string]$Role, [string]$Path, [string]$Pair = '')
    Set-StrictMode -Version 2.0
    try {
        $found = @{ state = 'protected'; detail = $null }
        if ($Role -ne 'pair') { $found = Get-PhsPlatformGuard -Action Inspect -Path $Path }
        if ($Role -ne 'journal' -and $found.state -eq 'protected') { $found = Get-PhsPlatformGuard -Action InspectTree -Path $Path }
    } catch { $found = @{ state = 'unreadable'; detail = [string]$_.Exception.Message } }
    $about = $null
    if ($Pair -ne '') { $about = $Pair }
    New-PhsGuardRow -Kind 'directory' -Fields @{ role = $Role; path = $Path; state = $found.state; detail = $found.detail; pair = $about }
}

function Get-PhsJournalRow {
    <# .SYNOPSIS Lock, slots and ticks of every pair in a journal that is protected; below another nothing is read. #>
    Set-StrictMode -Version 2.0
    $root = Get-PhsDirectoryRow -Role 'journal' -Path $facts.journalRoot
    $root
    if ($root.fields['state'] -ne 'protected') { return }
    foreach ($folder in [System.IO.Directory]::GetFileSystemEntries($facts.journalRoot)) {
        $pair = [System.IO.Path]::GetFileName($folder)
        if (-not [regex]::IsMatch($pair, '^[0-9a-f]{64}\z')) { continue }
        $kept = Get-PhsDirectoryRow -Role 'pair' -Path $folder -Pair $pair
        $kept
        if ($kept.fields['state'] -ne 'protected') { continue }
        Get-PhsLockRow -Pair $pair -Path ([System.IO.Path]::Combine($folder, 'lock'))
        foreach ($number in (Get-PhsEpochNumber -Pair $pair)) { Get-PhsEpochRow -Pair $pair -Number $number }
    }
}

function Get-PhsLockRow {
    <# .SYNOPSIS Whether somebody holds the lock of a pair. #>
    param([string]$Pair, [string]$Path)
    Set-StrictMode -Version 2.0
    $lock = @{ pair = $Pair; state = 'absent'; detail = $null }
    if ([System.IO.File]::Exists($Path)) {
        $probe = Open-PhsLock -Pair $Pair -Attempts 1 -Open 'Open'
        $lock.state = $(if ($probe.state -eq 'busy') { 'busy' } else { 'unreadable' })
        $lock.detail = $probe.detail
        if ($null -ne $probe.stream) {
            $lock.state = 'free'
            $probe.stream.Dispose()
        }
    }
    New-PhsGuardRow -Kind 'lock' -Fields $lock
}

function Get-PhsEpochRow {
    <# .SYNOPSIS The slots of an epoch as they are on the disk, its newest ticks, and how many other files there are. #>
    param([string]$Pair, [int]$Number)
    Set-StrictMode -Version 2.0
    $path = Get-PhsEpochPath -Pair $Pair -Number $Number
    $count = Get-PhsTickCount -Path $path
    New-PhsGuardRow -Kind 'tick-count' -Fields @{ pair = $Pair; epoch = $Number; count = $count }
    $names = [System.Collections.Generic.List[string]]::new()
    $strange = 0
    foreach ($file in [System.IO.Directory]::GetFileSystemEntries($path)) {
        $name = [System.IO.Path]::GetFileName($file)
        if ($slotNames -ccontains $name) { $names.Add($name) } elseif ($name -ne 'ticks') { $strange++ }
    }
    $names.Sort()
    for ($tick = [System.Math]::Max(1, $count - 2); $tick -le $count; $tick++) {
        if ([System.IO.File]::Exists([System.IO.Path]::Combine($path, 'ticks', '{0:d6}' -f $tick))) { $names.Add('ticks/{0:d6}' -f $tick) }
    }
    if ($strange -gt 0) { New-PhsGuardRow -Kind 'strange-files' -Fields @{ pair = $Pair; epoch = $Number; count = $strange } }
    foreach ($name in $names) {
        $read = Read-PhsBytes -Path ([System.IO.Path]::Combine($path, $name))
        # What was listed and is not there when it is read does not count as absent.
        if ($read.state -eq 'absent') { $read.problem = 'unreadable' }
        $bytes = $null
        if ($null -ne $read.bytes) { $bytes = [System.Convert]::ToBase64String([byte[]]$read.bytes) }
        New-PhsGuardRow -Kind 'slot' -Fields @{
            pair = $Pair; epoch = $Number; slot = $name; bytes = $bytes; length = $read.length; problem = $read.problem; detail = $null
        }
    }
}

function Get-PhsLogEvent {
    <#
    .SYNOPSIS
    Events of some sources and ids, of all times or from a day before an instant, as {recordId, at, id, entryType, source,
    message}. Throws when the log cannot be read.
    #>
    param([string[]]$Source, [int[]]$Id, [string]$Since = '')
    Set-StrictMode -Version 2.0
    # Names of levels are translated, numbers are not.
    $levels = @{ 0 = 'Information'; 1 = 'Error'; 2 = 'Error'; 3 = 'Warning'; 4 = 'Information'; 5 = 'Information' }
    # By XPath: a filter by provider refuses a source that is not registered, and without one an event of another product whose
    # text cannot be made would end the reading. The engine behind the log takes about twenty conditions in one question.
    $sources = [string]::Join(' or ', @(foreach ($name in $Source) { "@Name='$name'" }))
    $ids = [string]::Join(' or ', @(foreach ($number in $Id) { "EventID=$number" }))
    $time = ''
    if ($Since -ne '') {
        $from = (ConvertTo-PhsInstant -Text $Since).AddHours(-24).ToString(
            'yyyy-MM-ddTHH:mm:ss.fffZ', [System.Globalization.CultureInfo]::InvariantCulture
        )
        $time = " and TimeCreated[@SystemTime>='$from']"
    }
    $query = "*[System[Provider[$sources] and ($ids)$time]]"
    try {
        foreach ($record in @(Get-WinEvent -LogName Application -FilterXPath $query -ErrorAction Stop)) {
            $message = [string]$record.Message
            if ($message -eq '') {
                # Without the texts of its source in the language of the system an event has no message, but still its values.
                $message = [string]::Join(
                    ' ', @(foreach ($property in $record.Properties) { [string](Get-PhsMember -From $property -Name 'Value') })
                )
            }
            @{
                recordId = $record.RecordId
                id = $record.Id
                entryType = $levels[[int]$record.Level]
                source = [string]$record.ProviderName
                at = $record.TimeCreated.ToUniversalTime(); message = $message
            }
        }
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw }
    }
}

function Get-PhsConnectorMark {
    <#
    .SYNOPSIS
    What shows that a text is about a connector: its identifier, or its whole name (not the end of the name of a child domain).
    #>
    param([object]$Connector)
    Set-StrictMode -Version 2.0
    '(?<![\w.-])' + [regex]::Escape([string]$Connector.Name) + '(?![\w-]|\.\w)|' + ([guid][string]$Connector.Identifier).ToString('D')
}

function ConvertTo-PhsInstant {
    <# .SYNOPSIS The instant of a record, in UTC. #>
    param([string]$Text)
    Set-StrictMode -Version 2.0
    [datetime]::Parse(
        $Text, [System.Globalization.CultureInfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::RoundtripKind
    ).ToUniversalTime()
}

function Test-PhsRoom {
    <# .SYNOPSIS Takes one place for an event that cannot be verified; false when there is none. Permissions have places of their own. #>
    param([hashtable]$Room, [hashtable]$Said, [bool]$Permits)
    Set-StrictMode -Version 2.0
    if (-not $Permits) {
        $Room.other--
        return $Room.other -ge 0
    }
    if ($Room.permission -le 0) { return $false }
    $taken = [int]$Room.pairs[$Said.pair]
    if ($taken -ge $mostOfPair) { return $false }
    $Room.pairs[$Said.pair] = $taken + 1
    $Room.permission--
    $true
}

function Select-PhsGuardEvent {
    <#
    .SYNOPSIS
    The events of the tool, newest first, that get a row, as {entry, authentic}, and what is left out: {rows, left: {count, newest,
    newestPermission}}. No authentic text is left out, and the oldest and newest copies of one that is repeated are there; of events
    that cannot be verified only the newest are.
    #>
    param([object[]]$Entries)
    Set-StrictMode -Version 2.0
    $rows = [System.Collections.Generic.List[hashtable]]::new()
    $left = @{ count = 0; newest = [long]0; newestPermission = [long]0 }
    $room = @{ copy = $mostDoubts; other = $mostDoubts; permission = $mostDoubts; pairs = @{} }
    $sealOf = [System.Collections.Generic.Dictionary[string, string]]::new([System.StringComparer]::Ordinal)
    $seen = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::Ordinal)
    $oldest = [System.Collections.Generic.Dictionary[string, hashtable]]::new([System.StringComparer]::Ordinal)
    foreach ($entry in $Entries) {
        $text = "$($entry.id) $($entry.message)"
        if (-not $sealOf.ContainsKey($text)) {
            $said = Read-PhsGuardEvent -Entry $entry
            if ($said.authentic -ne 'yes') {
                $permits = $said.understood -and $said.kind -eq 'OFF_INTENT'
                if (Test-PhsRoom -Room $room -Said $said -Permits $permits) {
                    $rows.Add(@{ entry = $entry; authentic = $said.authentic })
                    continue
                }
                $left.count++
                $left.newest = [System.Math]::Max($left.newest, [long]$entry.recordId)
                if ($permits) { $left.newestPermission = [System.Math]::Max($left.newestPermission, [long]$entry.recordId) }
                continue
            }
            # A seal is of the text but for its blanks: what has the same one is a copy, however it is spaced.
            $sealOf[$text] = "$($entry.id) $($said.seal)"
        }
        if (-not $seen.Add($sealOf[$text])) {
            $room.copy--
            if ($room.copy -lt 0) {
                $oldest[$sealOf[$text]] = $entry
                continue
            }
        }
        $rows.Add(@{ entry = $entry; authentic = 'yes' })
    }
    foreach ($entry in $oldest.Values) { $rows.Add(@{ entry = $entry; authentic = 'yes' }) }
    @{ rows = $rows; left = $left }
}

function Get-PhsEventRow {
    <# .SYNOPSIS What the event log says of earlier runs, and whether the tool wrote it. #>
    Set-StrictMode -Version 2.0
    try {
        $chosen = Select-PhsGuardEvent -Entries @(Get-PhsLogEvent -Source 'phs-tool' -Id @($eventIds.Values))
        foreach ($row in $chosen.rows) {
            $entry = $row.entry
            $message = $entry.message
            if ($row.authentic -ne 'yes' -and $message.Length -gt 12000) { $message = $message.Substring(0, 12000) }
            New-PhsGuardRow -Kind 'event' -Fields @{
                recordId = $entry.recordId; at = $entry.at.ToString('o'); id = $entry.id; entryType = $entry.entryType; message = $message
                authentic = $row.authentic
            }
        }
        if ($chosen.left.count -gt 0) { New-PhsGuardRow -Kind 'events-left-out' -Fields $chosen.left }
        New-PhsGuardRow -Kind 'events' -Fields @{ state = 'read'; detail = $null }
    } catch {
        New-PhsGuardRow -Kind 'events' -Fields @{ state = 'unreadable'; detail = [string]$_.Exception.Message }
    }
    $key = Get-PhsEventKey
    New-PhsGuardRow -Kind 'event-key' -Fields @{ state = $key.state; detail = $key.detail }
}

