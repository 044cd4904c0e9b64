<#
.SYNOPSIS
Answers the synchronization rules: a row each.
.DESCRIPTION
Of a rule only what password hash synchronization asks for is read (facts 1.11); filters and attribute flows are not.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($rule in @(Get-ADSyncRule -ErrorAction Stop)) {
    if ($null -eq $rule) { continue }
    $row = @{
        identifier         = ConvertTo-PhsGuidText (Get-PhsPropertyValue $rule 'Identifier')
        internalId         = ConvertTo-PhsGuidText (Get-PhsPropertyValue $rule 'InternalId')
        name               = [string](Get-PhsPropertyValue $rule 'Name')
        direction          = [string](Get-PhsPropertyValue $rule 'Direction')
        connectorId        = ConvertTo-PhsGuidText (Get-PhsPropertyValue $rule 'Connector', 'ConnectorId')
        # A rule that does not say so is neither disabled nor one that synchronizes passwords.
        disabled           = (ConvertTo-PhsBoolean (Get-PhsPropertyValue $rule 'Disabled')) -eq $true
        enablePasswordSync = (ConvertTo-PhsBoolean (Get-PhsPropertyValue $rule 'EnablePasswordSync')) -eq $true
        precedence         = Get-PhsPropertyValue $rule 'Precedence'
        isStandardRule     = ConvertTo-PhsBoolean (Get-PhsPropertyValue $rule 'IsStandardRule')
        immutableTag       = Get-PhsPropertyValue $rule 'ImmutableTag'
        sourceObjectType   = Get-PhsPropertyValue $rule 'SourceObjectType'
        targetObjectType   = Get-PhsPropertyValue $rule 'TargetObjectType'
    }
    if ($null -ne $row['precedence']) { $row['precedence'] = [int]$row['precedence'] }
    # The tag is an object with a text (facts 1.11); one whose text is only the name of its type has it in a member.
    if ($null -ne $row['immutableTag'] -and [string]$row['immutableTag'] -eq $row['immutableTag'].GetType().FullName) {
        $row['immutableTag'] = Get-PhsPropertyValue $row['immutableTag'] 'Value', 'Tag', 'Text', 'Name'
    }
    foreach ($name in @('internalId', 'immutableTag', 'sourceObjectType', 'targetObjectType')) {
        $text = [string]$row[$name]
        $row[$name] = $null
        if ($text -ne '' -and $text -ne '00000000-0000-0000-0000-000000000000') { $row[$name] = $text }
    }
    $row
}
