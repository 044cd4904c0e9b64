<#
.SYNOPSIS
Writes where the statements of a PowerShell file begin, from its own syntax tree: offset, line, column and function, tab separated.
.PARAMETER Path
The file.
#>
param([string]$Path)
$ErrorActionPreference = 'Stop'
$tokens = $null
$problems = $null
$tree = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref]$tokens, [ref]$problems)
if ($problems.Count -gt 0) { throw $problems[0].Message }

# The function that a node stands in, or a dash for the script itself.
function Get-OwnerName {
    param($Node)
    $parent = $Node.Parent
    while ($null -ne $parent) {
        if ($parent -is [System.Management.Automation.Language.FunctionDefinitionAst]) { return $parent.Name }
        $parent = $parent.Parent
    }
    '-'
}

$blocks = $tree.FindAll({
        param($node)
        $node -is [System.Management.Automation.Language.StatementBlockAst] -or $node -is [System.Management.Automation.Language.NamedBlockAst]
    }, $true)
foreach ($block in $blocks) {
    # The body of a script block in an expression is not a step of the protocol.
    if ($block -is [System.Management.Automation.Language.NamedBlockAst] -and $block.Parent.Parent -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { continue }
    foreach ($statement in $block.Statements) {
        if ($statement -is [System.Management.Automation.Language.FunctionDefinitionAst]) { continue }
        $start = $statement.Extent
        $line = '{0}{4}{1}{4}{2}{4}{3}' -f $start.StartOffset, $start.StartLineNumber, $start.StartColumnNumber, (Get-OwnerName $statement), "`t"
        [Console]::Out.WriteLine($line)
    }
}
