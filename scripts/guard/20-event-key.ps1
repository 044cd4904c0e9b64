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

