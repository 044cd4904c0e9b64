<#
.SYNOPSIS
Stands in for commands that ask a person: ends the command that asks.
.DESCRIPTION
Only for the runspace of Invoke-PhsDiagnostic, where it is loaded as Read-Host and Get-Credential. Nobody can answer there, and a
question that fails quietly is asked for ever by a menu that waits for a valid choice.
.PARAMETER Prompt
The question.
.PARAMETER AsSecureString
As Read-Host has it.
.PARAMETER Credential
As Get-Credential has it.
.PARAMETER Message
As Get-Credential has it.
.PARAMETER UserName
As Get-Credential has it.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)][AllowNull()][object]$Prompt,
    [switch]$AsSecureString,
    [AllowNull()][object]$Credential,
    [AllowNull()][object]$Message,
    [AllowNull()][object]$UserName
)
Set-StrictMode -Version 2.0

# Not ThrowTerminatingError, which would end the question alone and let a menu ask again.
throw [System.Management.Automation.ErrorRecord]::new(
    [System.InvalidOperationException]::new(([string]$Prompt + [string]$Message).Trim()),
    'PhsPrompt', [System.Management.Automation.ErrorCategory]::NotImplemented, $null)
