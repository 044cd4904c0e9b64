# Runs of scheduled tasks (simulator/README.md): tasks/<task>.<n>.run claims a run, .pid, .log and .exit belong to it.
# src/simulator/run-tasks.ts starts and reads them in the same way.

$script:OwnTask = $null

# The folder of the runs.
function Get-TaskFolder {
    [System.IO.Path]::Combine((Get-SimulatedServer), 'tasks')
}

# The start of the file names of a task: its path and name with everything odd replaced.
function Get-TaskFileName {
    param($Task)
    [regex]::Replace(([string] $Task['path'] + [string] $Task['name']).Trim('\'), '[^A-Za-z0-9._-]', '_')
}

# State and start time (in clock ticks since the machine's start) of a process if the system reports them, or nothing.
function Get-ProcessMark {
    param([string] $Id)
    try { $text = [System.IO.File]::ReadAllText("/proc/$Id/stat") } catch { return }
    $fields = $text.Substring($text.LastIndexOf(')') + 2).Split(' ')
    @{ State = $fields[0]; Start = $fields[19] }
}

# Whether the process that a pid file names ("pid start") is there.
function Test-RunProcess {
    param([string] $Text)
    $parts = $Text.Trim().Split(' ')
    if ([System.IO.Directory]::Exists('/proc/self')) {
        $mark = Get-ProcessMark $parts[0]
        return ($null -ne $mark -and 'Z', 'X' -notcontains $mark.State -and ($parts.Count -lt 2 -or $parts[1] -eq $mark.Start))
    }
    try { return -not [System.Diagnostics.Process]::GetProcessById([int] $parts[0]).HasExited } catch { return $false }
}

# The number of the newest run of a task, 0 before the first one.
function Get-NewestRun {
    param([string] $FileName)
    $newest = 0
    if (-not [System.IO.Directory]::Exists((Get-TaskFolder))) { return 0 }
    foreach ($file in [System.IO.Directory]::GetFiles((Get-TaskFolder), "$FileName.*.run")) {
        $name = [System.IO.Path]::GetFileName($file)
        $number = 0
        if ([int]::TryParse($name.Substring($FileName.Length + 1, $name.Length - $FileName.Length - 5), [ref] $number) -and $number -gt $newest) { $newest = $number }
    }
    $newest
}

# Whether a run goes on. One without a process is being started, for ten seconds.
function Test-RunActive {
    param([string] $Base)
    if ([System.IO.File]::Exists("$Base.exit")) { return $false }
    if ([System.IO.File]::Exists("$Base.pid")) { return Test-RunProcess (Read-SharedText "$Base.pid") }
    ([datetime]::UtcNow - [System.IO.File]::GetCreationTimeUtc("$Base.run")).TotalSeconds -lt 10
}

# Whether a task runs now.
function Test-TaskActive {
    param($Task)
    $fileName = Get-TaskFileName $Task
    $number = Get-NewestRun $fileName
    $number -gt 0 -and (Test-RunActive ([System.IO.Path]::Combine((Get-TaskFolder), "$fileName.$number")))
}

# The task of a run: @{ Name; User }.
function Read-TaskOfRun {
    param([string] $Base)
    $lines = (Read-SharedText "$Base.run").Split([char] 10)
    @{ Name = $lines[0].Trim(); User = $lines[1].Trim() }
}

# The task that started this process: @{ Name; User }, both nothing for any other process.
function Get-OwnTask {
    if ($null -ne $script:OwnTask) { return $script:OwnTask }
    $own = [string] [System.Diagnostics.Process]::GetCurrentProcess().Id
    $mark = Get-ProcessMark 'self'
    $task = @{ Name = $null; User = $null }
    # An engine that serves several processes runs for one that is not itself.
    $base = [System.Environment]::GetEnvironmentVariable('PHS_SIMULATED_TASK')
    if (-not [string]::IsNullOrEmpty($base) -and [System.IO.File]::Exists("$base.run")) {
        $task = Read-TaskOfRun $base
    } elseif ([System.IO.Directory]::Exists((Get-TaskFolder))) {
        foreach ($file in [System.IO.Directory]::GetFiles((Get-TaskFolder), '*.pid')) {
            $parts = (Read-SharedText $file).Trim().Split(' ')
            if ($parts[0] -ne $own -or ($null -ne $mark -and $parts.Count -gt 1 -and $parts[1] -ne $mark.Start)) { continue }
            $base = $file.Substring(0, $file.Length - 4)
            if ($null -eq $mark -and [System.IO.File]::Exists("$base.exit")) { continue }
            $task = Read-TaskOfRun $base
        }
    }
    $script:OwnTask = $task
    $task
}

# Starts a task unless it runs: its program and arguments as registered, with an empty environment in a new empty folder,
# away from this process. Claiming the number of the run decides between several starters.
function Start-TaskProcess {
    param($Task)
    if (Test-TaskActive $Task) { return }
    $fileName = Get-TaskFileName $Task
    [void] [System.IO.Directory]::CreateDirectory((Get-TaskFolder))
    $base = [System.IO.Path]::Combine((Get-TaskFolder), ('{0}.{1}' -f $fileName, ((Get-NewestRun $fileName) + 1)))
    $text = [System.Text.Encoding]::UTF8.GetBytes(('{0}{1}{3}{2}{3}' -f $Task['path'], $Task['name'], $Task['user'], "`n"))
    try { $claim = [System.IO.FileStream]::new("$base.run", 'CreateNew', 'Write', 'Read') } catch { return }
    try { $claim.Write($text, 0, $text.Length); $claim.Flush($true) } finally { $claim.Dispose() }
    [void] [System.IO.Directory]::CreateDirectory("$base.work")
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { Start-WindowsTask $Task $base } else { Start-PosixTask $Task $base }
}

# Text as one argument of a command line (the rules of CommandLineToArgvW; .NET has them on every system).
function ConvertTo-QuotedArgument {
    param([string] $Text)
    '"' + [regex]::Replace([regex]::Replace($Text, '(\\*)"', '$1$1\"'), '(\\+)$', '$1$1') + '"'
}

function Start-PosixTask {
    param($Task, [string] $Base)
    $script = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'Windows', 'run-task.sh'))
    $words = @($script, 'start', $Base, [string] $Task['execute']) + @(Get-StateList $Task 'argumentList')
    $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', (@(foreach ($word in $words) { ConvertTo-QuotedArgument $word }) -join ' '))
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $launcher = [System.Diagnostics.Process]::Start($start)
    $launcher.StandardInput.Close()
    $launcher.WaitForExit()
    $giveUp = [datetime]::UtcNow.AddSeconds(5)
    while (-not [System.IO.File]::Exists("$Base.pid") -and [datetime]::UtcNow -lt $giveUp) { [System.Threading.Thread]::Sleep(2) }
}

# Windows and .NET do not run without these few variables; the real scheduler gives more. With streams of its own: the input of
# this process is being read, and its output belongs to the session.
function Start-WindowsTask {
    param($Task, [string] $Base)
    $start = [System.Diagnostics.ProcessStartInfo]::new([string] $Task['execute'], [string] $Task['arguments'])
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.WorkingDirectory = "$Base.work"
    foreach ($name in @($start.EnvironmentVariables.Keys)) {
        if ('SystemRoot', 'SystemDrive', 'windir', 'TEMP', 'TMP', 'ProgramData', 'ProgramFiles' -notcontains $name) { $start.EnvironmentVariables.Remove($name) }
    }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process.BeginOutputReadLine()
    $process.BeginErrorReadLine()
    [System.IO.File]::WriteAllText("$Base.pid", [string] $process.Id)
}
