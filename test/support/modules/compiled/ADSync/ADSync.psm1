# Another module with the interface of ADSync, whose objects are of compiled types in the namespace of the real ones, so that enums, kinds of
# times, keyed collections and typed lists arrive as they do in reality. Needs Add-Type, so a full PowerShell.
if ($null -eq ('Microsoft.IdentityManagement.PowerShell.ObjectModel.CsObject' -as [type])) {
    Add-Type -TypeDefinition ([System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'Types.cs')))
}
$script:Model = 'Microsoft.IdentityManagement.PowerShell.ObjectModel'
$script:ForestId = [guid]'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d'
$script:SourceId = [guid]'6f9619ff-8b86-d011-b42d-00c04fc964ff'
$script:RuleId = [guid]'11111111-2222-3333-4444-555555555555'
$script:User = 'CN=Viola,OU=People,DC=contoso,DC=com'

function New-Parameter {
    param([string] $Name, [string] $Value, [string] $Type = 'String', [string] $Scope = 'ConnectorGlobal')
    New-Object "$script:Model.ConfigurationParameter" $Name, $Type, $Scope, $null, $null, $Value
}

function New-Collection {
    param([object[]] $Parameter)
    $collection = New-Object "$script:Model.ParameterKeyedCollection"
    foreach ($each in $Parameter) { $collection.Add($each) }
    , $collection
}

# Times of the module are UTC and of unspecified kind.
function New-Time { param([int] $Minute) [datetime]::new(2026, 3, 1, 12, $Minute, 0) }

function Get-ADSyncConnector {
    [CmdletBinding()] param([string] $Name, [guid] $Identifier, [switch] $Summary)
    $partition = New-Object "$script:Model.ConnectorPartition" -Property @{
        Identifier = [guid]'1c5f6c2b-7d57-4b53-8b0e-2d1f0a6a9e01'; DN = 'DC=contoso,DC=com'; Name = 'contoso.com'; Selected = $true; IsDomain = $false
        PreferredDCs = [System.Collections.Generic.List[string]] @('dc2.contoso.com')
        Parameters = New-Collection (New-Parameter 'dc-failover' '1'), (New-Parameter 'last-dc' 'dc1.contoso.com'), (New-Parameter 'Domain.Netbios' 'CONTOSO')
        ConnectorPartitionScope = New-Object "$script:Model.ConnectorPartitionScope"
    }
    $partitions = New-Object "System.Collections.Generic.List[$script:Model.ConnectorPartition]"
    $partitions.Add($partition)
    New-Object "$script:Model.Connector" -Property @{
        Name = 'contoso.com'; Identifier = $script:ForestId; ConnectorTypeName = 'AD'; Subtype = ''; LastModificationTime = New-Time 0; Partitions = $partitions
        ConnectivityParameters = New-Collection (New-Parameter 'forest-login-user' 'MSOL_x'), (New-Parameter 'password' 'CANARY-compiled' 'EncryptedString')
        GlobalParameters = New-Collection (New-Parameter 'Forest.FQDN' 'contoso.com'), (New-Parameter 'Microsoft.Synchronize.ForceFullPasswordSync' '0')
    }
}

function Get-ADSyncPartitionPasswordSyncState {
    [CmdletBinding()] param()
    New-Object "$script:Model.PartitionPasswordSyncState" -Property @{
        ConnectorId = $script:ForestId; DN = 'DC=contoso,DC=com'; PasswordSyncLastCycleStatus = 'InProgress'; PasswordSyncLastCycleStartTimestamp = New-Time 2
        PasswordSyncLastSuccessfulCycleStartTimestamp = New-Time 0; PasswordSyncLastSuccessfulCycleEndTimestamp = New-Time 1
    }
    New-Object "$script:Model.PartitionPasswordSyncState" -Property @{ ConnectorId = $script:ForestId; DN = 'DC=lab,DC=contoso,DC=com'; PasswordSyncLastCycleStatus = 'Interrupted' }
}

function Get-ADSyncCSObject {
    [CmdletBinding()] param([guid] $Identifier, [string] $ConnectorName, [string] $DistinguishedName, [switch] $SkipDNValidation)
    $lineage = New-Object "System.Collections.Generic.List[$script:Model.CsObjectLink]"
    $lineage.Add((New-Object "$script:Model.CsObjectLink" -Property @{ SyncRuleInternalId = $script:RuleId; SyncRuleName = 'Out to AAD - User Join'; Operation = 'Provision' }))
    New-Object "$script:Model.CsObject" -Property @{
        ObjectId = $script:SourceId; ConnectorId = $script:ForestId; ConnectorName = 'contoso.com'; DistinguishedName = $script:User; ObjectType = 'user'; IsConnector = $true
        HasSyncError = $true; HasExportError = $true; Lineage = $lineage
        ExportError = New-Object "$script:Model.CsObjectExportError" -Property @{ ErrorType = 'AttributeValueMustBeUnique'; ErrorName = 'AttributeValueMustBeUnique'; ErrorLiteral = 'Not unique.' }
        SynchronizationError = New-Object "$script:Model.CsObjectSynchronizationError" -Property @{ ErrorType = 'exported-change-not-reimported'; ExportedChangedNotReimported = $true }
    }
}

function Get-ADSyncCSObjectLog {
    [CmdletBinding()] param([guid] $Identifier, [uint32] $Count)
    $status = [string] [Microsoft.IdentityManagement.PowerShell.ObjectModel.PasswordSyncResultType]::NoCodeReportedByTarget
    New-Object "$script:Model.CsObjectLogEntry" -Property @{ Anchor = 'A=='; Type = 'PasswordSync'; Status = $status; Details = ''; TimeStamp = New-Time 5 }
}

function Search-ADSyncDirectoryObjects {
    [CmdletBinding()] param([guid] $AdConnectorId, [string] $LdapFilter, [string] $SearchScope, [int] $SizeLimit)
    $found = [System.Collections.Generic.Dictionary[string, object]]::new()
    $found['distinguishedName'] = [System.Collections.Generic.List[object]] @($script:User)
    $found['objectClass'] = [System.Collections.Generic.List[object]] @('top', 'user')
    $found['objectGUID'] = [System.Collections.Generic.List[object]]::new()
    $found['objectGUID'].Add($script:SourceId.ToByteArray())
    $found['pwdLastSet'] = [System.Collections.Generic.List[object]] @([long]132000000000000000)
    $found['userAccountControl'] = [System.Collections.Generic.List[object]] @(512)
    $found
}

function Get-ADSyncRule {
    [CmdletBinding()] param()
    New-Object "$script:Model.SynchronizationRule" -Property @{
        Identifier = $script:SourceId; InternalId = $script:RuleId; Name = 'Out to AAD - User Join'; Connector = $script:ForestId; Direction = 'Outbound'; Precedence = 115
        EnablePasswordSync = $true; ImmutableTag = New-Object "$script:Model.ImmutableTag" 'Microsoft.OutToAADUserJoin.016'
    }
}

function Get-ADSyncDomainReachabilityStatus {
    [CmdletBinding()] param([string] $ConnectorName)
    New-Object "$script:Model.ValidatedDomain" -Property @{ FullName = 'contoso.com'; IsReachable = $true; ExceptionMessage = '' }
}
