# An ADSync for measurements, as plain as it can be: it shares nothing with the simulator, and answers at once. $ForestCount and
# $UserCount come from the file beside it (bench/lib/server.mjs).
. ([System.IO.Path]::Combine($PSScriptRoot, 'Settings.ps1'))

$script:Entra = 'contoso.onmicrosoft.com - AAD'
$script:EntraId = [guid]'b891884f-051e-4a83-95af-2544101c9083'

function Get-BenchId {
    param([int] $Kind, [int] $Number)
    [guid]::new($Kind, 0, 0, [byte[]]@(0x80, 0, 0, 0, ($Number -shr 24), (($Number -shr 16) -band 255), (($Number -shr 8) -band 255), ($Number -band 255)))
}

function New-BenchParameter {
    param([string] $Name, [object] $Value)
    [pscustomobject]@{ Name = $Name; InputType = 'String'; Scope = 'ConnectorGlobal'; Value = $Value }
}

function New-BenchForest {
    param([int] $Number)
    $name = "forest$Number.example"
    [pscustomobject]@{
        Name = $name; Identifier = Get-BenchId 1 $Number; ConnectorTypeName = 'AD'; Type = 'AD'; SubType = ''; Version = 3
        LastModificationTime = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Utc)
        Partitions = @([pscustomobject]@{
            Identifier = Get-BenchId 2 $Number; DN = "DC=forest$Number,DC=example"; Name = $name; Selected = $true; IsDomain = $true
            PreferredDCs = @(); Parameters = @(New-BenchParameter 'last-dc' "dc1.$name"); ConnectorPartitionScope = $null
        })
        ConnectivityParameters = @((New-BenchParameter 'forest-login-user' 'MSOL_1'), (New-BenchParameter 'forest-login-domain' $name))
        GlobalParameters = @(New-BenchParameter 'Forest.FQDN' $name)
    }
}

function Get-ADSyncConnector {
    [CmdletBinding()] param([string] $Name)
    for ($number = 1; $number -le $script:ForestCount; $number++) { New-BenchForest $number }
    [pscustomobject]@{
        Name = $script:Entra; Identifier = $script:EntraId; ConnectorTypeName = 'Extensible2'; Type = 'Extensible2'
        SubType = 'Windows Azure Active Directory (Microsoft)'; Version = 3
        LastModificationTime = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Utc)
        Partitions = @(); ConnectivityParameters = @(New-BenchParameter 'UserName' 'Sync_1@contoso.onmicrosoft.com'); GlobalParameters = @()
    }
}

function Get-ADSyncAADCompanyFeature {
    [CmdletBinding()] param([string] $ConnectorName)
    [pscustomobject]@{ PasswordHashSync = $true; ForcePasswordChangeOnLogOn = $false }
}

function Get-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()] param([Parameter(Mandatory = $true)] [string] $SourceConnector)
    [pscustomobject]@{ SourceConnector = $SourceConnector; TargetConnector = $script:Entra; Enabled = $true }
}

function Get-ADSyncScheduler {
    [CmdletBinding()] param()
    [pscustomobject]@{
        AllowedSyncCycleInterval = [timespan]::FromMinutes(30); CurrentlyEffectiveSyncCycleInterval = [timespan]::FromMinutes(30)
        NextSyncCycleStartTimeInUTC = [datetime]::UtcNow.AddMinutes(20); NextSyncCyclePolicyType = 'Delta'; SyncCycleEnabled = $true
        StagingModeEnabled = $false; SchedulerSuspended = $false; SyncCycleInProgress = $false
    }
}

function Get-ADSyncGlobalSettings {
    [CmdletBinding()] param()
    [pscustomobject]@{ Version = 7; Parameters = @(
        (New-BenchParameter 'Microsoft.Synchronize.StagingMode' 'False'), (New-BenchParameter 'Microsoft.Synchronize.ServerConfigurationVersion' '2.5.190.0')
    ) }
}

function Get-ADSyncPartitionPasswordSyncState {
    [CmdletBinding()] param()
    for ($number = 1; $number -le $script:ForestCount; $number++) {
        $ended = [datetime]::UtcNow.AddMinutes(-1)
        [pscustomobject]@{
            ConnectorId = Get-BenchId 1 $number; DN = "DC=forest$number,DC=example"
            PasswordSyncLastSuccessfulCycleStartTimestamp = $ended.AddSeconds(-1); PasswordSyncLastSuccessfulCycleEndTimestamp = $ended
            PasswordSyncLastCycleStartTimestamp = $ended.AddSeconds(-1); PasswordSyncLastCycleEndTimestamp = $ended
            PasswordSyncLastCycleStatus = 'Successful'
        }
    }
}

function Get-ADSyncRule {
    [CmdletBinding()] param()
    for ($number = 1; $number -le $script:ForestCount; $number++) {
        [pscustomobject]@{
            Name = 'In from AD - User AccountEnabled'; Identifier = Get-BenchId 3 $number; InternalId = Get-BenchId 4 $number; Direction = 'Inbound'
            Connector = Get-BenchId 1 $number; Disabled = $false; EnablePasswordSync = $true; Precedence = 100 + $number; LinkType = 'Provision'
            SourceObjectType = 'user'; TargetObjectType = 'person'; ScopeFilter = @(); JoinFilter = @(); AttributeFlowMappings = @(); IsStandardRule = $true
        }
    }
    [pscustomobject]@{
        Name = 'Out to AAD - User Join'; Identifier = Get-BenchId 5 1; InternalId = Get-BenchId 6 1; Direction = 'Outbound'; Connector = $script:EntraId
        Disabled = $false; EnablePasswordSync = $true; Precedence = 200; LinkType = 'Provision'; SourceObjectType = 'person'; TargetObjectType = 'user'
        ScopeFilter = @(); JoinFilter = @(); AttributeFlowMappings = @(); IsStandardRule = $true
    }
}

# The number of a user in his name: "CN=User 17,OU=Staff,DC=forest1,DC=example".
function Get-BenchUser {
    param([string] $DistinguishedName)
    if ($DistinguishedName -match '^CN=User (\d+),OU=Staff,DC=forest(\d+),') { return [int] $Matches[1] }
    throw [System.InvalidOperationException]::new('Object not found.')
}

function New-BenchCsObject {
    param([int] $Number, [bool] $Source)
    $user = [pscustomobject]@{
        ObjectId = Get-BenchId $(if ($Source) { 7 } else { 8 }) $Number; ConnectorId = Get-BenchId 1 1; ConnectorName = 'forest1.example'
        DistinguishedName = "CN=User $Number,OU=Staff,DC=forest1,DC=example"; ObjectType = 'user'; IsConnector = $true; IsTransient = $false; IsPlaceHolder = $false
        HasSyncError = $false; HasExportError = $false; ExportError = $null; SynchronizationError = $null; ConnectedMVObjectId = Get-BenchId 9 $Number
        Lineage = @([pscustomobject]@{ SyncRuleInternalId = Get-BenchId 4 1; SyncRuleName = 'In from AD - User AccountEnabled'; Operation = 'Provision' })
        Attributes = @([pscustomobject]@{ Name = 'cn'; Type = 'String'; Values = @("User $Number") }, [pscustomobject]@{ Name = 'pwdLastSet'; Type = 'Integer'; Values = @('133800000000000000') })
    }
    if (-not $Source) {
        $user.ConnectorId = $script:EntraId; $user.ConnectorName = $script:Entra; $user.DistinguishedName = 'CN={0:D8}' -f $Number
        $user.Lineage = @([pscustomobject]@{ SyncRuleInternalId = Get-BenchId 6 1; SyncRuleName = 'Out to AAD - User Join'; Operation = 'Provision' })
    }
    $user
}

function Get-ADSyncCSObject {
    [CmdletBinding()] param([guid] $Identifier, [string] $ConnectorName, [string] $DistinguishedName, [switch] $SkipDNValidation)
    if ($PSBoundParameters.ContainsKey('Identifier')) { return New-BenchCsObject (Get-BenchNumber $Identifier) $false }
    New-BenchCsObject (Get-BenchUser $DistinguishedName) $true
}

# The number in an id of Get-BenchId.
function Get-BenchNumber {
    param([guid] $Id)
    $bytes = $Id.ToByteArray()
    ($bytes[12] -shl 24) + ($bytes[13] -shl 16) + ($bytes[14] -shl 8) + $bytes[15]
}

function Get-ADSyncMVObject {
    [CmdletBinding()] param([guid] $Identifier)
    $number = Get-BenchNumber $Identifier
    [pscustomobject]@{
        ObjectId = $Identifier
        Lineage = @(
            [pscustomobject]@{ ConnectorId = Get-BenchId 1 1; ConnectorName = 'forest1.example'; ConnectedCsObjectDN = "CN=User $number,OU=Staff,DC=forest1,DC=example"; ConnectedCsObjectId = Get-BenchId 7 $number },
            [pscustomobject]@{ ConnectorId = $script:EntraId; ConnectorName = $script:Entra; ConnectedCsObjectDN = 'CN={0:D8}' -f $number; ConnectedCsObjectId = Get-BenchId 8 $number }
        )
        Attributes = @([pscustomobject]@{ Name = 'cloudFiltered'; Type = 'Boolean'; Values = @() }, [pscustomobject]@{ Name = 'displayName'; Type = 'String'; Values = @("User $number") })
    }
}

function Get-ADSyncCSObjectLog {
    [CmdletBinding()] param([guid] $Identifier, [int] $Count)
    [pscustomobject]@{ Anchor = 'a=='; Type = 'Delta'; Status = 'Success'; Details = ''; TimeStamp = [datetime]::UtcNow.AddMinutes(-5) }
}

function Search-ADSyncDirectoryObjects {
    [CmdletBinding()] param([guid] $AdConnectorId, [string] $LdapFilter, [string] $SearchScope, [int] $SizeLimit)
    if ($LdapFilter -notmatch 'CN=User (\d+)') { return }
    $found = [System.Collections.Generic.Dictionary[string, object]]::new()
    $found.Add('distinguishedName', [string[]] @("CN=User $($Matches[1]),OU=Staff,DC=forest1,DC=example"))
    $found.Add('objectClass', [string[]] @('top', 'person', 'user'))
    $found.Add('userAccountControl', [string[]] @('512'))
    $found.Add('pwdLastSet', [string[]] @([datetime]::UtcNow.AddMinutes(-6).ToFileTimeUtc().ToString()))
    $found
}

function Get-ADSyncConnectorRunStatus { [CmdletBinding()] param() }

function Get-ADSyncDomainReachabilityStatus {
    [CmdletBinding()] param([string] $ConnectorName)
    [pscustomobject]@{ FullName = $ConnectorName; IsReachable = $true; ExceptionMessage = '' }
}

Export-ModuleMember -Function '*-ADSync*'
