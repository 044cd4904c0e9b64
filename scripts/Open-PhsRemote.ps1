<#
.SYNOPSIS
Opens a runspace on another server by PowerShell remoting and answers it with what it is: {runspace, info, full}.
.DESCRIPTION
The host stays on this machine; the operations run over there. Nothing is installed or copied: functions travel as text into the
memory of the remote session. At an endpoint without full language nothing is defined; what its configuration offers is used.
Nobody is ever asked for a password: WinRM uses the identity of this process, SSH a key or an agent.
.PARAMETER Remote
{kind, computer, port, useSsl, configuration, user}: kind is wsman or ssh; port 0 and empty text stand for the default.
.PARAMETER Functions
Text by name: Initialize-PhsRemote and Get-PhsSessionInfo.
.PARAMETER ModulePath
A folder of modules on the server that goes first, or nothing.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Remote,
    [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Functions,
    [string]$ModulePath = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function New-PhsRemoteError {
    <# .SYNOPSIS An error of this tool with an id that the other side knows. #>
    param([string]$Id, [string]$Message)
    Set-StrictMode -Version 2.0
    [System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new($Message), $Id, [System.Management.Automation.ErrorCategory]::ConnectionError, $null
    )
}

function New-PhsWsmanConnection {
    <# .SYNOPSIS How to reach a server by WinRM, as the account of this process. #>
    param([System.Collections.IDictionary]$Remote)
    Set-StrictMode -Version 2.0
    $name = [string]$Remote['configuration']
    if ($name -eq '') { $name = 'Microsoft.PowerShell' }
    $port = [int]$Remote['port']
    if ($port -eq 0) { $port = 5985; if ($Remote['useSsl']) { $port = 5986 } }
    $connection = [System.Management.Automation.Runspaces.WSManConnectionInfo]::new(
        [bool]$Remote['useSsl'], [string]$Remote['computer'], $port, '/wsman',
        "http://schemas.microsoft.com/powershell/$name", $null
    )
    $connection.OpenTimeout = 60000
    $connection.CancelTimeout = 10000
    # A server whose caller is gone without a word ends its process after this time.
    $connection.IdleTimeout = 120000
    $connection.MaxConnectionRetryCount = 1
    $connection
}

function New-PhsSshConnection {
    <# .SYNOPSIS How to reach a server by SSH; the type does not exist in Windows PowerShell, so it is looked for by name. #>
    param([System.Collections.IDictionary]$Remote)
    Set-StrictMode -Version 2.0
    $type = 'System.Management.Automation.Runspaces.SSHConnectionInfo' -as [type]
    $constructor = $null
    if ($null -ne $type) {
        foreach ($candidate in $type.GetConstructors()) {
            if ($candidate.GetParameters().Length -eq 7) { $constructor = $candidate }
        }
    }
    if ($null -eq $constructor) {
        $message = "PowerShell $($PSVersionTable['PSVersion']) has no remoting over SSH."
        throw (New-PhsRemoteError -Id 'PhsRemoteSshMissing' -Message $message)
    }
    # ssh gives up a silent server first and says so; PowerShell, after a minute, does not say how far it came.
    $options = @{ BatchMode = 'yes'; ConnectTimeout = '30'; ServerAliveInterval = '15'; ServerAliveCountMax = '3' }
    $user = [string]$Remote['user']
    $constructor.Invoke([object[]]@($user, [string]$Remote['computer'], '', [int]$Remote['port'], 'powershell', 60000, $options))
}

function Invoke-PhsRemoteCommand {
    <# .SYNOPSIS Runs one command over there, its arguments bound as data. #>
    param([object]$Runspace, [string]$Name, [System.Collections.IDictionary]$Arguments)
    Set-StrictMode -Version 2.0
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Runspace
    $null = $shell.AddCommand($Name)
    foreach ($key in $Arguments.Keys) { $null = $shell.AddParameter([string]$key, $Arguments[$key]) }
    try { $shell.Invoke() } finally { $shell.Dispose() }
}

if ([string]$Remote['kind'] -eq 'ssh') { $connection = New-PhsSshConnection -Remote $Remote }
else { $connection = New-PhsWsmanConnection -Remote $Remote }
try { $opened = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($connection) } catch {
    # Nothing was asked yet: this machine lacks what the connection needs.
    if ([string]$Remote['kind'] -eq 'ssh') { throw }
    $cause = $_.Exception
    # The first inner one is what PowerShell says; those below it list every file that was looked for.
    if ($null -ne $cause.InnerException) { $cause = $cause.InnerException }
    throw (New-PhsRemoteError -Id 'PhsRemoteWinrmMissing' -Message $cause.Message)
}
try {
    $opened.Open()
    $mode = $opened.SessionStateProxy.LanguageMode.ToString()
    if ($mode -eq 'FullLanguage') {
        $first = 'Initialize-PhsRemote'
        $null = Invoke-PhsRemoteCommand $opened 'Set-Item' @{ Path = "function:$first"; Value = [string]$Functions[$first] }
        $null = Invoke-PhsRemoteCommand $opened $first @{ Functions = $Functions; ModulePath = $ModulePath }
        # Exceptions travel with what classifies them: types and codes of the whole chain.
        $null = Invoke-PhsRemoteCommand $opened 'Update-TypeData' @{
            TypeName = 'System.Exception'; SerializationMethod = 'SpecificProperties'; SerializationDepth = 5
            PropertySerializationSet = @('Message', 'HResult', 'InnerException'); Force = $true
        }
    }
    try {
        $answer = @(Invoke-PhsRemoteCommand $opened 'Get-PhsSessionInfo' @{})
    } catch {
        if ($mode -eq 'FullLanguage') { throw }
        $message = "Its language mode is $mode, and it has no operations of phs-tool."
        throw (New-PhsRemoteError -Id 'PhsRemoteLanguage' -Message $message)
    }
    $info = $answer[0]
    if ($info -is [System.Management.Automation.PSObject]) { $info = $info.PSObject.BaseObject }
    # A constrained endpoint says in which language its operations run; its own is for the caller.
    if ([string]$info['languageMode'] -eq '') { $info['languageMode'] = $mode }
    @{ runspace = $opened; info = $info; full = $mode -eq 'FullLanguage' }
} catch {
    $opened.Dispose()
    throw
}
