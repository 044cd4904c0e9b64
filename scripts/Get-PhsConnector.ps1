<#
.SYNOPSIS
Answers the connectors: a row each.
.DESCRIPTION
A connector carries its schema and can be 100 MB as text (facts 0.3), so it is flattened here. Of the parameters only
those named below are read; passwords are never among them.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($connector in @(Get-ADSyncConnector -ErrorAction Stop)) {
    if ($null -eq $connector) { continue }
    $partitions = [System.Collections.Generic.List[object]]::new()
    foreach ($partition in (Get-PhsPropertyValue $connector 'Partitions')) {
        if ($null -eq $partition) { continue }
        $controllers = [System.Collections.Generic.List[string]]::new()
        foreach ($controller in (Get-PhsPropertyValue $partition 'PreferredDCs')) { $controllers.Add([string]$controller) }
        $scope = Get-PhsPropertyValue $partition 'ConnectorPartitionScope'
        $included = [System.Collections.Generic.List[string]]::new()
        foreach ($container in (Get-PhsPropertyValue $scope 'ContainerInclusionList')) { $included.Add([string]$container) }
        $excluded = [System.Collections.Generic.List[string]]::new()
        foreach ($container in (Get-PhsPropertyValue $scope 'ContainerExclusionList')) { $excluded.Add([string]$container) }
        $parameters = Get-PhsPropertyValue $partition 'Parameters'
        $partitions.Add(@{
            identifier                 = ConvertTo-PhsGuidText (Get-PhsPropertyValue $partition 'Identifier')
            dn                         = [string](Get-PhsPropertyValue $partition 'DN', 'DistinguishedName')
            name                       = [string](Get-PhsPropertyValue $partition 'Name')
            selected                   = ConvertTo-PhsBoolean (Get-PhsPropertyValue $partition 'Selected')
            isDomain                   = ConvertTo-PhsBoolean (Get-PhsPropertyValue $partition 'IsDomain')
            preferredDomainControllers = $controllers.ToArray()
            includedContainers         = $included.ToArray()
            excludedContainers         = $excluded.ToArray()
            lastDomainController       = Get-PhsParameterValue $parameters 'last-dc'
            # 0: only the preferred domain controllers are used (facts 1.1).
            dcFailover                 = ConvertTo-PhsBoolean (Get-PhsParameterValue $parameters 'dc-failover')
            netBiosName                = Get-PhsParameterValue $parameters 'Domain.Netbios'
        })
    }
    $connectivity = Get-PhsPropertyValue $connector 'ConnectivityParameters'
    $global = Get-PhsPropertyValue $connector 'GlobalParameters'
    $account = Get-PhsParameterValue $connectivity 'forest-login-user'
    if ($null -eq $account) { $account = Get-PhsParameterValue $connectivity 'UserName' }
    $forest = Get-PhsParameterValue $connectivity 'forest-name'
    if ($null -eq $forest) { $forest = Get-PhsParameterValue $global 'Forest.FQDN' }
    @{
        name                  = [string](Get-PhsPropertyValue $connector 'Name')
        identifier            = ConvertTo-PhsGuidText (Get-PhsPropertyValue $connector 'Identifier')
        connectorTypeName     = [string](Get-PhsPropertyValue $connector 'ConnectorTypeName', 'Type')
        subtype               = [string](Get-PhsPropertyValue $connector 'Subtype')
        lastModifiedAt        = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $connector 'LastModificationTime')
        accountDomain         = Get-PhsParameterValue $connectivity 'forest-login-domain'
        accountName           = $account
        forestName            = $forest
        forceFullPasswordSync = Get-PhsParameterValue $global 'Microsoft.Synchronize.ForceFullPasswordSync'
        partitions            = $partitions.ToArray()
    }
}
