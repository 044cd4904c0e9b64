# Scheduled tasks of a simulated server. Errors have the ids of the real module, which asks CIM; texts of CIM are shortened.

# The record of a failure of one of these commands.
function New-TaskError {
    param([string] $Text, [string] $Id, [string] $Category, [string] $Reason, [string] $Cmdlet, $Target)
    $record = New-SimulatedError ([System.InvalidOperationException]::new($Text)) $Id $Category $Cmdlet $Target
    $record.CategoryInfo.Reason = $Reason
    $record
}

# The failure of a call that Task Scheduler itself refuses.
function New-TaskRefusal {
    param([string] $Cmdlet, [string] $Code, [string] $Category, [string] $Text)
    New-TaskError $Text "HRESULT 0x$Code" $Category 'CimException' $Cmdlet 'PS_ScheduledTask'
}

# What is said of tasks that are not there: with one condition its name, with two only that nothing was found.
function New-TaskNotFound {
    param([string] $Cmdlet, [string] $Path, [string] $Name)
    if ($Path -ne '' -and $Name -ne '') {
        $text = "No matching MSFT_ScheduledTask objects found by CIM query for instances of the Root/Microsoft/Windows/TaskScheduler/MSFT_ScheduledTask class on the  CIM server: SELECT * FROM MSFT_ScheduledTask  WHERE ((TaskName LIKE '$Name')) AND ((TaskPath LIKE '$($Path.Replace('\', '\\'))')). Verify query parameters and retry."
        return New-TaskError $text 'CmdletizationQuery_NotFound' 'ObjectNotFound' 'CimJobException' $Cmdlet 'MSFT_ScheduledTask'
    }
    $property = if ($Name -ne '') { 'TaskName' } else { 'TaskPath' }
    $value = $Path + $Name
    $text = "No MSFT_ScheduledTask objects found with property '$property' equal to '$value'.  Verify the value of the property and retry."
    New-TaskError $text "CmdletizationQuery_NotFound_$property" 'ObjectNotFound' 'CimJobException' $Cmdlet $value
}

# Paths begin and end with a backslash.
function ConvertTo-TaskPath {
    param([string] $Path)
    if ($Path.Trim('\') -eq '') { return '\' }
    '\' + $Path.Trim('\') + '\'
}

# The tasks of a path and name, both with wildcards, either may be empty.
function Find-TaskRecord {
    param($State, [string] $Path, [string] $Name)
    foreach ($task in @(Get-StateList $State 'tasks')) {
        if ($Path -ne '' -and $task['path'] -notlike $Path) { continue }
        if ($Name -eq '' -or $task['name'] -like $Name) { $task }
    }
}

# The task of exactly that path and name.
function Get-TaskRecord {
    param($State, [string] $Path, [string] $Name)
    foreach ($task in @(Get-StateList $State 'tasks')) { if ($task['path'] -eq $Path -and $task['name'] -eq $Name) { $task } }
}

function Get-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName = $true)] [string[]] $TaskName,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName = $true)] [string[]] $TaskPath
    )
    process {
        $state = Enter-ReadingCmdlet $PSCmdlet
        if ($null -eq $state) { return }
        $names = @($TaskName); if ($names.Count -eq 0) { $names = @('') }
        $paths = @($TaskPath); if ($paths.Count -eq 0) { $paths = @('') }
        foreach ($path in $paths) {
            foreach ($name in $names) {
                $found = @(Find-TaskRecord $state $path $name)
                foreach ($record in $found) { New-RegisteredTask $record }
                $asked = ($path + $name) -ne '' -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($path + $name)
                if ($found.Count -eq 0 -and $asked) { $PSCmdlet.WriteError((New-TaskNotFound 'Get-ScheduledTask' $path $name)) }
            }
        }
    }
}

# When a task is started next by one of its triggers by time, or nothing.
function Get-NextTaskStart {
    param($Record)
    if (-not $Record['enabled']) { return }
    foreach ($trigger in @(Get-StateList $Record 'triggers')) {
        if (-not $trigger['enabled'] -or $trigger['kind'] -eq 'startup' -or $null -eq $trigger['startBoundary']) { continue }
        $start = [datetime]::Parse($trigger['startBoundary'], [System.Globalization.CultureInfo]::InvariantCulture)
        $now = [datetime]::Now
        if ($start -gt $now) { return $start }
        if ($null -eq $trigger['interval']) { continue }
        $interval = [System.Xml.XmlConvert]::ToTimeSpan($trigger['interval'])
        return $start.AddTicks($interval.Ticks * (1 + [long] [System.Math]::Floor(($now - $start).Ticks / $interval.Ticks)))
    }
}

function Get-ScheduledTaskInfo {
    [CmdletBinding()]
    param([Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName)
    $state = Enter-ReadingCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $path = ConvertTo-TaskPath $TaskPath
    $found = @(Get-TaskRecord $state $path $TaskName)
    if ($found.Count -eq 0) {
        $PSCmdlet.WriteError((New-TaskNotFound 'Get-ScheduledTaskInfo' $path $TaskName))
        return
    }
    New-TaskObject 'MSFT_TaskDynamicInfo' ([ordered] @{
        LastRunTime = $null; LastTaskResult = $null; NextRunTime = Get-NextTaskStart $found[0]; NumberOfMissedRuns = 0
        TaskName = $TaskName; TaskPath = $path; PSComputerName = $null
    })
}

# What every change of tasks needs: an elevated caller.
function Get-TaskRefusal {
    param($State, [string] $Cmdlet)
    if (-not (Test-Elevation $State)) { New-TaskRefusal $Cmdlet '80070005' 'PermissionDenied' 'Access is denied.' }
}

function Register-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName,
        [Parameter(Mandatory = $true, ValueFromPipeline = $true)] $InputObject
    )
    process {
        $path = ConvertTo-TaskPath $TaskPath
        $action = @($InputObject.Actions)[0]
        $logged = [ordered] @{ TaskPath = $path; TaskName = $TaskName; Execute = $action.Execute; Arguments = $action.Arguments }
        $given = @{ Path = $path; Name = $TaskName; Task = $InputObject }
        $state = Invoke-ChangingCall $PSCmdlet 'task-register' $logged $given -WriteFailure {
            param($current, $given)
            $refusal = Get-TaskRefusal $current 'Register-ScheduledTask'
            if ($null -eq $refusal -and @(Get-TaskRecord $current $given.Path $given.Name).Count -gt 0) {
                $refusal = New-TaskRefusal 'Register-ScheduledTask' '800700b7' 'ResourceExists' 'Cannot create a file when that file already exists.'
            }
            @{ Failure = $refusal; Arguments = (ConvertTo-TaskRecord $given.Path $given.Name $given.Task ([string] $current['platform']['userName'])) }
        }
        if ($null -ne $state) { Get-TaskRecord $state $path $TaskName | ForEach-Object { New-RegisteredTask $_ } }
    }
}

# One change of one task by path and name; answers the state.
function Invoke-TaskCall {
    param($Caller, [string] $Change, [string] $TaskPath, [string] $TaskName)
    $path = ConvertTo-TaskPath $TaskPath
    $given = @{ Path = $path; Name = $TaskName; Change = $Change; Cmdlet = $Caller.MyInvocation.MyCommand.Name }
    Invoke-ChangingCall $Caller $Change ([ordered] @{ TaskPath = $path; TaskName = $TaskName }) $given -WriteFailure {
        param($current, $given)
        $refusal = Get-TaskRefusal $current $given.Cmdlet
        if ($null -eq $refusal) {
            $task = @(Get-TaskRecord $current $given.Path $given.Name)
            if ($task.Count -eq 0) {
                $refusal = if ($given.Change -eq 'task-remove') { New-TaskNotFound $given.Cmdlet $given.Path $given.Name }
                else { New-TaskRefusal $given.Cmdlet '80070002' 'ObjectNotFound' 'The system cannot find the file specified.' }
            } elseif ($given.Change -eq 'task-start' -and -not $task[0]['enabled']) {
                $refusal = New-TaskRefusal $given.Cmdlet '80041326' 'NotSpecified' 'The task is disabled.'
            }
        }
        @{ Failure = $refusal; Arguments = @{ path = $given.Path; name = $given.Name } }
    }
}

function Start-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName)
    [void] (Invoke-TaskCall $PSCmdlet 'task-start' $TaskPath $TaskName)
}

function Unregister-ScheduledTask {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param([Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName)
    if ($PSCmdlet.ShouldProcess("$TaskPath$TaskName", 'Delete')) { [void] (Invoke-TaskCall $PSCmdlet 'task-remove' $TaskPath $TaskName) }
}

# Enables or disables a task and answers it.
function Set-TaskEnabled {
    param($Caller, [string] $Change, [string] $TaskPath, [string] $TaskName)
    $state = Invoke-TaskCall $Caller $Change $TaskPath $TaskName
    if ($null -ne $state) { Get-TaskRecord $state (ConvertTo-TaskPath $TaskPath) $TaskName | ForEach-Object { New-RegisteredTask $_ } }
}

function Enable-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName)
    Set-TaskEnabled $PSCmdlet 'task-enable' $TaskPath $TaskName
}

function Disable-ScheduledTask {
    [CmdletBinding()]
    param([Parameter(Position = 1)] [string] $TaskPath = '\', [Parameter(Mandatory = $true, Position = 0)] [string] $TaskName)
    Set-TaskEnabled $PSCmdlet 'task-disable' $TaskPath $TaskName
}
