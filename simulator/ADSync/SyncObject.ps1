# One object in a connector space, in the metaverse, and its password sync log (facts 1.10, 1.13).
# That these cmdlets throw for an object that is not there is verified; the texts are not.

class AttributeKeyedCollection : System.Collections.ObjectModel.KeyedCollection[string, object] {
    [string] GetKeyForItem([object] $item) { return $item.Name }
}

function New-SyncAttributeCollection {
    param($Records, [string] $ConnectorName)
    $collection = [AttributeKeyedCollection]::new()
    foreach ($record in @($Records)) {
        if ($null -eq $record) { continue }
        $collection.Add([pscustomobject] @{
            Name = $record['name']
            Type = [int] $record['type']
            IsMultiValued = @($record['values']).Count -gt 1
            SyncRuleName = $record['ruleName']
            ConnectorName = $ConnectorName
            LineageId = [guid] $record['lineageId']
            LastModificationTime = $null
            Values = [System.Collections.Generic.List[string]] @($record['values'])
        })
    }
    , $collection
}

# There is no PasswordSync flag on a lineage entry: the rule has it (facts 1.10).
function New-LineageList {
    param($Records)
    $list = [System.Collections.Generic.List[object]]::new()
    foreach ($record in @($Records)) {
        if ($null -eq $record) { continue }
        $list.Add((New-SyncType 'CsObjectLink' ([pscustomobject] @{
            SyncRuleInternalId = [guid] $record['internalId']
            SyncRuleName = $record['ruleName']
            Operation = $record['operation']
        })))
    }
    , $list
}

# The error of an object, or nothing.
function New-CsObjectError {
    param($Record, [type] $Type)
    if ($null -eq $Record) { return }
    $failure = $Type::new()
    foreach ($name in @($Record.Keys)) { $failure.$name = $Record[$name] }
    $failure
}

function New-CsObject {
    param($Record)
    New-SyncType 'CsObject' ([pscustomobject] @{
        ObjectId = [guid] $Record['objectId']
        ConnectorId = [guid] $Record['connectorId']
        ConnectorName = $Record['connectorName']
        ConnectorType = $Record['connectorType']
        PartitionId = [guid] $Record['partitionId']
        DistinguishedName = $Record['distinguishedName']
        AnchorValue = [System.Convert]::FromBase64String($Record['anchor'])
        ObjectType = $Record['objectType']
        IsTransient = [bool] $Record['isTransient']
        IsPlaceHolder = [bool] $Record['isPlaceHolder']
        IsConnector = [bool] $Record['isConnector']
        HasSyncError = [bool] $Record['hasSyncError']
        HasExportError = [bool] $Record['hasExportError']
        ExportError = New-CsObjectError $Record['exportError'] ([CsObjectExportError])
        SynchronizationError = New-CsObjectError $Record['synchronizationError'] ([CsObjectSynchronizationError])
        ConnectedMVObjectId = [guid] $Record['metaverseObjectId']
        Lineage = New-LineageList $Record['lineage']
        Attributes = New-SyncAttributeCollection $Record['attributes'] $Record['connectorName']
        SerializedXml = $null
    })
}

# The error for an object that is not there.
function New-ObjectNotFoundError {
    param([string] $Text, [string] $Cmdlet)
    New-SyncError ([System.Collections.Generic.KeyNotFoundException]::new($Text)) 'ReadError' $Cmdlet
}

# The connector that a name or an id stands for; an unknown one ends the calling cmdlet.
function Resolve-ConnectorRecord {
    param($State, $Caller, [string] $Name, $Identifier)
    foreach ($record in @(Get-StateList $State 'connectors')) {
        if ($Name -ne '' -and $record['name'] -ceq $Name) { return $record }
        if ($Name -eq '' -and [guid] $record['identifier'] -eq $Identifier) { return $record }
    }
    $Caller.ThrowTerminatingError((New-ConnectorNotFoundError $Caller.MyInvocation.MyCommand.Name))
}

function Get-ADSyncCSObject {
    [CmdletBinding(DefaultParameterSetName = 'SearchByIdentifier')]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByIdentifier', Position = 0)] [guid] $Identifier,
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorIdentifierDistinguishedName')]
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorIdentifierPaged')] [guid] $ConnectorIdentifier,
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorNameDistinguishedName')]
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorNamePaged')] [string] $ConnectorName,
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorIdentifierDistinguishedName')]
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorNameDistinguishedName')] [string] $DistinguishedName,
        [Parameter(ParameterSetName = 'SearchByConnectorIdentifierDistinguishedName')]
        [Parameter(ParameterSetName = 'SearchByConnectorNameDistinguishedName')] [switch] $SkipDNValidation,
        [Parameter(ParameterSetName = 'SearchByConnectorIdentifierDistinguishedName')]
        [Parameter(ParameterSetName = 'SearchByConnectorNameDistinguishedName')] [switch] $Transient,
        [Parameter(ParameterSetName = 'SearchByConnectorIdentifierPaged')]
        [Parameter(ParameterSetName = 'SearchByConnectorNamePaged')] [int] $StartIndex,
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorIdentifierPaged')]
        [Parameter(Mandatory = $true, ParameterSetName = 'SearchByConnectorNamePaged')] [int] $MaxResultCount
    )
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $store = Get-ObjectStore
    if ($PSCmdlet.ParameterSetName -eq 'SearchByIdentifier') {
        if ($store.ById.ContainsKey([string] $Identifier)) { return New-CsObject $store.ById[[string] $Identifier] }
        $PSCmdlet.ThrowTerminatingError((New-ObjectNotFoundError "The connector space object '$Identifier' could not be found." 'Get-ADSyncCSObject'))
    }
    $connector = Resolve-ConnectorRecord $state $PSCmdlet $ConnectorName $ConnectorIdentifier
    if ($PSCmdlet.ParameterSetName -like '*Paged') {
        $place = 0
        foreach ($record in $store.ById.Values) {
            if ([guid] $record['connectorId'] -ne [guid] $connector['identifier']) { continue }
            if ($place -ge $StartIndex -and $place -lt $StartIndex + $MaxResultCount) { New-CsObject $record }
            $place++
        }
        return
    }
    if (-not $SkipDNValidation -and $null -eq (Split-DistinguishedName $DistinguishedName)) {
        $failure = [System.ArgumentException]::new("The distinguished name '$DistinguishedName' is not valid.")
        $PSCmdlet.ThrowTerminatingError((New-SyncError $failure 'InvalidArgument' 'Get-ADSyncCSObject'))
    }
    $found = $null
    [void] $store.ByName.TryGetValue(('{0}|{1}' -f $connector['identifier'], (Get-ComparableName $DistinguishedName)), [ref] $found)
    foreach ($record in @($found)) {
        if ($null -ne $record -and [bool] $record['isTransient'] -eq [bool] $Transient) { return New-CsObject $record }
    }
    $text = "The object '$DistinguishedName' could not be found in the connector space of '$($connector['name'])'."
    $PSCmdlet.ThrowTerminatingError((New-ObjectNotFoundError $text 'Get-ADSyncCSObject'))
}

function Get-ADSyncMVObject {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [guid] $Identifier)
    if ($null -eq (Enter-SyncCmdlet $PSCmdlet)) { return }
    $record = $null
    if (-not (Get-ObjectStore).Metaverse.TryGetValue([string] $Identifier, [ref] $record)) {
        $PSCmdlet.ThrowTerminatingError((New-ObjectNotFoundError "The metaverse object '$Identifier' could not be found." 'Get-ADSyncMVObject'))
    }
    $links = [System.Collections.Generic.List[object]]::new()
    foreach ($link in @(Get-StateList $record 'lineage')) {
        $links.Add([pscustomobject] @{
            LineageId = [guid] $link['lineageId']
            ConnectedCsObjectDN = $link['distinguishedName']
            ConnectedCsObjectId = [guid] $link['objectId']
            ConnectorName = $link['connectorName']
            ConnectorId = [guid] $link['connectorId']
        })
    }
    New-SyncType 'MvObject' ([pscustomobject] @{
        ObjectId = [guid] $record['objectId']
        Lineage = $links
        Attributes = New-SyncAttributeCollection $record['attributes'] ''
    })
}

# The newest entries of the password sync log of a connector space object (facts 1.13).
function Get-ADSyncCSObjectLog {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [guid] $Identifier,
        [Parameter(Mandatory = $true, Position = 1)] [uint32] $Count
    )
    if ($null -eq (Enter-SyncCmdlet $PSCmdlet)) { return }
    $record = $null
    if (-not (Get-ObjectStore).ById.TryGetValue([string] $Identifier, [ref] $record)) {
        $PSCmdlet.ThrowTerminatingError((New-ObjectNotFoundError "The connector space object '$Identifier' could not be found." 'Get-ADSyncCSObjectLog'))
    }
    if ($null -ne $record['logFailure']) {
        $failure = [System.InvalidOperationException]::new($record['logFailure'])
        $PSCmdlet.ThrowTerminatingError((New-SyncError $failure 'ReadError' 'Get-ADSyncCSObjectLog'))
    }
    $entries = [object[]] @(Get-StateList $record 'log')
    $times = [datetime[]] @($entries | ForEach-Object { [datetime] $_['at'] })
    [System.Array]::Sort($times, $entries)
    [System.Array]::Reverse($entries)
    for ($place = 0; $place -lt $entries.Count -and $place -lt $Count; $place++) {
        New-SyncType 'CsObjectLogEntry' ([pscustomobject] @{
            Anchor = $record['anchor']
            Type = 'PasswordSync'
            Status = $entries[$place]['status']
            Details = [string] $entries[$place]['details']
            TimeStamp = ConvertTo-SyncTime $entries[$place]['at']
        })
    }
}

# What the server keeps of an object.
function Get-StoredRecord {
    param($Object)
    (Get-ObjectStore).ById[[string] $Object.ObjectId]
}

# Synchronizes the password hash of one user now: prints nothing, a failure is an exception (facts 1.13). What the server makes of
# the attempt stands with the object: "passwordSync" with the status of the entry that it writes (null: none) or "failure".
function Invoke-ADSyncCSObjectPasswordHashSync {
    [CmdletBinding(DefaultParameterSetName = 'ByIdentifier')]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'ByName')] [string] $ConnectorName,
        [Parameter(Mandatory = $true, ParameterSetName = 'ByName')] [string] $DistinguishedName,
        [Parameter(Mandatory = $true, ParameterSetName = 'ByIdentifier')] [guid] $Identifier,
        [Parameter(Mandatory = $true, ParameterSetName = 'ByObject')] $CsObject
    )
    $record = switch ($PSCmdlet.ParameterSetName) {
        'ByName' { Get-StoredRecord (Get-ADSyncCSObject -ConnectorName $ConnectorName -DistinguishedName $DistinguishedName) }
        'ByIdentifier' { Get-StoredRecord (Get-ADSyncCSObject -Identifier $Identifier) }
        'ByObject' { Get-StoredRecord $CsObject }
    }
    $logged = [ordered] @{ ConnectorName = [string] $record['connectorName']; DistinguishedName = [string] $record['distinguishedName'] }
    [void] (Invoke-ChangingCall $PSCmdlet 'user-password-sync' $logged @{ record = $record } {
        param($current, $given)
        $cmdlet = 'Invoke-ADSyncCSObjectPasswordHashSync'
        $failure = Get-EngineError $current $cmdlet
        # A server that was made before there was this cmdlet says nothing: its attempts succeed.
        $made = $given.record['passwordSync']
        if ($null -eq $made) { $made = @{ status = 'Success' } }
        if ($null -eq $failure -and $null -ne $made['failure']) {
            $failure = New-SyncError ([System.InvalidOperationException]::new([string] $made['failure'])) 'WriteError' $cmdlet
        }
        @{ Failure = $failure; Arguments = @{ objectId = [string] $given.record['objectId']; status = $made['status']; details = $made['details'] } }
    })
}
