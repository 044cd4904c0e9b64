<#
.SYNOPSIS
Writes the commands and method calls of scripts with where they stand in the syntax tree: one line each, tab separated.
.DESCRIPTION
Fields: file, kind (command, method, function), function that it stands in, begin, end, part (try, catch or finally of the innermost
such statement and where that statement begins, or a dash), name, text with tabs and line ends as blanks.
.PARAMETER List
A text file with one path a line.
#>
param([string]$List)
$ErrorActionPreference = 'Stop'

function Get-Place {
    param($Node)
    $owner = '-'
    $part = '-'
    $child = $Node
    $parent = $Node.Parent
    while ($null -ne $parent) {
        if ($part -eq '-' -and $parent -is [System.Management.Automation.Language.TryStatementAst]) {
            if ($parent.Body -eq $child) { $part = 'try ' + $parent.Extent.StartOffset }
            if ($null -ne $parent.Finally -and $parent.Finally -eq $child) { $part = 'finally ' + $parent.Extent.StartOffset }
        }
        if ($part -eq '-' -and $parent -is [System.Management.Automation.Language.CatchClauseAst]) { $part = 'catch ' + $parent.Parent.Extent.StartOffset }
        if ($parent -is [System.Management.Automation.Language.FunctionDefinitionAst]) { $owner = $parent.Name; break }
        $child = $parent
        $parent = $parent.Parent
    }
    @{ owner = $owner; part = $part }
}

function Write-Fact {
    param([string]$File, [string]$Kind, $Node, [string]$Name)
    $place = Get-Place $Node
    $text = [regex]::Replace($Node.Extent.Text, '\s+', ' ')
    [Console]::Out.WriteLine([string]::Join("`t", @($File, $Kind, $place.owner, $Node.Extent.StartOffset, $Node.Extent.EndOffset, $place.part, $Name, $text)))
}

foreach ($file in [System.IO.File]::ReadAllLines($List)) {
    $tokens = $null
    $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref]$tokens, [ref]$problems)
    if ($problems.Count -gt 0) { throw $problems[0].Message }
    foreach ($node in $tree.FindAll({ $true }, $true)) {
        if ($node -is [System.Management.Automation.Language.CommandAst]) { Write-Fact $file 'command' $node ([string]$node.GetCommandName()) }
        if ($node -is [System.Management.Automation.Language.InvokeMemberExpressionAst]) { Write-Fact $file 'method' $node ([string]$node.Member) }
        if ($node -is [System.Management.Automation.Language.FunctionDefinitionAst]) { Write-Fact $file 'function' $node $node.Name }
    }
}
