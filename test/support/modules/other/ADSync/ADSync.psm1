# Another module with the interface of ADSync (facts 1): real .NET objects of PowerShell classes where the simulator has
# custom objects, identifiers as text in upper case and braces, a dictionary, a list and a keyed collection of parameters,
# SubType spelled as on Microsoft's page, flags as text, times of all three kinds, and no Get-ADSyncGlobalSettingsParameter.

enum CycleStatus { None; Successful; SomethingNew }

class OtherParameter {
    [string] $Name
    [string] $InputType
    hidden [object] $Secret
    OtherParameter([string] $name, [string] $inputType, [object] $value) {
        $this.Name = $name; $this.InputType = $inputType; $this.Secret = $value
        # Reading the value of a password is what the operations must never do.
        $this | Add-Reader
    }
}

function Add-Reader {
    param([Parameter(ValueFromPipeline = $true)] $Parameter)
    process {
        $read = {
            if ($this.InputType -eq 'encrypted-string' -or $this.Name -eq 'password') { $global:OtherPasswordReads++; return 'CANARY-other-password' }
            $this.Secret
        }
        $Parameter.PSObject.Properties.Add([System.Management.Automation.PSScriptProperty]::new('Value', $read))
    }
}

class OtherParameterCollection : System.Collections.ObjectModel.KeyedCollection[string, object] {
    [string] GetKeyForItem([object] $item) { return $item.Name }
}

class OtherPartition {
    [string] $Identifier
    [string] $DN
    [string] $Name
    [object] $Selected = 'True'
    [object] $IsDomain = $true
    [string[]] $PreferredDCs = @()
    [object] $Parameters
}

class OtherConnector {
    [string] $Name
    [string] $Identifier
    [string] $ConnectorTypeName
    [string] $SubType
    [datetime] $LastModificationTime
    [object] $Partitions
    [object] $ConnectivityParameters
    [object] $GlobalParameters
    [object] $Schema = [string]::new([char]'s', 1000)
}

$global:OtherPasswordReads = 0
# A name with both quotes, an ampersand and letters outside ASCII, which this file must not hold itself.
$script:ForestName = 'For{0}t d''{1}t{2} & "Fils"' -f [char]0xEA, [char]0xC9, [char]0xE9

function New-OtherForest {
    $connector = [OtherConnector]::new()
    $connector.Name = $script:ForestName
    $connector.Identifier = '{AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D}'
    $connector.ConnectorTypeName = 'AD'
    $connector.LastModificationTime = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Unspecified)
    $partition = [OtherPartition]::new()
    $partition.Identifier = '11111111-2222-3333-4444-55555555ABCD'
    $partition.DN = 'DC=ete,DC=example'
    $partition.Name = 'ete.example'
    $partition.PreferredDCs = @('dc1.ete.example', 'dc2.ete.example')
    # A plain array of custom objects.
    $partition.Parameters = @([pscustomobject]@{ Name = 'guid'; Value = 'x' }, [pscustomobject]@{ Name = 'LAST-DC'; Value = 'dc2.ete.example' },
        [pscustomobject]@{ Name = 'dc-failover'; Value = 0 }, [pscustomobject]@{ Name = 'Domain.Netbios'; Value = 'ETE' })
    $connector.Partitions = [System.Collections.Generic.List[OtherPartition]]::new()
    $connector.Partitions.Add($partition)
    $keyed = [OtherParameterCollection]::new()
    $keyed.Add([OtherParameter]::new('password', 'encrypted-string', 'CANARY-never-read'))
    $keyed.Add([OtherParameter]::new('forest-login-user', 'string', 'svc'))
    $keyed.Add([OtherParameter]::new('forest-login-domain', 'string', 'ete.example'))
    $connector.ConnectivityParameters = $keyed
    # A dictionary of parameters by name.
    $connector.GlobalParameters = [System.Collections.Generic.Dictionary[string, object]]::new()
    $connector.GlobalParameters.Add('Forest.FQDN', [OtherParameter]::new('Forest.FQDN', 'string', 'ete.example'))
    $connector.GlobalParameters.Add('Microsoft.Synchronize.ForceFullPasswordSync', [OtherParameter]::new('Microsoft.Synchronize.ForceFullPasswordSync', 'string', '1'))
    $connector
}

# As it comes over remoting or from Import-Clixml: a property bag with type names that begin with Deserialized.
function New-OtherEntra {
    $connector = [pscustomobject]@{
        Name = 'contoso.onmicrosoft.com - AAD'
        Identifier = [guid]'b891884f-051e-4a83-95af-2544101c9083'
        Type = 'Extensible2'
        Subtype = 'Windows Azure Active Directory (Microsoft)'
        LastModificationTime = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Utc)
        Partitions = $null
        ConnectivityParameters = [System.Collections.ArrayList]@(
            [pscustomobject]@{ Name = 'UserName'; Value = 'Sync_SRV_0123@contoso.onmicrosoft.com' }
            [pscustomobject]@{ Name = 'CertificateManagedBy'; Value = 'BYOC' }
            [pscustomobject]@{ Name = 'CertificateId'; Value = 'canary-certificate' }
            [pscustomobject]@{ Name = 'Password'; InputType = 'encrypted-string'; Value = 'CANARY-entra' }
        )
    }
    $connector.PSTypeNames.Insert(0, 'Deserialized.Microsoft.IdentityManagement.PowerShell.ObjectModel.Connector')
    $connector
}

function Get-ADSyncConnector {
    [CmdletBinding()] param([string] $Name)
    New-OtherForest
    New-OtherEntra
}

function Get-ADSyncAADCompanyFeature {
    [CmdletBinding()] param([Parameter(Mandatory = $true)] [string] $ConnectorName)
    if ($ConnectorName -cne 'contoso.onmicrosoft.com - AAD') { throw 'unexpected connector' }
    [pscustomobject]@{ PasswordHashSync = 'True' }
}

function Get-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()] param([Parameter(Mandatory = $true)] [string] $SourceConnector)
    switch -CaseSensitive ($SourceConnector) {
        $script:ForestName { @{ SourceConnector = $SourceConnector; TargetConnector = 'contoso.onmicrosoft.com - AAD'; Enabled = 'False' } }
        'no answer' { }
        default { throw [System.UnauthorizedAccessException]::new("No access to $SourceConnector") }
    }
}

function Get-ADSyncScheduler {
    [CmdletBinding()] param()
    [pscustomobject]@{
        CurrentlyEffectiveSyncCycleInterval = '00:30:00'
        NextSyncCycleStartTimeInUTC = '2026-03-01T12:30:00'
        NextSyncCyclePolicyType = 'Delta'
        SyncCycleEnabled = $true
        StagingModeEnabled = 'False'
        SchedulerSuspended = 0
    }
}

# Other names than the simulator's, braces, capitals, and secrets of several forms.
function Get-ADSyncEntraConnectorCredential {
    [CmdletBinding()] param()
    [pscustomobject]@{
        Password = '11111111-2222-3333-4444-555555555555'
        ClientSecret = 'canary-secret'
        ConnectorIdentityType = 'Application'
        ConnectorUserName = '{0F6F3C52-8A1D-4E0B-9C27-5D2B1F0C9A77}@contoso.onmicrosoft.com'
    }
}

function Get-ADSyncGlobalSettings {
    [CmdletBinding()] param()
    $parameters = [OtherParameterCollection]::new()
    $parameters.Add([OtherParameter]::new('Microsoft.Synchronize.StagingMode', 'string', 'False'))
    $parameters.Add([OtherParameter]::new('Microsoft.Synchronize.ServerConfigurationVersion', 'string', '2.4.131.0'))
    [pscustomobject]@{ Version = 7; Parameters = $parameters }
}

function Get-ADSyncPartitionPasswordSyncState {
    [CmdletBinding()] param()
    [pscustomobject]@{ ConnectorId = [guid]'b891884f-051e-4a83-95af-2544101c9083'; DN = 'default' }
    [pscustomobject]@{
        ConnectorId = 'AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D'
        DN = 'DC=ete,DC=example'
        # What a conversion to this zone makes of "never".
        PasswordSyncLastSuccessfulCycleStartTimestamp = [datetime]::MinValue.AddHours(9)
        PasswordSyncLastSuccessfulCycleEndTimestamp = $null
        PasswordSyncLastCycleStartTimestamp = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Utc).ToLocalTime()
        PasswordSyncLastCycleEndTimestamp = [datetime]::new(2026, 3, 1, 12, 0, 1)
        PasswordSyncLastCycleStatus = [CycleStatus]::SomethingNew
    }
}
