# Names of types as the tables of Windows PowerShell 5.1 have them.

# The full name, of a generic type that of its definition, of an internal type that of the first base that others can see.
# Parameters of generics are named by their position: "!0".
function Get-TypeLabel {
    param($Type)
    if ($null -eq $Type) { return '' }
    if ($Type.IsGenericParameter) { return "!$($Type.GenericParameterPosition)" }
    if ($Type.IsByRef) { return (Get-TypeLabel $Type.GetElementType()) + '&' }
    if ($Type.IsPointer) { return (Get-TypeLabel $Type.GetElementType()) + '*' }
    if ($Type.IsArray) { return (Get-TypeLabel $Type.GetElementType()) + '[]' }
    $seen = $Type
    while (-not $seen.IsVisible -and $null -ne $seen.BaseType) { $seen = $seen.BaseType }
    if ($seen.IsGenericType) { $seen = $seen.GetGenericTypeDefinition() }
    [string]$seen.FullName
}

# Each text once, in an order that no culture changes.
function Sort-Ordinal {
    $set = [System.Collections.Generic.SortedSet[string]]::new([System.StringComparer]::Ordinal)
    foreach ($text in @($input)) { $null = $set.Add([string]$text) }
    $set
}
