# Objects of scheduled tasks: what the New-ScheduledTask* commands make, and what becomes of it in the state and back.

$script:TaskState = $null

# An object with the type name of the real one.
function New-TaskObject {
    param([string] $Class, [System.Collections.IDictionary] $Properties)
    $made = [pscustomobject] $Properties
    $made.PSTypeNames.Insert(0, "Microsoft.Management.Infrastructure.CimInstance#Root/Microsoft/Windows/TaskScheduler/$Class")
    $made
}

# An interval as Task Scheduler writes it (ISO 8601: PT1M), or nothing.
function ConvertTo-TaskInterval {
    param($Value)
    if ($null -eq $Value) { return $null }
    [System.Xml.XmlConvert]::ToString([timespan] $Value)
}

function New-ScheduledTaskAction {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Execute, [string] $Argument, [string] $WorkingDirectory, [string] $Id)
    New-TaskObject 'MSFT_TaskExecAction' ([ordered] @{
        Id = $Id; Arguments = $Argument; Execute = $Execute; WorkingDirectory = $WorkingDirectory; PSComputerName = $null
    })
}

function New-ScheduledTaskTrigger {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Startup')] [switch] $AtStartup,
        [Parameter(Mandatory = $true, ParameterSetName = 'Once')] [switch] $Once,
        [Parameter(Mandatory = $true, ParameterSetName = 'Once')] [datetime] $At,
        [Parameter(ParameterSetName = 'Once')] [timespan] $RepetitionInterval,
        [Parameter(ParameterSetName = 'Once')] [timespan] $RepetitionDuration
    )
    $class = if ($AtStartup) { 'MSFT_TaskBootTrigger' } else { 'MSFT_TaskTimeTrigger' }
    $repetition = New-TaskObject 'MSFT_TaskRepetitionPattern' ([ordered] @{
        Duration = ConvertTo-TaskInterval $PSBoundParameters['RepetitionDuration']
        Interval = ConvertTo-TaskInterval $PSBoundParameters['RepetitionInterval']; StopAtDurationEnd = $false
    })
    $start = $null
    if ($Once) { $start = $At.ToString('yyyy-MM-ddTHH:mm:ssK', [System.Globalization.CultureInfo]::InvariantCulture) }
    New-TaskObject $class ([ordered] @{
        Enabled = $true; EndBoundary = $null; ExecutionTimeLimit = $null; Id = $null; Repetition = $repetition
        StartBoundary = $start; Delay = $null; PSComputerName = $null
    })
}

function New-ScheduledTaskPrincipal {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $UserId,
        [ValidateSet('None', 'Password', 'S4U', 'Interactive', 'Group', 'ServiceAccount', 'InteractiveOrPassword')] [string] $LogonType = 'Interactive',
        [ValidateSet('Limited', 'Highest')] [string] $RunLevel = 'Limited', [string] $Id = 'Author'
    )
    New-TaskObject 'MSFT_TaskPrincipal2' ([ordered] @{
        DisplayName = $null; GroupId = $null; Id = $Id; LogonType = $LogonType; RunLevel = $RunLevel; UserId = $UserId; PSComputerName = $null
    })
}

function New-ScheduledTaskSettingsSet {
    [CmdletBinding()]
    param(
        [timespan] $ExecutionTimeLimit = '3.00:00:00', [switch] $StartWhenAvailable,
        [ValidateSet('Parallel', 'Queue', 'IgnoreNew')] [string] $MultipleInstances = 'IgnoreNew',
        [switch] $AllowStartIfOnBatteries, [switch] $DontStopIfGoingOnBatteries
    )
    New-TaskObject 'MSFT_TaskSettings3' ([ordered] @{
        AllowDemandStart = $true; DisallowStartIfOnBatteries = -not $AllowStartIfOnBatteries; Enabled = $true
        ExecutionTimeLimit = ConvertTo-TaskInterval $ExecutionTimeLimit; MultipleInstances = $MultipleInstances; Priority = 7
        StartWhenAvailable = [bool] $StartWhenAvailable; StopIfGoingOnBatteries = -not $DontStopIfGoingOnBatteries; PSComputerName = $null
    })
}

function New-ScheduledTask {
    [CmdletBinding()]
    param([object[]] $Action, [object[]] $Trigger, $Principal, $Settings, [string] $Description)
    New-TaskObject 'MSFT_ScheduledTask' ([ordered] @{
        State = $null; Actions = @($Action); Author = $null; Date = $null; Description = $Description; Principal = $Principal
        Settings = $Settings; TaskName = $null; TaskPath = $null; Triggers = @($Trigger | Where-Object { $null -ne $_ }); URI = $null; PSComputerName = $null
    })
}

# The words of a command line as Windows splits it: blanks part words, quotes keep them together, backslashes count only
# before a quote.
function Split-ArgumentText {
    param([string] $Text)
    $words = [System.Collections.Generic.List[string]]::new()
    $word = $null
    $quoted = $false
    $place = 0
    while ($place -lt $Text.Length) {
        $slashes = 0
        while ($place -lt $Text.Length -and $Text[$place] -eq '\') { $slashes++; $place++ }
        $isQuote = $place -lt $Text.Length -and $Text[$place] -eq '"'
        if ($slashes -gt 0) { $word += '\' * $(if ($isQuote) { [System.Math]::Floor($slashes / 2) } else { $slashes }) }
        if ($place -ge $Text.Length) { break }
        if ($isQuote -and $slashes % 2 -eq 1) { $word += '"' }
        elseif ($isQuote) {
            $word += ''
            # Two quotes in a quoted word are one.
            if ($quoted -and $place + 1 -lt $Text.Length -and $Text[$place + 1] -eq '"') { $word += '"'; $place++ } else { $quoted = -not $quoted }
        } elseif (-not $quoted -and " `t".IndexOf($Text[$place]) -ge 0) {
            if ($null -ne $word) { $words.Add($word) }
            $word = $null
        } else { $word += [string] $Text[$place] }
        $place++
    }
    if ($null -ne $word) { $words.Add($word) }
    $words
}

# The built-in account under the name that Task Scheduler keeps.
function ConvertTo-TaskUser {
    param([string] $UserId)
    if ('NT AUTHORITY\SYSTEM', 'SYSTEM', 'S-1-5-18', 'LocalSystem' -contains $UserId) { return 'SYSTEM' }
    $UserId
}

# The record of a task for the state.
function ConvertTo-TaskRecord {
    param([string] $Path, [string] $Name, $InputObject, [string] $Author)
    $action = @($InputObject.Actions)[0]
    $user = $Author; $logon = 'Interactive'; $level = 'Limited'
    if ($null -ne $InputObject.Principal) {
        $user = ConvertTo-TaskUser $InputObject.Principal.UserId
        $logon = $InputObject.Principal.LogonType; $level = $InputObject.Principal.RunLevel
    }
    $limit = $null; $instances = 'IgnoreNew'; $available = $false
    if ($null -ne $InputObject.Settings) {
        $limit = $InputObject.Settings.ExecutionTimeLimit; $instances = $InputObject.Settings.MultipleInstances
        $available = [bool] $InputObject.Settings.StartWhenAvailable
    }
    @{
        path = $Path; name = $Name; description = $InputObject.Description; author = $Author; enabled = $true
        execute = $action.Execute; arguments = $action.Arguments; argumentList = @(Split-ArgumentText $action.Arguments)
        workingDirectory = $action.WorkingDirectory; user = $user; logonType = $logon; runLevel = $level
        executionTimeLimit = $limit; multipleInstances = $instances; startWhenAvailable = $available; registeredAt = [datetime]::UtcNow
        triggers = @(foreach ($trigger in $InputObject.Triggers) {
            $kind = 'once'
            if ($trigger.PSTypeNames[0] -like '*BootTrigger') { $kind = 'startup' }
            @{ kind = $kind; startBoundary = $trigger.StartBoundary; interval = $trigger.Repetition.Interval; enabled = [bool] $trigger.Enabled; endBoundary = $trigger.EndBoundary; duration = $trigger.Repetition.Duration }
        })
    }
}

# The task as Get-ScheduledTask shows it.
function New-RegisteredTask {
    param($Record)
    if ($null -eq $script:TaskState) { $script:TaskState = & ([System.IO.Path]::Combine($PSScriptRoot, 'ScheduledTaskState.ps1')) }
    $state = if (Test-TaskActive $Record) { 'Running' } elseif (-not $Record['enabled']) { 'Disabled' } else { 'Ready' }
    $triggers = foreach ($trigger in @(Get-StateList $Record 'triggers')) {
        $class = if ($trigger['kind'] -eq 'startup') { 'MSFT_TaskBootTrigger' } else { 'MSFT_TaskTimeTrigger' }
        New-TaskObject $class ([ordered] @{
            Enabled = [bool] $trigger['enabled']; StartBoundary = $trigger['startBoundary']; EndBoundary = $trigger['endBoundary']
            Repetition = (New-TaskObject 'MSFT_TaskRepetitionPattern' ([ordered] @{ Duration = $trigger['duration']; Interval = $trigger['interval']; StopAtDurationEnd = $false }))
        })
    }
    New-TaskObject 'MSFT_ScheduledTask' ([ordered] @{
        State = [System.Enum]::Parse($script:TaskState, $state); TaskPath = $Record['path']; TaskName = $Record['name']; URI = $Record['path'] + $Record['name']
        Actions = @(New-ScheduledTaskAction -Execute $Record['execute'] -Argument $Record['arguments'] -WorkingDirectory $Record['workingDirectory'])
        Author = $Record['author']; Date = ([datetime] $Record['registeredAt']).ToString('s'); Description = $Record['description']
        Principal = New-ScheduledTaskPrincipal -UserId $Record['user'] -LogonType $Record['logonType'] -RunLevel $Record['runLevel']
        Settings = (New-TaskObject 'MSFT_TaskSettings3' ([ordered] @{
            Enabled = [bool] $Record['enabled']; ExecutionTimeLimit = $Record['executionTimeLimit']
            MultipleInstances = $Record['multipleInstances']; StartWhenAvailable = [bool] $Record['startWhenAvailable']
        }))
        Triggers = @($triggers); PSComputerName = $null
    })
}
