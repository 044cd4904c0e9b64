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

$names = @(
    'Identifier', 'InternalId', 'Name', 'Direction', 'Connector', 'ConnectorId', 'Disabled', 'EnablePasswordSync', 'Precedence',
    'IsStandardRule', 'ImmutableTag', 'SourceObjectType', 'TargetObjectType'
)
$braces = [char[]]@(' ', '{', '}')
$noGuid = '00000000-0000-0000-0000-000000000000'

foreach ($rule in @(Get-ADSyncRule -ErrorAction Stop)) {
    if ($null -eq $rule) { continue }
    # Read here and not by a helper each: a server with many rules would wait for thousands of calls.
    $properties = $rule.PSObject.Properties
    $value = @{}
    foreach ($name in $names) {
        $property = $properties[$name]
        if ($null -eq $property) { $value[$name] = $null } else { $value[$name] = $property.Value }
    }
    $flag = @{}
    foreach ($name in @('Disabled', 'EnablePasswordSync', 'IsStandardRule')) {
        if ($value[$name] -is [bool]) { $flag[$name] = $value[$name] } else { $flag[$name] = ConvertTo-PhsBoolean $value[$name] }
    }
    if ($null -eq $value['Connector']) { $value['Connector'] = $value['ConnectorId'] }
    # The tag is an object with a text (facts 1.11); one whose text is only the name of its type has it in a member.
    $tag = $value['ImmutableTag']
    if ($null -ne $tag -and [string]$tag -eq $tag.GetType().FullName) {
        $tag = Get-PhsPropertyValue $tag 'Value', 'Tag', 'Text', 'Name'
    }
    $row = @{
        identifier         = ([string]$value['Identifier']).Trim($braces).ToLowerInvariant()
        internalId         = ([string]$value['InternalId']).Trim($braces).ToLowerInvariant()
        name               = [string]$value['Name']
        direction          = [string]$value['Direction']
        connectorId        = ([string]$value['Connector']).Trim($braces).ToLowerInvariant()
        # A rule that does not say so is neither disabled nor one that synchronizes passwords.
        disabled           = $flag['Disabled'] -eq $true
        enablePasswordSync = $flag['EnablePasswordSync'] -eq $true
        precedence         = $value['Precedence']
        isStandardRule     = $flag['IsStandardRule']
        immutableTag       = [string]$tag
        sourceObjectType   = [string]$value['SourceObjectType']
        targetObjectType   = [string]$value['TargetObjectType']
    }
    if ($null -ne $row['precedence']) { $row['precedence'] = [int]$row['precedence'] }
    foreach ($name in @('internalId', 'immutableTag', 'sourceObjectType', 'targetObjectType')) {
        if ($row[$name] -eq '' -or $row[$name] -eq $noGuid) { $row[$name] = $null }
    }
    $row
}
