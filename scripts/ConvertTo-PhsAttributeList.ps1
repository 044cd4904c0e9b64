<#
.SYNOPSIS
Flattens the attributes of a connector space or metaverse object: an array of hashtables.
.DESCRIPTION
The collection may be keyed, a list, an array or a dictionary of attributes (or of plain values). An attribute whose name
speaks of a password, a secret or a key is left out without its values being read: a secret leaves the server in no way.
At most 20 values of at most 1,000 characters each.
.PARAMETER Collection
The collection of attributes, or $null.
#>
[CmdletBinding()]
param([Parameter(Position = 0)][AllowNull()][object]$Collection)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$list = [System.Collections.Generic.List[object]]::new()
$entries = [System.Collections.Generic.List[object]]::new()
if ($Collection -is [System.Collections.IDictionary]) {
    foreach ($key in @($Collection.Keys)) { $entries.Add(@([string]$key, $Collection[$key])) }
} else {
    foreach ($item in $Collection) {
        # A cmdlet may write its collection as one object instead of one attribute after the other.
        if ($item -is [System.Collections.IDictionary]) {
            $entries.Add(@([string](Get-PhsPropertyValue $item 'Name'), $item))
        } elseif ($item -is [System.Collections.IEnumerable] -and $item -isnot [string]) {
            $list.AddRange([object[]]@(ConvertTo-PhsAttributeList $item))
        } elseif ($null -ne $item) {
            # Read directly: objects have dozens of attributes, and a call for each property of each is most of the time.
            $named = $item.PSObject.Properties['Name']
            if ($null -ne $named) { $entries.Add(@([string]$named.Value, $item)) }
        }
    }
}
foreach ($entry in $entries) {
    $name, $attribute = $entry
    if (
        $name -eq '' -or
        (
            $name -match 'pass|pwd|secret|credential|encrypt|hash|authinfo|authincoming|authoutgoing|keyblob|private' -and
            $name -ne 'pwdLastSet'
        )
    ) {
        continue
    }
    $values = $attribute
    $rule = $null
    if ($attribute -is [System.Collections.IDictionary]) {
        $values = Get-PhsPropertyValue $attribute 'Values', 'Value'
        $rule = [string](Get-PhsPropertyValue $attribute 'SyncRuleName')
    } elseif ($null -ne $attribute) {
        $held = $attribute.PSObject.Properties['Values']
        if ($null -eq $held) { $held = $attribute.PSObject.Properties['Value'] }
        if ($null -ne $held) {
            $values = $held.Value
            $setBy = $attribute.PSObject.Properties['SyncRuleName']
            if ($null -ne $setBy) { $rule = [string]$setBy.Value }
        }
    }
    $texts = [System.Collections.Generic.List[string]]::new()
    if ($values -is [byte[]]) { $values = , $values }
    foreach ($value in $values) {
        if ($null -eq $value -or $texts.Count -ge 20) { continue }
        $text = $value
        if ($value -is [byte[]]) { $text = [System.Convert]::ToBase64String($value) }
        if ($value -is [datetime]) {
            $text = (ConvertTo-PhsUtcTime $value).ToString('o', [System.Globalization.CultureInfo]::InvariantCulture)
        }
        $text = [string]$text
        if ($text.Length -gt 1000) { $text = $text.Substring(0, 1000) }
        $texts.Add($text)
    }
    if ($rule -eq '') { $rule = $null }
    $list.Add(@{ name = $name; values = $texts.ToArray(); ruleName = $rule })
}
$PSCmdlet.WriteObject($list.ToArray(), $false)
