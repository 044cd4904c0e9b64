# An ADSync that shares nothing with the simulator but the interface (facts 1): classes instead of custom objects, and
# three text files beside this one instead of a server: "enabled", "parameter", and "calls" with one line for each change. A file
# "die-after-off" ends the process right after it was switched off, as a crash would; while there is a file "no-on", it cannot be
# switched on.

class ForeignParameter {
    [string] $Name
    [string] $InputType = 'String'
    [string] $Scope = 'SynchronizationGlobal'
    [object] $Value
}

class ForeignParameterCollection : System.Collections.ObjectModel.KeyedCollection[string, object] {
    [string] GetKeyForItem([object] $item) { return $item.Name }
}

class ForeignConnector {
    [string] $Name
    [guid] $Identifier
    [string] $ConnectorTypeName
    [string] $Type
    [string] $Subtype = ''
    [int] $Version = 3
    [datetime] $LastModificationTime = [datetime]::new(2026, 3, 1, 12, 0, 0, [System.DateTimeKind]::Utc)
    [object[]] $Partitions = @()
    [object[]] $ConnectivityParameters = @()
    [ForeignParameterCollection] $GlobalParameters = [ForeignParameterCollection]::new()
}

function Get-Fact {
    param([string] $Name)
    $path = [System.IO.Path]::Combine($PSScriptRoot, $Name)
    if ([System.IO.File]::Exists($path)) { [System.IO.File]::ReadAllText($path).Trim() }
}

function Set-Fact {
    param([string] $Name, [string] $Value)
    [System.IO.File]::WriteAllText([System.IO.Path]::Combine($PSScriptRoot, $Name), $Value)
}

function Add-Call {
    param([string] $Text)
    [System.IO.File]::AppendAllText([System.IO.Path]::Combine($PSScriptRoot, 'calls'), "$Text`n")
}

function Get-ADSyncConnector {
    [CmdletBinding()]
    param([string] $Name, [guid] $Identifier)
    $forest = [ForeignConnector]@{ Name = 'foreign.example'; Identifier = 'd6a1b2c3-0000-4000-8000-00000000ad01'; ConnectorTypeName = 'AD'; Type = 'AD' }
    $value = Get-Fact 'parameter'
    if ($null -ne $value) {
        $forest.GlobalParameters.Add([ForeignParameter]@{ Name = 'Microsoft.Synchronize.ForceFullPasswordSync'; Value = $value })
    }
    $entra = [ForeignConnector]@{ Name = 'foreign.onmicrosoft.com - AAD'; Identifier = 'b891884f-051e-4a83-95af-2544101c9083'; ConnectorTypeName = 'Extensible2'; Type = 'Extensible2' }
    $entra.Subtype = 'Windows Azure Active Directory (Microsoft)'
    $found = @($forest, $entra)
    if ($PSBoundParameters.ContainsKey('Name')) { $found = @($found | Where-Object { $_.Name -ceq $Name }) }
    if ($PSBoundParameters.ContainsKey('Identifier')) { $found = @($found | Where-Object { $_.Identifier -eq $Identifier }) }
    if ($found.Count -eq 0) { throw [System.InvalidOperationException]::new('There is no such connector.') }
    $found
}

function Add-ADSyncConnector {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, ValueFromPipeline = $true)] [object] $Connector)
    process {
        $parameter = $Connector.GlobalParameters | Where-Object { $_.Name -eq 'Microsoft.Synchronize.ForceFullPasswordSync' }
        Set-Fact 'parameter' ([string] $parameter.Value)
        Add-Call "add $($Connector.Name)"
        $Connector
    }
}

function Get-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $SourceConnector)
    [pscustomobject]@{ SourceConnector = $SourceConnector; TargetConnector = 'foreign.onmicrosoft.com - AAD'; Enabled = (Get-Fact 'enabled') -ne 'no' }
}

function Set-ADSyncAADPasswordSyncConfiguration {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $SourceConnector,
        [Parameter(Mandatory = $true)] [string] $TargetConnector,
        [Parameter(Mandatory = $true)] [bool] $Enable
    )
    if ($Enable -and [System.IO.File]::Exists([System.IO.Path]::Combine($PSScriptRoot, 'no-on'))) {
        throw [System.InvalidOperationException]::new('The RPC server is unavailable.')
    }
    Add-Call "$(if ($Enable) { 'on' } else { 'off' }) $SourceConnector -> $TargetConnector"
    Set-Fact 'enabled' $(if ($Enable) { 'yes' } else { 'no' })
    $mark = [System.IO.Path]::Combine($PSScriptRoot, 'die-after-off')
    if (-not $Enable -and [System.IO.File]::Exists($mark)) {
        [System.IO.File]::Delete($mark)
        [System.Diagnostics.Process]::GetCurrentProcess().Kill()
    }
}

function Get-ADSyncAADCompanyFeature {
    [CmdletBinding()]
    param([string] $ConnectorName)
    [pscustomobject]@{ PasswordHashSync = $true; ForcePasswordChangeOnLogOn = $false }
}

function Get-ADSyncScheduler {
    [CmdletBinding()]
    param()
    [pscustomobject]@{
        CurrentlyEffectiveSyncCycleInterval = [timespan]::FromMinutes(30)
        NextSyncCycleStartTimeInUTC = [datetime]::UtcNow.AddMinutes(20)
        SyncCycleEnabled = $true
        StagingModeEnabled = $false
        SyncCycleInProgress = $false
    }
}

function Get-ADSyncConnectorRunStatus {
    [CmdletBinding()]
    param()
}
