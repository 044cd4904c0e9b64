<#
.SYNOPSIS
Looks types and members up in the reference assemblies of .NET Framework 4.7.2 and PowerShell 5.1, and writes them as CLIXML.
.DESCRIPTION
The assemblies are read and never loaded (System.Reflection.MetadataLoadContext). Beside each member stands what the engine that
runs here has under the same name and Windows PowerShell 5.1 has not, because a call may be bound to that instead.
.PARAMETER ListPath
A text file with one "type<tab>member" a line; the member is empty when the type alone is asked for, and .ctor for constructors.
.PARAMETER ReferenceListPath
A text file with one path of a reference assembly a line, MetadataLoadContext itself first.
#>
param([string]$ListPath, [string]$ReferenceListPath)
$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'TypeLabel.ps1'))

# One overload of a method or constructor, or one property or field: "static (System.String, params System.Object[])".
function Get-MemberLabel {
    param($Member)
    $kind = [string]$Member.MemberType
    if ($kind -eq 'Field') { return $(if ($Member.IsStatic) { 'static field' } else { 'field' }) }
    if ($kind -eq 'Event') { return 'event' }
    if ($kind -eq 'Property') {
        $accessor = $Member.GetGetMethod()
        if ($null -eq $accessor) { $accessor = $Member.GetSetMethod() }
        if ($null -eq $accessor) { return }
        return $(if ($accessor.IsStatic) { 'static property' } else { 'property' })
    }
    if ($kind -ne 'Method' -and $kind -ne 'Constructor') { return }
    $parameters = foreach ($parameter in $Member.GetParameters()) {
        $label = Get-TypeLabel $parameter.ParameterType
        $isList = $false
        foreach ($attribute in $parameter.GetCustomAttributesData()) {
            if ($attribute.AttributeType.FullName -eq 'System.ParamArrayAttribute') { $isList = $true }
        }
        $(if ($isList) { 'params ' } elseif ($parameter.IsOptional) { 'optional ' } else { '' }) + $label
    }
    $(if ($Member.IsStatic) { 'static ' } else { '' }) + '(' + [string]::Join(', ', @($parameters)) + ')'
}

# The public members of a name, inherited ones too; PowerShell compares names without regard to case.
function Get-MemberLabelList {
    param($Type, [string]$Name)
    if ($Name -eq '.ctor') {
        foreach ($constructor in $Type.GetConstructors()) { Get-MemberLabel $constructor }
        # A structure can always be made without arguments; no metadata says so.
        if ($Type.IsValueType) { '()' }
        return
    }
    $flags = [System.Reflection.BindingFlags]'Public, Instance, Static, FlattenHierarchy, IgnoreCase'
    foreach ($each in @($Type) + @($(if ($Type.IsInterface) { $Type.GetInterfaces() }))) {
        foreach ($member in $each.GetMember($Name, $flags)) { Get-MemberLabel $member }
    }
}

# Base types and interfaces of a type, all of them.
function Get-BaseLabel {
    param($Type)
    $base = $Type.BaseType
    while ($null -ne $base) {
        Get-TypeLabel $base
        $base = $base.BaseType
    }
    foreach ($interface in $Type.GetInterfaces()) { Get-TypeLabel $interface }
}

# Finds a type in the reference assemblies; $null when Windows PowerShell 5.1 has no public one of this name.
function Find-ReferenceType {
    param([string]$Name)
    foreach ($assembly in $script:ReferenceAssemblies) {
        $type = $assembly.GetType($Name)
        if ($null -ne $type -and $type.IsVisible) { return $type }
    }
}

# The row of a type, made when it is asked for first.
function Get-TypeRow {
    param($Type, $Rows)
    $name = Get-TypeLabel $Type
    if (-not $Rows.ContainsKey($name)) {
        $kind = 'class'
        if ($Type.IsInterface) { $kind = 'interface' } elseif ($Type.IsEnum) { $kind = 'enum' } elseif ($Type.IsValueType) { $kind = 'struct' }
        if ($null -ne $Type.BaseType -and $Type.BaseType.FullName -eq 'System.MulticastDelegate') { $kind = 'delegate' }
        $Rows[$name] = @{ kind = $kind; bases = @(Get-BaseLabel $Type | Sort-Ordinal); members = @{}; onlyHere = @{} }
    }
    $Rows[$name]
}

# Notes the forms of one member in Windows PowerShell 5.1, and how those of the running engine differ.
function Add-MemberRow {
    param($Type, [string]$Member, $Rows)
    $row = Get-TypeRow $Type $Rows
    $there = @(Get-MemberLabelList $Type $Member | Sort-Ordinal)
    if ($there.Count -eq 0) { return }
    $row.members[$Member] = $there
    $running = (Get-TypeLabel $Type) -as [type]
    $here = @(if ($null -ne $running) { Get-MemberLabelList $running $Member | Sort-Ordinal })
    $new = @($here | Where-Object { $there -cnotcontains $_ })
    if ($new.Count -gt 0) { $row.onlyHere[$Member] = $new }
    $gone = @($there | Where-Object { $here -cnotcontains $_ })
    if ($gone.Count -gt 0) { $row.onlyHere["-$Member"] = $gone }
    # What a parameter takes depends on what kind of type it is.
    foreach ($form in $there) {
        if ($form -notmatch '\(.+\)$') { continue }
        foreach ($parameter in $form.Substring($form.IndexOf('(') + 1).TrimEnd(')').Replace('params ', '').Replace('optional ', '').Split([string[]]@(', '), 'None')) {
            $found = Find-ReferenceType $parameter
            if ($null -ne $found) { $null = Get-TypeRow $found $Rows }
        }
    }
}

& {
    Set-StrictMode -Version 2.0
    $references = @([System.IO.File]::ReadAllLines($ReferenceListPath))
    $null = [System.Reflection.Assembly]::LoadFrom($references[0])
    $paths = @($references[1..($references.Count - 1)])
    $context = [System.Reflection.MetadataLoadContext]::new([System.Reflection.PathAssemblyResolver]::new([string[]]$paths), 'mscorlib')
    $script:ReferenceAssemblies = @(foreach ($path in $paths) { $context.LoadFromAssemblyPath($path) })
    $rows = @{}
    $aliases = @{}
    foreach ($line in [System.IO.File]::ReadAllLines($ListPath)) {
        $name, $member = $line.Split([char]9)
        $type = Find-ReferenceType $name
        if ($null -eq $type) {
            # A type that others can see only here counts as the first of its bases that 5.1 has.
            $base = $name -as [type]
            while ($null -ne $base -and $null -eq $type) {
                $base = $base.BaseType
                if ($null -ne $base) { $type = Find-ReferenceType (Get-TypeLabel $base) }
            }
            if ($null -eq $type) { continue }
            $aliases[$name] = Get-TypeLabel $type
        }
        $null = Get-TypeRow $type $rows
        if ($member -ne '') { Add-MemberRow $type $member $rows }
    }
    $verbs = foreach ($assembly in $script:ReferenceAssemblies) {
        foreach ($type in $assembly.GetExportedTypes()) {
            if ($type.FullName -like 'System.Management.Automation.Verbs*') { foreach ($field in $type.GetFields()) { $field.Name } }
        }
    }
    [System.Console]::Out.Write([System.Management.Automation.PSSerializer]::Serialize(@{ types = $rows; aliases = $aliases; verbs = @($verbs | Sort-Ordinal) }, 8))
}
