<#
.SYNOPSIS
Calls commands in one session of an endpoint, by their names and without arguments: a line of JSON for each.
.PARAMETER Port
Port of the SSH server on the loopback address; 0: a runspace of this process with the session configuration of Path.
.PARAMETER Path
A session configuration file, of whose roles the caller is in every one.
.PARAMETER Name
Names of commands; one that begins with an equals sign is a script.
#>
[CmdletBinding()]
param([int]$Port = 0, [string]$UserName = '', [string]$Path = '', [Parameter(Mandatory = $true)][string[]]$Name)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ($Port -ne 0) {
    $session = New-PSSession -HostName '127.0.0.1' -Port $Port -UserName $UserName -Options @{ BatchMode = 'yes' }
    $runspace = $session.Runspace
} else {
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateFromSessionConfigurationFile($Path, { $true })
    $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
    $runspace.Open()
}
foreach ($one in $Name) {
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $runspace
    if ($one.StartsWith('=')) { $null = $shell.AddScript($one.Substring(1)) } else { $null = $shell.AddCommand($one) }
    $answer = @{ name = $one; error = $null; output = @() }
    try {
        $answer['output'] = @(foreach ($item in $shell.Invoke()) {
                if ($null -ne $item.PSObject.Properties['Name']) { [string]$item.Name } else { [string]$item }
            })
        if ($shell.Streams.Error.Count -gt 0) { $answer['error'] = [string]$shell.Streams.Error[0].FullyQualifiedErrorId }
    } catch {
        $record = $_
        if ($null -ne $_.Exception.InnerException) { $record = $_.Exception.InnerException.ErrorRecord }
        $answer['error'] = [string]$record.FullyQualifiedErrorId
    }
    $answer | ConvertTo-Json -Compress
}
$runspace.Dispose()
