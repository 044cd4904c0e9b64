# Looks types and static members up in assemblies that are only read, never loaded (System.Reflection.Metadata).

$null = [System.Reflection.Assembly]::Load('System.Reflection.Metadata')
# Full name of a public type to its reader and definition.
$script:ReferenceTypes = [System.Collections.Generic.Dictionary[string, object]]::new()
$script:ReferenceReaders = [System.Collections.Generic.List[object]]::new()

function Open-ReferenceAssembly {
    param([string[]]$Paths)
    foreach ($path in $Paths) {
        $portable = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead($path))
        $reader = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($portable)
        $script:ReferenceReaders.Add(@($portable, $reader))
        foreach ($handle in $reader.TypeDefinitions) {
            $definition = $reader.GetTypeDefinition($handle)
            $visibility = [int]$definition.Attributes -band 7
            if ($visibility -ne 1 -and $visibility -ne 2) { continue }
            $name = $reader.GetString($definition.Name)
            $outer = $definition
            while (-not $outer.GetDeclaringType().IsNil) {
                $outer = $reader.GetTypeDefinition($outer.GetDeclaringType())
                $name = $reader.GetString($outer.Name) + '+' + $name
            }
            $namespace = $reader.GetString($outer.Namespace)
            if ($namespace -ne '') { $name = "$namespace.$name" }
            $script:ReferenceTypes[$name] = @($reader, $definition)
        }
    }
}

function Test-ReferenceType {
    param([string]$Type)
    $script:ReferenceTypes.ContainsKey($Type)
}

# Number of parameters that a method's signature has.
function Get-ParameterCount {
    param([byte[]]$Signature)
    if (($Signature[0] -band 0x10) -ne 0) { return [int]$Signature[2] }
    [int]$Signature[1]
}

# True when the type has a public static method with so many arguments (a constructor, for "new"), or with a count of -1 a
# public static field, enum member or property of the name. PowerShell compares names without regard to case.
function Test-ReferenceMember {
    param([string]$Type, [string]$Member, [int]$ArgumentCount)
    if (-not $script:ReferenceTypes.ContainsKey($Type)) { return $false }
    $reader, $definition = $script:ReferenceTypes[$Type]
    if ($ArgumentCount -lt 0) {
        foreach ($handle in $definition.GetFields()) {
            $field = $reader.GetFieldDefinition($handle)
            $isPublicStatic = ([int]$field.Attributes -band 0x17) -eq 0x16
            if ($isPublicStatic -and $reader.GetString($field.Name) -eq $Member) { return $true }
        }
    }
    $isNew = $Member -eq 'new'
    $wanted = $Member
    $count = $ArgumentCount
    if ($ArgumentCount -lt 0) { $wanted = "get_$Member"; $count = 0 }
    if ($isNew) { $wanted = '.ctor' }
    foreach ($handle in $definition.GetMethods()) {
        $method = $reader.GetMethodDefinition($handle)
        if (([int]$method.Attributes -band 7) -ne 6) { continue }
        $isStatic = ([int]$method.Attributes -band 0x10) -ne 0
        if ($isStatic -eq $isNew) { continue }
        if ($reader.GetString($method.Name) -eq $wanted -and (Get-ParameterCount $reader.GetBlobBytes($method.Signature)) -eq $count) { return $true }
    }
    $false
}

# Approved verbs of Windows PowerShell 5.1: the constants of its Verbs classes.
function Get-ReferenceVerb {
    foreach ($name in @($script:ReferenceTypes.Keys)) {
        if ($name -notlike 'System.Management.Automation.Verbs*') { continue }
        $reader, $definition = $script:ReferenceTypes[$name]
        foreach ($handle in $definition.GetFields()) { $reader.GetString($reader.GetFieldDefinition($handle).Name) }
    }
}
