# facts 1.1: connectors and partitions.

$connectors = @(Get-ADSyncConnector)
$entraId = [guid] 'b891884f-051e-4a83-95af-2544101c9083'
$entra = $connectors | Where-Object { $_.Identifier -eq $entraId } | ForEach-Object { $_ }
$forests = @($connectors | Where-Object { $_.ConnectorTypeName -eq 'AD' })

Assert-Fact '1.1' 'Get-ADSyncConnector lists an Entra connector with the fixed GUID' { $null -ne $entra }
Assert-Fact '1.1' 'Get-ADSyncConnector lists at least one AD connector' { $forests.Count -gt 0 }
$kinds = @{
    Name = 'text'; Identifier = 'guid'; ConnectorTypeName = 'text'; Type = 'text'; Subtype = 'text'; ListName = 'text'; CompanyName = 'text'
    Version = 'int'; InternalVersion = 'int'; FormatVersion = 'int'; Description = 'text'; CreationTime = 'unspecified time'
    LastModificationTime = 'unspecified time'; Partitions = 'list'; RunProfiles = 'list'; ConnectivityParameters = 'list'; GlobalParameters = 'list'
    CapabilityParameters = 'list'; SchemaParameters = 'list'; AllParameterDefinitions = 'list'; ObjectInclusionList = 'list'
    AttributeInclusionList = 'list'; PasswordHashConfiguration = 'any'; AADPasswordResetConfiguration = 'any'
    AnchorConstructionSettings = 'any'; Schema = 'any'; ExtensionConfiguration = 'any'; ComponentProvisioningMappings = 'any'; IsUpgradeOrImportScenario = 'any'
}
$nullable = @('ListName', 'CompanyName', 'Description', 'Subtype', 'PasswordHashConfiguration', 'AADPasswordResetConfiguration', 'AnchorConstructionSettings',
    'Schema', 'ExtensionConfiguration', 'ComponentProvisioningMappings', 'IsUpgradeOrImportScenario')
if ($forests.Count -gt 0) { Assert-Property '1.1' $forests[0] 'an AD connector' $kinds $nullable }
if ($null -ne $entra) { Assert-Property '1.1' $entra 'the Entra connector' $kinds $nullable }

foreach ($connector in $connectors) {
    $isEntra = $connector.Identifier -eq $entraId
    Assert-Fact '1.1' "connector '$($connector.Name)' has the type name of the object model" {
        @($connector.PSTypeNames) -contains 'Microsoft.IdentityManagement.PowerShell.ObjectModel.Connector'
    }
    Assert-Fact '1.1' "connector '$($connector.Name)': ConnectorTypeName and Type are AD or Extensible2" {
        $expected = if ($isEntra) { 'Extensible2' } else { 'AD' }
        $connector.ConnectorTypeName -ceq $expected -and $connector.Type -ceq $expected
    }
    Assert-Fact '1.1' "connector '$($connector.Name)': Subtype is that of its kind" {
        if ($isEntra) { $connector.Subtype -ceq 'Windows Azure Active Directory (Microsoft)' } else { [string]::IsNullOrEmpty($connector.Subtype) }
    }
    Assert-Fact '1.1' "connector '$($connector.Name)': the five run profiles of a default installation" {
        $names = @($connector.RunProfiles | ForEach-Object { $_.Name })
        foreach ($name in 'Full Import', 'Full Synchronization', 'Delta Import', 'Delta Synchronization', 'Export') { if ($names -notcontains $name) { return "there is no $name" } }
        $true
    }
    $kinds = @{
        Identifier = 'guid'; DN = 'text'; Name = 'text'; Version = 'int'; CreationTime = 'unspecified time'; LastModificationTime = 'unspecified time'
        Selected = 'bool'; IsDomain = 'bool'; PreferredDCs = 'list'; Parameters = 'list'; ConnectorPartitionScope = 'any'
    }
    foreach ($partition in @($connector.Partitions)[0]) {
        Assert-Property '1.1' $partition "partition '$($partition.Name)'" $kinds
        Assert-Fact '1.1' "partition '$($partition.Name)' has the type name of the object model" {
            @($partition.PSTypeNames) -contains 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ConnectorPartition'
        }
        Assert-Property '1.1' $partition.ConnectorPartitionScope "scope of partition '$($partition.Name)'" @{
            ObjectClasses = 'list'; ContainerInclusionList = 'list'; ContainerExclusionList = 'list'
        }
    }
}
Assert-Fact '1.1' "the Entra connector's partition is named default" { $entra.Partitions[0].DN -ceq 'default' -and $entra.Partitions[0].Name -ceq 'default' }
Assert-Fact '1.1' 'the first domain of an AD connector has a DN of its own' { $forests[0].Partitions[0].DN -match '^DC=' -and $forests[0].Partitions[0].IsDomain }
Assert-Fact '1.1' 'a connector is found by its name and by its GUID' {
    (Get-ADSyncConnector -Name $forests[0].Name).Identifier -eq $forests[0].Identifier -and (Get-ADSyncConnector -Identifier $entraId).Name -ceq $entra.Name
}
Assert-Fact '1.1' 'Get-ADSyncConnector takes Summary' { (Get-Command Get-ADSyncConnector).Parameters.ContainsKey('Summary') }
