# Connectors (facts 1.1, 4.4, 4.8).

# The parameters of a connector or partition as the keyed collection that the real object has.
function New-ParameterCollection {
    param($Records)
    $collection = [ParameterKeyedCollection]::new()
    foreach ($record in @($Records)) {
        if ($null -ne $record) { $collection.Add((New-SyncParameter $record['name'] $record['inputType'] $record['scope'] $record['value'])) }
    }
    , $collection
}

# A time of the state as the real objects show it: UTC, but of unspecified kind (facts 0.5).
function ConvertTo-SyncTime {
    param($Value)
    if ($null -eq $Value) { return $null }
    [datetime]::SpecifyKind([datetime] $Value, [System.DateTimeKind]::Unspecified)
}

function New-ConnectorPartition {
    param($Record)
    $partition = [pscustomobject] @{
        Identifier = [guid] $Record['identifier']
        DN = $Record['dn']
        Name = $Record['name']
        Version = [int] $Record['version']
        CreationTime = ConvertTo-SyncTime $Record['creationTime']
        LastModificationTime = ConvertTo-SyncTime $Record['lastModificationTime']
        Selected = [bool] $Record['selected']
        IsDomain = [bool] $Record['isDomain']
        PreferredDCs = [System.Collections.Generic.List[string]] @(@($Record['preferredDCs']) | Where-Object { $null -ne $_ })
        Parameters = New-ParameterCollection $Record['parameters']
        ConnectorPartitionScope = [pscustomobject] @{
            ObjectClasses = [System.Collections.Generic.List[string]] @('user', 'group', 'contact')
            ContainerInclusionList = [System.Collections.Generic.List[string]] @(Get-StateList $Record 'includedContainers')
            ContainerExclusionList = [System.Collections.Generic.List[string]] @(Get-StateList $Record 'excludedContainers')
        }
    }
    New-SyncType 'ConnectorPartition' $partition
}

function New-RunProfileList {
    foreach ($name in 'Full Import', 'Full Synchronization', 'Delta Import', 'Delta Synchronization', 'Export') {
        New-SyncType 'RunProfile' ([pscustomobject] @{ Name = $name; Identifier = [guid]::NewGuid(); Type = $name.Replace(' ', '') })
    }
}

function New-ConnectorObject {
    param($Record)
    $partitions = [System.Collections.Generic.List[object]]::new()
    foreach ($partition in @(Get-StateList $Record 'partitions')) { $partitions.Add((New-ConnectorPartition $partition)) }
    $connector = [pscustomobject] @{
        Name = $Record['name']
        Identifier = [guid] $Record['identifier']
        Description = $Record['description']
        ConnectorTypeName = $Record['connectorTypeName']
        Type = $Record['type']
        Subtype = $Record['subtype']
        ListName = $Record['listName']
        CompanyName = $Record['companyName']
        Version = [int] $Record['version']
        InternalVersion = [int] $Record['internalVersion']
        FormatVersion = 1
        CreationTime = ConvertTo-SyncTime $Record['creationTime']
        LastModificationTime = ConvertTo-SyncTime $Record['lastModificationTime']
        Partitions = $partitions
        RunProfiles = [System.Collections.Generic.List[object]] @(New-RunProfileList)
        ConnectivityParameters = New-ParameterCollection $Record['connectivityParameters']
        GlobalParameters = New-ParameterCollection $Record['globalParameters']
        CapabilityParameters = New-ParameterCollection $null
        SchemaParameters = New-ParameterCollection $null
        AllParameterDefinitions = [System.Collections.Generic.List[object]]::new()
        PasswordHashConfiguration = $null
        AADPasswordResetConfiguration = $null
        ObjectInclusionList = [System.Collections.Generic.List[string]] @('user', 'group', 'contact', 'inetOrgPerson')
        AttributeInclusionList = [System.Collections.Generic.List[string]] @('accountName', 'displayName', 'pwdLastSet', 'userPrincipalName')
        AnchorConstructionSettings = $null
        Schema = $null
        ExtensionConfiguration = $null
        ComponentProvisioningMappings = $null
        IsUpgradeOrImportScenario = $false
    }
    New-SyncType 'Connector' $connector
}

# Names are compared with regard to case; an unknown name or id is an error (facts 4.4).
function Get-ADSyncConnector {
    [CmdletBinding(DefaultParameterSetName = 'All')]
    param(
        [Parameter(ParameterSetName = 'Name', Position = 0)] [string] $Name,
        [Parameter(ParameterSetName = 'Identifier')] [guid] $Identifier,
        # What a summary leaves out is not documented; here it is nothing.
        [switch] $Summary
    )
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $asked = $PSCmdlet.ParameterSetName
    $found = 0
    foreach ($record in @(Get-StateList $state 'connectors')) {
        if ($asked -eq 'Name' -and $record['name'] -cne $Name) { continue }
        if ($asked -eq 'Identifier' -and [guid] $record['identifier'] -ne $Identifier) { continue }
        $found++
        New-ConnectorObject $record
    }
    if ($found -eq 0 -and $asked -ne 'All') { $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Get-ADSyncConnector')) }
}

function New-ConnectorNotFoundError {
    param([string] $Cmdlet)
    New-SyncError ([ConnectorNotFoundException]::new('Operation failed because the specified MA could not be found.')) 'ReadError' $Cmdlet
}

# The records of a parameter collection, for the state.
function ConvertFrom-ParameterCollection {
    param($Collection)
    foreach ($parameter in $Collection) {
        @{ name = $parameter.Name; inputType = [string] $parameter.InputType; scope = [string] $parameter.Scope; value = $parameter.Value }
    }
}

# What a stored connector becomes when this object is stored in its place.
function New-ConnectorChange {
    param($State, $Connector)
    $failure = Get-EngineError $State 'Add-ADSyncConnector'
    if ($null -ne $failure) { return @{ Failure = $failure } }
    $record = Get-StateList $State 'connectors' | Where-Object { [guid] $_['identifier'] -eq $Connector.Identifier }
    if ($null -eq $record) { return @{ Failure = (New-ConnectorNotFoundError 'Add-ADSyncConnector') } }
    $changed = $record.Clone()
    $changed['globalParameters'] = @(ConvertFrom-ParameterCollection $Connector.GlobalParameters)
    $changed['connectivityParameters'] = @(ConvertFrom-ParameterCollection $Connector.ConnectivityParameters)
    $changed['lastModificationTime'] = [datetime]::SpecifyKind([datetime]::UtcNow, [System.DateTimeKind]::Unspecified)
    $changed['version'] = [int] $record['version'] + 1
    @{ Failure = $null; Arguments = $changed }
}

# Stores a connector that is there already (facts 1.13: the cmdlet adds and updates), and answers it.
function Add-ADSyncConnector {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, ValueFromPipeline = $true, Position = 0)] $Connector)
    process {
        $force = $null
        foreach ($parameter in @($Connector.GlobalParameters)) {
            if ($null -ne $parameter -and $parameter.Name -eq 'Microsoft.Synchronize.ForceFullPasswordSync') { $force = $parameter.Value }
        }
        $logged = [ordered] @{ Connector = $Connector.Name; ForceFullPasswordSync = $force }
        $state = Invoke-ChangingCall $PSCmdlet 'connector' $logged @{ Connector = $Connector } { param($current, $given) New-ConnectorChange $current $given.Connector }
        Get-StateList $state 'connectors' | Where-Object { [guid] $_['identifier'] -eq $Connector.Identifier } | ForEach-Object { New-ConnectorObject $_ }
    }
}

# How the Entra connector signs in: an application by its id, or the legacy account (facts 9.2). Microsoft names only
# ConnectorIdentityType; the other names are the simulator's own, and the secret is there to be left alone.
function Get-ADSyncEntraConnectorCredential {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $credential = $state['entraCredential']
    if ($null -eq $credential) { return }
    New-SyncType 'EntraConnectorCredential' ([pscustomobject] @{
        ConnectorIdentityType = $credential['identityType']
        UserName = $credential['userName']
        Password = $credential['secret']
    })
}
