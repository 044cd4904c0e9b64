<#
.SYNOPSIS
Calls one reading cmdlet and answers the form of what it wrote: a row for each object that is described, no value of any.
.DESCRIPTION
What a call needs - a connector, an object of a user - is looked for on the server. Without it no row is answered. Calls for
something that does not exist fail, and their error is what is wanted.
.PARAMETER Call
Which call is made.
.PARAMETER ConnectorName
Name of an AD connector; empty if there is none.
.PARAMETER ConnectorId
GUID of that connector; empty if there is none.
.PARAMETER EntraConnectorName
Name of the Entra connector; empty if there is none.
.PARAMETER Expand
Paths of members that are described as well.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Call,
    [AllowEmptyString()][string]$ConnectorName = '',
    [AllowEmptyString()][string]$ConnectorId = '',
    [AllowEmptyString()][string]$EntraConnectorName = '',
    [AllowEmptyCollection()][string[]]$Expand = @()
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Find-PhsContractUser {
    <# .SYNOPSIS An object of a user in the connector space of the AD connector, with an error of its own if one has that. #>
    Set-StrictMode -Version 2.0
    $best = $null
    foreach ($object in @(Get-ADSyncCSObject -ConnectorName $ConnectorName -StartIndex 0 -MaxResultCount 200 -ErrorAction Stop)) {
        if ($null -eq $object -or [string](Get-PhsPropertyValue $object 'ObjectType') -ne 'user') { continue }
        if ($null -eq $best) { $best = $object }
        if ($null -ne (Get-PhsPropertyValue $object 'SynchronizationError')) { return $object }
    }
    $best
}

function Get-PhsContractObject {
    <# .SYNOPSIS What a call about one user's object answers, or nothing if there is no such object. #>
    param([object]$User)
    Set-StrictMode -Version 2.0
    if ($null -eq $User) { return }
    if ($Call -eq 'cs-object') { return $User }
    if ($Call -eq 'mv-object') {
        $joined = Get-PhsPropertyValue $User 'ConnectedMVObjectId'
        if ($null -eq $joined -or [string]$joined -eq '00000000-0000-0000-0000-000000000000') { return }
        return Get-ADSyncMVObject -Identifier $joined -ErrorAction Stop
    }
    if ($Call -eq 'cs-object-log') {
        return Get-ADSyncCSObjectLog -Identifier (Get-PhsPropertyValue $User 'ObjectId') -Count 1 -ErrorAction Stop
    }
    $text = [string](Get-PhsPropertyValue $User 'DistinguishedName')
    $name = $text.Replace('\', '\5c').Replace('(', '\28').Replace(')', '\29').Replace('*', '\2a')
    Search-ADSyncDirectoryObjects -AdConnectorId ([guid]::Parse($ConnectorId)) -LdapFilter "(distinguishedName=$name)" `
        -SearchScope 'Subtree' -SizeLimit 2 -ErrorAction Stop
}

function Select-PhsContractConnector {
    <# .SYNOPSIS The first connector of a kind. #>
    param([bool]$IsEntra)
    Set-StrictMode -Version 2.0
    $found = $null
    foreach ($connector in @(Get-ADSyncConnector -ErrorAction Stop)) {
        if ($null -eq $connector -or $null -ne $found) { continue }
        $identifier = [string](Get-PhsPropertyValue $connector 'Identifier')
        if (($identifier -like '*b891884f-051e-4a83-95af-2544101c9083*') -eq $IsEntra) { $found = $connector }
    }
    $found
}

function Get-PhsContractFeature {
    <# .SYNOPSIS The features of the tenant; older builds must be told the connector. #>
    Set-StrictMode -Version 2.0
    $arguments = @{ ErrorAction = 'Stop' }
    $command = Get-Command -Name 'Get-ADSyncAADCompanyFeature' -ErrorAction Stop
    if ($null -ne $command.Parameters -and $command.Parameters.ContainsKey('ConnectorName')) {
        $arguments['ConnectorName'] = $EntraConnectorName
    }
    Get-ADSyncAADCompanyFeature @arguments
}

function Get-PhsContractNewestRun {
    <# .SYNOPSIS The one run that is asked for if it is the newest of many; an error if it is not, nothing if there is no other. #>
    Set-StrictMode -Version 2.0
    $id = [guid]::Parse($ConnectorId)
    # The many first: a run that begins between the two calls is the newest then, as it is assumed.
    $many = @(Get-ADSyncRunProfileResult -ConnectorId $id -NumberRequested 50 -ErrorAction Stop)
    $one = @(Get-ADSyncRunProfileResult -ConnectorId $id -NumberRequested 1 -ErrorAction Stop)
    if ($many.Count -lt 2 -or $one.Count -eq 0) { return }
    if ($one.Count -gt 1) { throw [System.InvalidOperationException]::new('More runs are answered than are asked for.') }
    $start = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $one[0] 'StartDate')
    if ($null -eq $start) { return }
    foreach ($run in $many) {
        $other = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $run 'StartDate')
        if ($null -ne $other -and $other -gt $start) { throw [System.InvalidOperationException]::new('There is a newer run.') }
    }
    $one[0]
}

$isOfUser = @('cs-object', 'mv-object', 'cs-object-log', 'directory-object') -contains $Call
$isOfConnector = @('channel', 'domain-reachability', 'run-result', 'newest-run', 'missing-object') -contains $Call
if ($ConnectorName -eq '' -and ($isOfUser -or $isOfConnector)) { return }
$answer = @(
    switch ($Call) {
        'ad-connector' { Select-PhsContractConnector -IsEntra $false }
        'entra-connector' { Select-PhsContractConnector -IsEntra $true }
        'channel' { Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $ConnectorName -ErrorAction Stop }
        'company-feature' { Get-PhsContractFeature }
        'scheduler' { Get-ADSyncScheduler -ErrorAction Stop }
        'auto-upgrade' { Get-ADSyncAutoUpgrade -ErrorAction Stop }
        'global-settings' { Get-ADSyncGlobalSettings -ErrorAction Stop }
        'global-setting' { Get-ADSyncGlobalSettingsParameter -ErrorAction Stop }
        'partition-state' { Get-ADSyncPartitionPasswordSyncState -ErrorAction Stop }
        'rule' { Get-ADSyncRule -ErrorAction Stop }
        'run-status' { Get-ADSyncConnectorRunStatus -ErrorAction Stop }
        'domain-reachability' { Get-ADSyncDomainReachabilityStatus -ConnectorName $ConnectorName -ErrorAction Stop }
        'run-result' {
            Get-ADSyncRunProfileResult -ConnectorId ([guid]::Parse($ConnectorId)) -NumberRequested 1 -RunStepDetails -ErrorAction Stop
        }
        'newest-run' { Get-PhsContractNewestRun }
        'entra-credential' { Get-ADSyncEntraConnectorCredential -ErrorAction Stop }
        'missing-connector' { Get-ADSyncConnector -Name 'phs-tool contract: no connector has this name' -ErrorAction Stop }
        'missing-object' { Get-ADSyncMVObject -Identifier ([guid]::NewGuid()) -ErrorAction Stop }
        default { if ($isOfUser) { Get-PhsContractObject -User (Find-PhsContractUser) } }
    }
)
if ($answer.Count -gt 0 -and $null -ne $answer[0]) { ConvertTo-PhsShape -InputObject $answer -Expand $Expand }
