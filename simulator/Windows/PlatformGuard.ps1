# What the guard asks of machine, account and protected folders, in place of the product's operation of this name.
# Folders are real ones below the server's directory; if there are no access control lists (not Windows) their mode and
# owner stand for them.

# Whether the caller is elevated: the operator as the state says, tasks that run with highest privileges.
function Test-Elevation {
    param($State)
    if ($null -ne (Get-OwnTask).Name) { return $true }
    [bool] $State['platform']['elevated']
}

# The program that runs tasks. A pwsh that was installed as a .NET tool is a process of "dotnet", which is not PowerShell: the
# program of its own folder takes precedence over that of the process. Engines of other programs have none there.
function Get-TaskHost {
    foreach ($name in 'pwsh', 'pwsh.exe', 'powershell.exe') {
        $path = [System.IO.Path]::Combine($PSHOME, $name)
        if ([System.IO.File]::Exists($path)) { return $path }
    }
    [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
}

function Get-GuardFact {
    param($State)
    $server = Get-SimulatedServer
    $platform = $State['platform']
    $operator = $platform['userName']
    $groups = $platform['groups']
    $task = Get-OwnTask
    if ($null -ne $task.Name) {
        $account = $State['taskAccount']
        if ($null -eq $account) { $account = @{ groups = @('Administrators') } }
        $operator = if ($task.User -eq 'SYSTEM') { 'NT AUTHORITY\SYSTEM' } else { $task.User }
        if ($null -ne $account['operator']) { $operator = $account['operator'] }
        $groups = $account['groups']
    }
    $known = $null
    if ($null -ne $groups) { $known = [string[]] @(@($groups) | Where-Object { $null -ne $_ }) }
    @{
        supported = $true
        journalRoot = [System.IO.Path]::Combine($server, 'ProgramData', 'phs-tool', 'guard')
        pinRoot = [System.IO.Path]::Combine($server, 'Program Files', 'phs-tool', 'guard')
        machineId = $platform['machineId']
        machineName = $platform['machineName']
        operator = $operator
        elevated = Test-Elevation $State
        host = Get-TaskHost
        groups = $known
        eventSource = $(if (Test-EventSource $State 'phs-tool') { 'present' } else { 'absent' })
    }
}

# Owner and mode of a file as the engine itself reads them, or nothing if it cannot.
function Get-FileMark {
    param([string] $Path)
    $unix = [System.Management.Automation.PSObject].Assembly.GetType('System.Management.Automation.Platform+Unix')
    if ($null -eq $unix) { return }
    $read = $unix.GetMethod('GetLStat', [System.Reflection.BindingFlags] 'Public, NonPublic, Static')
    if ($null -ne $read) { $read.Invoke($null, @($Path)) }
}

# The state of a folder or file: absent, protected, wrong-owner, wrong-access, reparse-point, not-a-directory, not-a-file or
# unreadable. Kind is folder, secret (a file that nobody else may read) or any.
function Get-EntryProtection {
    param([string] $Path, [string] $Kind = 'folder')
    try {
        $entry = [System.IO.DirectoryInfo]::new($Path)
        # A link to nowhere does not exist, but its attributes can be read.
        $attributes = $entry.Attributes
        $isFile = $false
        if ([int] $attributes -eq -1) {
            $isFile = [System.IO.File]::Exists($Path)
            if (-not $isFile) { return @{ state = 'absent'; detail = $Path } }
            $attributes = [System.IO.File]::GetAttributes($Path)
        }
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return @{ state = 'reparse-point'; detail = $Path } }
        $isFile = $isFile -or ($attributes -band [System.IO.FileAttributes]::Directory) -eq 0
        if ($Kind -eq 'folder' -and $isFile) { return @{ state = 'not-a-directory'; detail = $Path } }
        if ($Kind -eq 'secret' -and -not $isFile) { return @{ state = 'not-a-file'; detail = $Path } }
        if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { return @{ state = 'protected'; detail = $Path } }
        $mark = Get-FileMark $Path
        $own = Get-FileMark '/proc/self'
        if ($null -eq $mark) { return @{ state = 'unreadable'; detail = 'The engine does not report owner and mode.' } }
        if ($null -ne $own -and $mark.UserId -ne $own.UserId) { return @{ state = 'wrong-owner'; detail = "owner $($mark.UserId)" } }
        $others = if ($Kind -eq 'secret') { 54 } else { 18 }
        if (($mark.Mode -band $others) -ne 0) { return @{ state = 'wrong-access'; detail = ('mode {0}' -f [System.Convert]::ToString(($mark.Mode -band 4095), 8)) } }
        @{ state = 'protected'; detail = $Path }
    } catch {
        @{ state = 'unreadable'; detail = $_.Exception.GetBaseException().Message }
    }
}

# The folder above is named like the tool and belongs to it as well.
function Get-FolderProtection {
    param([string] $Path)
    $above = [System.IO.Path]::GetDirectoryName($Path)
    if ([System.IO.Path]::GetFileName($above) -eq 'phs-tool') {
        $found = Get-EntryProtection $above
        if ($found.state -ne 'protected') { return $found }
    }
    Get-EntryProtection $Path
}

# A folder and everything below it: the first that is not protected.
function Get-TreeProtection {
    param([string] $Path)
    $found = Get-EntryProtection $Path
    if ($found.state -ne 'protected') { return $found }
    $open = [System.Collections.Generic.Queue[string]]::new()
    $open.Enqueue($Path)
    while ($open.Count -gt 0) {
        foreach ($entry in [System.IO.Directory]::GetFileSystemEntries($open.Dequeue())) {
            $found = Get-EntryProtection $entry 'any'
            if ($found.state -eq 'absent') { continue }
            if ($found.state -ne 'protected') { return @{ state = $found.state; detail = "$($entry): $($found.detail)" } }
            if ([System.IO.Directory]::Exists($entry)) { $open.Enqueue($entry) }
        }
    }
    @{ state = 'protected'; detail = $Path }
}

# Makes a file that only its owner can read.
function New-SecretFile {
    param([string] $Path, [byte[]] $Content)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') {
        $stream = [System.IO.FileStream]::new($Path, 'CreateNew', 'Write', 'None')
    } else {
        $options = [System.IO.FileStreamOptions]::new()
        $options.Mode = 'CreateNew'; $options.Access = 'Write'; $options.Share = 'None'
        $options.UnixCreateMode = [System.IO.UnixFileMode] 384
        $stream = [System.IO.FileStream]::new($Path, $options)
    }
    try { $stream.Write($Content, 0, $Content.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    Get-EntryProtection $Path 'secret'
}

# Makes a folder, and those above it that are missing, for their owner alone.
function New-ProtectedFolder {
    param([string] $Path)
    $parent = [System.IO.Path]::GetDirectoryName($Path)
    if (-not [System.IO.Directory]::Exists($parent)) { New-ProtectedFolder $parent }
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { [void] [System.IO.Directory]::CreateDirectory($Path) }
    else { [void] [System.IO.Directory]::CreateDirectory($Path, [System.IO.UnixFileMode] 448) }
}

# What makes something needs an elevated caller, and a name that is free.
function Assert-MakingAllowed {
    param($Caller, $State, [string] $Path)
    if (-not (Test-Elevation $State)) {
        $exception = [System.UnauthorizedAccessException]::new("Access to the path '$Path' is denied.")
        $Caller.ThrowTerminatingError((New-SimulatedError $exception 'AccessDenied' 'PermissionDenied' 'Get-PhsPlatformGuard' $Path))
    }
}

function Get-PhsPlatformGuard {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('Facts', 'Inspect', 'InspectTree', 'InspectSecret', 'Protect', 'MakeSecret', 'Account', 'Flush')] [string] $Action,
        [string] $Path,
        [byte[]] $Bytes
    )
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    switch ($Action) {
        'Facts' { Get-GuardFact $state }
        # The state is written through with every change.
        'Flush' { @{ state = 'flushed'; detail = $null } }
        'Account' { @{ state = 'found'; detail = $(if ((ConvertTo-TaskUser $Path) -eq 'SYSTEM') { 'S-1-5-18' } else { $Path.ToLowerInvariant() }) } }
        'InspectTree' { Get-TreeProtection $Path }
        'InspectSecret' { Get-EntryProtection $Path 'secret' }
        'MakeSecret' {
            Assert-MakingAllowed $PSCmdlet $state $Path
            New-SecretFile $Path $Bytes
        }
        'Protect' {
            Assert-MakingAllowed $PSCmdlet $state $Path
            if ((Get-FolderProtection $Path).state -eq 'absent') { New-ProtectedFolder $Path }
            Get-FolderProtection $Path
        }
        'Inspect' { Get-FolderProtection $Path }
    }
}
