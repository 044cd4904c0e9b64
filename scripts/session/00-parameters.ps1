<#
.SYNOPSIS
Answers requests of phs-tool on standard input until its end (protocol PHS1, see DESIGN.md).
.DESCRIPTION
Opens one runspace for the operations, which are loaded from this folder as functions when they are asked for, and says
HELLO. The other side answers with one line OPEN <base64 of CLIXML> {helpers, modulePath, simulatorPath, simulatedServer, remote};
then it says READY. With remote, the operations run in a runspace on another server (Open-PhsRemote.ps1).
Each request is one line of ASCII: REQ <id> <deadlineMs> <base64 of CLIXML>. Requests are data: an operation is looked
up by name in the table of loaded operations and its arguments are bound to its parameters, so that no text of an
operator is ever parsed as PowerShell. Answers are frames on standard output.
A line AHEAD <base64 of CLIXML> ... names requests that will come and do not need ADSync; they may begin at once.
.PARAMETER Nonce
Random text that every frame repeats, so that nothing printed by chance is taken for an answer.
.PARAMETER OperationPath
A second folder of operations, loaded after those of this folder, or nothing.
.PARAMETER NoExit
Only there because the process owner in Node always appends -NoExit -Command -.
.PARAMETER Command
See NoExit.
.EXAMPLE
powershell.exe -NoProfile -NonInteractive -File Start-PhsSession.ps1 -Nonce 0123456789abcdef0123456789abcdef
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Nonce,
    [string]$OperationPath = '',
    [switch]$NoExit,
    [string]$Command = ''
)

# Nothing below works in a restricted language, not even the frame that would say so.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    "PHS1-REFUSED language-mode $($ExecutionContext.SessionState.LanguageMode)"
    exit 66
}

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

