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

