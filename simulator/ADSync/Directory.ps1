# A look-up in Active Directory with the account of a connector (facts 1.13): a dictionary for each object, with a list of values for
# each attribute that it has.

# The value of an LDAP filter with its escapes undone (RFC 4515), or nothing when an escape is broken.
function ConvertFrom-FilterValue {
    param([string] $Text)
    if ($Text.IndexOf('\') -lt 0) { return $Text }
    $bytes = [System.IO.MemoryStream]::new()
    $place = 0
    while ($place -lt $Text.Length) {
        if ($Text[$place] -eq '\') {
            $pair = Get-HexPair $Text ($place + 1)
            if ($pair -lt 0) { return }
            $bytes.WriteByte($pair)
            $place += 3
        } else {
            $length = 1
            if ([char]::IsHighSurrogate($Text[$place]) -and $place + 1 -lt $Text.Length) { $length = 2 }
            $encoded = [System.Text.Encoding]::UTF8.GetBytes($Text.Substring($place, $length))
            $bytes.Write($encoded, 0, $encoded.Length)
            $place += $length
        }
    }
    , $bytes.ToArray()
}

# Attribute and value of a filter "(attribute=value)"; other filters are not simulated.
function Split-DirectoryFilter {
    param([string] $Filter)
    $match = [regex]::Match($Filter.Trim(), '^\(([A-Za-z][A-Za-z0-9-]*)=([^()*\x00]+)\)$')
    if (-not $match.Success) { return }
    $value = ConvertFrom-FilterValue $match.Groups[2].Value
    if ($null -eq $value) { return }
    @{ Attribute = $match.Groups[1].Value.ToLowerInvariant(); Value = $value }
}

# The text of a value under which the index holds it: a GUID comes as 16 bytes, all else as UTF-8.
function Get-DirectoryKey {
    param([string] $Attribute, $Value)
    if ($Attribute -eq 'objectguid') {
        if ($Value -is [byte[]] -and $Value.Length -eq 16) { return [string] [guid]::new($Value) }
        return ''
    }
    if ($Value -is [byte[]]) { $Value = [System.Text.Encoding]::UTF8.GetString($Value) }
    if ($Attribute -eq 'distinguishedname') { return Get-ComparableName $Value }
    [string] $Value
}

function New-DirectoryObject {
    param($Record)
    $answer = [System.Collections.Generic.Dictionary[string, object]]::new()
    foreach ($name in 'distinguishedName', 'objectClass', 'userPrincipalName', 'sAMAccountName', 'displayName', 'whenCreated', 'adminDescription') {
        if ($null -ne $Record[$name]) { $answer.Add($name, [System.Collections.Generic.List[object]] @($Record[$name])) }
    }
    $identifier = [System.Collections.Generic.List[object]]::new()
    $identifier.Add(([guid] $Record['objectGuid']).ToByteArray())
    $answer.Add('objectGUID', $identifier)
    $answer.Add('pwdLastSet', [System.Collections.Generic.List[object]] @([long] $Record['pwdLastSet']))
    $answer.Add('accountExpires', [System.Collections.Generic.List[object]] @([long] $Record['accountExpires']))
    $answer.Add('userAccountControl', [System.Collections.Generic.List[object]] @([int] $Record['userAccountControl']))
    , $answer
}

# Whether a domain that is to be searched cannot be reached: the one that holds the name, else any.
function Test-DirectoryDown {
    param($Partitions, $Filter)
    $holding = $null
    if ($null -ne $Filter -and $Filter.Attribute -eq 'distinguishedname') {
        $name = $Filter.Value
        if ($name -is [byte[]]) { $name = [System.Text.Encoding]::UTF8.GetString($name) }
        foreach ($partition in $Partitions) {
            $isInside = $name.EndsWith(',' + $partition['dn'], [System.StringComparison]::OrdinalIgnoreCase)
            if ($isInside -and ($null -eq $holding -or $partition['dn'].Length -gt $holding['dn'].Length)) { $holding = $partition }
        }
    }
    if ($null -ne $holding) { return ($null -ne $holding['unreachable']) }
    foreach ($partition in $Partitions) { if ($null -ne $partition['unreachable']) { return $true } }
    $false
}

function Search-ADSyncDirectoryObjects {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [guid] $AdConnectorId,
        [Parameter(Mandatory = $true, Position = 1)] [string] $LdapFilter,
        [string] $SearchScope = 'Subtree',
        [int] $SizeLimit = 0,
        [string[]] $PropertiesToRetrieve
    )
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    $connector = Resolve-ConnectorRecord $state $PSCmdlet '' $AdConnectorId
    $filter = Split-DirectoryFilter $LdapFilter
    if (Test-DirectoryDown @($connector['partitions']) $filter) {
        $failure = [System.Runtime.InteropServices.COMException]::new('The server is not operational.', 0x8007203A)
        $PSCmdlet.ThrowTerminatingError((New-SyncError $failure 'ReadError' 'Search-ADSyncDirectoryObjects'))
    }
    if ($null -eq $filter) {
        $failure = [System.ArgumentException]::new("The search filter '$LdapFilter' is invalid.")
        $PSCmdlet.ThrowTerminatingError((New-SyncError $failure 'InvalidArgument' 'Search-ADSyncDirectoryObjects'))
    }
    $found = $null
    $key = '{0}|{1}|{2}' -f $connector['identifier'], $filter.Attribute, (Get-DirectoryKey $filter.Attribute $filter.Value)
    [void] (Get-ObjectStore).ByAttribute.TryGetValue($key, [ref] $found)
    $count = 0
    foreach ($record in @($found)) {
        if ($null -eq $record -or ($SizeLimit -gt 0 -and $count -ge $SizeLimit)) { continue }
        $count++
        New-DirectoryObject $record
    }
}
