<#
.SYNOPSIS
Runs Microsoft's own diagnostics of password hash synchronization and answers what they write: a row for each line.
.DESCRIPTION
The diagnostics leave globals and functions behind (facts 2), so they run in a runspace of their own, which is thrown away. If
the build has the non-interactive mode, they run in it and ask nothing; else every question is answered with no, and is a row.
What no does not answer, or is asked again and again, ends the run; what was written before it is kept. Results are objects or host
text with its colours.
.PARAMETER ConnectorName
Name of the AD connector; empty for all.
.PARAMETER DistinguishedName
Distinguished name of one user; empty for none.
#>
[CmdletBinding()]
param(
    [AllowEmptyString()][string]$ConnectorName = '',
    [AllowEmptyString()][string]$DistinguishedName = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function ConvertTo-PhsDiagnosticLine {
    <# .SYNOPSIS One thing that the diagnostics wrote. #>
    param([AllowNull()][object]$Item)
    $line = @{
        kind = 'output'
        text = ''
        color = $null
        noNewLine = $false
        propertyName = $null
        propertyValue = $null
        outputType = $null
    }
    $value = $Item
    if ($Item -is [System.Management.Automation.InformationRecord]) {
        $line['kind'] = 'host'
        if ($Item.Tags.Contains('PhsAnswered')) { $line['kind'] = 'answered' }
        if ($Item.Tags.Contains('PhsUnanswered')) { $line['kind'] = 'prompt' }
        $value = $Item.MessageData
        if ($value -is [System.Management.Automation.HostInformationMessage]) {
            if ($null -ne $value.ForegroundColor) { $line['color'] = $value.ForegroundColor.ToString() }
            $line['noNewLine'] = $value.NoNewLine -eq $true
            $value = $value.Message
        }
    } elseif ($Item -is [System.Management.Automation.WarningRecord]) {
        $line['kind'] = 'warning'
        $value = $Item.Message
    } elseif ($null -ne (Get-PhsPropertyValue $Item 'IsAscCustomScriptObject')) {
        $line['kind'] = 'result'
        $value = Get-PhsPropertyValue $Item 'Message'
        $line['propertyName'] = [string](Get-PhsPropertyValue $Item 'PropertyName')
        $line['propertyValue'] = [string](Get-PhsPropertyValue $Item 'PropertyValue')
        $line['outputType'] = [string](Get-PhsPropertyValue $Item 'OutputType')
    }
    $line['text'] = [string]$value
    $line
}

function ConvertTo-PhsEndLine {
    <# .SYNOPSIS An error that the diagnostics went on after, or what ended them: a question or a failure. #>
    param([System.Management.Automation.ErrorRecord]$Record, [switch]$Ended)
    $kind = 'error'
    if ($Ended) { $kind = 'failure' }
    $exception = $Record.Exception
    if ([string]$Record.FullyQualifiedErrorId -like 'PhsPrompt*') { $kind = 'prompt' }
    while ($null -ne $exception) {
        if ($exception -is [System.Management.Automation.Host.HostException]) { $kind = 'prompt' }
        if ($null -eq $exception.InnerException) { break }
        $exception = $exception.InnerException
    }
    @{
        kind = $kind
        text = [string]$exception.Message
        color = $null
        noNewLine = $false
        propertyName = $null
        propertyValue = $null
        outputType = $null
    }
}

function New-PhsPromptType {
    <# .SYNOPSIS Methods of $Host.UI that lead to Read-PhsPrompt: scripts find them before those of the host. #>
    $type = [System.Management.Automation.Runspaces.TypeData]::new('System.Management.Automation.Host.PSHostUserInterface')
    $methods = @{
        ReadLine               = { Read-PhsPrompt }
        ReadLineAsSecureString = { Read-PhsPrompt -AsSecureString }
        Prompt                 = { param($Caption, $Message) Read-PhsPrompt -Prompt "$Caption $Message" -AsSecureString }
        PromptForCredential    = { param($Caption, $Message) Read-PhsPrompt -Prompt "$Caption $Message" -AsSecureString }
        PromptForChoice        = { param($Caption, $Message, $Choices) Read-PhsPrompt -Prompt "$Caption $Message" -Choices @($Choices) }
    }
    foreach ($name in $methods.Keys) {
        $type.Members.Add($name, [System.Management.Automation.Runspaces.ScriptMethodData]::new($name, $methods[$name]))
    }
    $type
}

function Open-PhsDiagnosticRunspace {
    <# .SYNOPSIS A runspace with the modules of this session and the diagnostics, in which nobody is asked. #>
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    foreach ($name in @('Read-Host', 'Get-Credential', 'Read-PhsPrompt')) {
        $state.Commands.Add(
            [System.Management.Automation.Runspaces.SessionStateFunctionEntry]::new($name, (Get-Command -Name 'Read-PhsPrompt').Definition)
        )
    }
    $state.Types.Add([System.Management.Automation.Runspaces.SessionStateTypeEntry]::new((New-PhsPromptType), $false))
    $none = [System.Management.Automation.ScopedItemOptions]::None
    $state.Variables.Add(
        [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ProgressPreference', 'SilentlyContinue', '', $none)
    )
    $server = $ExecutionContext.SessionState.PSVariable.GetValue('PhsSimulatedServer')
    if ($null -ne $server) {
        $state.Variables.Add(
            [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('PhsSimulatedServer', $server, '', $none)
        )
    }
    $path = [System.Environment]::GetEnvironmentVariable('PSModulePath')
    $opened = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
    # COM objects behind the ADSync cmdlets want a single-threaded apartment; only Windows has them.
    try { $opened.ApartmentState = [System.Threading.ApartmentState]::STA } catch { $null = $_ }
    $opened.ThreadOptions = [System.Management.Automation.Runspaces.PSThreadOptions]::ReuseThread
    $opened.Open()
    # Opening a runspace adds the user's own folder to the path.
    [System.Environment]::SetEnvironmentVariable('PSModulePath', $path)
    $opened
}

function Get-PhsDiagnosticModule {
    <# .SYNOPSIS Modules to load: those that this session has from files, and the diagnostics, which lie beside ADSync. #>
    $diagnostics = 'ADSyncDiagnostics'
    foreach ($module in @(Get-Module)) {
        if ([string]$module.Path -eq '' -or $module.Name -like 'Microsoft.PowerShell.*') { continue }
        $file = $module.Path
        # A manifest loads what belongs to the module; its root module alone may not.
        $manifest = [System.IO.Path]::Combine([string]$module.ModuleBase, "$($module.Name).psd1")
        if ([System.IO.File]::Exists($manifest)) { $file = $manifest }
        $file
        if ($module.Name -eq 'ADSync') {
            foreach ($leaf in @('ADSyncDiagnostics.psm1', 'ADSyncDiagnostics.psd1')) {
                $beside = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($module.ModuleBase), 'ADSyncDiagnostics', $leaf)
                if ([System.IO.File]::Exists($beside)) { $diagnostics = $beside }
            }
        }
    }
    $diagnostics
}

function Test-PhsEndlessQuestion {
    <# .SYNOPSIS Whether a question was asked three times running, or is one of very many: it cannot be answered with no. #>
    param([hashtable]$Line, [hashtable]$Asked)
    if ($Line['kind'] -ne 'answered') {
        $Asked['Text'] = $null
        return $false
    }
    if ($Asked['Text'] -ceq $Line['text']) { $Asked['Again'] += 1 } else { $Asked['Again'] = 0 }
    $Asked['Text'] = $Line['text']
    $Asked['All'] += 1
    $Asked['Again'] -ge 2 -or $Asked['All'] -gt 100
}

function Invoke-PhsStep {
    <# .SYNOPSIS Runs one command in the runspace and writes the lines of what it writes, as they come. #>
    param([System.Management.Automation.Runspaces.Runspace]$Runspace, [string]$Name, [hashtable]$Arguments)
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Runspace
    $command = [System.Management.Automation.Runspaces.Command]::new($Name)
    foreach ($key in $Arguments.Keys) { $command.Parameters.Add($key, $Arguments[$key]) }
    $output = [System.Management.Automation.Runspaces.PipelineResultTypes]::Output
    # In one stream with the results host text keeps its place between them.
    $command.MergeMyResults([System.Management.Automation.Runspaces.PipelineResultTypes]::Information, $output)
    $command.MergeMyResults([System.Management.Automation.Runspaces.PipelineResultTypes]::Warning, $output)
    $null = $shell.Commands.AddCommand($command)
    $written = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $none.Complete()
    $running = $shell.BeginInvoke($none, $written)
    $ended = $false
    $asked = @{ Text = $null; Again = 0; All = 0 }
    try {
        while (-not $ended) {
            $ended = $running.AsyncWaitHandle.WaitOne(25)
            foreach ($item in $written.ReadAll()) {
                $line = ConvertTo-PhsDiagnosticLine $item
                if (Test-PhsEndlessQuestion $line $asked) { $line['kind'] = 'prompt' }
                $line
                # Whoever catches the error of the question would go on and ask again.
                if ($line['kind'] -eq 'prompt') { return }
            }
            foreach ($record in $shell.Streams.Error.ReadAll()) {
                $line = ConvertTo-PhsEndLine $record
                $line
                # A menu that asks again and again would never end.
                if ($line['kind'] -eq 'prompt') { return }
            }
        }
        try { $null = $shell.EndInvoke($running) } catch {
            $cause = $_
            if ($_.Exception.InnerException -is [System.Management.Automation.RuntimeException]) {
                $cause = $_.Exception.InnerException.ErrorRecord
            }
            ConvertTo-PhsEndLine $cause -Ended
        }
    } finally {
        # Also when this operation is stopped while the diagnostics run.
        if (-not $ended) { $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(3000) }
        if ($running.IsCompleted) { $shell.Dispose() }
    }
}

# A constrained endpoint has no drive for the environment.
$path = [System.Environment]::GetEnvironmentVariable('PSModulePath')
$folders = $path
$runspace = Open-PhsDiagnosticRunspace
try {
    $modules = @(Get-PhsDiagnosticModule)
    foreach ($file in $modules) {
        # The diagnostics load ADSync by its name, which works only from a folder of the path.
        $parent = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($file))
        if (-not [string]::IsNullOrEmpty($parent)) { $folders = $parent + [System.IO.Path]::PathSeparator + $folders }
        [System.Environment]::SetEnvironmentVariable('PSModulePath', $folders)
    }
    $importer = [System.Management.Automation.PowerShell]::Create()
    $importer.Runspace = $runspace
    foreach ($file in $modules) {
        $importer.Commands.Clear()
        $null = $importer.AddCommand('Import-Module').AddParameter('Name', $file).AddParameter('Global', $true).AddParameter(
            'DisableNameChecking', $true
        ).AddParameter('ErrorAction', 'Stop')
        $null = $importer.Invoke()
    }
    $importer.Commands.Clear()
    $command = @(
        $importer.AddCommand('Get-Command').AddParameter('Name', 'Invoke-ADSyncDiagnostics').AddParameter('ErrorAction', 'Stop').Invoke()
    )[0]
    $importer.Dispose()
    $arguments = @{ PasswordSync = $true }
    if ($ConnectorName -ne '') { $arguments['ADConnectorName'] = $ConnectorName }
    if ($DistinguishedName -ne '') { $arguments['DistinguishedName'] = $DistinguishedName }
    if ($command.Parameters.ContainsKey('NonInteractiveMode')) { $arguments['NonInteractiveMode'] = $true }
    Invoke-PhsStep -Runspace $runspace -Name 'Invoke-ADSyncDiagnostics' -Arguments $arguments
} finally {
    [System.Environment]::SetEnvironmentVariable('PSModulePath', $path)
    $runspace.Dispose()
}
