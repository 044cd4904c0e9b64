<#
.SYNOPSIS
Asserts the verified facts of facts 1 and 4 on the modules of a folder; one line a fact, exit code 1 when one fails.
.PARAMETER ModulePath
A folder with the module folders ADSync and, where they are there, others such as one with Get-EventLog.
.PARAMETER Server
Directory of a simulated server, for modules that need one; empty for none.
.PARAMETER AllowChanges
Also runs the cmdlets that change the server.
#>
param([string] $ModulePath, [string] $Server = '', [string] $AllowChanges = 'no')
Set-StrictMode -Version 2.0
$global:LASTEXITCODE = 0

$script:Failed = 0
$script:Counts = @{ ok = 0; 'not ok' = 0; skipped = 0 }

# A reason not to judge a fact.
function Skip-Fact {
    param([string] $Reason)
    throw [System.OperationCanceledException]::new($Reason)
}

function Write-Fact {
    param([string] $Outcome, [string] $Section, [string] $Fact, [string] $Detail)
    $script:Counts[$Outcome]++
    $tail = if ($Detail -ne '') { " ($($Detail.Replace("`n", ' ').Replace("`r", '')))" } else { '' }
    [Console]::Out.WriteLine("$Outcome $Section $Fact$tail")
}

# One fact: the block answers $true, or anything else to say what is wrong. Without the commands it is skipped.
function Assert-Fact {
    param([string] $Section, [string] $Fact, [scriptblock] $Body, [string[]] $Needs = @())
    # The block sees the variables of this function, so none may hide one of the facts.
    foreach ($neededCommand in $Needs) {
        if ($null -eq (Get-Command -Name $neededCommand -ErrorAction Ignore)) {
            Write-Fact 'skipped' $Section $Fact "there is no $neededCommand"
            return
        }
    }
    try {
        $answer = @(& $Body)
        if ($answer.Count -eq 1 -and $answer[0] -is [bool] -and $answer[0]) { Write-Fact 'ok' $Section $Fact } else { Write-Fact 'not ok' $Section $Fact ([string] $answer) }
    } catch [System.OperationCanceledException] {
        Write-Fact 'skipped' $Section $Fact $_.Exception.Message
    } catch {
        Write-Fact 'not ok' $Section $Fact $_.Exception.Message
    }
}

# One fact for each property: it is there under this very name, and its value is of this kind or $null where that may be.
function Assert-Property {
    param([string] $Section, $Object, [string] $Of, [hashtable] $Kinds, [string[]] $Nullable = @())
    foreach ($name in @($Kinds.Keys)) {
        Assert-Fact $Section "$Of has $name of kind $($Kinds[$name])" {
            $property = @($Object.PSObject.Properties | Where-Object { $_.Name -ceq $name })
            if ($property.Count -ne 1) { return 'there is no such property' }
            $value = $property[0].Value
            if ($null -eq $value) { return $(if ($Nullable -contains $name) { $true } else { 'it is null' }) }
            if (Test-Kind $value $Kinds[$name]) { return $true }
            "it is $($value.GetType().FullName)"
        }
    }
}

function Test-Kind {
    param($Value, [string] $Kind)
    switch ($Kind) {
        'text' { $Value -is [string] }
        'bool' { $Value -is [bool] }
        'int' { $Value -is [int] -or $Value -is [int16] -or $Value -is [long] }
        'guid' { $Value -is [guid] }
        'time' { $Value -is [datetime] }
        'unspecified time' { $Value -is [datetime] -and $Value.Kind -eq 'Unspecified' }
        'span' { $Value -is [timespan] }
        'enum' { $Value -is [enum] }
        'list' { $Value -is [System.Collections.IEnumerable] -and $Value -isnot [string] }
        default { $true }
    }
}

# Whether an object has a type name of the object model.
function Test-TypeName {
    param($Object, [string] $Type)
    $names = @(([psobject] $Object).PSTypeNames)
    if ($names -ccontains "Microsoft.IdentityManagement.PowerShell.ObjectModel.$Type") { return $true }
    "it is $([string]::Join(', ', $names))"
}

function Assert-TypeName {
    param([string] $Section, $Object, [string] $Of, [string] $Type)
    Assert-Fact $Section "$Of is a $Type" { Test-TypeName $Object $Type }
}

# The members of an enumeration, by name and value; more of them may come with newer builds.
function Assert-EnumMember {
    param([string] $Section, [string] $Of, $Value, $Members)
    foreach ($name in @($Members.Keys)) {
        Assert-Fact $Section "$Of knows $name as $($Members[$name])" {
            if ($Value -isnot [enum]) { return 'it is not an enumeration' }
            $type = $Value.GetType()
            if ([System.Enum]::GetNames($type) -cnotcontains $name) { return "it has $([string]::Join(', ', [System.Enum]::GetNames($type)))" }
            [int] [System.Enum]::Parse($type, $name) -eq $Members[$name]
        }
    }
}

# The error record that a block raises, whether it ends the block or not.
function Get-RaisedError {
    param([scriptblock] $Body)
    $ErrorActionPreference = 'Stop'
    try { [void] (& $Body) } catch { return $_ }
}

if ($Server -ne '') { $global:PhsSimulatedServer = $Server }
# The modules that others depend on come last: a module that supplies Get-EventLog must not hide behind ADSync.
foreach ($folder in @([System.IO.Directory]::GetDirectories($ModulePath)) + $ModulePath) {
    $name = [System.IO.Path]::GetFileName($folder.TrimEnd([char[]] '/\'))
    if ($folder -eq $ModulePath) { $name = 'ADSync' }
    foreach ($extension in '.psd1', '.psm1') {
        $file = [System.IO.Path]::Combine($folder, $name + $extension)
        if ([System.IO.File]::Exists($file)) {
            Import-Module $file -Global -DisableNameChecking
            [Console]::Out.WriteLine("# module $name from $file")
            break
        }
    }
}
if ($null -eq (Get-Module -Name 'ADSync')) {
    [Console]::Error.WriteLine("There is no module ADSync in $ModulePath.")
    exit 2
}
foreach ($file in 'Connector', 'Parameter', 'Settings', 'PasswordSync', 'Object', 'Error', 'EventLog', 'EventText', 'Diagnostics') {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'facts', "$file.ps1"))
}
[Console]::Out.WriteLine(('# {0} ok, {1} not ok, {2} skipped' -f $script:Counts['ok'], $script:Counts['not ok'], $script:Counts['skipped']))
if ($script:Counts['not ok'] -gt 0) { exit 1 }
exit 0
