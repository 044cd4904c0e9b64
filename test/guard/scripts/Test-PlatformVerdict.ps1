<#
.SYNOPSIS
Asks the judgement of Get-PhsPlatformGuard.ps1 on owners and rights, which reads nothing, in any PowerShell.
.DESCRIPTION
The function is taken from the syntax tree. Each line of the cases is "name<TAB>kind<TAB>owner<TAB>rules"; rules are "sid:allow:rights" or
"sid:deny:rights", divided by blanks. Writes "name<TAB>state<TAB>detail" for each.
.PARAMETER Script
Path of Get-PhsPlatformGuard.ps1.
.PARAMETER Cases
The file of cases.
#>
[CmdletBinding()]
param([string]$Script, [string]$Cases)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$tree = [System.Management.Automation.Language.Parser]::ParseFile($Script, [ref]$null, [ref]$null)
$parts = ''
foreach ($statement in $tree.EndBlock.Statements) {
    if ($statement.Extent.Text -match '^(function Get-PhsPlatformVerdict|\$trusted =)') { $parts += $statement.Extent.Text + "`n" }
}
. ([scriptblock]::Create($parts))
foreach ($line in [System.IO.File]::ReadAllLines($Cases)) {
    $name, $kind, $owner, $list = $line.Split("`t")
    $rules = @(foreach ($rule in $list.Split([char[]]' ', [System.StringSplitOptions]::RemoveEmptyEntries)) {
        $sid, $type, $rights = $rule.Split(':')
        @{ sid = $sid; allows = $type -ceq 'allow'; rights = [int]$rights }
    })
    $answer = Get-PhsPlatformVerdict -Owner $owner -Rule $rules -Kind $kind
    [System.Console]::Out.WriteLine("$name`t$($answer.state)`t$($answer.detail)")
}
