<#
.SYNOPSIS
Answers one object of a connector space: one row, or none when it is not there.
.DESCRIPTION
The cmdlet's own check of distinguished names is switched off if it can be: the name was checked before, and an object that
exists must be found whatever the check thinks of its name.
.PARAMETER ConnectorName
Exact name of the connector; with DistinguishedName.
.PARAMETER DistinguishedName
Distinguished name of the object.
.PARAMETER Identifier
GUID of the connector space object, instead of connector and name.
#>
[CmdletBinding()]
param(
    [AllowEmptyString()][string]$ConnectorName = '',
    [AllowEmptyString()][string]$DistinguishedName = '',
    [AllowEmptyString()][string]$Identifier = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$arguments = @{ ErrorAction = 'Stop' }
if ($Identifier -ne '') {
    $arguments['Identifier'] = [guid]::Parse($Identifier)
} else {
    $arguments['ConnectorName'] = $ConnectorName
    $arguments['DistinguishedName'] = $DistinguishedName
    $command = Get-Command -Name 'Get-ADSyncCSObject' -ErrorAction Stop
    if ($null -ne $command.Parameters -and $command.Parameters.ContainsKey('SkipDNValidation')) { $arguments['SkipDNValidation'] = $true }
}
try {
    $found = @(Get-ADSyncCSObject @arguments)
} catch {
    if (Test-PhsNotFound $_) { return }
    throw
}
foreach ($object in $found) {
    if ($null -eq $object) { continue }
    $lineage = [System.Collections.Generic.List[object]]::new()
    foreach ($entry in (Get-PhsPropertyValue $object 'Lineage')) {
        if ($null -eq $entry) { continue }
        $link = @{
            ruleId    = ConvertTo-PhsGuidText (Get-PhsPropertyValue $entry 'SyncRuleInternalId', 'SyncRuleIdentifier', 'SyncRuleId')
            ruleName  = [string](Get-PhsPropertyValue $entry 'SyncRuleName')
            operation = [string](Get-PhsPropertyValue $entry 'Operation')
        }
        foreach ($name in @('ruleId', 'operation')) { if ($link[$name] -eq '') { $link[$name] = $null } }
        $lineage.Add($link)
    }
    $failure = Get-PhsPropertyValue $object 'SynchronizationError'
    $row = @{
        objectId                     = ConvertTo-PhsGuidText (Get-PhsPropertyValue $object 'ObjectId', 'Identifier')
        connectorId                  = ConvertTo-PhsGuidText (Get-PhsPropertyValue $object 'ConnectorId')
        connectorName                = [string](Get-PhsPropertyValue $object 'ConnectorName')
        distinguishedName            = [string](Get-PhsPropertyValue $object 'DistinguishedName', 'DN')
        objectType                   = [string](Get-PhsPropertyValue $object 'ObjectType')
        isConnector                  = ConvertTo-PhsBoolean (Get-PhsPropertyValue $object 'IsConnector')
        isTransient                  = ConvertTo-PhsBoolean (Get-PhsPropertyValue $object 'IsTransient')
        isPlaceHolder                = ConvertTo-PhsBoolean (Get-PhsPropertyValue $object 'IsPlaceHolder')
        hasSyncError                 = ConvertTo-PhsBoolean (Get-PhsPropertyValue $object 'HasSyncError')
        hasExportError               = ConvertTo-PhsBoolean (Get-PhsPropertyValue $object 'HasExportError')
        exportError                  = ConvertTo-PhsErrorText (Get-PhsPropertyValue $object 'ExportError')
        synchronizationError         = ConvertTo-PhsErrorText $failure
        exportedChangedNotReimported = ConvertTo-PhsBoolean (Get-PhsPropertyValue $failure 'ExportedChangedNotReimported')
        metaverseObjectId            = ConvertTo-PhsGuidText (Get-PhsPropertyValue $object 'ConnectedMVObjectId')
        lineage                      = $lineage.ToArray()
        attributes                   = ConvertTo-PhsAttributeList (Get-PhsPropertyValue $object 'Attributes')
    }
    if (@('', '00000000-0000-0000-0000-000000000000') -contains $row['metaverseObjectId']) { $row['metaverseObjectId'] = $null }
    if ($row['connectorName'] -eq '') { $row['connectorName'] = $ConnectorName }
    $row
}
