<#
.SYNOPSIS
Triggers Microsoft's full password sync of one connector, once, and never leaves password hash synchronization off.
.DESCRIPTION
One file holds the whole protocol (DESIGN.md, "The guard"; docs/guard.md), so that it can be read before it is trusted. Modes:
Inspect reads all evidence; Setup makes the protected directories, the event source and a pinned copy of this file;
Claim takes the run and arms the guardian; Run is the only code that stores the parameter and switches off;
Guard is what the scheduled task runs every minute; Recover does by hand what the guardian does, towards "on" only;
Supersede opens a further run after a support case.
Every slot of the journal is a file that is created once and never changed. Rows: {kind, fields}.
.PARAMETER Mode
See the description.
.PARAMETER AdConnectorId
GUID of the AD connector.
.PARAMETER PairId
SHA-256 that names the pair of connectors.
.PARAMETER Epoch
Number of the run of the pair, from 1.
.PARAMETER RunId
GUID of the run; for Supersede that of the run that is superseded; for Recover that of a run that a person vouches for.
.PARAMETER PlanHash
SHA-256 of the plan that was shown; a plan that has changed is refused.
.PARAMETER ToolVersion
Version of phs-tool, for the journal.
.PARAMETER ScriptFolder
Folder of the files to pin.
.PARAMETER GuardianAccount
Account of the scheduled task: empty for SYSTEM, or a group managed service account.
.PARAMETER Reason
Why, in the operator's words.
.PARAMETER Evidence
What Supersede sets aside: a run, a parameter that was left over, or events that cannot be verified.
.PARAMETER ReadAgainAfterMs
Pause between the two reads of "enabled".
.PARAMETER ArmTimeoutMs
How long to wait for the guardian's first report.
.PARAMETER TurnOnLimitMs
How long one attempt to switch on again may go on trying.
.PARAMETER AdSyncPath
Path of the ADSync module, for the guardian.
.PARAMETER ModulePath
Folder of modules that go first, for the guardian.
.PARAMETER SimulatorPath
Folder of the simulator, for the guardian of a simulated server.
.PARAMETER SimulatedServer
Directory of the simulated server, for its guardian.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateSet('Inspect', 'Setup', 'Claim', 'Run', 'Guard', 'Recover', 'Supersede')][string]$Mode,
    [string]$AdConnectorId = '',
    [string]$PairId = '',
    [int]$Epoch = 0,
    [string]$RunId = '',
    [string]$PlanHash = '',
    [string]$ToolVersion = '',
    [string]$ScriptFolder = '',
    [string]$GuardianAccount = '',
    [string]$Reason = '',
    [string]$Evidence = '',
    [int]$ReadAgainAfterMs = 5000,
    [int]$ArmTimeoutMs = 90000,
    [int]$TurnOnLimitMs = 240000,
    [string]$AdSyncPath = '',
    [string]$ModulePath = '',
    [string]$SimulatorPath = '',
    [string]$SimulatedServer = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$forceParameter = 'Microsoft.Synchronize.ForceFullPasswordSync'
$entraConnectorId = 'b891884f-051e-4a83-95af-2544101c9083'
$slotNames = @('00-supersede', '10-claim', '20-armed', '30-go', '40-param', '50-off', '70-on', '80-again', '90-end')
$pinnedFiles = @('Invoke-PhsGuardedSync.ps1', 'Get-PhsPlatformGuard.ps1')
$taskPath = '\phs-tool\'
$keyFile = 'event-key'
# Numbers of runs: what is larger was not written by this tool.
$lastEpoch = 9999
# How many calm looks end a run: few if the journal shows that the switch took effect and was undone, else many.
$shortSoak = 3
$longSoak = 45
# Any user can write events in any number: so many rows of each sort that nothing is lost by, and of one pair.
$mostDoubts = 100
$mostOfPair = 20
$eventIds = @{
    CLAIM = 4100; ARMED = 4101; GO = 4102; CLOSED = 4103; PARAM_SET = 4104; OFF_INTENT = 4105; TURNED_ON = 4106; ON_SEEN = 4107
    VERIFIED = 4108; REPAIRED = 4109; ABANDONED = 4110; AGAIN = 4111; PARAM_ONLY = 4150; UNKNOWN_OUTCOME = 4151; SUPERSEDE = 4180
    ALARM_OFF = 4190; ALARM_STRANGER = 4191
}

# ---- Refusals and rows

function New-PhsGuardRow {
    <# .SYNOPSIS One row for the other side: values as text, or null. #>
    param([string]$Kind, [System.Collections.IDictionary]$Fields)
    Set-StrictMode -Version 2.0
    # In a fixed order: that of a hashtable differs from process to process, and recordings are compared.
    $names = [string[]]@($Fields.Keys)
    [System.Array]::Sort($names, [System.StringComparer]::Ordinal)
    $texts = [ordered]@{}
    foreach ($name in $names) {
        $value = $Fields[$name]
        if ($null -ne $value) {
            if ($value -is [bool]) { $value = $(if ($value) { 'yes' } else { 'no' }) }
            $value = [string]::Format([System.Globalization.CultureInfo]::InvariantCulture, '{0}', $value)
        }
        $texts[$name] = $value
    }
    @{ kind = $Kind; fields = $texts }
}

function Stop-PhsGuard {
    <# .SYNOPSIS Ends the mode with a refusal that has a reason of its own. #>
    param([string]$RefusedFor, [string]$Detail)
    Set-StrictMode -Version 2.0
    $exception = [System.InvalidOperationException]::new($Detail)
    $exception.Data.Add('PhsGuardReason', $RefusedFor)
    throw $exception
}

function Get-PhsRefusal {
    <# .SYNOPSIS The refusal inside an error, or null when the error is none. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $exception = $Record.Exception
    while ($null -ne $exception) {
        if ($exception.Data.Contains('PhsGuardReason')) {
            return @{ reason = [string]$exception.Data['PhsGuardReason']; detail = [string]$exception.Message }
        }
        $exception = $exception.InnerException
    }
    $null
}

# ---- Text, hashes, tolerant reading

function Get-PhsSha256 {
    <# .SYNOPSIS SHA-256 as lower-case hexadecimal; by the provider that a FIPS policy allows. #>
    param([byte[]]$Bytes)
    Set-StrictMode -Version 2.0
    $algorithm = [System.Security.Cryptography.SHA256CryptoServiceProvider]::new()
    try {
        [System.BitConverter]::ToString($algorithm.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
    } finally {
        $algorithm.Dispose()
    }
}

function ConvertTo-PhsBase64 {
    <# .SYNOPSIS Free text as base64 of UTF-8; a dash for null. #>
    param([object]$Text)
    Set-StrictMode -Version 2.0
    if ($null -eq $Text) { return '-' }
    [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes([string]$Text))
}

function ConvertTo-PhsPlainText {
    <# .SYNOPSIS The text that ConvertTo-PhsBase64 packed. #>
    param([string]$Text)
    Set-StrictMode -Version 2.0
    if ($Text -eq '-') { return $null }
    [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Text))
}

function Get-PhsMember {
    <# .SYNOPSIS A property that may not be there; a collection is answered as it is. #>
    param([object]$From, [string]$Name)
    Set-StrictMode -Version 2.0
    if ($null -eq $From) { return $null }
    $property = $From.PSObject.Properties[$Name]
    if ($null -eq $property -or $null -eq $property.Value) { return $null }
    if ($property.Value -is [System.Collections.ICollection]) { return , $property.Value }
    $property.Value
}

function Test-PhsFlag {
    <# .SYNOPSIS yes, no or unknown of a flag that may be text (facts 1.9). #>
    param([object]$Value)
    Set-StrictMode -Version 2.0
    switch (([string]$Value).Trim()) {
        'True' { 'yes' }
        '1' { 'yes' }
        'False' { 'no' }
        '0' { 'no' }
        default { 'unknown' }
    }
}

# ---- Places

function Get-PhsUntrustedPlace {
    <#
    .SYNOPSIS
    Why nothing below the journal may be believed, or with a pair nothing of it: {path, state, detail}; null when it may, also
    where nothing is there.
    #>
    param([string]$Pair = '')
    Set-StrictMode -Version 2.0
    $places = @(@{ action = 'Inspect'; path = $facts.journalRoot })
    if ($Pair -ne '') { $places += @{ action = 'InspectTree'; path = [System.IO.Path]::Combine($facts.journalRoot, $Pair) } }
    foreach ($place in $places) {
        $found = @{ state = 'unreadable'; detail = $null }
        try {
            $found = Get-PhsPlatformGuard -Action $place.action -Path $place.path
        } catch {
            $found.detail = [string]$_.Exception.Message
        }
        if ($found.state -eq 'absent') { return $null }
        if ($found.state -ne 'protected') { return @{ path = $place.path; state = $found.state; detail = $found.detail } }
    }
    $null
}

function Confirm-PhsTrustedPlace {
    <# .SYNOPSIS Refuses when others than administrators may have written to the journal of a pair. #>
    param([string]$Pair)
    Set-StrictMode -Version 2.0
    $place = Get-PhsUntrustedPlace -Pair $Pair
    if ($null -ne $place) {
        Stop-PhsGuard -RefusedFor 'JOURNAL_DIRECTORY' `
            -Detail "The directory $($place.path) is not protected ($($place.state)). $($place.detail)"
    }
}

function New-PhsFolder {
    <# .SYNOPSIS Makes a folder of the journal, or of the pinned files, with its rights; one that is there must have them. #>
    param([string]$Path)
    Set-StrictMode -Version 2.0
    $found = @{ state = 'unreadable'; detail = $null }
    try { $found = Get-PhsPlatformGuard -Action Protect -Path $Path } catch { $found.detail = [string]$_.Exception.Message }
    if ($found.state -ne 'protected') {
        Stop-PhsGuard -RefusedFor 'SLOT_WRITE' `
            -Detail "The folder $Path cannot be made, or is not protected ($($found.state)). $($found.detail)"
    }
}

# ---- The key of the events

function Get-PhsEventKey {
    <# .SYNOPSIS The copies of the key that only SYSTEM and Administrators can read: {keys, state, detail}. Read once. #>
    Set-StrictMode -Version 2.0
    if ($facts.ContainsKey('eventKey')) { return $facts['eventKey'] }
    $answer = @{ keys = [System.Collections.Generic.List[byte[]]]::new(); state = 'absent'; detail = $null }
    foreach ($root in @($facts.journalRoot, $facts.pinRoot)) {
        $path = [System.IO.Path]::Combine($root, $keyFile)
        try {
            $found = Get-PhsPlatformGuard -Action Inspect -Path $root
            if ($found.state -eq 'protected') { $found = Get-PhsPlatformGuard -Action InspectSecret -Path $path }
        } catch { $found = @{ state = 'unreadable'; detail = [string]$_.Exception.Message } }
        if ($found.state -eq 'absent') { continue }
        $read = @{ state = 'problem'; length = 0 }
        if ($found.state -eq 'protected') { $read = Read-PhsBytes -Path $path }
        if ($read.state -eq 'read' -and $read.length -eq 32) { $answer.keys.Add([byte[]]$read.bytes); continue }
        $answer.state = $(if ($found.state -eq 'protected' -or $found.state -eq 'unreadable') { 'unreadable' } else { 'untrusted' })
        $answer.detail = "$path ($($found.state))"
    }
    if ($answer.keys.Count -gt 0) { $answer.state = 'present' }
    $facts['eventKey'] = $answer
    $answer
}

function Get-PhsEventSeal {
    <# .SYNOPSIS The line that only who can read the key can write under an event. #>
    param([byte[]]$Key, [int]$Id, [string]$Sentence, [string]$Line)
    Set-StrictMode -Version 2.0
    # The log may change blanks and line ends.
    $plain = [regex]::Replace($Sentence, '\s+', ' ').Trim()
    $text = [string]::Join("`n", @('phs-guard-event/1', [string]$facts.machineId, [string]$Id, $plain, $Line))
    $algorithm = [System.Security.Cryptography.HMACSHA256]::new($Key)
    try { $hash = $algorithm.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($text)) } finally { $algorithm.Dispose() }
    'hmac-sha256 ' + [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

function Read-PhsGuardEvent {
    <#
    .SYNOPSIS
    What an event of the tool's source says: {understood, authentic: yes, no or unknown (there is no key), kind, pair, epoch, run,
    record, seal}.
    #>
    param([hashtable]$Entry)
    Set-StrictMode -Version 2.0
    $said = @{ understood = $false; authentic = 'no'; kind = ''; pair = ''; epoch = 0; run = '-'; record = '-'; seal = '' }
    if ($Entry.message.Length -gt 20000) { return $said }
    $lines = [System.Collections.Generic.List[string]]::new()
    foreach ($part in $Entry.message.Split([char[]]@([char]10))) {
        $line = $part.Trim()
        if ($line -ne '') { $lines.Add($line) }
    }
    $last = $lines.Count - 1
    $seal = ''
    if ($last -ge 1 -and $lines[$last].StartsWith('hmac-sha256 ', [System.StringComparison]::Ordinal)) { $seal = $lines[$last]; $last-- }
    if ($last -lt 1) { return $said }
    $form =
        '^phs-guard/1 ([A-Z_]{2,20}) pair ([0-9a-f]{64}) epoch ([1-9]\d{0,3}) ' +
        'run (-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) record (-|[0-9a-f]{64})$'
    $found = [regex]::Match($lines[$last], $form)
    if (-not $found.Success) { return $said }
    $said.understood = $true
    $said.kind = $found.Groups[1].Value
    $said.pair = $found.Groups[2].Value
    $said.epoch = [int]$found.Groups[3].Value
    $said.run = $found.Groups[4].Value
    $said.record = $found.Groups[5].Value
    if (-not $eventIds.ContainsKey($said.kind) -or $eventIds[$said.kind] -ne $Entry.id) { return $said }
    $key = Get-PhsEventKey
    if ($key.keys.Count -eq 0) { $said.authentic = 'unknown' }
    # What has not the form of a seal needs no computing.
    if (-not [regex]::IsMatch($seal, '^hmac-sha256 [0-9a-f]{64}\z')) { return $said }
    $said.seal = $seal
    $sentence = [string]::Join(' ', $lines.GetRange(0, $last).ToArray())
    foreach ($copy in $key.keys) {
        if ((Get-PhsEventSeal -Key $copy -Id $Entry.id -Sentence $sentence -Line $lines[$last]) -eq $seal) { $said.authentic = 'yes' }
    }
    $said
}

# ---- Records and slots

function Get-PhsEpochPath {
    <# .SYNOPSIS The directory of one epoch. #>
    param([string]$Pair, [int]$Number)
    Set-StrictMode -Version 2.0
    [System.IO.Path]::Combine($facts.journalRoot, $Pair, $Number.ToString([System.Globalization.CultureInfo]::InvariantCulture))
}

function Read-PhsBytes {
    <# .SYNOPSIS The bytes of a small regular file; null with a problem when it is none, or cannot be read. #>
    param([string]$Path)
    Set-StrictMode -Version 2.0
    # "Exists" answers no for what cannot be read as well; only an error that says so is absence (I5).
    try {
        $attributes = [System.IO.File]::GetAttributes($Path)
    } catch [System.IO.FileNotFoundException], [System.IO.DirectoryNotFoundException] {
        return @{ state = 'absent'; problem = $null; bytes = $null; length = 0 }
    } catch { return @{ state = 'problem'; problem = 'unreadable'; bytes = $null; length = 0 } }
    if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) {
        return @{ state = 'problem'; problem = 'reparse-point'; bytes = $null; length = 0 }
    }
    if (($attributes -band [System.IO.FileAttributes]::Directory) -ne 0) {
        return @{ state = 'problem'; problem = 'not-a-file'; bytes = $null; length = 0 }
    }
    $file = [System.IO.FileInfo]::new($Path)
    if ($file.Length -gt 16384) { return @{ state = 'problem'; problem = 'too-large'; bytes = $null; length = $file.Length } }
    for ($attempt = 1; ; $attempt++) {
        try {
            # The other side may be writing; what is half written does not verify.
            $stream = [System.IO.FileStream]::new(
                $Path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::ReadWrite
            )
            try {
                $buffer = [System.IO.MemoryStream]::new()
                $stream.CopyTo($buffer)
                return @{ state = 'read'; problem = $null; bytes = $buffer.ToArray(); length = $buffer.Length }
            } finally { $stream.Dispose() }
        } catch {
            # Virus scanners and backups hold new files for a moment.
            if ($attempt -ge 5) { return @{ state = 'problem'; problem = 'unreadable'; bytes = $null; length = $file.Length } }
            [System.Threading.Thread]::Sleep(200)
        }
    }
}

function Read-PhsSlot {
    <# .SYNOPSIS One slot: absent, torn, or verified with kind, fields and hash. A file that does not verify is torn, never absent. #>
    param([string]$Path)
    Set-StrictMode -Version 2.0
    $read = Read-PhsBytes -Path $Path
    $slot = @{ state = 'torn'; kind = ''; fields = @{}; hash = '-' }
    if ($read.state -eq 'absent') { $slot.state = 'absent'; return $slot }
    if ($read.state -ne 'read') { return $slot }
    $slot.hash = Get-PhsSha256 -Bytes $read.bytes
    $text = [System.Text.Encoding]::ASCII.GetString($read.bytes)
    $last = $text.LastIndexOf("`nsha256 ", [System.StringComparison]::Ordinal)
    if ($last -lt 0 -or -not $text.StartsWith("phs-guard 1`n", [System.StringComparison]::Ordinal)) { return $slot }
    $body = $text.Substring(0, $last + 1)
    $expected = "$($body)sha256 $(Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($body)))`n"
    if (-not [string]::Equals($text, $expected, [System.StringComparison]::Ordinal)) { return $slot }
    foreach ($line in $body.Split([char[]]@([char]10))) {
        $blank = $line.IndexOf(' ')
        if ($blank -gt 0) { $slot.fields[$line.Substring(0, $blank)] = $line.Substring($blank + 1) }
    }
    $slot.kind = [string]$slot.fields['kind']
    $slot.state = 'verified'
    $slot
}

function Read-PhsEpoch {
    <# .SYNOPSIS All slots of an epoch by name, and the number of its last tick. #>
    param([string]$Pair, [int]$Number)
    Set-StrictMode -Version 2.0
    $path = Get-PhsEpochPath -Pair $Pair -Number $Number
    $slots = @{}
    foreach ($name in $slotNames) { $slots[$name] = Read-PhsSlot -Path ([System.IO.Path]::Combine($path, $name)) }
    @{ pair = $Pair; number = $Number; path = $path; slots = $slots; ticks = (Get-PhsTickCount -Path $path) }
}

function Get-PhsTickCount {
    <# .SYNOPSIS The highest number of a tick; ticks are counted by their names, not by a clock. #>
    param([string]$Path)
    Set-StrictMode -Version 2.0
    $highest = 0
    $folder = [System.IO.Path]::Combine($Path, 'ticks')
    if ([System.IO.Directory]::Exists($folder)) {
        foreach ($file in [System.IO.Directory]::GetFiles($folder)) {
            $number = 0
            $name = [System.IO.Path]::GetFileName($file)
            if ([int]::TryParse($name, [ref]$number) -and $number -gt $highest -and $name -eq ('{0:d6}' -f $number)) { $highest = $number }
        }
    }
    $highest
}

function Get-PhsEpochNumber {
    <# .SYNOPSIS The epochs of a pair that are in the journal, in order. #>
    param([string]$Pair)
    Set-StrictMode -Version 2.0
    $found = [System.Collections.Generic.List[int]]::new()
    $folder = [System.IO.Path]::Combine($facts.journalRoot, $Pair)
    if ([System.IO.Directory]::Exists($folder)) {
        foreach ($path in [System.IO.Directory]::GetDirectories($folder)) {
            $number = 0
            $name = [System.IO.Path]::GetFileName($path)
            $isNumber = [int]::TryParse($name, [ref]$number) -and $number -gt 0 -and $number -le $lastEpoch
            if ($isNumber -and $name -eq $number.ToString([System.Globalization.CultureInfo]::InvariantCulture)) { $found.Add($number) }
        }
    }
    $found.Sort()
    , $found.ToArray()
}

function Get-PhsLastEpoch {
    <#
    .SYNOPSIS
    The newest epoch of a pair that holds a slot; 0 when there is none. A folder without slots is a run that nobody began, or
    whose slots were deleted.
    #>
    param([string]$Pair)
    Set-StrictMode -Version 2.0
    $numbers = Get-PhsEpochNumber -Pair $Pair
    for ($index = $numbers.Length - 1; $index -ge 0; $index--) {
        $slots = (Read-PhsEpoch -Pair $Pair -Number $numbers[$index]).slots
        foreach ($name in $slotNames) { if ($slots[$name].state -ne 'absent') { return $numbers[$index] } }
    }
    0
}

function Get-PhsPreviousHash {
    <#
    .SYNOPSIS
    Hash of the highest slot below the new one (of a tick: of the newest slot); for the first of an epoch that of the newest slot
    of the epoch before.
    #>
    param([hashtable]$Where, [string]$Slot)
    Set-StrictMode -Version 2.0
    $hash = '-'
    foreach ($name in $slotNames) {
        if ([string]::CompareOrdinal($name, $Slot) -ge 0) { break }
        $read = Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, $name))
        if ($read.state -ne 'absent') { $hash = $read.hash }
    }
    if ($hash -eq '-' -and $Where.number -gt 1) {
        $before = Read-PhsEpoch -Pair $Where.pair -Number ($Where.number - 1)
        foreach ($name in $slotNames) { if ($before.slots[$name].state -ne 'absent') { $hash = $before.slots[$name].hash } }
    }
    $hash
}

function New-PhsSlot {
    <#
    .SYNOPSIS
    Creates a slot: exclusively, in full, flushed, read back. Answers the hash of its bytes; throws when it is there already.
    #>
    param([hashtable]$Where, [string]$Run, [string]$Slot, [string]$Kind, [string[]]$Lines = @())
    Set-StrictMode -Version 2.0
    $self = [System.Diagnostics.Process]::GetCurrentProcess()
    $text = [string]::Join("`n", @(
        'phs-guard 1', "kind $Kind", "pair $($Where.pair)", "epoch $($Where.number)", "run $Run", "slot $Slot",
        "prev $(Get-PhsPreviousHash -Where $Where -Slot $Slot)",
        "utc $([datetime]::UtcNow.ToString('o', [System.Globalization.CultureInfo]::InvariantCulture))",
        "machineId $($facts.machineId)", "machine64 $(ConvertTo-PhsBase64 -Text $facts.machineName)",
        "identity64 $(ConvertTo-PhsBase64 -Text $facts.operator)", "pid $($self.Id)",
        "start $($self.StartTime.ToUniversalTime().Ticks)", "image64 $(ConvertTo-PhsBase64 -Text $self.MainModule.FileName)"
    ) + $Lines) + "`n"
    $text = "$($text)sha256 $(Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($text)))`n"
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
    if ($bytes.Length -gt 16384) { Stop-PhsGuard -RefusedFor 'SLOT_WRITE' -Detail "The record of $Slot is larger than 16 KiB." }
    $path = [System.IO.Path]::Combine($Where.path, $Slot)
    $folder = [System.IO.Path]::GetDirectoryName($path)
    if (-not [System.IO.Directory]::Exists($folder)) { New-PhsFolder -Path $folder }
    $stream = $null
    try {
        $stream = [System.IO.FileStream]::new(
            $path, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None
        )
    } catch {
        if ([System.IO.File]::Exists($path)) { Stop-PhsGuard -RefusedFor 'SLOT_EXISTS' -Detail "The slot $Slot is taken." }
        Stop-PhsGuard -RefusedFor 'SLOT_WRITE' -Detail "The slot $Slot cannot be created: $($_.Exception.Message)"
    }
    try {
        try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    } catch {
        Stop-PhsGuard -RefusedFor 'SLOT_WRITE' -Detail "The slot $Slot cannot be written: $($_.Exception.Message)"
    }
    $back = Read-PhsBytes -Path $path
    $hash = Get-PhsSha256 -Bytes $bytes
    if ($back.state -ne 'read' -or (Get-PhsSha256 -Bytes $back.bytes) -ne $hash) {
        Stop-PhsGuard -RefusedFor 'SLOT_WRITE' -Detail "The slot $Slot does not read back as it was written."
    }
    $hash
}

function Write-PhsGuardEvent {
    <#
    .SYNOPSIS
    The same fact in the Windows event log, the second store, sealed with the key. Throws when it cannot be written; what must be
    believed later, also without a key.
    #>
    param([hashtable]$Where, [string]$Run, [string]$Kind, [string]$Sentence, [string]$Hash = '-', [string]$EntryType = 'Information')
    Set-StrictMode -Version 2.0
    # Names and reasons may hold what a log viewer or a terminal would act upon: controls, direction marks, line breaks; and the log
    # replaces %% and a number by other texts.
    $plain = [regex]::Replace($Sentence, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+', ' ').Replace('%', ' percent')
    if ($plain.Length -gt 8000) { $plain = $plain.Substring(0, 8000) }
    $line = "phs-guard/1 $Kind pair $($Where.pair) epoch $($Where.number) run $Run record $Hash"
    $message = "$plain`r`n$line"
    $key = Get-PhsEventKey
    if ($key.keys.Count -gt 0) {
        $message += "`r`n" + (Get-PhsEventSeal -Key $key.keys[0] -Id $eventIds[$Kind] -Sentence $plain -Line $line)
    } elseif (@('CLAIM', 'GO', 'OFF_INTENT', 'SUPERSEDE') -contains $Kind) {
        Stop-PhsGuard -RefusedFor 'EVENT_KEY' -Detail "The key of the events cannot be used ($($key.state)). $($key.detail)"
    }
    try {
        Write-EventLog -LogName Application -Source 'phs-tool' -EventId $eventIds[$Kind] -EntryType $EntryType -Message $message `
            -ErrorAction Stop
    } catch {
        Stop-PhsGuard -RefusedFor 'EVENT_LOG' `
            -Detail "The event of $Kind cannot be written to the Application log: $($_.Exception.Message)"
    }
}

function Open-PhsLock {
    <#
    .SYNOPSIS
    Takes the lock of a pair: a file that the kernel lets one process open, and frees when it ends. Who only looks does not make
    it. Answers {stream, state: held, busy or broken, detail}.
    #>
    param([string]$Pair, [int]$Attempts, [string]$Open = 'OpenOrCreate')
    Set-StrictMode -Version 2.0
    $folder = [System.IO.Path]::Combine($facts.journalRoot, $Pair)
    $answer = @{ stream = $null; state = 'busy'; detail = $null }
    for ($attempt = 1; $attempt -le $Attempts; $attempt++) {
        try {
            if ($Open -ne 'Open' -and -not [System.IO.Directory]::Exists($folder)) { New-PhsFolder -Path $folder }
            $answer.stream = [System.IO.FileStream]::new([System.IO.Path]::Combine($folder, 'lock'),
                [System.IO.FileMode]$Open, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
            $answer.state = 'held'
            return $answer
        } catch {
            $cause = $_.Exception.GetBaseException()
            # Sharing and lock violation of Windows, EWOULDBLOCK of Linux; everything else is not a sign of another process.
            $busy = $cause -is [System.IO.IOException] -and @(32, 33, 11) -contains ($cause.HResult -band 0xFFFF)
            $answer.state = $(if ($busy) { 'busy' } else { 'broken' })
            $answer.detail = [string]$cause.Message
            if ($attempt -lt $Attempts) { [System.Threading.Thread]::Sleep(200) }
        }
    }
    $answer
}

# ---- The server

function Get-PhsPairId {
    <# .SYNOPSIS Names a pair by the identifiers of its connectors: names differ in case and can be changed. #>
    param([object]$Ad, [object]$Entra)
    Set-StrictMode -Version 2.0
    $text = 'phs-guard/1|' + ([guid][string]$Ad.Identifier).ToString('D').ToLowerInvariant() + '|' +
        ([guid][string]$Entra.Identifier).ToString('D').ToLowerInvariant()
    Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($text))
}

function Get-PhsPairConnector {
    <# .SYNOPSIS Both connectors of a pair as live objects, found by the AD connector's identifier or by the pair. #>
    param([string]$Identifier = '', [string]$Pair = '')
    Set-StrictMode -Version 2.0
    $all = @(Get-ADSyncConnector -ErrorAction Stop)
    $entra = @($all | Where-Object -FilterScript {
        ([string]$_.Identifier).Trim([char[]]@('{', '}')) -eq $entraConnectorId -or
        [string](Get-PhsMember -From $_ -Name 'Subtype') -eq 'Windows Azure Active Directory (Microsoft)'
    })
    if ($entra.Count -ne 1) {
        Stop-PhsGuard -RefusedFor 'SERVER' -Detail "There are $($entra.Count) Entra connectors; exactly one is needed."
    }
    foreach ($connector in $all) {
        if ([string](Get-PhsMember -From $connector -Name 'ConnectorTypeName') -ne 'AD') { continue }
        $found = Get-PhsPairId -Ad $connector -Entra $entra[0]
        $fits = if ($Pair -ne '') { $found -eq $Pair } else { ([guid][string]$connector.Identifier).ToString('D') -eq $Identifier }
        if ($fits) { return @{ ad = $connector; entra = $entra[0]; pair = $found } }
    }
    Stop-PhsGuard -RefusedFor 'SERVER' -Detail 'The AD connector of this pair is not on this server.'
}

function Test-PhsEnabled {
    <# .SYNOPSIS Whether the channel of a pair is on, read from the server now: yes, no or unknown. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    if ($null -eq $Connectors) { return 'unknown' }
    try {
        foreach ($channel in @(Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connectors.ad.Name -ErrorAction Stop)) {
            return (Test-PhsFlag -Value (Get-PhsMember -From $channel -Name 'Enabled'))
        }
        'no'
    } catch { 'unknown' }
}

function Get-PhsForceParameter {
    <# .SYNOPSIS Value of the parameter on a connector, or null when it is not there. #>
    param([object]$Connector)
    Set-StrictMode -Version 2.0
    foreach ($parameter in (Get-PhsMember -From $Connector -Name 'GlobalParameters')) {
        if ([string](Get-PhsMember -From $parameter -Name 'Name') -eq $forceParameter) {
            return [string](Get-PhsMember -From $parameter -Name 'Value')
        }
    }
    $null
}

function Get-PhsStaging {
    <# .SYNOPSIS Whether the server is in staging mode: yes, no or unknown. #>
    Set-StrictMode -Version 2.0
    try {
        $schedulers = @(Get-ADSyncScheduler -ErrorAction Stop)
        Test-PhsFlag -Value (Get-PhsMember -From $schedulers[0] -Name 'StagingModeEnabled')
    } catch { 'unknown' }
}

function Get-PhsTenantFeature {
    <# .SYNOPSIS Whether the tenant has the feature on: yes, no or unknown. Old builds must be told the Entra connector. #>
    param([string]$EntraName)
    Set-StrictMode -Version 2.0
    try {
        $command = Get-Command -Name 'Get-ADSyncAADCompanyFeature' -ErrorAction Stop
        $arguments = @{ ErrorAction = 'Stop' }
        if ($null -ne $command.Parameters -and $command.Parameters.ContainsKey('ConnectorName')) {
            $arguments['ConnectorName'] = $EntraName
        }
        $features = @(Get-ADSyncAADCompanyFeature @arguments)
        Test-PhsFlag -Value (Get-PhsMember -From $features[0] -Name 'PasswordHashSync')
    } catch { 'unknown' }
}

function Get-PhsSnapshot {
    <# .SYNOPSIS What a plan rests on, read from the server now, as fields and as lines with their hash. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $parameter = Get-PhsForceParameter -Connector $Connectors.ad
    $snapshot = @{
        adConnectorId = ([guid][string]$Connectors.ad.Identifier).ToString('D'); adConnectorName = [string]$Connectors.ad.Name
        entraConnectorId = ([guid][string]$Connectors.entra.Identifier).ToString('D'); entraConnectorName = [string]$Connectors.entra.Name
        pair = $Connectors.pair; machineId = $facts.machineId; machineName = $facts.machineName
        enabled = (Test-PhsEnabled -Connectors $Connectors); staging = (Get-PhsStaging)
        tenantFeature = (Get-PhsTenantFeature -EntraName $Connectors.entra.Name); parameter = $parameter
        adVersion = [string](Get-PhsMember -From $Connectors.ad -Name 'Version')
    }
    $lines = @(
        "adConnectorId $($snapshot.adConnectorId)", "adConnectorName64 $(ConvertTo-PhsBase64 -Text $snapshot.adConnectorName)",
        "entraConnectorId $($snapshot.entraConnectorId)", "entraConnectorName64 $(ConvertTo-PhsBase64 -Text $snapshot.entraConnectorName)",
        "machineId $($snapshot.machineId)", "enabled $($snapshot.enabled)", "staging $($snapshot.staging)",
        "tenantFeature $($snapshot.tenantFeature)", "parameter64 $(ConvertTo-PhsBase64 -Text $parameter)",
        "adVersion $($snapshot.adVersion)"
    )
    $plan = [string]::Join("`n", $lines) + "`n"
    $snapshot['plan'] = ConvertTo-PhsBase64 -Text $plan
    $snapshot['planHash'] = Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($plan))
    $snapshot
}

function Get-PhsRunningCycle {
    <# .SYNOPSIS Names of connectors with a run under way; null when there is none. Throws when that cannot be read. #>
    Set-StrictMode -Version 2.0
    $names = foreach ($run in @(Get-ADSyncConnectorRunStatus -ErrorAction Stop)) {
        if ($null -ne $run) { [string](Get-PhsMember -From $run -Name 'ConnectorName') }
    }
    $schedulers = @(Get-ADSyncScheduler -ErrorAction Stop)
    $cycle = 'unknown'
    if ($schedulers.Count -gt 0) { $cycle = Test-PhsFlag -Value (Get-PhsMember -From $schedulers[0] -Name 'SyncCycleInProgress') }
    if ($cycle -eq 'unknown') {
        throw [System.InvalidOperationException]::new('The scheduler does not report whether a cycle is in progress.')
    }
    if ($cycle -eq 'yes') { $names = @($names) + 'the scheduler' }
    $named = @($names | Where-Object -FilterScript { $null -ne $_ })
    if ($named.Count -eq 0) { return $null }
    [string]::Join(', ', $named)
}

function Set-PhsChannelOn {
    <# .SYNOPSIS Switches on until it is read back as on, or the time is over. Answers {on, attempts}. Needs no disk and no event log. #>
    param([object]$Connectors, [int]$LimitMs)
    Set-StrictMode -Version 2.0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $attempts = 0
    $on = $false
    while (-not $on) {
        $attempts++
        try {
            $null = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connectors.ad.Name -TargetConnector $Connectors.entra.Name `
                -Enable $true
        } catch { $null = $_ }
        # An error can come after the change was applied, so what counts is what is read back.
        $on = (Test-PhsEnabled -Connectors $Connectors) -eq 'yes'
        if (-not $on) {
            if ($clock.ElapsedMilliseconds -ge $LimitMs) { break }
            [System.Threading.Thread]::Sleep([int][System.Math]::Min(10000, 500 * $attempts))
        }
    }
    @{ on = $on; attempts = $attempts }
}

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

function Get-PhsAccountSid {
    <# .SYNOPSIS The SID of an account, or null if Windows does not know it. Each name is looked up once. #>
    param([string]$Name, [hashtable]$Known)
    Set-StrictMode -Version 2.0
    if ($Name -eq '') { return $null }
    if (-not $Known.ContainsKey($Name)) {
        $Known[$Name] = $null
        try {
            $found = Get-PhsPlatformGuard -Action Account -Path $Name
            if ($found.state -eq 'found') { $Known[$Name] = $found.detail }
        } catch { $null = $_ }
    }
    $Known[$Name]
}

function Get-PhsTaskRow {
    <#
    .SYNOPSIS
    The scheduled tasks of the tool, and the SIDs of their accounts: every user can register tasks of his own there, so of those that
    do not run as the machine only some get a row.
    #>
    Set-StrictMode -Version 2.0
    $room = $mostDoubts
    $sids = @{}
    try {
        foreach ($task in @(Get-PhsGuardianTask)) {
            $action = @($task.Actions)[0]
            $user = [string](Get-PhsMember -From (Get-PhsMember -From $task -Name 'Principal') -Name 'UserId')
            $sid = Get-PhsAccountSid -Name $user -Known $sids
            if ($sid -ne 'S-1-5-18') {
                $room--
                if ($room -lt 0) { continue }
            }
            New-PhsGuardRow -Kind 'task' -Fields @{
                name = $task.TaskName
                state = [string]$task.State
                execute = [string](Get-PhsMember -From $action -Name 'Execute')
                arguments = [string](Get-PhsMember -From $action -Name 'Arguments')
                user = $user
                sid = $sid
            }
        }
        New-PhsGuardRow -Kind 'tasks' -Fields @{ state = 'read'; detail = $null }
    } catch {
        New-PhsGuardRow -Kind 'tasks' -Fields @{ state = 'unreadable'; detail = [string]$_.Exception.Message }
    }
}

function Get-PhsServerRow {
    <# .SYNOPSIS The plan's ground, whether it can be changed from here, and what the log says of full syncs of this connector. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    try {
        $snapshot = Get-PhsSnapshot -Connectors $Connectors
        if ($ReadAgainAfterMs -gt 0) { [System.Threading.Thread]::Sleep($ReadAgainAfterMs) }
        $snapshot['enabledAgain'] = Test-PhsEnabled -Connectors $Connectors
        New-PhsGuardRow -Kind 'snapshot' -Fields $snapshot
        $marks = Get-PhsConnectorMark -Connector $Connectors.ad
        $shown = 0
        foreach ($entry in @(
            Get-PhsLogEvent -Source 'Directory Synchronization', 'Entra Connect Admin Actions' -Id @(
                601, 602, 609, 617, 618, 621, 622, 623, 2503, 2506
            )
        )) {
            if ($shown -ge 50 -or $entry.message -notmatch $marks) { continue }
            $shown++
            New-PhsGuardRow -Kind 'server-event' -Fields @{ eventId = $entry.id; at = $entry.at.ToString('o'); message = $entry.message }
        }
    } catch { New-PhsSnapshotFailureRow -Record $_ }
}

function New-PhsSnapshotFailureRow {
    <# .SYNOPSIS Why the plan's ground could not be read. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    New-PhsGuardRow -Kind 'snapshot-failure' -Fields @{
        detail = [string]$Record.Exception.Message
        errorId = [string]$Record.FullyQualifiedErrorId
    }
}

function Get-PhsPlatformRow {
    <# .SYNOPSIS Where the guard would work, as whom, and what stands in its way. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $fields = @{
        supported = $facts.supported; journalRoot = $facts.journalRoot; pinRoot = $facts.pinRoot; machineId = $facts.machineId
        machineName = $facts.machineName; operator = $facts.operator; host = $facts.host; groups = $null
        elevated = $(if ($null -eq $facts.elevated) { 'unknown' } else { $facts.elevated })
        languageMode = [string]$ExecutionContext.SessionState.LanguageMode
        native = 'unknown'
        wizard = 'unknown'
        runs = $null
        runsState = 'unreadable'
    }
    if ($null -ne $facts.groups) { $fields['groups'] = [string]::Join(',', @($facts.groups)) }
    try {
        $fields['wizard'] = $(
            if ([System.Diagnostics.Process]::GetProcessesByName('AzureADConnect').Length -gt 0) { 'open' } else { 'closed' }
        )
    } catch {
        $null = $_
    }
    if ($null -ne $Connectors) {
        try {
            $copied = @($Connectors.ad.PSObject.TypeNames | Where-Object -FilterScript { $_ -like 'Deserialized.*' }).Count -gt 0
            $collection = Get-PhsMember -From $Connectors.ad -Name 'GlobalParameters'
            $fields['native'] = -not $copied -and $null -ne $collection -and $null -ne $collection.PSObject.Methods['Remove'] -and
                $null -ne $collection.PSObject.Methods['Add']
            $fields['runs'] = Get-PhsRunningCycle
            $fields['runsState'] = 'read'
        } catch { $null = $_ }
    }
    New-PhsGuardRow -Kind 'platform' -Fields $fields
}

function Get-PhsInspection {
    <# .SYNOPSIS All evidence. The connectors, which are large, are read once. #>
    Set-StrictMode -Version 2.0
    $connectors = $null
    $unread = $null
    if ($AdConnectorId -ne '') { try { $connectors = Get-PhsPairConnector -Identifier $AdConnectorId } catch { $unread = $_ } }
    Get-PhsPlatformRow -Connectors $connectors
    if ($facts.supported) {
        Get-PhsJournalRow
        Get-PhsDirectoryRow -Role 'pin' -Path $facts.pinRoot
        Get-PhsEventRow
        New-PhsGuardRow -Kind 'event-source' -Fields @{ state = $facts.eventSource; detail = $null }
        Get-PhsTaskRow
        if ($null -ne $connectors) { Get-PhsServerRow -Connectors $connectors }
        if ($null -ne $unread) { New-PhsSnapshotFailureRow -Record $unread }
    }
}

# ---- Setup

function Get-PhsPinnedHash {
    <# .SYNOPSIS One hash for all pinned files of a folder. Throws when one is not there. #>
    param([string]$Folder)
    Set-StrictMode -Version 2.0
    $lines = foreach ($name in $pinnedFiles) {
        "$name $(Get-PhsSha256 -Bytes ([System.IO.File]::ReadAllBytes([System.IO.Path]::Combine($Folder, $name))))"
    }
    Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes([string]::Join("`n", @($lines))))
}

function Confirm-PhsDirectory {
    <# .SYNOPSIS Makes a protected directory or verifies it. A directory that somebody else made is refused. #>
    param([string]$Role, [string]$Path)
    Set-StrictMode -Version 2.0
    $state = 'verified'
    $found = Get-PhsPlatformGuard -Action Inspect -Path $Path
    if ($found.state -eq 'absent') {
        $state = 'made'
        $found = Get-PhsPlatformGuard -Action Protect -Path $Path
    }
    if ($found.state -ne 'protected') {
        Stop-PhsGuard -RefusedFor "$($Role.ToUpperInvariant())_DIRECTORY" `
            -Detail "The directory $Path is not protected ($($found.state)). $($found.detail)"
    }
    New-PhsGuardRow -Kind 'setup' -Fields @{ part = $Role; state = $state; detail = $Path }
}

function Confirm-PhsPinnedPlace {
    <# .SYNOPSIS Refuses pinned files that others than administrators may have changed. #>
    param([string]$Folder)
    Set-StrictMode -Version 2.0
    $found = Get-PhsPlatformGuard -Action InspectTree -Path $Folder
    if ($found.state -ne 'protected') {
        Stop-PhsGuard -RefusedFor 'PIN_DIRECTORY' -Detail "The directory $Folder is not protected ($($found.state)). $($found.detail)"
    }
}

function Confirm-PhsEventKey {
    <# .SYNOPSIS Makes the key of the events and its second copy, or verifies them. Answers made or verified. #>
    Set-StrictMode -Version 2.0
    $key = Get-PhsEventKey
    if ($key.state -eq 'untrusted') {
        Stop-PhsGuard -RefusedFor 'EVENT_KEY' `
            -Detail "Others than administrators may have read or changed the key of the events: $($key.detail)."
    }
    $state = 'verified'
    $bytes = [byte[]]::new(32)
    if ($key.keys.Count -gt 0) { $bytes = $key.keys[0] }
    else {
        $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
        try { $random.GetBytes($bytes) } finally { $random.Dispose() }
    }
    foreach ($root in @($facts.journalRoot, $facts.pinRoot)) {
        $path = [System.IO.Path]::Combine($root, $keyFile)
        $read = Read-PhsBytes -Path $path
        if ($read.state -eq 'read' -and $read.length -eq 32) { continue }
        $state = 'made'
        # What an interrupted set-up left behind is written again.
        if ($read.state -eq 'read') { [System.IO.File]::Delete($path) }
        try { $null = Get-PhsPlatformGuard -Action MakeSecret -Path $path -Bytes $bytes } catch {
            # Somebody else may have made it meanwhile; what is read back tells.
            $state = 'verified'
        }
    }
    $null = $facts.Remove('eventKey')
    $key = Get-PhsEventKey
    if ($key.keys.Count -lt 2) {
        Stop-PhsGuard -RefusedFor 'EVENT_KEY' -Detail "The key of the events cannot be made or read ($($key.state)). $($key.detail)"
    }
    $state
}

function Copy-PhsPinnedFile {
    <# .SYNOPSIS Puts the files that the task runs where no user can change them, and verifies them. Answers their hash. #>
    Set-StrictMode -Version 2.0
    $hash = Get-PhsPinnedHash -Folder $ScriptFolder
    $target = [System.IO.Path]::Combine($facts.pinRoot, $hash)
    New-PhsFolder -Path $target
    Confirm-PhsPinnedPlace -Folder $target
    foreach ($name in $pinnedFiles) {
        $path = [System.IO.Path]::Combine($target, $name)
        $bytes = [System.IO.File]::ReadAllBytes([System.IO.Path]::Combine($ScriptFolder, $name))
        # What an interrupted set-up left behind is written again: the name of the folder says what must be in it.
        $torn = [System.IO.File]::Exists($path) -and
            (Get-PhsSha256 -Bytes ([System.IO.File]::ReadAllBytes($path))) -ne (Get-PhsSha256 -Bytes $bytes)
        if ($torn) { [System.IO.File]::Delete($path) }
        if (-not [System.IO.File]::Exists($path)) {
            $stream = [System.IO.FileStream]::new(
                $path, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None
            )
            try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
        }
    }
    if ((Get-PhsPinnedHash -Folder $target) -ne $hash) {
        Stop-PhsGuard -RefusedFor 'SCRIPT_HASH' -Detail "The files in $target are not those of this version."
    }
    $hash
}

function Confirm-PhsModulePlace {
    <# .SYNOPSIS The guardian runs as SYSTEM, so the modules that it loads must be where nobody else can change them. #>
    Set-StrictMode -Version 2.0
    if ($SimulatedServer -ne '') { return }
    if ($ModulePath -ne '') {
        Stop-PhsGuard -RefusedFor 'MODULE_PATH' `
            -Detail 'A folder of modules of your own cannot be given to a task that runs as SYSTEM; leave --module-path out.'
    }
    if ($AdSyncPath -eq '') {
        Stop-PhsGuard -RefusedFor 'MODULE_PATH' `
            -Detail 'The place of the ADSync module is not known, so the guardian could load another one.'
    }
    $folder = [System.IO.Path]::GetDirectoryName($AdSyncPath)
    $found = Get-PhsPlatformGuard -Action Inspect -Path $folder
    if ($found.state -ne 'protected') {
        Stop-PhsGuard -RefusedFor 'MODULE_PATH' `
            -Detail "Others than administrators may change the folder of the ADSync module, $folder ($($found.state)). $($found.detail)"
    }
}

function Invoke-PhsSetup {
    <# .SYNOPSIS Makes or verifies everything that the guard needs, again and again with the same result. Answers the pinned hash. #>
    Set-StrictMode -Version 2.0
    Confirm-PhsModulePlace
    $rows = [System.Collections.Generic.List[object]]::new()
    $rows.Add((Confirm-PhsDirectory -Role 'journal' -Path $facts.journalRoot))
    $rows.Add((Confirm-PhsDirectory -Role 'pin' -Path $facts.pinRoot))
    $source = 'verified'
    if ($facts.eventSource -ne 'present') {
        try {
            New-EventLog -LogName Application -Source 'phs-tool' -ErrorAction Stop
            $source = 'made'
        } catch {
            # Somebody else may have made it meanwhile; the probe below tells.
            $source = 'verified'
        }
    }
    try {
        Write-EventLog -LogName Application -Source 'phs-tool' -EventId 4199 -EntryType 'Information' `
            -Message 'phs-tool can write to this log.' -ErrorAction Stop
    } catch {
        Stop-PhsGuard -RefusedFor 'EVENT_SOURCE' `
            -Detail "The Application log cannot be written with the source phs-tool: $($_.Exception.Message)"
    }
    $rows.Add((New-PhsGuardRow -Kind 'setup' -Fields @{ part = 'event-source'; state = $source; detail = 'Application, phs-tool' }))
    $hash = Copy-PhsPinnedFile
    $rows.Add((New-PhsGuardRow -Kind 'setup' -Fields @{
        part = 'event-key'
        state = (Confirm-PhsEventKey)
        detail = [System.IO.Path]::Combine($facts.pinRoot, $keyFile)
    }))
    $rows.Add((New-PhsGuardRow -Kind 'setup' -Fields @{
        part = 'script'
        state = 'verified'
        detail = [System.IO.Path]::Combine($facts.pinRoot, $hash)
    }))
    try { $null = @(Get-PhsGuardianTask) } catch {
        Stop-PhsGuard -RefusedFor 'TASK_SCHEDULER' -Detail "The Task Scheduler cannot be used: $($_.Exception.Message)"
    }
    @{ rows = $rows.ToArray(); hash = $hash }
}

# ---- The guardian's task

function Get-PhsGuardianTask {
    <# .SYNOPSIS The tasks of the tool, or the one of a name; nothing when there is none. Throws when they cannot be read. #>
    param([string]$Name = '')
    Set-StrictMode -Version 2.0
    $query = @{ TaskPath = $taskPath; ErrorAction = 'Stop' }
    if ($Name -ne '') { $query['TaskName'] = $Name }
    try { Get-ScheduledTask @query } catch {
        if (
            $_.CategoryInfo.Category -ne [System.Management.Automation.ErrorCategory]::ObjectNotFound -or
            $_.Exception -is [System.Management.Automation.CommandNotFoundException]
        ) {
            throw
        }
    }
}

function ConvertTo-PhsQuoted {
    <# .SYNOPSIS One argument of the task's command line in quotes. #>
    param([string]$Text)
    Set-StrictMode -Version 2.0
    if ($Text.IndexOf('"') -ge 0) {
        Stop-PhsGuard -RefusedFor 'TASK_SCHEDULER' -Detail "A path with a quotation mark cannot be given to a scheduled task: $Text"
    }
    '"' + $Text.TrimEnd([char[]]@('\', '/')) + '"'
}

function Get-PhsGuardianCommand {
    <# .SYNOPSIS What the task runs: exactly this program with exactly these arguments. #>
    param([hashtable]$Where, [string]$Hash)
    Set-StrictMode -Version 2.0
    $file = [System.IO.Path]::Combine($facts.pinRoot, $Hash, 'Invoke-PhsGuardedSync.ps1')
    $text =
        "-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File $(ConvertTo-PhsQuoted -Text $file) " +
        "-Mode Guard -PairId $($Where.pair) -Epoch $($Where.number)"
    if ($TurnOnLimitMs -ne 240000) { $text += " -TurnOnLimitMs $TurnOnLimitMs" }
    foreach ($place in @(
        @('AdSyncPath', $AdSyncPath), @('ModulePath', $ModulePath),
        @('SimulatorPath', $SimulatorPath), @('SimulatedServer', $SimulatedServer)
    )) {
        if ($place[1] -ne '') { $text += " -$($place[0]) $(ConvertTo-PhsQuoted -Text $place[1])" }
    }
    @{ execute = $facts.host; arguments = $text; name = "Guard-$($Where.pair.Substring(0, 16))-$($Where.number)" }
}

function Test-PhsGuardianTrigger {
    <# .SYNOPSIS Why the triggers of a task do not start it at boot and every minute for ever, or null. #>
    param([object]$Task)
    Set-StrictMode -Version 2.0
    $boot = $false
    $minutely = $false
    foreach ($trigger in @($Task.Triggers)) {
        if ($null -eq $trigger -or -not [bool](Get-PhsMember -From $trigger -Name 'Enabled')) { continue }
        if ([string](Get-PhsMember -From $trigger -Name 'EndBoundary') -ne '') { continue }
        $begins = [string](Get-PhsMember -From $trigger -Name 'StartBoundary')
        $start = [datetime]::MinValue
        if ($begins -ne '') {
            if (
                -not [datetime]::TryParse(
                    $begins, [System.Globalization.CultureInfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::None, [ref]$start
                )
            ) {
                continue
            }
            if ($start.ToUniversalTime() -gt [datetime]::UtcNow) { continue }
        }
        if (@($trigger.PSObject.TypeNames | Where-Object -FilterScript { $_ -like '*MSFT_TaskBootTrigger' }).Count -gt 0) { $boot = $true }
        $repetition = Get-PhsMember -From $trigger -Name 'Repetition'
        $forEver = [string](Get-PhsMember -From $repetition -Name 'Duration') -eq ''
        if ($forEver -and [string](Get-PhsMember -From $repetition -Name 'Interval') -eq 'PT1M') { $minutely = $true }
    }
    if (-not $minutely) { return "The task $($Task.TaskName) does not start every minute." }
    if (-not $boot) { return "The task $($Task.TaskName) does not start with the machine." }
    $null
}

function Test-PhsGuardianAccount {
    <# .SYNOPSIS Why a task does not run as the account that it was registered for, with its highest rights; or null. #>
    param([object]$Task, [string]$Account)
    Set-StrictMode -Version 2.0
    $principal = Get-PhsMember -From $Task -Name 'Principal'
    $user = [string](Get-PhsMember -From $principal -Name 'UserId')
    $expected = 'S-1-5-18'
    if ($Account -ne '') { $expected = (Get-PhsPlatformGuard -Action Account -Path $Account).detail }
    $found = $null
    if ($user -ne '') { $found = Get-PhsPlatformGuard -Action Account -Path $user }
    if ($null -eq $found -or $found.state -ne 'found' -or $found.detail -ne $expected) {
        return "The task $($Task.TaskName) runs as '$user'."
    }
    if ([string](Get-PhsMember -From $principal -Name 'RunLevel') -ne 'Highest') {
        return "The task $($Task.TaskName) does not run with the highest rights."
    }
    $null
}

function Test-PhsGuardianArmed {
    <#
    .SYNOPSIS
    Why the guardian cannot be relied upon, or null: task there, enabled, its account, triggers, command and files as registered.
    #>
    param([hashtable]$Where, [string]$Hash, [string]$Account)
    Set-StrictMode -Version 2.0
    $command = Get-PhsGuardianCommand -Where $Where -Hash $Hash
    $task = @(Get-PhsGuardianTask -Name $command.name)
    if ($task.Count -eq 0) { return "The task $($command.name) is not registered." }
    if ([string]$task[0].State -eq 'Disabled') { return "The task $($command.name) is disabled." }
    $problem = Test-PhsGuardianTrigger -Task $task[0]
    if ($null -eq $problem) { $problem = Test-PhsGuardianAccount -Task $task[0] -Account $Account }
    if ($null -ne $problem) { return $problem }
    $action = @($task[0].Actions)[0]
    if (@($task[0].Actions).Count -ne 1) { return "The task $($command.name) does more than was registered." }
    if ([string]$action.Execute -ne $command.execute -or [string]$action.Arguments -ne $command.arguments) {
        return "The task $($command.name) does not run what was registered."
    }
    $folder = [System.IO.Path]::Combine($facts.pinRoot, $Hash)
    if ((Get-PhsPlatformGuard -Action InspectTree -Path $folder).state -ne 'protected') {
        return 'Others may change the files that the task runs.'
    }
    if ((Get-PhsPinnedHash -Folder $folder) -ne $Hash) { return 'The files that the task runs have been changed.' }
    $null
}

function Register-PhsGuardian {
    <#
    .SYNOPSIS
    Registers the task: at start-up and every minute, on battery as well, one instance at a time. A task that is there is
    verified.
    #>
    param([hashtable]$Where, [string]$Hash)
    Set-StrictMode -Version 2.0
    $command = Get-PhsGuardianCommand -Where $Where -Hash $Hash
    if (@(Get-PhsGuardianTask -Name $command.name).Count -eq 0) {
        $account = 'NT AUTHORITY\SYSTEM'
        $logon = 'ServiceAccount'
        if ($GuardianAccount -ne '') {
            $account = $GuardianAccount
            $logon = 'Password'
        }
        $action = New-ScheduledTaskAction -Execute $command.execute -Argument $command.arguments
        # A start in the past: a clock that is set back must not keep the next minute away.
        $triggers = @(
            (New-ScheduledTaskTrigger -AtStartup),
            (New-ScheduledTaskTrigger -Once -At ([datetime]::Now.AddHours(-48)) -RepetitionInterval ([timespan]::FromMinutes(1)))
        )
        $principal = New-ScheduledTaskPrincipal -UserId $account -LogonType $logon -RunLevel Highest
        $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([timespan]::FromMinutes(5)) -StartWhenAvailable `
            -MultipleInstances IgnoreNew -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
        $description = 'Switches password hash synchronization on again if a full password sync of phs-tool was cut off. Removes itself.'
        $task = New-ScheduledTask -Action $action -Trigger $triggers -Principal $principal -Settings $settings -Description $description
        $null = Register-ScheduledTask -TaskPath $taskPath -TaskName $command.name -InputObject $task -ErrorAction Stop
        # Windows writes tasks to the disk when it has time; one that a power cut takes away repairs nothing.
        $null = Get-PhsPlatformGuard -Action Flush -Path "$taskPath$($command.name)"
    }
    $problem = Test-PhsGuardianArmed -Where $Where -Hash $Hash -Account $GuardianAccount
    if ($null -ne $problem) { Stop-PhsGuard -RefusedFor 'GUARDIAN_MISSING' -Detail $problem }
    $command.name
}

function Get-PhsClaimedAccount {
    <# .SYNOPSIS The account that the guardian was claimed with; empty for SYSTEM. #>
    param([hashtable]$Claim)
    Set-StrictMode -Version 2.0
    if (-not $Claim.fields.ContainsKey('guardian64')) { return '' }
    [string](ConvertTo-PhsPlainText -Text ([string]$Claim.fields['guardian64']))
}

function Unregister-PhsGuardian {
    <# .SYNOPSIS Removes the task; a task that stays removes itself at its next start. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    try {
        Unregister-ScheduledTask -TaskPath $taskPath -TaskName "Guard-$($Where.pair.Substring(0, 16))-$($Where.number)" -Confirm:$false `
            -ErrorAction Stop
    } catch {
        $null = $_
    }
}

# ---- Claim

function Confirm-PhsEpochOpen {
    <# .SYNOPSIS I1: an epoch opens as the first, after one that was abandoned before its switch, or by a supersede. Throws otherwise. #>
    param([string]$Pair, [int]$Number)
    Set-StrictMode -Version 2.0
    $numbers = Get-PhsEpochNumber -Pair $Pair
    $highest = 0
    if ($numbers.Length -gt 0) { $highest = $numbers[$numbers.Length - 1] }
    if ($Number -lt 1 -or $Number -lt $highest -or $Number -gt $highest + 1 -or $Number -gt $lastEpoch) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "The journal holds $highest runs of this pair; run $Number cannot begin."
    }
    $current = Read-PhsEpoch -Pair $Pair -Number $Number
    if ($current.slots['00-supersede'].state -eq 'verified') { return }
    foreach ($name in $slotNames) {
        if ($current.slots[$name].state -ne 'absent') {
            Stop-PhsGuard -RefusedFor 'SLOT_EXISTS' -Detail "Run $Number of this pair has begun already ($name)."
        }
    }
    if ($Number -eq 1) { return }
    $before = Read-PhsEpoch -Pair $Pair -Number ($Number - 1)
    foreach ($name in $slotNames) {
        if ($before.slots[$name].state -eq 'torn') {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Run $($Number - 1) of this pair cannot be read ($name)."
        }
    }
    $closed = $before.slots['50-off'].state -eq 'absent' -or $before.slots['50-off'].kind -eq 'CLOSED'
    if ($before.slots['90-end'].kind -ne 'ABANDONED' -or -not $closed) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Run $($Number - 1) of this pair did not end as abandoned."
    }
}

function Invoke-PhsClaim {
    <# .SYNOPSIS Takes the run, registers the guardian and waits until it has reported under its own identity. #>
    Set-StrictMode -Version 2.0
    $setup = Invoke-PhsSetup
    $connectors = Get-PhsPairConnector -Identifier $AdConnectorId
    Confirm-PhsTrustedPlace -Pair $connectors.pair
    $snapshot = Get-PhsSnapshot -Connectors $connectors
    if ($snapshot.planHash -ne $PlanHash) {
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'The server is no longer as it was when the plan was made.'
    }
    if ($snapshot.enabled -ne 'yes') {
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'Password hash synchronization of this connector is not on.'
    }
    Confirm-PhsEpochOpen -Pair $connectors.pair -Number $Epoch
    $where = @{ pair = $connectors.pair; number = $Epoch; path = (Get-PhsEpochPath -Pair $connectors.pair -Number $Epoch) }
    $hash = New-PhsSlot -Where $where -Run $RunId -Slot '10-claim' -Kind 'CLAIM' -Lines @(
        "adConnectorId $($snapshot.adConnectorId)", "entraConnectorId $($snapshot.entraConnectorId)",
        "adName64 $(ConvertTo-PhsBase64 -Text $snapshot.adConnectorName)",
        "entraName64 $(ConvertTo-PhsBase64 -Text $snapshot.entraConnectorName)",
        "tool64 $(ConvertTo-PhsBase64 -Text $ToolVersion)", "script $($setup.hash)", "planHash $PlanHash", "plan64 $($snapshot.plan)",
        "operator64 $(ConvertTo-PhsBase64 -Text $facts.operator)", "guardian64 $(ConvertTo-PhsBase64 -Text $GuardianAccount)",
        "parameter64 $(ConvertTo-PhsBase64 -Text $snapshot.parameter)")
    Write-PhsGuardEvent -Where $where -Run $RunId -Kind 'CLAIM' -Sentence (
        "A full password sync of the connector $($snapshot.adConnectorName) was claimed by $($facts.operator). " +
        "Nothing is changed yet."
    ) -Hash $hash
    $task = Register-PhsGuardian -Where $where -Hash $setup.hash
    New-PhsGuardRow -Kind 'claimed' -Fields @{
        pair = $where.pair
        epoch = $Epoch
        run = $RunId
        journal = $where.path
        task = "$taskPath$task"
    }
    Start-ScheduledTask -TaskPath $taskPath -TaskName $task -ErrorAction Stop
    $armed = Wait-PhsArmed -Where $where
    Confirm-PhsNextStart -Name $task
    New-PhsGuardRow -Kind 'armed' -Fields @{
        identity = (ConvertTo-PhsPlainText -Text $armed.fields['identity64'])
        groups = (ConvertTo-PhsPlainText -Text $armed.fields['groups64'])
        right = $armed.fields['right']
    }
}

function Wait-PhsArmed {
    <# .SYNOPSIS Waits for the guardian's first report. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.ElapsedMilliseconds -lt $ArmTimeoutMs) {
        $slot = Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, '20-armed'))
        if ($slot.state -eq 'verified') { return $slot }
        [System.Threading.Thread]::Sleep(100)
    }
    Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail (
        'The guardian did not report in time. ' +
        'Nothing was changed; it closes the run when it starts, or "phs-tool guard recover" does.'
    )
}

function Confirm-PhsNextStart {
    <# .SYNOPSIS The task was started by hand so far; the scheduler must mean to start it by itself, soon. #>
    param([string]$Name)
    Set-StrictMode -Version 2.0
    $information = @(Get-ScheduledTaskInfo -TaskPath $taskPath -TaskName $Name -ErrorAction Stop)
    $next = Get-PhsMember -From $information[0] -Name 'NextRunTime'
    if ($next -isnot [datetime] -or ($next.ToUniversalTime() - [datetime]::UtcNow).TotalMinutes -gt 10) {
        Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail (
            "The guardian reported, but the Task Scheduler does not mean to start it again soon " +
            "(next run: $(if ($next -is [datetime]) { $next.ToString('o') } else { 'none' })). Nothing was changed."
        )
    }
}

# ---- Run

function Confirm-PhsClaim {
    <# .SYNOPSIS The claim of this run, verified: same run, armed, nothing after it. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    $all = (Read-PhsEpoch -Pair $Where.pair -Number $Where.number).slots
    $claim = $all['10-claim']
    if ($claim.state -ne 'verified' -or $claim.kind -ne 'CLAIM' -or [string]$claim.fields['run'] -ne $RunId) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'The journal does not hold the claim of this run.'
    }
    if ([string]$claim.fields['machineId'] -ne $facts.machineId) {
        Stop-PhsGuard -RefusedFor 'FOREIGN' -Detail 'The claim was made on another machine.'
    }
    if ($all['20-armed'].state -ne 'verified' -or $all['20-armed'].kind -ne 'ARMED') {
        Stop-PhsGuard -RefusedFor 'NOT_ARMED' -Detail 'The guardian has not reported.'
    }
    foreach ($name in @('30-go', '40-param', '50-off', '70-on', '80-again', '90-end')) {
        if ($all[$name].state -ne 'absent') {
            Stop-PhsGuard -RefusedFor 'SLOT_EXISTS' -Detail "The run has gone further already, or was closed ($name)."
        }
    }
    $claim
}

function Close-PhsRun {
    <# .SYNOPSIS Closes the slot in which the permission would have stood, so that nobody can give it any more. Best effort. #>
    param([hashtable]$Where, [string]$Run, [string]$Slot, [string]$Because)
    Set-StrictMode -Version 2.0
    try {
        $hash = New-PhsSlot -Where $Where -Run $Run -Slot $Slot -Kind 'CLOSED' -Lines @("reason64 $(ConvertTo-PhsBase64 -Text $Because)")
        Write-PhsGuardEvent -Where $Where -Run $Run -Kind 'CLOSED' -Sentence "The run was closed before the switch: $Because" -Hash $hash
    } catch { $null = $_ }
}

function Set-PhsParameter {
    <# .SYNOPSIS Stores the parameter as Microsoft's script does, and reads it back from the server. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $parameter = New-Object -TypeName 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter' `
        -ArgumentList $forceParameter, 'String', 'ConnectorGlobal', $null, $null, $null
    $parameter.Value = 1
    $null = $Connectors.ad.GlobalParameters.Remove($parameter.Name)
    $null = $Connectors.ad.GlobalParameters.Add($parameter)
    $null = Add-ADSyncConnector -Connector $Connectors.ad -ErrorAction Stop
    $stored = Get-PhsForceParameter -Connector (Get-PhsPairConnector -Pair $Connectors.pair).ad
    if ($stored -ne '1') {
        Stop-PhsGuard -RefusedFor 'PARAMETER_NOT_STORED' `
            -Detail "The server does not hold the parameter after it was set (it holds '$stored')."
    }
    $stored
}

function Invoke-PhsRun {
    <# .SYNOPSIS The run: everything that can be refused is refused before its first write; after the switch it only goes towards on. #>
    Set-StrictMode -Version 2.0
    $where = @{ pair = $PairId; number = $Epoch; path = (Get-PhsEpochPath -Pair $PairId -Number $Epoch) }
    Confirm-PhsTrustedPlace -Pair $PairId
    $claim = Confirm-PhsClaim -Where $where
    $lock = Open-PhsLock -Pair $PairId -Attempts 150
    if ($null -eq $lock.stream) {
        Stop-PhsGuard -RefusedFor 'LOCK_BUSY' -Detail "The lock of this pair cannot be taken ($($lock.state)). $($lock.detail)"
    }
    try {
        $claim = Confirm-PhsClaim -Where $where
        $connectors = Get-PhsPairConnector -Pair $PairId
        Confirm-PhsPlan -Where $where -Claim $claim -Connectors $connectors
        $hash = New-PhsSlot -Where $where -Run $RunId -Slot '30-go' -Kind 'GO' -Lines @("planHash $($claim.fields['planHash'])")
        try {
            Write-PhsGuardEvent -Where $where -Run $RunId -Kind 'GO' `
                -Sentence "The full password sync of the connector $($connectors.ad.Name) begins." -Hash $hash
            $value = Set-PhsParameter -Connectors $connectors
            $hash = New-PhsSlot -Where $where -Run $RunId -Slot '40-param' -Kind 'PARAM_SET' `
                -Lines @("value64 $(ConvertTo-PhsBase64 -Text $value)")
            $problem = Test-PhsGuardianArmed -Where $where -Hash ([string]$claim.fields['script']) `
                -Account (Get-PhsClaimedAccount -Claim $claim)
            if ($null -ne $problem) { Stop-PhsGuard -RefusedFor 'GUARDIAN_MISSING' -Detail $problem }
            if ((Test-PhsEnabled -Connectors $connectors) -ne 'yes') {
                Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail 'Password hash synchronization was switched off by somebody else.'
            }
        } catch {
            Close-PhsRun -Where $where -Run $RunId -Slot '50-off' -Because ([string]$_.Exception.Message)
            throw
        }
        Switch-PhsChannel -Where $where -Connectors $connectors
    } finally { $lock.stream.Dispose() }
}

function Confirm-PhsPlan {
    <# .SYNOPSIS The plan still holds, under the lock; else the run is closed. #>
    param([hashtable]$Where, [hashtable]$Claim, [object]$Connectors)
    Set-StrictMode -Version 2.0
    $because = $null
    $running = Get-PhsRunningCycle
    if ($null -ne $running) { $because = "A synchronization run is under way ($running)." }
    $snapshot = Get-PhsSnapshot -Connectors $Connectors
    if ($snapshot.planHash -ne [string]$Claim.fields['planHash']) {
        $because = 'The server is no longer as it was when the plan was made.'
    }
    if ($null -eq $because) {
        $because = Test-PhsGuardianArmed -Where $Where -Hash ([string]$Claim.fields['script']) `
            -Account (Get-PhsClaimedAccount -Claim $Claim)
    }
    if ($null -ne $because) {
        Close-PhsRun -Where $Where -Run $RunId -Slot '30-go' -Because $because
        Stop-PhsGuard -RefusedFor 'PLAN_CHANGED' -Detail $because
    }
}

function Switch-PhsChannel {
    <# .SYNOPSIS Off and on again: the only code that switches off, once for one OFF_INTENT. #>
    param([hashtable]$Where, [object]$Connectors)
    Set-StrictMode -Version 2.0
    # Everything that the switch needs is at hand before it: nothing is looked up, loaded or written between the event and "on".
    $source = [string]$Connectors.ad.Name
    $target = [string]$Connectors.entra.Name
    $clock = [System.Diagnostics.Stopwatch]::new()
    $offError = $null
    $result = @{ on = $false; attempts = 0 }
    $message = "Password hash synchronization of the connector $source is switched off and on again now."
    $hash = New-PhsSlot -Where $Where -Run $RunId -Slot '50-off' -Kind 'OFF_INTENT'
    Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'OFF_INTENT' -Sentence $message -Hash $hash -EntryType 'Warning'
    try {
        $clock.Start()
        $null = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $source -TargetConnector $target -Enable $false -ErrorAction Stop
    } catch {
        # The error can come after the change was applied: on in either case.
        $offError = [string]$_.Exception.Message
    } finally {
        $result = Set-PhsChannelOn -Connectors $Connectors -LimitMs $TurnOnLimitMs
        $clock.Stop()
    }
    $journal = 'complete'
    try {
        if ($result.on) {
            $hash = New-PhsSlot -Where $Where -Run $RunId -Slot '70-on' -Kind 'ON_SEEN' -Lines @(
                'by run', "attempts $($result.attempts)", "offMs $($clock.ElapsedMilliseconds)",
                "offError64 $(ConvertTo-PhsBase64 -Text $offError)"
            )
            Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'ON_SEEN' `
                -Sentence "Password hash synchronization of the connector $source was read back as on." -Hash $hash
        } else {
            Write-PhsAlarm -Where $Where -Run $RunId -Name $source
        }
    } catch { $journal = 'incomplete' }
    New-PhsGuardRow -Kind 'result' -Fields @{
        parameter = 'set'; off = 'issued'; offError = $offError; on = $(if ($result.on) { 'read-back' } else { 'not-read-back' })
        onAttempts = $result.attempts; offMs = $clock.ElapsedMilliseconds; journal = $journal
    }
}

function Get-PhsRecoverLine {
    <# .SYNOPSIS The command that recovers this pair, with the connector where its name is known. #>
    param([string]$Name)
    Set-StrictMode -Version 2.0
    if ($Name -eq $PairId) { return 'phs-tool guard recover' }
    "phs-tool guard recover --connector '$($Name.Replace("'", "''"))'"
}

function Write-PhsAlarm {
    <# .SYNOPSIS What a human must do now, in the event log. #>
    param([hashtable]$Where, [string]$Run, [string]$Name, [string]$Kind = 'ALARM_OFF', [string]$Enabled = 'no')
    Set-StrictMode -Version 2.0
    $is = $(if ($Enabled -eq 'no') { 'is OFF' } else { 'may be OFF (the server does not report it)' })
    $sentence =
        "Password hash synchronization of the connector $Name $is and could not be switched on. " +
        "Restart the service Microsoft Azure AD Sync (ADSync), then run: $(Get-PhsRecoverLine -Name $Name)"
    if ($Kind -eq 'ALARM_STRANGER') {
        $sentence =
            "Password hash synchronization of the connector $Name $is, and not by this run of phs-tool. It was left as it is. " +
            "If that is not meant, switch it on in the Entra Connect wizard."
    }
    Write-PhsGuardEvent -Where $Where -Run $Run -Kind $Kind -Sentence $sentence -EntryType 'Error'
}

# ---- Guardian

function Get-PhsActivity {
    <#
    .SYNOPSIS
    Whether the log shows signs of life of this connector after it was on again: yes, no or unknown. Told to people; anybody can
    write such events, so nothing is decided by it.
    #>
    param([object]$Connectors, [hashtable]$On)
    Set-StrictMode -Version 2.0
    if ($null -eq $Connectors -or $On.state -ne 'verified') { return 'unknown' }
    try {
        $back = ConvertTo-PhsInstant -Text ([string]$On.fields['utc'])
        $marks = Get-PhsConnectorMark -Connector $Connectors.ad
        foreach ($entry in @(
            Get-PhsLogEvent -Source 'Directory Synchronization' -Id @(601, 617, 650, 651, 654, 663) -Since ([string]$On.fields['utc'])
        )) {
            if ($entry.at -ge $back -and $entry.message -match $marks) { return 'yes' }
        }
        'no'
    } catch { 'unknown' }
}

function New-PhsTick {
    <# .SYNOPSIS Writes one tick and counts it: written, kept (one an hour is enough by now) or failed. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $number = $State.epoch.ticks + 1
    # After two hours of ticks one an hour is enough, but never while it may be off under a lock that is held: then each counts.
    if ($number -gt 120 -and ($State.enabled -eq 'yes' -or $State.lock -ne 'busy')) {
        $last = [System.IO.FileInfo]::new([System.IO.Path]::Combine($State.epoch.path, 'ticks', '{0:d6}' -f $State.epoch.ticks))
        $age = [datetime]::UtcNow - $last.LastWriteTimeUtc
        if ($age.TotalMinutes -ge 0 -and $age.TotalMinutes -lt 60) { return 'kept' }
    }
    try {
        $null = New-PhsSlot -Where $State.epoch -Run ([string]$State.run) -Slot ('ticks/{0:d6}' -f $number) -Kind 'TICK' -Lines @(
            "n $number", "enabled $($State.enabled)", "lock $($State.lock)", "activity $($State.activity)")
        $State.epoch.ticks = $number
        'written'
    } catch { 'failed' }
}

function Measure-PhsTick {
    <# .SYNOPSIS How many of the newest ticks in a row, all since the permission to switch, say the same of "enabled" and of the lock. #>
    param([hashtable]$Where, [int]$Last, [string[]]$Enabled, [string]$Lock)
    Set-StrictMode -Version 2.0
    $count = 0
    # A tick repeats the hash of the slot that was the newest then: this shows which came after the switch, without a clock; also
    # where an end is there that does not count. Where the slots were deleted, those count that came after that.
    $since = @(foreach ($name in @('50-off', '70-on', '80-again', '90-end')) {
        $hash = (Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, $name))).hash
        if ($hash -ne '-') { $hash }
    })
    if ($since.Length -eq 0) { $since = @(Get-PhsPreviousHash -Where $Where -Slot 'ticks/') }
    for ($number = $Last; $number -ge 1; $number--) {
        $tick = Read-PhsSlot -Path ([System.IO.Path]::Combine($Where.path, 'ticks', '{0:d6}' -f $number))
        if (
            $tick.state -ne 'verified' -or $Enabled -notcontains [string]$tick.fields['enabled'] -or [string]$tick.fields['lock'] -ne $Lock
        ) {
            break
        }
        if ($since -notcontains [string]$tick.fields['prev']) { break }
        $count++
    }
    $count
}

function Get-PhsSaidEvent {
    <#
    .SYNOPSIS
    What the event log, the second store, says of this run: {read, off: permission given, on: read back as on, again: switched on
    once more after that, doubt: a permission that cannot be verified}.
    #>
    param([string]$Run, [string]$OffHash)
    Set-StrictMode -Version 2.0
    $answer = @{ read = $true; off = $false; on = $false; again = $false; doubt = $false; runs = @() }
    try {
        foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4105, 4106, 4107, 4111))) {
            $said = Read-PhsGuardEvent -Entry $entry
            if ($said.understood -and ($said.pair -ne $PairId -or $said.epoch -ne $Epoch -or ($Run -ne '-' -and $said.run -ne $Run))) {
                continue
            }
            if ($said.authentic -ne 'yes') {
                # What the slot says itself is not in doubt. What would calm is not heeded.
                if ($entry.id -eq 4105 -and ($OffHash -eq '-' -or $said.record -ne $OffHash)) { $answer.doubt = $true }
                continue
            }
            if ($said.kind -eq 'OFF_INTENT') {
                $answer.off = $true
                if ($answer.runs -notcontains $said.run) { $answer.runs += $said.run }
            } else { $answer.on = $true }
            if ($said.kind -eq 'AGAIN') { $answer.again = $true }
        }
    } catch { $answer.read = $false }
    $answer
}

function Test-PhsVouched {
    <# .SYNOPSIS An event alone orders nothing: it needs a slot of its epoch, the task of SYSTEM, or a person who names the run. #>
    param([bool]$Claimless, [string[]]$Runs)
    Set-StrictMode -Version 2.0
    # The guardian is a task that only an administrator can register.
    if ($Mode -eq 'Guard' -or -not $Claimless) { return $true }
    if ($RunId -ne '' -and $Runs -contains $RunId) { return $true }
    # Every user can register a task of that name: only one that runs as the machine is of an administrator. Of another account the
    # claim, which is gone, would have to say that it is the guardian's.
    try {
        $task = @(Get-PhsGuardianTask -Name "Guard-$($PairId.Substring(0, 16))-$Epoch")
        $task.Count -eq 1 -and $null -eq (Test-PhsGuardianAccount -Task $task[0] -Account '')
    } catch { $false }
}

function Get-PhsGuardState {
    <# .SYNOPSIS Everything that a tick judges by, but for the activity, which can wait until synchronization is on. #>
    Set-StrictMode -Version 2.0
    $current = Read-PhsEpoch -Pair $PairId -Number $Epoch
    $slots = $current.slots
    $run = '-'
    $foreign = $false
    $claimless = $true
    foreach ($name in $slotNames) {
        if ($slots[$name].state -ne 'absent') { $claimless = $false }
        if ($slots[$name].state -ne 'verified') { continue }
        if ($run -eq '-') { $run = [string]$slots[$name].fields['run'] }
        if ([string]$slots[$name].fields['machineId'] -ne $facts.machineId) { $foreign = $true }
    }
    $off = $slots['50-off']
    $begun = $slots['30-go'].state -ne 'absent' -and $slots['30-go'].kind -ne 'CLOSED'
    $connectors = $null
    try { $connectors = Get-PhsPairConnector -Pair $PairId } catch { $null = $_ }
    $enabled = Test-PhsEnabled -Connectors $connectors
    $permitted = Test-PhsPermitted -Slots $slots
    # On first, questions later: a log that is slow or hangs must not stand before a repair that the journal alone asks for.
    $said = @{ read = $false; off = $false; on = $false; again = $false; doubt = $false; runs = @() }
    if ($enabled -eq 'yes' -or -not $permitted -or $slots['70-on'].state -ne 'absent') {
        $said = Get-PhsSaidEvent -Run $run -OffHash $off.hash
    }
    $vouched = $said.off -and (Test-PhsVouched -Claimless $claimless -Runs $said.runs)
    @{
        epoch = $current; slots = $slots; run = $run; foreign = $foreign; claimless = $claimless; begun = $begun
        intent = $permitted -or $vouched
        # Events that order nothing, or that cannot be verified.
        doubt = $said.doubt -and -not $permitted
        alone = $said.off -and -not $vouched -and -not $permitted
        # A run that went, whose permission is neither in the journal nor can be looked up: nobody knows.
        unsure = $begun -and $off.state -eq 'absent' -and -not $said.read
        logRead = $said.read; turnedOn = $said.on; again = $said.again; connectors = $connectors; enabled = $enabled
        activity = 'unknown'; lock = 'free'
    }
}

function Complete-PhsRun {
    <# .SYNOPSIS Writes the end and reports it; the guardian is not needed any more. #>
    param([hashtable]$State, [string]$Kind, [string]$Because)
    Set-StrictMode -Version 2.0
    $hash = '-'
    # An end that came too early, or cannot be read, stays as it is.
    if ($State.slots['90-end'].state -eq 'absent') {
        $lines = @("reason64 $(ConvertTo-PhsBase64 -Text $Because)", "activity $($State.activity)")
        $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '90-end' -Kind $Kind -Lines $lines
    }
    try { Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind $Kind -Sentence $Because -Hash $hash } catch { $null = $_ }
    $Kind
}

function Get-PhsPairName {
    <# .SYNOPSIS What the pair is called in a message: the connector's name, as the server or the claim has it, else the pair. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($null -ne $State.connectors) { return [string]$State.connectors.ad.Name }
    $claim = $State.slots['10-claim']
    if ($claim.state -eq 'verified') { return (ConvertTo-PhsPlainText -Text ([string]$claim.fields['adName64'])) }
    $PairId
}

function Restore-PhsChannel {
    <# .SYNOPSIS On again, where the own run switched off. Answers turned-on, not-turned-on or none (left to a human). #>
    param([hashtable]$State, [bool]$Asked)
    Set-StrictMode -Version 2.0
    $name = Get-PhsPairName -State $State
    # A record that cannot be read is there: it was written after "on" was read back.
    $seen = $State.slots['70-on'].state -ne 'absent' -or $State.turnedOn
    # It was on again after the run: once more may be a late effect of the run, after that somebody means it; also where the journal
    # was deleted, for then nobody can tell what the run saw.
    if ($seen -and -not $Asked -and ($State.claimless -or $State.slots['80-again'].state -ne 'absent' -or $State.again)) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name $name -Kind 'ALARM_STRANGER' -Enabled $State.enabled
        } catch {
            $null = $_
        }
        return 'none'
    }
    $result = @{ on = $false; attempts = 0 }
    if ($null -ne $State.connectors) { $result = Set-PhsChannelOn -Connectors $State.connectors -LimitMs $TurnOnLimitMs }
    if (-not $result.on) {
        try { Write-PhsAlarm -Where $State.epoch -Run $State.run -Name $name -Enabled $State.enabled } catch { $null = $_ }
        return 'not-turned-on'
    }
    $again = $seen -and -not $Asked
    # Only what was seen off is known to have been off.
    $doubt = $null
    if ($State.enabled -ne 'no') { $doubt = 'The server did not say whether it was off.' }
    $by = $(if ($Asked) { 'recover' } else { 'guard' })
    $hash = '-'
    if (-not $State.claimless) {
        # What was done is written after it: a record that cannot be written must not keep synchronization off.
        try {
            # Nobody knows whether this run was permitted: from here on it cannot be, and "on" follows that.
            if ($State.unsure) {
                Close-PhsRun -Where $State.epoch -Run $State.run -Slot '50-off' `
                    -Because 'It was found off, and whether the run had the permission could not be looked up.'
            }
            if ($again) {
                $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '80-again' -Kind 'AGAIN'
            } else {
                $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '70-on' -Kind 'ON_SEEN' -Lines @(
                    "by $by", "attempts $($result.attempts)", 'offMs -', "offError64 $(ConvertTo-PhsBase64 -Text $doubt)"
                )
            }
        } catch { $null = $_ }
    }
    $kind = $(if ($again) { 'AGAIN' } else { 'TURNED_ON' })
    try {
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind $kind `
            -Sentence "Password hash synchronization of the connector $name was off and is switched on again." -Hash $hash `
            -EntryType 'Warning'
    } catch {
        $null = $_
    }
    'turned-on'
}

function Close-PhsUnswitched {
    <#
    .SYNOPSIS
    Ends a run that never had the permission to switch off. A run that went is ended only while server and log can be read and
    synchronization is on.
    #>
    param([hashtable]$State, [string]$Slot, [string]$Because)
    Set-StrictMode -Version 2.0
    if ($Slot -eq '50-off' -and ($null -eq $State.connectors -or $State.enabled -ne 'yes' -or -not $State.logRead)) { return $null }
    if ($State.slots[$Slot].state -eq 'absent') { Close-PhsRun -Where $State.epoch -Run $State.run -Slot $Slot -Because $Because }
    # Whoever took the slot decides; only a closed one ends the run here.
    $State.slots[$Slot] = Read-PhsSlot -Path ([System.IO.Path]::Combine($State.epoch.path, $Slot))
    if ($State.slots[$Slot].kind -ne 'CLOSED') { return $null }
    # Nobody can permit it any more; whether somebody did is not known, so it is watched as if.
    if ($Slot -eq '50-off' -and $State.doubt) { return $null }
    if ($State.slots['70-on'].state -ne 'absent') {
        return (
            Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' -Because (
                'It was found off and was switched on; whether the run had switched it off could not be looked up then. ' +
                'Do not repeat the run.'
            )
        )
    }
    $before = ConvertTo-PhsPlainText -Text ([string]$State.slots['10-claim'].fields['parameter64'])
    $now = $before
    if ($null -ne $State.connectors) { $now = Get-PhsForceParameter -Connector $State.connectors.ad }
    if ($State.slots['40-param'].state -ne 'absent' -or [string]$now -ne [string]$before) {
        return (Complete-PhsRun -State $State -Kind 'PARAM_ONLY' -Because 'The parameter was set, the switch was not touched.')
    }
    Complete-PhsRun -State $State -Kind 'ABANDONED' -Because "Nothing was changed: $Because"
}

function Step-PhsLocked {
    <# .SYNOPSIS One look at the run while no other process can change anything. Answers {action, end}. #>
    param([hashtable]$State, [bool]$Asked)
    Set-StrictMode -Version 2.0
    $answer = @{ action = 'none'; end = $null }
    if ($State.intent -or $State.unsure) {
        $doubt = $State.enabled -eq 'unknown' -and $State.slots['70-on'].state -eq 'absent' -and -not $State.unsure
        if ($State.enabled -eq 'no' -or $doubt) { $answer.action = Restore-PhsChannel -State $State -Asked $Asked }
        # A late switch-off may have come after "on": who cannot look says so, every time.
        elseif ($State.enabled -eq 'unknown' -and -not $Asked) {
            Write-PhsBlindAlarm -Where $State.epoch -Because 'The server does not report whether it is on.'
        }
        return $answer
    }
    if ($State.enabled -ne 'yes' -and -not $Asked -and ($State.doubt -or $State.alone)) {
        Write-PhsBlindAlarm -Where $State.epoch `
            -Because 'An event 4105 that cannot be verified says that this run may have switched it off, and the journal does not say so.'
    } elseif ($State.enabled -eq 'no' -and -not $Asked) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name (Get-PhsPairName -State $State) -Kind 'ALARM_STRANGER'
        } catch {
            $null = $_
        }
    }
    $slot = $null
    if ($State.slots['50-off'].kind -eq 'CLOSED' -or $State.begun) { $slot = '50-off' }
    elseif ($State.slots['30-go'].kind -eq 'CLOSED') { $slot = '30-go' }
    elseif ($State.slots['10-claim'].state -ne 'absent' -and ($Asked -or $State.epoch.ticks -ge 10)) { $slot = '30-go' }
    if ($null -ne $slot) {
        $answer.end = Close-PhsUnswitched -State $State -Slot $slot -Because 'The run ended before it switched anything off.'
        if ($null -ne $answer.end) { $answer.action = 'closed' }
    }
    $answer
}

function Test-PhsSwitched {
    <# .SYNOPSIS The journal shows that the switch took effect and was undone: nothing of it can be on its way any more. #>
    param([hashtable]$On)
    Set-StrictMode -Version 2.0
    $On.state -eq 'verified' -and [string]$On.fields['offError64'] -eq '-' -and [string]$On.fields['attempts'] -ne '0'
}

function Complete-PhsSoak {
    <#
    .SYNOPSIS
    A switch-off can take effect after its caller died, so the run ends only after calm ticks in a row; how many, the journal
    alone says.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.enabled -ne 'yes' -or ($State.slots['50-off'].state -eq 'absent' -and -not $State.claimless)) { return $null }
    $calm = Measure-PhsTick -Where $State.epoch -Last $State.epoch.ticks -Enabled 'yes' -Lock 'free'
    if ($State.claimless) {
        if ($calm -lt $longSoak -or -not $State.logRead) { return $null }
        # An end without a beginning would only look like a damaged journal: the event alone reports it.
        $sentence = 'The journal of the run was deleted; synchronization is on and stayed on. Do not repeat the run.'
        try { Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'UNKNOWN_OUTCOME' -Sentence $sentence } catch { $null = $_ }
        return 'UNKNOWN_OUTCOME'
    }
    $on = $State.slots['70-on']
    $switched = Test-PhsSwitched -On $on
    if ($calm -lt $(if ($switched) { $shortSoak } else { $longSoak })) { return $null }
    $again = $State.slots['80-again'].state -ne 'absent'
    if ($State.slots['50-off'].kind -eq 'CLOSED') {
        return (
            Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' `
                -Because 'Only events know of a permission to switch; synchronization is on and stayed on. Do not repeat the run.'
        )
    }
    if ($on.state -eq 'absent') { Add-PhsStayedOn -State $State }
    if (-not $switched -and -not $again) {
        $because = 'The switch may have been touched; synchronization is on and stayed on. Do not repeat the run.'
        if ($on.state -eq 'verified') {
            $because = 'Nothing shows whether switching off took effect; synchronization is on and stayed on. Do not repeat the run.'
        }
        return (Complete-PhsRun -State $State -Kind 'UNKNOWN_OUTCOME' -Because $because)
    }
    if ($on.state -eq 'verified' -and [string]$on.fields['by'] -eq 'run' -and -not $again) {
        return (Complete-PhsRun -State $State -Kind 'VERIFIED' -Because 'Switched off and on, read back as on, and it stayed on.')
    }
    Complete-PhsRun -State $State -Kind 'REPAIRED' -Because 'Synchronization was found off and was switched on again; it stayed on.'
}

function Add-PhsStayedOn {
    <#
    .SYNOPSIS
    Nobody wrote down "on": after the soak it is, because a permitted run ends only with it. Throws when it cannot be written; the
    next tick tries again.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $lines = @('by guard', 'attempts 0', 'offMs -', 'offError64 -')
    $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '70-on' -Kind 'ON_SEEN' -Lines $lines
    try {
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'ON_SEEN' `
            -Sentence 'Synchronization was read as on, and stayed on.' -Hash $hash
    } catch {
        $null = $_
    }
}

function Stop-PhsHolder {
    <# .SYNOPSIS Ends the process that holds the lock in a hung call, if it is really the one that wrote GO. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    $go = $State.slots['30-go']
    if ($go.state -ne 'verified') { return }
    try {
        $process = [System.Diagnostics.Process]::GetProcessById([int]$go.fields['pid'])
        $apart = [System.Math]::Abs($process.StartTime.ToUniversalTime().Ticks - [long]$go.fields['start'])
        # Two reads of one start time can differ a little.
        if ($apart -lt 20000000 -and $process.MainModule.FileName -eq (ConvertTo-PhsPlainText -Text ([string]$go.fields['image64']))) {
            $process.Kill()
            $null = $process.WaitForExit(10000)
        }
    } catch { $null = $_ }
}

function Confirm-PhsReported {
    <# .SYNOPSIS The first report: who this is, whether it can read the server, what its rights look like. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.claimless -or $State.slots['20-armed'].state -ne 'absent' -or $State.enabled -eq 'unknown') { return }
    $groups = '-'
    $right = 'unknown'
    if ($null -ne $facts.groups) {
        $groups = ConvertTo-PhsBase64 -Text ([string]::Join(',', @($facts.groups)))
        $right = $(if (@($facts.groups) -contains 'ADSyncAdmins') { 'yes' } else { 'no' })
    }
    try {
        $hash = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '20-armed' -Kind 'ARMED' -Lines @(
            "groups64 $groups", "right $right", "enabled $($State.enabled)"
        )
        Write-PhsGuardEvent -Where $State.epoch -Run $State.run -Kind 'ARMED' `
            -Sentence "The guardian runs as $($facts.operator) and can read the server." -Hash $hash
    } catch { $null = $_ }
}

function Test-PhsPermitted {
    <# .SYNOPSIS True when the journal permits the switch, or may do so in a record that cannot be read. #>
    param([hashtable]$Slots)
    Set-StrictMode -Version 2.0
    $Slots['50-off'].state -eq 'torn' -or $Slots['50-off'].kind -eq 'OFF_INTENT'
}

function Test-PhsRunOver {
    <#
    .SYNOPSIS
    True when the run has ended: with an end that verifies and, if the switch was permitted, was written after "on" was seen.
    #>
    param([hashtable]$Slots)
    Set-StrictMode -Version 2.0
    $end = $Slots['90-end']
    if ($end.state -ne 'verified') { return $false }
    if (-not (Test-PhsPermitted -Slots $Slots)) { return $true }
    # The chain shows what was there when the end was written.
    $before = $(if ($Slots['80-again'].state -ne 'absent') { '80-again' } else { '70-on' })
    $Slots[$before].state -ne 'absent' -and [string]$end.fields['prev'] -eq $Slots[$before].hash
}

function Test-PhsOpenPermission {
    <# .SYNOPSIS True when the journal permits the switch, or may do so in a record that cannot be read, and the run has no end. #>
    param([hashtable]$Where)
    Set-StrictMode -Version 2.0
    (Test-PhsPermitted -Slots $Where.slots) -and -not (Test-PhsRunOver -Slots $Where.slots)
}

function Confirm-PhsTickBegun {
    <#
    .SYNOPSIS
    Before the server is asked: notes that a tick began (answers the note's path), and raises the alarm when the one before never
    came to its end, as with a hung service.
    #>
    Set-StrictMode -Version 2.0
    $current = Read-PhsEpoch -Pair $PairId -Number $Epoch
    if (-not (Test-PhsOpenPermission -Where $current)) { return $null }
    $begun = [System.IO.Path]::Combine($current.path, 'ticks', 'begun')
    if ([System.IO.File]::Exists($begun)) {
        Write-PhsBlindAlarm -Where $current -Because 'The last look of the guardian did not finish.'
    }
    try {
        if (-not [System.IO.Directory]::Exists([System.IO.Path]::GetDirectoryName($begun))) {
            New-PhsFolder -Path ([System.IO.Path]::GetDirectoryName($begun))
        }
        [System.IO.FileStream]::new(
            $begun, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::Write, [System.IO.FileShare]::ReadWrite
        ).Dispose()
    } catch { $null = $_ }
    $begun
}

function Write-PhsBlindAlarm {
    <# .SYNOPSIS The guardian cannot look or repair: a person must. Best effort. #>
    param([hashtable]$Where, [string]$Because)
    Set-StrictMode -Version 2.0
    $claim = $Where.slots['10-claim']
    $run = '-'
    if ($claim.state -eq 'verified') { $run = [string]$claim.fields['run'] }
    $name = Get-PhsPairName -State @{ connectors = $null; slots = $Where.slots }
    $sentence =
        "Password hash synchronization of the connector $name may be OFF, and the guardian cannot look after it: " +
        "$($Because -replace '\s+', ' ') " +
        "Restart the service Microsoft Azure AD Sync (ADSync), then run: $(Get-PhsRecoverLine -Name $name)"
    try { Write-PhsGuardEvent -Where $Where -Run $run -Kind 'ALARM_OFF' -Sentence $sentence -EntryType 'Error' } catch { $null = $_ }
}

function Wait-PhsHolder {
    <#
    .SYNOPSIS
    While the lock cannot be had: counts, alarms, and ends a holder that hangs. Answers the lock, or null when there is nothing to
    do in this tick.
    #>
    param([hashtable]$State, [hashtable]$Lock)
    Set-StrictMode -Version 2.0
    $State.lock = 'busy'
    $tick = New-PhsTick -State $State
    if (-not $State.intent -or $State.enabled -eq 'yes') { return $null }
    # Without ticks nothing can be counted, and what is not a lock can never be had: then it must be off twice within this tick.
    $blind = $tick -eq 'failed' -or $Lock.state -eq 'broken'
    if ($blind) {
        [System.Threading.Thread]::Sleep([System.Math]::Min(30000, $TurnOnLimitMs))
        $State.enabled = Test-PhsEnabled -Connectors $State.connectors
        if ($State.enabled -eq 'yes') { return $null }
    }
    $off = Measure-PhsTick -Where $State.epoch -Last $State.epoch.ticks -Enabled 'no', 'unknown' -Lock 'busy'
    if ($blind -or $off -ge 3) {
        try {
            Write-PhsAlarm -Where $State.epoch -Run $State.run -Name (Get-PhsPairName -State $State) -Enabled $State.enabled
        } catch {
            $null = $_
        }
    }
    if (-not $blind -and $off -lt 5) { return $null }
    Stop-PhsHolder -State $State
    $again = Open-PhsLock -Pair $PairId -Attempts 50
    # To switch on is right whoever else does it: this much needs no lock.
    if ($null -eq $again.stream) { $null = Restore-PhsChannel -State $State -Asked $false }
    $again
}

function Invoke-PhsGuard {
    <# .SYNOPSIS One tick of the guardian: on first, then the count, then the end of the run. #>
    Set-StrictMode -Version 2.0
    $state = Get-PhsGuardState
    if (Test-PhsRunOver -Slots $state.slots) { Unregister-PhsGuardian -Where $state.epoch; return }
    # A journal that was restored on another machine is nothing to act upon, but nobody else may look here.
    if ($state.foreign) {
        if ($state.intent -and $state.enabled -eq 'no') {
            try {
                Write-PhsAlarm -Where $state.epoch -Run $state.run -Name (Get-PhsPairName -State $state) -Kind 'ALARM_STRANGER'
            } catch {
                $null = $_
            }
        }
        return
    }
    Confirm-PhsReported -State $state
    $lock = Open-PhsLock -Pair $PairId -Attempts 15
    if ($null -eq $lock.stream) { $lock = Wait-PhsHolder -State $state -Lock $lock }
    if ($null -eq $lock -or $null -eq $lock.stream) { return }
    try {
        # Read again: it may have gone on between the first look and the lock.
        $state = Get-PhsGuardState
        $step = Step-PhsLocked -State $state -Asked $false
        if ($null -eq $step.end) {
            if ($state.enabled -eq 'yes' -and $state.slots['50-off'].kind -eq 'OFF_INTENT') {
                $state.activity = Get-PhsActivity -Connectors $state.connectors -On $state.slots['70-on']
            }
            $tick = New-PhsTick -State $state
            if (($state.intent -or $state.claimless -or $state.doubt) -and $tick -eq 'written') {
                $step.end = Complete-PhsSoak -State $state
            }
        }
        if ($null -ne $step.end) { Unregister-PhsGuardian -Where $state.epoch }
    } finally { $lock.stream.Dispose() }
}

# ---- By hand

function Confirm-PhsOrdered {
    <# .SYNOPSIS Refuses to turn on what nothing but events asks for: they order nothing. #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    if ($State.intent -or $State.unsure -or $State.enabled -eq 'yes') { return }
    if ($State.alone) {
        Stop-PhsGuard -RefusedFor 'EVENTS_ONLY' -Detail (
            'Only the event log knows of this run: the journal holds no record of it, and no guardian is registered. ' +
            'It was left as it is. If it is meant to be on, name the run (--run ID).'
        )
    }
    if ($State.doubt) {
        Stop-PhsGuard -RefusedFor 'EVENTS_UNVERIFIED' -Detail (
            'An event 4105 says that a run switched it off, but it cannot be verified that this tool wrote it: ' +
            'every user of the server can write such an event. It was left as it is.'
        )
    }
}

function Confirm-PhsGuardianReport {
    <#
    .SYNOPSIS
    Registers the guardian again, starts it, and waits for a further report of it. Answers {state: armed, registered or not-armed,
    detail}. The lock must be free.
    #>
    param([hashtable]$State)
    Set-StrictMode -Version 2.0
    # A run without its claim does not name the files that its guardian ran: then those of this version watch it to its end.
    $script = [string]$State.slots['10-claim'].fields['script']
    try {
        if ($script -eq '') { $script = (Invoke-PhsSetup).hash }
        $task = Register-PhsGuardian -Where $State.epoch -Hash $script
    } catch { return @{ state = 'not-armed'; detail = [string]$_.Exception.Message } }
    $before = Get-PhsTickCount -Path $State.epoch.path
    try {
        Start-ScheduledTask -TaskPath $taskPath -TaskName $task -ErrorAction Stop
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while ($clock.ElapsedMilliseconds -lt [System.Math]::Min($ArmTimeoutMs, 45000)) {
            if ((Get-PhsTickCount -Path $State.epoch.path) -gt $before) { return @{ state = 'armed'; detail = $null } }
            # It ended the run, and removed itself.
            if (Test-PhsRunOver -Slots (Read-PhsEpoch -Pair $PairId -Number $Epoch).slots) { return @{ state = 'armed'; detail = $null } }
            [System.Threading.Thread]::Sleep(100)
        }
    } catch { return @{ state = 'registered'; detail = [string]$_.Exception.Message } }
    @{ state = 'registered'; detail = $null }
}

function Invoke-PhsRecover {
    <# .SYNOPSIS What the guardian would do, at once and by an operator: only towards on. #>
    Set-StrictMode -Version 2.0
    Confirm-PhsTrustedPlace -Pair $PairId
    $state = Get-PhsGuardState
    if ($state.foreign) { Stop-PhsGuard -RefusedFor 'FOREIGN' -Detail 'The journal was made on another machine.' }
    Confirm-PhsOrdered -State $state
    # A run is over in seconds, the guardian tries for minutes.
    $lock = Open-PhsLock -Pair $PairId -Attempts 150
    $step = @{ action = 'none'; end = $null }
    $over = $false
    try {
        $state = Get-PhsGuardState
        Confirm-PhsOrdered -State $state
        $over = Test-PhsRunOver -Slots $state.slots
        $left = $state.intent -and $state.enabled -ne 'yes'
        if ($lock.state -eq 'busy' -and -not $left) {
            Stop-PhsGuard -RefusedFor 'LOCK_BUSY' -Detail 'Another process holds the lock of this pair: the run, or the guardian.'
        }
        # To switch on is right whoever else does it: this much needs no lock.
        if ($lock.state -ne 'held') {
            if ($left) { $step.action = Restore-PhsChannel -State $state -Asked $true }
        } elseif (-not $over -or ($state.intent -and $state.enabled -eq 'no')) {
            $step = Step-PhsLocked -State $state -Asked $true
        }
        if ($over -or $null -ne $step.end) { Unregister-PhsGuardian -Where $state.epoch }
    } finally { if ($null -ne $lock.stream) { $lock.stream.Dispose() } }
    $guardian = @{ state = 'not-needed'; detail = $null }
    if (($state.intent -or $state.unsure -or $state.doubt) -and -not $over -and $null -eq $step.end) {
        $guardian = Confirm-PhsGuardianReport -State $state
    }
    $detail = $(if ($null -ne $guardian.detail) { $guardian.detail } else { $lock.detail })
    New-PhsGuardRow -Kind 'recovered' -Fields @{
        action = $step.action
        end = $step.end
        enabled = (Test-PhsEnabled -Connectors $state.connectors)
        guardian = $guardian.state
        detail = $detail
    }
}

function Get-PhsLoggedRun {
    <# .SYNOPSIS The newest run of a pair that authentic events know: {epoch, run}; epoch 0 when there is none. #>
    param([string]$Pair)
    Set-StrictMode -Version 2.0
    $newest = @{ epoch = 0; run = '' }
    $entries = @()
    try { $entries = @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4100, 4102, 4105)) } catch {
        Stop-PhsGuard -RefusedFor 'EVENT_LOG' -Detail "The Application log cannot be read: $($_.Exception.Message) Nothing was written."
    }
    foreach ($entry in $entries) {
        $said = Read-PhsGuardEvent -Entry $entry
        if ($said.authentic -eq 'yes' -and $said.pair -eq $Pair -and $said.epoch -gt $newest.epoch) {
            $newest = @{ epoch = $said.epoch; run = $said.run }
        }
    }
    $newest
}

function Confirm-PhsSupersededRun {
    <# .SYNOPSIS Refuses to set aside a run that is not the newest of the journal, or has not ended. #>
    param([hashtable]$Slots, [int]$Number, [object]$Connectors)
    Set-StrictMode -Version 2.0
    if ($Number -eq 0) { Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'There is no run of this pair in the journal.' }
    $claim = $Slots['10-claim']
    if ($Slots['00-supersede'].state -eq 'verified' -and $claim.state -eq 'absent') {
        Stop-PhsGuard -RefusedFor 'EPOCH_OPEN' -Detail "Run $Number of this pair is open already, and nobody has begun it."
    }
    $newest = [string]$claim.fields['run']
    if ($claim.state -eq 'verified' -and $newest -ne $RunId) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "The newest run of this pair is $newest."
    }
    # A run of another machine can have no end here: nobody acts upon its word, so it is set aside as it is.
    $foreign = $claim.state -eq 'verified' -and [string]$claim.fields['machineId'] -ne $facts.machineId
    $seen = $Slots['70-on'].state -ne 'absent' -or -not (Test-PhsPermitted -Slots $Slots)
    if (-not $foreign -and ($Slots['90-end'].state -eq 'absent' -or -not $seen)) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'The newest run has not ended; run "phs-tool guard recover" first.'
    }
    if ($foreign -and (Test-PhsEnabled -Connectors $Connectors) -ne 'yes') {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
            -Detail 'Password hash synchronization is not on; switch it on in the Entra Connect wizard first.'
    }
}

function Confirm-PhsNoRun {
    <# .SYNOPSIS Refuses to set aside a parameter or events where a run of the journal would be set aside with them. #>
    param([hashtable]$Slots, [int]$Number)
    Set-StrictMode -Version 2.0
    if ($Number -eq 0) { return }
    # What was opened and never claimed is not a run, and events do not matter to one that was abandoned before its switch.
    $unclaimed = $Slots['00-supersede'].state -eq 'verified' -and $Slots['10-claim'].state -eq 'absent'
    $abandoned = $Evidence -eq 'events' -and $Slots['90-end'].kind -eq 'ABANDONED' -and -not (Test-PhsPermitted -Slots $Slots)
    if (-not $unclaimed -and -not $abandoned) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail 'There is a run of this pair in the journal; supersede that run.'
    }
}

function Get-PhsNewestDecision {
    <# .SYNOPSIS The number of the newest record of a decision (4180) that is in the log, whoever wrote it; 0 without one. #>
    Set-StrictMode -Version 2.0
    $newest = [long]0
    foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4180))) {
        $newest = [System.Math]::Max($newest, [long]$entry.recordId)
    }
    $newest
}

function Confirm-PhsSupersedeTold {
    <#
    .SYNOPSIS
    Refuses to go on when the event of the decision does not read back as written by this tool, after what was in the log before.
    #>
    param([hashtable]$Where, [long]$After)
    Set-StrictMode -Version 2.0
    foreach ($entry in @(Get-PhsLogEvent -Source 'phs-tool' -Id @(4180))) {
        if ([long]$entry.recordId -le $After) { continue }
        $said = Read-PhsGuardEvent -Entry $entry
        if ($said.authentic -eq 'yes' -and $said.pair -eq $Where.pair -and $said.epoch -eq $Where.number) { return }
    }
    Stop-PhsGuard -RefusedFor 'EVENT_LOG' `
        -Detail 'The event of the decision (4180) does not read back as it was written. No further run was opened.'
}

function Invoke-PhsSupersede {
    <# .SYNOPSIS Opens the next run of a pair by an explicit decision; deletes nothing. #>
    Set-StrictMode -Version 2.0
    $null = Invoke-PhsSetup
    $connectors = Get-PhsPairConnector -Identifier $AdConnectorId
    Confirm-PhsTrustedPlace -Pair $connectors.pair
    $last = Get-PhsLastEpoch -Pair $connectors.pair
    $all = (Read-PhsEpoch -Pair $connectors.pair -Number $last).slots
    $logged = Get-PhsLoggedRun -Pair $connectors.pair
    $set = '-'
    if ($logged.epoch -gt $last) {
        # A run that only the events know: its journal was deleted.
        if ($Evidence -ne 'run' -or $RunId -ne $logged.run) {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
                -Detail "The events know of the run $($logged.run), which is not in the journal; supersede that run."
        }
        if ((Test-PhsEnabled -Connectors $connectors) -ne 'yes') {
            Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' `
                -Detail 'Password hash synchronization is not on; run "phs-tool guard recover" first.'
        }
        $last = $logged.epoch
        $set = $RunId
    } elseif ($Evidence -eq 'run') {
        Confirm-PhsSupersededRun -Slots $all -Number $last -Connectors $connectors
        $set = $RunId
    } else { Confirm-PhsNoRun -Slots $all -Number $last }
    if ($last -ge $lastEpoch) {
        Stop-PhsGuard -RefusedFor 'CLAIM_INVALID' -Detail "Runs are counted to $lastEpoch; no further one can be opened."
    }
    $where = @{ pair = $connectors.pair; number = $last + 1; path = (Get-PhsEpochPath -Pair $connectors.pair -Number ($last + 1)) }
    $parameter = Get-PhsForceParameter -Connector $connectors.ad
    # The engine resets the parameter to 0: nothing is left over (facts 4.8), so there is no evidence to set aside.
    if ($Evidence -eq 'parameter' -and ($null -eq $parameter -or $parameter.Trim() -eq '0')) {
        Stop-PhsGuard -RefusedFor 'NO_PARAMETER' -Detail 'The connector has no left-over parameter, so there is nothing to set aside.'
    }
    if (
        $Evidence -eq 'parameter' -and $last -ne 0 -and
        [string]$all['00-supersede'].fields['parameter64'] -eq (ConvertTo-PhsBase64 -Text $parameter)
    ) {
        Stop-PhsGuard -RefusedFor 'EPOCH_OPEN' `
            -Detail "Run $last of this pair is open already, and this value of the parameter was set aside with it."
    }
    # Who sets events aside says nothing of a parameter; one that was set aside before stays so.
    if ($Evidence -eq 'events') {
        $parameter = ConvertTo-PhsPlainText -Text $(
            if ($all['00-supersede'].state -eq 'verified') { $all['00-supersede'].fields['parameter64'] } else { '-' }
        )
    }
    # The event goes first: an epoch that is open must be known to both stores.
    $sentence =
        "$($facts.operator) allows a further full password sync of the connector $($connectors.ad.Name). " +
        "Reason: $($Reason -replace '\s+', ' ')"
    $before = Get-PhsNewestDecision
    Write-PhsGuardEvent -Where $where -Run '-' -Kind 'SUPERSEDE' -Sentence $sentence -EntryType 'Warning'
    Confirm-PhsSupersedeTold -Where $where -After $before
    $null = New-PhsSlot -Where $where -Run '-' -Slot '00-supersede' -Kind 'SUPERSEDE' -Lines @(
        "supersedes $set", "evidence $Evidence", "reason64 $(ConvertTo-PhsBase64 -Text $Reason)",
        "operator64 $(ConvertTo-PhsBase64 -Text $facts.operator)",
        "parameter64 $(ConvertTo-PhsBase64 -Text $parameter)")
    New-PhsGuardRow -Kind 'superseded' -Fields @{ pair = $where.pair; epoch = $where.number; detail = $where.path }
}

# ---- Start

function Import-PhsGuardServer {
    <#
    .SYNOPSIS
    Only for the task, which starts with nothing: the platform's part of this tool, before anything could be found elsewhere under
    its name.
    #>
    Set-StrictMode -Version 2.0
    $env:PSModulePath = [System.IO.Path]::Combine($PSHOME, 'Modules')
    if ($SimulatorPath -eq '') {
        $text = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'Get-PhsPlatformGuard.ps1'))
        $null = $ExecutionContext.SessionState.InvokeProvider.Item.Set(
            'function:global:Get-PhsPlatformGuard', [scriptblock]::Create($text)
        )
        return
    }
    if ($ModulePath -ne '') { $env:PSModulePath = $ModulePath + [System.IO.Path]::PathSeparator + $env:PSModulePath }
    $constant = [System.Management.Automation.ScopedItemOptions]::Constant
    $ExecutionContext.SessionState.PSVariable.Set(
        [System.Management.Automation.PSVariable]::new('global:PhsSimulatedServer', $SimulatedServer, $constant)
    )
    $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    $null = $shell.AddCommand([System.IO.Path]::Combine($SimulatorPath, 'Import-PhsSimulator.ps1')).AddParameter(
        'SimulatorPath', $SimulatorPath
    ).AddParameter('ModulePath', $ModulePath)
    $null = $shell.Invoke()
}

function Import-PhsGuardModule {
    <#
    .SYNOPSIS
    Only for the task: ADSync, from where the session had it, and the machine's folders of modules that nobody else can write to.
    #>
    Set-StrictMode -Version 2.0
    if ($AdSyncPath -eq '') { Stop-PhsGuard -RefusedFor 'MODULE_PATH' -Detail 'The task does not say where the ADSync module is.' }
    $machine = [System.Environment]::GetEnvironmentVariable('PSModulePath', [System.EnvironmentVariableTarget]::Machine)
    foreach ($part in ([string]$machine).Split([System.IO.Path]::PathSeparator)) {
        $folder = [System.Environment]::ExpandEnvironmentVariables($part)
        if ($folder -eq '' -or (Get-PhsPlatformGuard -Action Inspect -Path $folder.TrimEnd([char]92)).state -ne 'protected') { continue }
        $env:PSModulePath += [System.IO.Path]::PathSeparator + $folder
    }
    Import-Module -Name $AdSyncPath -Global -DisableNameChecking -ErrorAction Stop
}

$facts = @{}
try {
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
        Stop-PhsGuard -RefusedFor 'LANGUAGE_MODE' -Detail "The language mode is $($ExecutionContext.SessionState.LanguageMode)."
    }
    if ($Mode -eq 'Guard') { Import-PhsGuardServer }
    $facts = Get-PhsPlatformGuard -Action Facts
    if ($Mode -eq 'Inspect') { return (Get-PhsInspection) }
    if (-not $facts.supported) {
        Stop-PhsGuard -RefusedFor 'NOT_SUPPORTED' `
            -Detail 'A full password sync can be started in Windows PowerShell on the Entra Connect server only.'
    }
    if ($Mode -ne 'Guard' -and $facts.elevated -eq $false) {
        Stop-PhsGuard -RefusedFor 'NOT_ELEVATED' -Detail 'This needs an elevated console.'
    }
    switch ($Mode) {
        'Setup' { (Invoke-PhsSetup).rows }
        'Claim' { Invoke-PhsClaim }
        'Run' { Invoke-PhsRun }
        'Guard' {
            $place = Get-PhsUntrustedPlace -Pair $PairId
            if ($null -ne $place) {
                # What others may have written is not a reason to act, nor to leave.
                $nothing = @{ pair = $PairId; number = $Epoch; slots = @{ '10-claim' = @{ state = 'absent' } } }
                Write-PhsBlindAlarm -Where $nothing -Because "The directory $($place.path) is not protected ($($place.state))."
                return
            }
            try {
                $begun = Confirm-PhsTickBegun
                Import-PhsGuardModule
                Invoke-PhsGuard
                if ($null -ne $begun) { [System.IO.File]::Delete($begun) }
            } catch {
                $now = Read-PhsEpoch -Pair $PairId -Number $Epoch
                if (Test-PhsOpenPermission -Where $now) { Write-PhsBlindAlarm -Where $now -Because ([string]$_.Exception.Message) }
                throw
            }
        }
        'Recover' { Invoke-PhsRecover }
        'Supersede' { Invoke-PhsSupersede }
    }
} catch {
    $refusal = Get-PhsRefusal -Record $_
    if ($null -eq $refusal) { throw }
    New-PhsGuardRow -Kind 'refused' -Fields @{ reason = $refusal.reason; detail = $refusal.detail; phase = $Mode }
}
