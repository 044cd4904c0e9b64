<#
.SYNOPSIS
Reads what decides whether an AD DS account may replicate password hashes: a row for each domain.
.DESCRIPTION
Only reads, as the user of this session: the account with the groups of its token (tokenGroups, which holds nested groups),
the security descriptor of the root of each domain, with SIDs in place of letters, and its read-only domain controllers.
What that means is decided elsewhere. A domain that cannot be read has its failure in its own row. Fails elsewhere than on Windows.
.PARAMETER ConnectorName
Name of the AD connector, for the rows.
.PARAMETER DomainDn
Distinguished names of the roots of the domains.
.PARAMETER AccountDomain
Domain of the account, as DNS or NetBIOS name.
.PARAMETER AccountName
The account's sAMAccountName; a user principal name is understood, too.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$ConnectorName,
    [AllowEmptyCollection()][string[]]$DomainDn = @(),
    [AllowEmptyString()][string]$AccountDomain = '',
    [AllowEmptyString()][string]$AccountName = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ([System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.PlatformNotSupportedException]::new('The directory is not available on this system.'),
        'PhsNotAvailable', [System.Management.Automation.ErrorCategory]::NotImplemented, $null
    ))
}

function Find-PhsEntry {
    <# .SYNOPSIS The first object that a search finds, or nothing. #>
    param([string]$Path, [string]$Filter, [string]$Scope, [string[]]$Property)
    $root = [System.DirectoryServices.DirectoryEntry]::new($Path)
    $searcher = [System.DirectoryServices.DirectorySearcher]::new($root, $Filter, $Property)
    try {
        $searcher.SearchScope = $Scope
        # Without these masks the descriptor is only given to those who may read audit settings as well.
        $searcher.SecurityMasks = 'Owner, Group, Dacl'
        $searcher.FindOne()
    } finally {
        $searcher.Dispose()
        # The object of the directory hides its own methods.
        $root.PSBase.Dispose()
    }
}

function ConvertTo-PhsFilterValue {
    <# .SYNOPSIS Escapes a value for an LDAP filter (RFC 4515). #>
    param([string]$Text)
    $Text.Replace('\', '\5c').Replace('*', '\2a').Replace('(', '\28').Replace(')', '\29').Replace([string][char]0, '\00')
}

function Get-PhsServerName {
    <# .SYNOPSIS DNS name of the domain whose root has this name. #>
    param([string]$Dn)
    $labels = [System.Collections.Generic.List[string]]::new()
    foreach ($part in $Dn.Split([char]',')) {
        $trimmed = $part.Trim()
        if ($trimmed.StartsWith('DC=', [System.StringComparison]::OrdinalIgnoreCase)) { $labels.Add($trimmed.Substring(3)) }
    }
    [string]::Join('.', $labels.ToArray())
}

function Get-PhsAccount {
    <# .SYNOPSIS The account: its name in the directory, SID, groups of its token, and whether it is disabled. #>
    $name = $AccountName.Substring($AccountName.LastIndexOf('\') + 1)
    $attribute = 'sAMAccountName'
    if ($name.Contains('@')) { $attribute = 'userPrincipalName' }
    $server = $AccountDomain
    if ($server -eq '' -and @($DomainDn).Count -gt 0) { $server = Get-PhsServerName -Dn $DomainDn[0] }
    $rootDse = [System.DirectoryServices.DirectoryEntry]::new("LDAP://$server/RootDSE")
    $context = [string]$rootDse.Properties['defaultNamingContext'][0]
    $rootDse.PSBase.Dispose()
    $filter = '({0}={1})' -f $attribute, (ConvertTo-PhsFilterValue $name)
    $found = Find-PhsEntry -Path "LDAP://$server/$context" -Filter $filter -Scope Subtree -Property @(
        'distinguishedName', 'objectSid', 'userAccountControl'
    )
    if ($null -eq $found) {
        throw [System.Management.Automation.ErrorRecord]::new(
            [System.InvalidOperationException]::new("There is no account $AccountName in $server."),
            'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $AccountName)
    }
    $account = @{
        dn       = [string]$found.Properties['distinguishedName'][0]
        context  = $context
        sid      = [System.Security.Principal.SecurityIdentifier]::new([byte[]]$found.Properties['objectSid'][0], 0).Value
        groups   = [System.Collections.Generic.List[string]]::new()
        disabled = $null
    }
    if ($found.Properties['userAccountControl'].Count -gt 0) {
        $account['disabled'] = ([int]$found.Properties['userAccountControl'][0] -band 2) -ne 0
    }
    # Constructed by the domain controller, and only for a search of the object itself.
    $token = Find-PhsEntry -Path $found.Path -Filter '(objectClass=*)' -Scope Base -Property @('tokenGroups')
    foreach ($bytes in $token.Properties['tokenGroups']) {
        $account['groups'].Add([System.Security.Principal.SecurityIdentifier]::new([byte[]]$bytes, 0).Value)
    }
    $account
}

function Select-PhsGroupOf {
    <# .SYNOPSIS Those of the SIDs in the account's token that count in this domain: the BUILTIN groups of each domain are its own. #>
    param([hashtable]$Account, [string]$Dn)
    foreach ($sid in $Account['groups']) {
        if ($Account['context'] -eq $Dn -or -not $sid.StartsWith('S-1-5-32-', [System.StringComparison]::OrdinalIgnoreCase)) { $sid }
    }
}

function Expand-PhsAlias {
    <# .SYNOPSIS Puts SIDs in the place of the two letters of accounts in SDDL. #>
    param([string]$Sddl)
    # Windows writes letters for groups of the domain of this computer, not of the domain that was asked, so only here can
    # they be turned back. What cannot be stays: whoever reads it then knows that it is not certain.
    $pieces = [System.Collections.Generic.List[string]]::new()
    $at = 0
    foreach ($match in [regex]::Matches($Sddl, ';([A-Z]{2})(?=\)|;\()')) {
        $letters = $match.Groups[1]
        $sid = $letters.Value
        try { $sid = [System.Security.Principal.SecurityIdentifier]::new($letters.Value).Value } catch { $sid = $letters.Value }
        $pieces.Add($Sddl.Substring($at, $letters.Index - $at))
        $pieces.Add($sid)
        $at = $letters.Index + $letters.Length
    }
    $pieces.Add($Sddl.Substring($at))
    [string]::Concat($pieces.ToArray())
}

function Get-PhsLocalGroup {
    <# .SYNOPSIS SIDs of the groups of another domain that the account is in: tokenGroups lists only those of its own. #>
    param([hashtable]$Account, [string]$Dn)
    if ($Account['context'] -eq $Dn) { return }
    $root = [System.DirectoryServices.DirectoryEntry]::new(('LDAP://{0}/{1}' -f (Get-PhsServerName -Dn $Dn), $Dn))
    $filter = '(&(groupType:1.2.840.113556.1.4.803:=4)(member:1.2.840.113556.1.4.1941:={0}))' -f (ConvertTo-PhsFilterValue $Account['dn'])
    $searcher = [System.DirectoryServices.DirectorySearcher]::new($root, $filter, [string[]]@('objectSid'))
    $results = $searcher.FindAll()
    foreach ($result in $results) {
        [System.Security.Principal.SecurityIdentifier]::new([byte[]]$result.Properties['objectSid'][0], 0).Value
    }
    $results.Dispose()
    $searcher.Dispose()
    $root.PSBase.Dispose()
}

function Get-PhsReadOnlyController {
    <# .SYNOPSIS DNS names of the read-only domain controllers of a domain: computers whose primary group is 521. #>
    param([string]$Dn)
    $root = [System.DirectoryServices.DirectoryEntry]::new(('LDAP://{0}/{1}' -f (Get-PhsServerName -Dn $Dn), $Dn))
    $filter = '(&(objectCategory=computer)(primaryGroupID=521))'
    $searcher = [System.DirectoryServices.DirectorySearcher]::new($root, $filter, [string[]]@('dNSHostName'))
    $results = $searcher.FindAll()
    foreach ($result in $results) { if ($result.Properties['dNSHostName'].Count -gt 0) { [string]$result.Properties['dNSHostName'][0] } }
    $results.Dispose()
    $searcher.Dispose()
    $root.PSBase.Dispose()
}

$account = $null
$accountFailure = $null
try { $account = Get-PhsAccount } catch { $accountFailure = ConvertTo-PhsFailure $_ }
foreach ($dn in @($DomainDn)) {
    $row = @{
        connectorName       = $ConnectorName
        domainDn            = $dn
        account             = ('{0}\{1}' -f $AccountDomain, $AccountName).TrimStart([char[]]@('\'))
        accountSid          = $null
        tokenGroups         = [string[]]@()
        accountDisabled     = $null
        securityDescriptor  = $null
        readOnlyControllers = $null
        failure             = $accountFailure
    }
    try { $row['readOnlyControllers'] = [string[]]@(Get-PhsReadOnlyController -Dn $dn) } catch { $row['readOnlyControllers'] = $null }
    try {
        if ($null -ne $account) {
            $row['accountSid'] = $account['sid']
            $row['accountDisabled'] = $account['disabled']
            $row['tokenGroups'] = [string[]]@(
                @(Select-PhsGroupOf -Account $account -Dn $dn) + @(Get-PhsLocalGroup -Account $account -Dn $dn)
            )
        }
        $found = Find-PhsEntry -Path ('LDAP://{0}/{1}' -f (Get-PhsServerName -Dn $dn), $dn) -Filter '(objectClass=*)' -Scope Base `
            -Property @('nTSecurityDescriptor')
        if ($null -eq $found -or $found.Properties['nTSecurityDescriptor'].Count -eq 0) {
            throw [System.UnauthorizedAccessException]::new("The security descriptor of $dn is not given to this user.")
        }
        $descriptor = [System.Security.AccessControl.RawSecurityDescriptor]::new([byte[]]$found.Properties['nTSecurityDescriptor'][0], 0)
        $sddl = $descriptor.GetSddlForm([System.Security.AccessControl.AccessControlSections]'Owner, Group, Access')
        $row['securityDescriptor'] = Expand-PhsAlias -Sddl $sddl
    } catch {
        if ($null -eq $row['failure']) { $row['failure'] = ConvertTo-PhsFailure $_ }
    }
    $row
}
