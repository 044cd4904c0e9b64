# What the guard asks of machine, account and protected folders, in place of the product's operation of this name.
# Folders are real ones below the server's directory; where there are no access control lists (not Windows) their mode and
# owner stand for them.

# Whether the caller is elevated: the operator as the state says, tasks that run with highest privileges.
function Test-Elevation {
    param($State)
    if ($null -ne (Get-OwnTask).Name) { return $true }
    [bool] $State['platform']['elevated']
}

# The program that runs tasks. A pwsh that was installed as a .NET tool is a process of "dotnet", which is no PowerShell: the
# program of its own folder goes before that of the process. Engines of other programs have none there.
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

# Owner and mode of a file as the engine itself reads them, or nothing where it cannot.
function Get-FileMark {
    param([string] $Path)
    $unix = [System.Management.Automation.PSObject].Assembly.GetType('System.Management.Automation.Platform+Unix')
    if ($null -eq $unix) { return }
    $read = $unix.GetMethod('GetLStat', [System.Reflection.BindingFlags] 'Public, NonPublic, Static')
    if ($null -ne $read) { $read.Invoke($null, @($Path)) }
}

# The state of a folder: absent, protected, wrong-owner, wrong-access, reparse-point, not-a-directory or unreadable.
function Get-FolderProtection {
    param([string] $Path)
    try {
        $entry = [System.IO.DirectoryInfo]::new($Path)
        # A link to nowhere does not exist, but its attributes can be read.
        $attributes = $entry.Attributes
        if ([int] $attributes -eq -1) {
            if ([System.IO.File]::Exists($Path)) { return @{ state = 'not-a-directory'; detail = $Path } }
            return @{ state = 'absent'; detail = $Path }
        }
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return @{ state = 'reparse-point'; detail = $Path } }
        if (($attributes -band [System.IO.FileAttributes]::Directory) -eq 0) { return @{ state = 'not-a-directory'; detail = $Path } }
        if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { return @{ state = 'protected'; detail = $Path } }
        $mark = Get-FileMark $Path
        $own = Get-FileMark '/proc/self'
        if ($null -eq $mark) { return @{ state = 'unreadable'; detail = 'The engine does not tell owner and mode.' } }
        if ($null -ne $own -and $mark.UserId -ne $own.UserId) { return @{ state = 'wrong-owner'; detail = "owner $($mark.UserId)" } }
        if (($mark.Mode -band 18) -ne 0) { return @{ state = 'wrong-access'; detail = ('mode {0}' -f [System.Convert]::ToString(($mark.Mode -band 4095), 8)) } }
        @{ state = 'protected'; detail = $Path }
    } catch {
        @{ state = 'unreadable'; detail = $_.Exception.GetBaseException().Message }
    }
}

# Makes a folder, and those above it that are missing, for their owner alone.
function New-ProtectedFolder {
    param([string] $Path)
    $parent = [System.IO.Path]::GetDirectoryName($Path)
    if (-not [System.IO.Directory]::Exists($parent)) { New-ProtectedFolder $parent }
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { [void] [System.IO.Directory]::CreateDirectory($Path) }
    else { [void] [System.IO.Directory]::CreateDirectory($Path, [System.IO.UnixFileMode] 448) }
}

function Get-PhsPlatformGuard {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [ValidateSet('Facts', 'Inspect', 'Protect', 'Flush')] [string] $Action,
        [string] $Path
    )
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    if ($Action -eq 'Facts') { return Get-GuardFact $state }
    # The state is written through with every change.
    if ($Action -eq 'Flush') { return @{ state = 'flushed'; detail = $null } }
    if ($Action -eq 'Protect') {
        if ((Get-FolderProtection $Path).state -ne 'absent') {
            $exception = [System.IO.IOException]::new("The folder '$Path' is there already.")
            $PSCmdlet.ThrowTerminatingError((New-SimulatedError $exception 'FolderExists' 'ResourceExists' 'Get-PhsPlatformGuard' $Path))
        }
        if (-not (Test-Elevation $state)) {
            $exception = [System.UnauthorizedAccessException]::new("Access to the path '$Path' is denied.")
            $PSCmdlet.ThrowTerminatingError((New-SimulatedError $exception 'AccessDenied' 'PermissionDenied' 'Get-PhsPlatformGuard' $Path))
        }
        New-ProtectedFolder $Path
    }
    Get-FolderProtection $Path
}
