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

