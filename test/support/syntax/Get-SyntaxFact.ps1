<#
.SYNOPSIS
Parses PowerShell files with the engine's own parser and writes what their syntax trees hold, as CLIXML.
.DESCRIPTION
Only facts: the rules about them are in test/support/syntax/rules.ts. What Windows PowerShell 5.1 has is looked up there as well,
because the engine that runs here knows more.
.PARAMETER ListPath
A text file with one path of a PowerShell file a line.
.PARAMETER WithTypes
yes: also guesses the types of expressions, which takes most of the time.
#>
param([string]$ListPath, [string]$WithTypes = 'yes')
$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'TypeLabel.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'MemberFact.ps1'))

# Full names of all types that a type name mentions, the generic arguments and element types included.
function Get-MentionedType {
    param($TypeName)
    if ($TypeName -is [System.Management.Automation.Language.ArrayTypeName]) { return Get-MentionedType $TypeName.ElementType }
    if ($TypeName -is [System.Management.Automation.Language.GenericTypeName]) {
        $open = $TypeName.GetReflectionType()
        if ($null -eq $open) { @{ name = (Get-NamedType $TypeName); resolved = $false } } else { @{ name = $open.GetGenericTypeDefinition().FullName; resolved = $true } }
        foreach ($argument in $TypeName.GenericArguments) { Get-MentionedType $argument }
        return
    }
    $type = $TypeName.GetReflectionType()
    if ($null -eq $type) { $type = $TypeName.GetReflectionAttributeType() }
    if ($null -eq $type) { return @{ name = $TypeName.FullName; resolved = $false } }
    @{ name = $type.FullName; resolved = $true }
}

# Keys that a file gives to the hashtable of a variable: in its literal and one by one.
function Get-SplatKey {
    param($Assignments, [string]$Name)
    foreach ($assignment in $Assignments) {
        $left = $assignment.Left
        if ($left -is [System.Management.Automation.Language.IndexExpressionAst]) {
            if ([string]$left.Target -eq "`$$Name") { [string]$left.Index.Value }
        } elseif ([string]$left -eq "`$$Name") {
            $literal = $assignment.Right.Find({ param($node) $node -is [System.Management.Automation.Language.HashtableAst] }, $false)
            if ($null -ne $literal) { foreach ($pair in $literal.KeyValuePairs) { [string]$pair.Item1 } }
        }
    }
}

function Get-CommandFact {
    param($Command, $Assignments)
    $parameters = [System.Collections.Generic.List[string]]::new()
    foreach ($element in $Command.CommandElements) {
        if ($element -is [System.Management.Automation.Language.CommandParameterAst]) { $parameters.Add($element.ParameterName) }
        if ($element -is [System.Management.Automation.Language.VariableExpressionAst] -and $element.Splatted) {
            $keys = @(Get-SplatKey $Assignments $element.VariablePath.UserPath)
            foreach ($key in $keys) { $parameters.Add($key) }
            if ($keys.Count -eq 0) { $parameters.Add('<unknown>') }
        }
    }
    $first = $Command.CommandElements[0]
    @{
        name = [string]$Command.GetCommandName(); operator = $Command.InvocationOperator.ToString(); first = $first.GetType().Name; text = $first.Extent.Text
        parameters = $parameters.ToArray(); line = $Command.Extent.StartLineNumber; whole = $Command.Extent.Text
    }
}

# Syntax that Windows PowerShell 5.1 does not parse.
function Get-NewSyntax {
    param($Nodes, $Tokens)
    $newNames = @('short', 'ushort', 'uint', 'ulong', 'semver')
    foreach ($node in $Nodes) {
        $what = $null
        switch ($node.GetType().Name) {
            'TernaryExpressionAst' { $what = 'ternary' }
            'PipelineChainAst' { $what = 'pipeline chain' }
            'BinaryExpressionAst' {
                if ($node.Operator -eq 'QuestionQuestion') { $what = 'null coalescing' }
                if ([string]$node.Operator -match '^[IC]replace$' -and $null -ne $node.Right.Find({ param($n) $n -is [System.Management.Automation.Language.ScriptBlockExpressionAst] }, $false)) { $what = 'replacement by a script block' }
            }
            'TypeConstraintAst' { if ($node.TypeName.FullName -in $newNames) { $what = 'type name' } }
            'TypeExpressionAst' { if ($node.TypeName.FullName -in $newNames) { $what = 'type name' } }
            'MemberExpressionAst' { if ($node.Expression.Extent.Text -eq '$PSVersionTable' -and $node.Member.Extent.Text -in @('OS', 'Platform', 'GitCommitId')) { $what = 'value of $PSVersionTable' } }
            'AssignmentStatementAst' { if ($node.Operator -eq 'QuestionQuestionEquals') { $what = 'null coalescing assignment' } }
            'PipelineAst' { if ($node.Background) { $what = 'background' } }
            'ScriptBlockAst' { if ($null -ne $node.CleanBlock) { $what = 'clean block' } }
            'ForEachStatementAst' { if ($null -ne $node.ThrottleLimit) { $what = 'parallel foreach' } }
        }
        if ($null -eq $what -and $node -is [System.Management.Automation.Language.MemberExpressionAst] -and $node.NullConditional) { $what = 'null-conditional member' }
        if ($null -eq $what -and $node -is [System.Management.Automation.Language.IndexExpressionAst] -and $node.NullConditional) { $what = 'null-conditional index' }
        if ($null -eq $what -and $node -is [System.Management.Automation.Language.InvokeMemberExpressionAst] -and $null -ne $node.GenericTypeArguments) { $what = 'generic method arguments' }
        if ($null -ne $what) { @{ what = $what; line = $node.Extent.StartLineNumber } }
    }
    foreach ($token in $Tokens) {
        if ($token.Kind -eq 'Number' -and $token.Text -match '^0b|[0-9a-f](u|y|n|us|ul|uy)$' -and $token.Text -notmatch '^0x[0-9a-f]+$') { @{ what = 'number literal'; line = $token.Extent.StartLineNumber } }
        if ($token -is [System.Management.Automation.Language.StringExpandableToken] -and $token.Text -match '(?<!`)(``)*`[eu]') { @{ what = 'escape sequence'; line = $token.Extent.StartLineNumber } }
    }
}

# Lines that are not indented as far as their brackets say: four blanks from the line that opened the innermost one.
function Get-IndentFact {
    param($Tokens, [string[]]$Lines)
    $opened = [System.Collections.Generic.Stack[int]]::new()
    $atLine = 0
    $before = $null
    foreach ($token in $Tokens) {
        $kind = [string]$token.Kind
        if ($kind -eq 'NewLine' -or $kind -eq 'EndOfInput') { continue }
        $line = $token.Extent.StartLineNumber
        $isClosing = $kind -eq 'RCurly' -or $kind -eq 'RParen' -or $kind -eq 'RBracket'
        if ($line -ne $atLine) {
            $base = 0
            if ($opened.Count -gt 0) {
                $base = $Lines[$opened.Peek() - 1].Length - $Lines[$opened.Peek() - 1].TrimStart().Length
                if (-not $isClosing) { $base += 4 }
            }
            $indent = $token.Extent.StartColumnNumber - 1
            # A statement goes on after a comma, a pipe, an operator or a backtick.
            $continues = $false
            if ($null -ne $before) {
                $continues = @('Comma', 'Pipe', 'LineContinuation') -contains [string]$before.Kind -or
                    ([string]$before.TokenFlags) -match 'BinaryOperator|AssignmentOperator'
            }
            if ($indent -ne $base) { @{ line = $line; indent = $indent; base = $base; continues = $continues } }
        }
        if ($isClosing -and $opened.Count -gt 0) { $null = $opened.Pop() }
        if (@('LCurly', 'AtCurly', 'LParen', 'AtParen', 'DollarParen', 'LBracket') -contains $kind) { $opened.Push($line) }
        $atLine = $token.Extent.EndLineNumber
        if ($kind -ne 'Comment') { $before = $token }
    }
}

function Get-SyntaxFact {
    param([string]$Path)
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref]$tokens, [ref]$errors)
    $nodes = @($tree.FindAll({ $true }, $true))
    $lines = [System.IO.File]::ReadAllText($Path).Split([char]10)
    $help = $tree.GetHelpContent()
    $types = [System.Collections.Generic.List[object]]::new()
    foreach ($node in $nodes) {
        if (($node -is [System.Management.Automation.Language.TypeExpressionAst] -or $node -is [System.Management.Automation.Language.AttributeBaseAst]) -and $node.TypeName -is [System.Management.Automation.Language.ITypeName]) {
            foreach ($mention in @(Get-MentionedType $node.TypeName)) {
                $types.Add(@{ name = $mention.name; resolved = $mention.resolved; line = $node.Extent.StartLineNumber })
            }
        }
    }
    $assignments = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.AssignmentStatementAst] })
    $strict = $false
    foreach ($statement in $tree.EndBlock.Statements) { if ($statement.Extent.Text -eq 'Set-StrictMode -Version 2.0') { $strict = $true } }
    $parameters = @()
    if ($null -ne $tree.ParamBlock) { $parameters = @($tree.ParamBlock.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath }) }
    $binding = $null -ne $tree.ParamBlock -and @($tree.ParamBlock.Attributes | Where-Object { $_.TypeName.FullName -eq 'CmdletBinding' }).Count -gt 0
    @{
        path = $Path
        parseErrors = @($errors | ForEach-Object { $_.Message })
        nonAscii = @([System.IO.File]::ReadAllBytes($Path) | Where-Object { $_ -gt 127 }).Count
        synopsis = $(if ($null -ne $help) { [string]$help.Synopsis } else { '' })
        documented = @($(if ($null -ne $help) { $help.Parameters.Keys }))
        binding = $binding
        strict = $strict
        parameters = $parameters
        functions = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] } | ForEach-Object { $_.Name })
        typeNames = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.TypeDefinitionAst] } | ForEach-Object { $_.Name })
        definitions = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.TypeDefinitionAst] -or $_ -is [System.Management.Automation.Language.UsingStatementAst] } | ForEach-Object { $_.Extent.StartLineNumber })
        variables = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.VariableExpressionAst] } | ForEach-Object { @{ name = $_.VariablePath.UserPath; line = $_.Extent.StartLineNumber } })
        commands = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.CommandAst] } | ForEach-Object { Get-CommandFact $_ $assignments })
        members = @(Get-MemberFact $nodes)
        redirections = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.FileRedirectionAst] -and [string]$_.Location -ne '$null' } | ForEach-Object { $_.Extent.StartLineNumber })
        types = $types.ToArray()
        newSyntax = @(Get-NewSyntax $nodes $tokens)
        lengths = @($lines | ForEach-Object { $_.Length })
        tabs = @(for ($i = 0; $i -lt $lines.Count; $i++) { if ($lines[$i].Contains("`t")) { $i + 1 } })
        trailing = @(for ($i = 0; $i -lt $lines.Count; $i++) { if ($lines[$i] -ne $lines[$i].TrimEnd()) { $i + 1 } })
        indents = @(Get-IndentFact $tokens $lines)
    }
}

& {
    Set-StrictMode -Version 2.0
    if ($WithTypes -ne 'yes') { $script:InferType = $null }
    $files = [System.Collections.Generic.List[object]]::new()
    foreach ($path in [System.IO.File]::ReadAllLines($ListPath)) { $files.Add((Get-SyntaxFact $path)) }
    [System.Console]::Out.Write([System.Management.Automation.PSSerializer]::Serialize(@{ files = $files.ToArray() }, 8))
}
