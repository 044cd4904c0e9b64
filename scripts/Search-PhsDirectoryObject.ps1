<#
.SYNOPSIS
Looks objects up in the directory with the account of an AD connector: at most two rows.
.DESCRIPTION
The cmdlet writes a dictionary for each object, with a list of values for each attribute (facts 1.13). Attributes are looked for in it,
or on the object and in its collection of attributes or properties. An attribute that was not read is answered as $null.
.PARAMETER ConnectorId
GUID of the AD connector.
.PARAMETER LdapFilter
The LDAP filter, with its values escaped.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$ConnectorId,
    [Parameter(Mandatory = $true)][string]$LdapFilter
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Get-PhsDirectoryValue {
    <# .SYNOPSIS The values of an attribute, wherever the object keeps it; an empty array when it was not read. #>
    param([object]$Entry, [string]$Name)
    $value = Get-PhsPropertyValue $Entry $Name
    foreach ($place in @('Attributes', 'Properties')) {
        $collection = Get-PhsPropertyValue $Entry $place
        if ($null -ne $value -or $null -eq $collection) { continue }
        if ($collection -is [System.Collections.IDictionary]) {
            $value = Get-PhsPropertyValue $collection $Name
        } else {
            foreach ($item in $collection) {
                if ([string](Get-PhsPropertyValue $item 'Name') -eq $Name) { $value = $item }
            }
        }
    }
    if (
        $null -ne $value -and $value -isnot [string] -and $value -isnot [System.Collections.IDictionary] -and
        $null -ne $value.PSObject.Properties['Values']
    ) {
        $value = $value.Values
    }
    $all = [System.Collections.Generic.List[object]]::new()
    if ($value -is [byte[]]) { $all.Add($value) } else { foreach ($item in $value) { if ($null -ne $item) { $all.Add($item) } } }
    , $all.ToArray()
}

try {
    $found = @(
        Search-ADSyncDirectoryObjects -AdConnectorId ([guid]::Parse($ConnectorId)) -LdapFilter $LdapFilter -SearchScope 'Subtree' `
            -SizeLimit 2 -ErrorAction Stop
    )
} catch {
    if (Test-PhsNotFound $_) { return }
    throw
}
$attributeNames = @(
    'distinguishedName', 'userPrincipalName', 'sAMAccountName', 'objectGUID', 'pwdLastSet', 'userAccountControl', 'accountExpires',
    'whenCreated', 'adminDescription'
)
foreach ($object in $found) {
    if ($null -eq $object) { continue }
    $text = @{}
    foreach ($name in $attributeNames) {
        $text[$name] = $null
        $values = Get-PhsDirectoryValue -Entry $object -Name $name
        if ($values.Count -eq 0) { continue }
        $text[$name] = [string]$values[0]
        if ($values[0] -is [byte[]] -and $values[0].Length -eq 16) { $text[$name] = [guid]::new([byte[]]$values[0]).ToString() }
        # An instant instead of ticks since 1601.
        if ($values[0] -is [datetime]) {
            $text[$name] = (ConvertTo-PhsUtcTime $values[0]).ToFileTimeUtc().ToString([System.Globalization.CultureInfo]::InvariantCulture)
        }
    }
    $row = @{
        distinguishedName  = [string]$text['distinguishedName']
        objectGuid         = $null
        objectClasses      = [string[]](Get-PhsDirectoryValue -Entry $object -Name 'objectClass')
        userPrincipalName  = $text['userPrincipalName']
        samAccountName     = $text['sAMAccountName']
        passwordLastSetAt  = $null
        mustChangePassword = $null
        accountDisabled    = $null
        accountExpiresAt   = $null
        smartCardRequired  = $null
        createdAt          = $null
        adminDescription   = $text['adminDescription']
    }
    if ($null -ne $text['objectGUID']) { $row['objectGuid'] = ConvertTo-PhsGuidText $text['objectGUID'] }
    $ticks = [long]0
    if ($null -ne $text['pwdLastSet'] -and [long]::TryParse($text['pwdLastSet'], [ref]$ticks)) {
        $row['mustChangePassword'] = $ticks -eq 0
        if ($ticks -gt 0) { $row['passwordLastSetAt'] = [datetime]::FromFileTimeUtc($ticks) }
    }
    $flags = [long]0
    if ($null -ne $text['userAccountControl'] -and [long]::TryParse($text['userAccountControl'], [ref]$flags)) {
        $row['accountDisabled'] = ($flags -band 2) -ne 0
        $row['smartCardRequired'] = ($flags -band 0x40000) -ne 0
    }
    # 0 and the largest numbers mean never.
    $expires = [long]0
    if (
        $null -ne $text['accountExpires'] -and [long]::TryParse($text['accountExpires'], [ref]$expires) -and
        $expires -gt 0 -and $expires -lt 2650467743990000000
    ) {
        $row['accountExpiresAt'] = [datetime]::FromFileTimeUtc($expires)
    }
    # An instant, which came as ticks above, or a generalized time.
    $created = [long]0
    if ($null -ne $text['whenCreated'] -and [long]::TryParse($text['whenCreated'], [ref]$created) -and $created -gt 0) {
        $row['createdAt'] = [datetime]::FromFileTimeUtc($created)
    } elseif ([string]$text['whenCreated'] -match '^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.\d{1,3}Z$') {
        $row['createdAt'] = [datetime]::new(
            [int]$Matches[1], [int]$Matches[2], [int]$Matches[3], [int]$Matches[4], [int]$Matches[5], [int]$Matches[6],
            [System.DateTimeKind]::Utc
        )
    }
    $row
}
