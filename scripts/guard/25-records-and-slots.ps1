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

