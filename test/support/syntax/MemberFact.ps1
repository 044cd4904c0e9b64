# What the members of a file are called on, and with what, as far as the engine itself can tell from the text.

# Guessing looks for every command that a file names: nothing is to be searched on the disk for it.
$env:PATH = ''
$global:PSModuleAutoLoadingPreference = 'None'

# How the engine guesses types for its completion. It is not public; Windows PowerShell 5.1 has another one and gets no answer here.
$script:InferType = $null
$inference = [System.Management.Automation.PSObject].Assembly.GetType('System.Management.Automation.AstTypeInference')
if ($null -ne $inference) {
    $flags = [System.Reflection.BindingFlags]'Public, NonPublic, Static'
    $taken = [type[]]@([System.Management.Automation.Language.Ast], [System.Management.Automation.PowerShell])
    $script:InferType = $inference.GetMethod('InferTypeOf', $flags, $null, $taken, $null)
    $script:InferWith = [System.Management.Automation.PowerShell]::Create('CurrentRunspace')
}
# What was found for the same text in the same function: guessing takes its time.
$script:Inferred = @{}

# Names of the types that an expression may have; none when nothing is known of it.
function Get-InferredType {
    param($Expression)
    if ($null -eq $script:InferType) { return }
    $scope = $Expression.Parent
    while ($null -ne $scope.Parent -and $scope -isnot [System.Management.Automation.Language.FunctionDefinitionAst]) { $scope = $scope.Parent }
    $key = "$($scope.Extent.File)|$($scope.Extent.StartOffset)|$($Expression.Extent.Text)"
    if (-not $script:Inferred.ContainsKey($key)) {
        $found = @(try { $script:InferType.Invoke($null, @($Expression, $script:InferWith)) } catch { $null = $_ })
        $labels = foreach ($each in $found) { if ($null -eq $each.Type) { '' } else { Get-TypeLabel $each.Type } }
        # One guess that says nothing makes the others worthless.
        $isVague = @($labels | Where-Object { $_ -eq '' -or $_ -eq 'System.Object' }).Count -gt 0
        $script:Inferred[$key] = @($(if (-not $isVague) { $labels | Sort-Ordinal }))
    }
    $script:Inferred[$key]
}

# The type of an argument: '' when it is not known.
function Get-ArgumentType {
    param($Argument)
    if ($Argument -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return 'System.Management.Automation.ScriptBlock' }
    if ($Argument -is [System.Management.Automation.Language.ConvertExpressionAst] -and $Argument.Type.TypeName.FullName -eq 'ref') { return '&' }
    if ($Argument -is [System.Management.Automation.Language.VariableExpressionAst] -and $Argument.VariablePath.UserPath -eq 'null') { return '$null' }
    $types = @(Get-InferredType $Argument)
    if ($types.Count -eq 1) { $types[0] } else { '' }
}

# The type that a type expression names: its definition when it is generic, with [] when it is an array.
function Get-NamedType {
    param($TypeName)
    $type = $TypeName.GetReflectionType()
    if ($null -ne $type) { return Get-TypeLabel $type }
    # A generic type of a type that the script itself defines.
    if ($TypeName -is [System.Management.Automation.Language.GenericTypeName]) { return "$($TypeName.TypeName.FullName)``$($TypeName.GenericArguments.Count)" }
    $TypeName.FullName
}

function Get-MemberFact {
    param($Nodes)
    foreach ($node in $Nodes) {
        if ($node -isnot [System.Management.Automation.Language.MemberExpressionAst]) { continue }
        $isMethod = $node -is [System.Management.Automation.Language.InvokeMemberExpressionAst]
        $arguments = @(if ($isMethod -and $null -ne $node.Arguments) { foreach ($argument in $node.Arguments) { Get-ArgumentType $argument } })
        $member = '<computed>'
        if ($node.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $member = $node.Member.Value }
        $receivers = @()
        if (-not $node.Static) { $receivers = @(Get-InferredType $node.Expression) }
        elseif ($node.Expression -is [System.Management.Automation.Language.TypeExpressionAst]) { $receivers = @(Get-NamedType $node.Expression.TypeName) }
        @{
            isStatic = $node.Static; receivers = $receivers; member = $member; isMethod = $isMethod; arguments = $arguments
            line = $node.Extent.StartLineNumber; text = $node.Extent.Text
        }
    }
}
