<#
.SYNOPSIS
Answers one object of the metaverse with its links to connector spaces: one row, or none when it is not there.
.PARAMETER Identifier
GUID of the metaverse object.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true)][string]$Identifier)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

try {
    $found = @(Get-ADSyncMVObject -Identifier ([guid]::Parse($Identifier)) -ErrorAction Stop)
} catch {
    if (Test-PhsNotFound $_) { return }
    throw
}
foreach ($object in $found) {
    if ($null -eq $object) { continue }
    $links = [System.Collections.Generic.List[object]]::new()
    foreach ($link in (Get-PhsPropertyValue $object 'Lineage')) {
        if ($null -eq $link) { continue }
        $links.Add(@{
            connectorId       = ConvertTo-PhsGuidText (Get-PhsPropertyValue $link 'ConnectorId')
            connectorName     = [string](Get-PhsPropertyValue $link 'ConnectorName')
            distinguishedName = [string](Get-PhsPropertyValue $link 'ConnectedCsObjectDN')
            objectId          = ConvertTo-PhsGuidText (Get-PhsPropertyValue $link 'ConnectedCsObjectId')
        })
    }
    @{
        objectId   = ConvertTo-PhsGuidText (Get-PhsPropertyValue $object 'ObjectId', 'Identifier')
        links      = $links.ToArray()
        attributes = ConvertTo-PhsAttributeList (Get-PhsPropertyValue $object 'Attributes')
    }
}
