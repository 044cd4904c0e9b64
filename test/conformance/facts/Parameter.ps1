# facts 1.1 and 1.2: parameters, their collections, the object that scripts make.

$forest = $forests[0]
Assert-Fact '1.1' "ConnectivityParameters['UserName'].Value names an account of the tenant" { $entra.ConnectivityParameters['UserName'].Value -match '^.+@.+$' }
foreach ($name in 'forest-name', 'forest-login-user', 'forest-login-domain', 'password') {
    Assert-Fact '1.1' "an AD connector has the connectivity parameter $name" { $forest.ConnectivityParameters.Contains($name) }
}
foreach ($name in 'Forest.FQDN', 'Forest.LDAP', 'Forest.Netbios', 'ADS_UF_ACCOUNTDISABLE') {
    Assert-Fact '1.1' "an AD connector has the global parameter $name" { $forest.GlobalParameters.Contains($name) }
}
foreach ($name in 'guid', 'dc-failover', 'Domain.FQDN', 'Domain.LDAP', 'Domain.Netbios') {
    Assert-Fact '1.1' "a partition has the parameter $name" { $forest.Partitions[0].Parameters.Contains($name) }
}
Assert-Fact '1.1' 'a parameter that is not there is null, and Contains says so' {
    $null -eq $forest.GlobalParameters['No.Such.Parameter'] -and -not $forest.GlobalParameters.Contains('No.Such.Parameter')
}
Assert-Fact '1.1' 'a newly installed connector has no entry for a full password sync' {
    if ($forest.GlobalParameters.Contains('Microsoft.Synchronize.ForceFullPasswordSync')) { Skip-Fact 'the connector is not new' }
    $true
}
Assert-Property '1.2' $forest.ConnectivityParameters['forest-name'] 'a ConfigurationParameter' @{
    Name = 'text'; InputType = 'enum'; Scope = 'enum'; Description = 'text'; RegexValidationPattern = 'text'; DefaultValue = 'text'; Value = 'text'
    Extensible = 'bool'; PageNumber = 'int'; Intrinsic = 'bool'; DataType = 'any'
} @('Description', 'RegexValidationPattern', 'DefaultValue')
Assert-Fact '1.2' 'a parameter has the type name of the object model' {
    @(([psobject] $forest.ConnectivityParameters['forest-name']).PSTypeNames) -contains 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter'
}
Assert-Fact '1.2' 'New-Object makes a parameter from name, input type and scope as barewords' {
    $made = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter 'Conformance.Test', String, ConnectorGlobal, $null, $null, $null
    $made.Value = 1
    $made.Name -ceq 'Conformance.Test' -and [string] $made.InputType -eq 'String' -and [string] $made.Scope -eq 'ConnectorGlobal' -and $made.Value -is [string] -and $made.Value -ceq '1'
} 'New-Object'
Assert-Fact '1.1' 'Add puts a parameter into the collection, Remove answers a bool and takes it out (on a copy that is not stored)' {
    $copy = Get-ADSyncConnector -Name $forest.Name
    $made = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter 'Conformance.Test', String, ConnectorGlobal, $null, $null, $null
    $none = $copy.GlobalParameters.Remove('Conformance.Test')
    $copy.GlobalParameters.Add($made)
    $there = $copy.GlobalParameters.Contains('Conformance.Test')
    $removed = $copy.GlobalParameters.Remove('Conformance.Test')
    $none -is [bool] -and -not $none -and $there -and $removed -is [bool] -and $removed -and -not $copy.GlobalParameters.Contains('Conformance.Test')
} 'New-Object'
$sample = $forest.ConnectivityParameters['forest-name']
Assert-EnumMember '1.2' 'Scope' $sample.Scope ([ordered] @{
    ConnectorConnectivity = 0; ConnectorGlobal = 1; ConnectorCapability = 2; ConnectorPartition = 3; ConnectorRunStep = 4; SynchronizationGlobal = 5; ConnectorSchema = 6
})
foreach ($name in 'String', 'EncryptedString', 'Label', 'Text', 'DropDown', 'CheckBox', 'Divider', 'File') {
    Assert-Fact '1.2' "InputType knows $name" { [System.Enum]::GetNames($sample.InputType.GetType()) -ccontains $name }
}
foreach ($pair in @('Scope', 'ParameterScope'), @('InputType', 'ConfigurationParameterType')) {
    Assert-Fact '1.2' "$($pair[0]) is a $($pair[1])" { $sample.($pair[0]).GetType().Name -ceq $pair[1] }
}
Assert-Fact '1.2' 'the constructor takes name, type, scope, description, pattern and default' {
    $made = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter 'Conformance.Test', String, ConnectorGlobal, 'what it is', '^.$', 'd'
    $made.Description -ceq 'what it is' -and $made.RegexValidationPattern -ceq '^.$' -and $made.DefaultValue -ceq 'd'
} 'New-Object'
Assert-Fact '1.1' 'dc-failover is 0 or 1, and preferred domain controllers are text' {
    foreach ($partition in $forest.Partitions) {
        if ('0', '1' -cnotcontains $partition.Parameters['dc-failover'].Value) { return "it is $($partition.Parameters['dc-failover'].Value)" }
        foreach ($controller in $partition.PreferredDCs) { if ($controller -isnot [string]) { return 'a preferred domain controller is not text' } }
    }
    $true
}
