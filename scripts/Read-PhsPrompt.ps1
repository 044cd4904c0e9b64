<#
.SYNOPSIS
Stands in for what asks a person: answers a question with no, and never with anything else.
.DESCRIPTION
Only for the runspace of Invoke-PhsDiagnostic, where it is loaded as Read-Host and Get-Credential and behind the methods of
$Host.UI. One of the questions of Microsoft's diagnostics would switch password hash synchronization off and on (facts 2.2).
A question that cannot be answered with no (a password, a choice without it) ends what asks it. Each one is a record of the information
stream: PhsAnswered or PhsUnanswered.
.PARAMETER Prompt
The question; of $Host.UI its caption and message.
.PARAMETER AsSecureString
As Read-Host has it.
.PARAMETER Choices
Of $Host.UI.PromptForChoice: answers the number of the choice that is called no.
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
    [AllowNull()][object[]]$Choices,
    [AllowNull()][object]$Credential,
    [AllowNull()][object]$Message,
    [AllowNull()][object]$UserName
)
Set-StrictMode -Version 2.0

$question = ([string]$Prompt + [string]$Message).Trim()
$answer = $null
if ($PSBoundParameters.ContainsKey('Choices')) {
    for ($index = 0; $index -lt $Choices.Count; $index++) {
        if ($null -eq $answer -and ([string]$Choices[$index].Label).Replace('&', '') -match '^\s*no?\s*([,.:;-].*)?$') { $answer = $index }
    }
} elseif (-not $AsSecureString -and $MyInvocation.MyCommand.Name -ne 'Get-Credential') {
    $answer = 'n'
}
if ($null -ne $answer) {
    $PSCmdlet.WriteInformation($question, [string[]]@('PhsAnswered'))
    return $answer
}
$PSCmdlet.WriteInformation($question, [string[]]@('PhsUnanswered'))
# Not ThrowTerminatingError, which would end the question alone and let a menu ask again.
throw [System.Management.Automation.ErrorRecord]::new(
    [System.InvalidOperationException]::new($question),
    'PhsPrompt', [System.Management.Automation.ErrorCategory]::NotImplemented, $null)
