<#
.SYNOPSIS
Describes what an object is made of: its type, and the names and types of its members. No value of it is answered.
.DESCRIPTION
Of a list the first element is described, of a dictionary only that it is one: its keys are data. Enumerations come with the names and
numbers that their type has, times with their kind. Members that are to be opened are named; all others are described by their type.
.PARAMETER InputObject
The object, or $null.
.PARAMETER Path
Where it was found: empty for the object itself.
.PARAMETER Expand
Paths of members that are described as well, such as Partitions and Partitions.Parameters.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)][AllowNull()][object]$InputObject,
    [AllowEmptyString()][string]$Path = '',
    [AllowEmptyCollection()][string[]]$Expand = @()
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function ConvertTo-PhsTypeText {
    <# .SYNOPSIS The name of a type as PowerShell writes it, or that there is no value. #>
    param([AllowNull()][object]$Value)
    if ($null -eq $Value) { return 'null' }
    $text = [string]$Value.GetType()
    if ($Value -is [datetime]) { return "datetime $($Value.Kind.ToString())" }
    if ($Value -is [enum]) { return "enum $text" }
    if ($Value -is [System.Collections.IDictionary]) { return "table $text" }
    if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) { return "list $text" }
    $text
}

$count = 1
$value = $InputObject
if ($value -is [System.Collections.IEnumerable] -and $value -isnot [string] -and $value -isnot [System.Collections.IDictionary]) {
    $count = 0
    $first = $null
    foreach ($item in $value) {
        if ($count -eq 0) { $first = $item }
        $count++
    }
    $value = $first
}
if ($null -eq $value) { return @{ path = $Path; type = 'null'; typeName = ''; count = 0; members = @(); enums = @(); constructors = @() } }

$members = [System.Collections.Generic.List[object]]::new()
$enums = [System.Collections.Generic.List[object]]::new()
$inside = [System.Collections.Generic.List[object]]::new()
$seen = [System.Collections.Generic.List[object]]::new()
$seen.Add($value)
if ($value -isnot [System.Collections.IDictionary] -and $value -isnot [string] -and $value -isnot [System.ValueType]) {
    foreach ($property in $value.PSObject.Properties) {
        # A name of another form is not one that somebody gave a member in code.
        if ($property.Name -notmatch '^[A-Za-z_]\w{0,63}$') { continue }
        $inner = $null
        # The schema of a connector can be 100 MB (facts 0.3).
        try { if ($property.Name -cne 'Schema') { $inner = $property.Value } } catch { $inner = $null }
        $members.Add(@{
            name     = $property.Name
            type     = ConvertTo-PhsTypeText $inner
            declared = [string]$property.TypeNameOfValue
        })
        if ($inner -is [enum]) { $seen.Add($inner) }
        $below = $(if ($Path -eq '') { $property.Name } else { "$Path.$($property.Name)" })
        if ($null -ne $inner -and $Expand -ccontains $below) { $inside.Add(@{ path = $below; value = $inner }) }
    }
}
foreach ($item in $seen) {
    if ($item -isnot [enum]) { continue }
    $type = $item.GetType()
    $numbers = [System.Collections.Generic.List[long]]::new()
    foreach ($number in [System.Enum]::GetValues($type)) { $numbers.Add([long]$number) }
    $enums.Add(@{ type = [string]$type; names = [System.Enum]::GetNames($type); numbers = $numbers.ToArray() })
}
$constructors = [System.Collections.Generic.List[string]]::new()
if ($value.GetType().Name -ceq 'ConfigurationParameter') {
    foreach ($constructor in $value.GetType().GetConstructors()) {
        $types = [System.Collections.Generic.List[string]]::new()
        foreach ($parameter in $constructor.GetParameters()) { $types.Add([string]$parameter.ParameterType.Name) }
        $constructors.Add([string]::Join(', ', $types.ToArray()))
    }
}
@{
    path         = $Path
    type         = ConvertTo-PhsTypeText $value
    # The source and the id of an event stand behind the sign.
    typeName     = ([string]@($value.PSObject.TypeNames)[0]).Split([char]'#')[0]
    count        = $count
    members      = $members.ToArray()
    enums        = $enums.ToArray()
    constructors = $constructors.ToArray()
}
foreach ($part in $inside) { ConvertTo-PhsShape -InputObject $part['value'] -Path $part['path'] -Expand $Expand }
