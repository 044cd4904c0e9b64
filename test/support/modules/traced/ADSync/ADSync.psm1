# Another module with the interface of ADSync (facts 1.10 to 1.13) than the simulator's: dictionaries and arrays where the
# simulator has keyed collections, identifiers as text in braces, no -SkipDNValidation, errors of other types.

class MissingCsObjectNotFoundException : System.Exception {
    MissingCsObjectNotFoundException([string] $message) : base($message) { }
}
class ConnectorNotFoundException : System.Exception {
    ConnectorNotFoundException([string] $message) : base($message) { }
}
enum TracedStatus { Success; FilteredByTarget }

# As text these are the names of their types, as those of the real module are.
class TracedExportError {
    [int] $RetryCount = 3
    [string] $ErrorType = 'cd-error'
    [string] $ErrorName = 'AttributeValueMustBeUnique'
    [string] $ErrorCode = '0x8023134a'
    [string] $ErrorLiteral = 'Unable to update this object.'
    [string] $ErrorExtraDetails = ''
}
class TracedSynchronizationError {
    [string] $ErrorType = 'exported-change-not-reimported'
    [bool] $ExportedChangedNotReimported = $true
    [string] $SynchronizationStep = 'export-flow'
    [string] $StackTrace = 'at CANARY-stack'
}
class TracedTag { [string] $Value = 'tag' }

$global:TracedSecretReads = 0
$script:User = 'CN=Doe\, John,OU=People,DC=contoso,DC=com'
$script:SourceId = '{6F9619FF-8B86-D011-B42D-00C04FC964FF}'
$script:MetaverseId = '11111111-2222-3333-4444-555555555555'

# An attribute whose values must never be read.
function New-TracedSecret {
    param([string] $Name)
    $secret = [pscustomobject]@{ Name = $Name; SyncRuleName = 'In from AD - User Common' }
    $secret.PSObject.Properties.Add([System.Management.Automation.PSScriptProperty]::new('Values', { $global:TracedSecretReads++; 'CANARY-secret' }))
    $secret
}

function Get-ADSyncCSObject {
    [CmdletBinding()] param([string] $Identifier, [string] $ConnectorName, [string] $DistinguishedName)
    switch ($DistinguishedName) {
        'CN=denied,DC=contoso,DC=com' { throw [System.UnauthorizedAccessException]::new('Zugriff verweigert') }
        'CN=odd,DC=contoso,DC=com' { throw [System.InvalidOperationException]::new('object could not be found, perhaps') }
        'CN=stopped,DC=contoso,DC=com' { throw [System.Runtime.InteropServices.COMException]::new('RPC', [int]0x800706BA) }
        'CN=category,DC=contoso,DC=com' {
            $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('nicht da'), 'x', 'ObjectNotFound', $null))
        }
        'CN=code,DC=contoso,DC=com' { throw [System.Runtime.InteropServices.COMException]::new('no such object', [int]0x80072030) }
        'CN=silent,DC=contoso,DC=com' { return }
    }
    if ($ConnectorName -cne 'contoso.com' -and $Identifier -eq '') {
        throw [System.Management.Automation.ErrorRecord]::new([ConnectorNotFoundException]::new('no such connector'), 'x', 'ObjectNotFound', $null)
    }
    $isOdd = $DistinguishedName -like 'CN=failing,*' -or $DistinguishedName -like 'CN=strange,*'
    if ($Identifier -eq '' -and $DistinguishedName -cne $script:User -and -not $isOdd) { throw [MissingCsObjectNotFoundException]::new('nicht gefunden') }
    $attributes = [System.Collections.Hashtable]::new()
    $attributes['displayName'] = [pscustomobject]@{ Values = @('John Doe'); SyncRuleName = 'In from AD - User Common' }
    $attributes['unicodePwd'] = New-TracedSecret 'unicodePwd'
    $attributes['dBCSPwd'] = New-TracedSecret 'dBCSPwd'
    $attributes['pwdLastSet'] = [pscustomobject]@{ Value = '132000000000000000' }
    $attributes['objectSid'] = [byte[]]@(1, 2, 3)
    $attributes['proxyAddresses'] = @(1..30 | ForEach-Object { "smtp:$_@contoso.com" })
    $attributes['info'] = [string]::new([char]'x', 5000)
    [pscustomobject]@{
        ObjectId = $script:SourceId
        ConnectorId = 'AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D'
        DistinguishedName = $script:User
        ObjectType = 'user'
        IsConnector = 'True'
        HasExportError = $DistinguishedName -like 'CN=failing*'
        ExportError = $(if ($DistinguishedName -like 'CN=failing*') { [TracedExportError]::new() } else { '' })
        SynchronizationError = $(
            if ($DistinguishedName -like 'CN=failing*') { [TracedSynchronizationError]::new() }
            if ($DistinguishedName -like 'CN=strange*') { [pscustomobject]@{ Reason = 'none of the known members' } }
        )
        ConnectedMVObjectId = [guid]::Empty
        Lineage = @([pscustomobject]@{ SyncRuleIdentifier = [guid]$script:MetaverseId; SyncRuleName = 'In from AD - User AccountEnabled' })
        Attributes = $attributes
    }
}

function Get-ADSyncMVObject {
    [CmdletBinding()] param([guid] $Identifier)
    if ([string]$Identifier -ne $script:MetaverseId) { throw [MissingCsObjectNotFoundException]::new('nicht gefunden') }
    [pscustomobject]@{
        ObjectId = "{$($script:MetaverseId)}"
        Lineage = [pscustomobject]@{ ConnectorId = $script:SourceId; ConnectorName = 'contoso.com'; ConnectedCsObjectDN = $script:User; ConnectedCsObjectId = $script:SourceId }
        Attributes = @([pscustomobject]@{ Name = 'cloudFiltered'; Values = @($true); SyncRuleName = '' }, (New-TracedSecret 'ms-DS-ManagedPassword'))
    }
}

function Get-ADSyncCSObjectLog {
    [CmdletBinding()] param([guid] $Identifier, [uint32] $Count)
    if ($Count -eq 7) { return [pscustomobject]@{ Line = 'an unknown form'; Level = 3 } }
    if ($Count -eq 8) { return }
    if ($Count -eq 6) { return [pscustomobject]@{ Status = 'Success'; Written = [datetime]::new(2026, 3, 1, 12, 0, 0) } }
    [pscustomobject]@{ Status = [TracedStatus]::FilteredByTarget; Timestamp = [datetime]::new(2026, 3, 1, 12, 0, 0); Details = '' }
    [pscustomobject]@{ Anchor = 'A=='; Type = 'PasswordSync'; Status = 'SomethingNew'; Details = 'text'; TimeStamp = '2026-03-01T11:00:00+01:00' }
}

# Prints nothing by its documentation; what it would print must not become a row.
function Invoke-ADSyncCSObjectPasswordHashSync {
    [CmdletBinding()] param([string] $ConnectorName, [string] $DistinguishedName)
    if ($DistinguishedName -cne $script:User -or $ConnectorName -cne 'contoso.com') { throw [System.InvalidOperationException]::new('There is no such object.') }
    [pscustomobject]@{ Printed = 'all the same' }
}

function Search-ADSyncDirectoryObjects {
    [CmdletBinding()] param([guid] $AdConnectorId, [string] $LdapFilter, [string] $SearchScope, [int] $SizeLimit)
    if ($LdapFilter -eq '(none)') { return }
    if ($LdapFilter -eq '(denied)') { throw [System.UnauthorizedAccessException]::new('No access') }
    $properties = [System.Collections.Generic.Dictionary[string, object]]::new()
    $properties['distinguishedName'] = @($script:User)
    $properties['objectGUID'] = ([guid]$script:SourceId).ToByteArray()
    $properties['objectClass'] = @('top', 'person', 'user')
    $properties['samaccountname'] = 'jdoe'
    if ($LdapFilter -eq '(temporary)') { $properties['pwdLastSet'] = [long]0; $properties['userAccountControl'] = 514 }
    if ($LdapFilter -eq '(set)') { $properties['pwdLastSet'] = @('132000000000000000'); $properties['userAccountControl'] = '512' }
    # As the real cmdlet: a dictionary, each value a list of values.
    if ($LdapFilter -eq '(lists)') {
        $lists = [System.Collections.Generic.Dictionary[string, object]]::new()
        foreach ($name in 'distinguishedName', 'objectClass') { $lists[$name] = [System.Collections.Generic.List[object]] $properties[$name] }
        $lists['objectGUID'] = [System.Collections.Generic.List[object]]::new()
        $lists['objectGUID'].Add(([guid]$script:SourceId).ToByteArray())
        $lists['pwdLastSet'] = [System.Collections.Generic.List[object]] @([long]132000000000000000)
        $lists['userAccountControl'] = [System.Collections.Generic.List[object]] @(512)
        return $lists
    }
    [pscustomobject]@{ Path = 'LDAP://x'; Properties = $properties }
    # What -SizeLimit is for.
    if ($LdapFilter -eq '(two)') { [pscustomobject]@{ DistinguishedName = 'CN=Other,DC=contoso,DC=com' } }
}

function Get-ADSyncRule {
    [CmdletBinding()] param()
    [pscustomobject]@{
        Identifier = $script:SourceId; InternalId = [guid]$script:MetaverseId; Name = 'In from AD - User AccountEnabled'; Direction = 'Inbound'
        Connector = 'AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D'; Disabled = 'False'; EnablePasswordSync = 'True'; Precedence = '102'
    }
    [pscustomobject]@{ Identifier = [guid]$script:MetaverseId; Name = 'Out'; Direction = 'Outbound'; Connector = [guid]$script:SourceId; Disabled = $true; EnablePasswordSync = $false; Precedence = 1; ImmutableTag = [TracedTag]::new(); IsStandardRule = $true; SourceObjectType = 'person'; TargetObjectType = 'user' }
}

# Steps as a dictionary, an array or nothing; times as text and as local ones; the oldest run first.
function Get-ADSyncRunProfileResult {
    [CmdletBinding()] param([guid] $ConnectorId, [int] $NumberRequested, [switch] $RunStepDetails)
    if ($ConnectorId -eq [guid]$script:SourceId) { throw [System.UnauthorizedAccessException]::new('No access') }
    if ($ConnectorId -eq [guid]$script:MetaverseId -or -not $RunStepDetails -or $NumberRequested -ne 9) { return }
    $types = [ordered]@{ Vollimport = 'Full-Import'; 'Delta Import' = "delta-import' "; 'Delta Synchronization' = 'apply-rules'; Export = 'export' }
    $minute = 0
    foreach ($name in $types.Keys) {
        $minute += 10
        $end = [datetime]::SpecifyKind([datetime]"2026-03-01T12:$($minute):30", [System.DateTimeKind]::Utc)
        $quote = if ($types[$name].EndsWith(' ')) { "'" } else { '"' }
        [pscustomobject]@{
            RunProfileName = $name; IsRunComplete = 'True'; Result = 'success'; StartDate = "2026-03-01T12:$($minute):00"; EndDate = $end.ToLocalTime()
            RunStepResults = @(@{ StepXml = "<step-type  type = $quote$($types[$name].TrimEnd("' "))$quote>`n</step-type><partition>CANARY</partition>" })
        }
    }
    [pscustomobject]@{ RunProfileName = 'Delta Import'; IsRunComplete = $true; Result = 'no-start-connection'; StartDate = [datetime]'2026-03-01T12:55:00'
        EndDate = $null; RunStepResults = [pscustomobject]@{ StepXml = '<step-type type="delta-import">' } }
    [pscustomobject]@{ RunProfileName = 'Old'; IsRunComplete = $true; Result = 'stopped-server-down'; StartDate = [datetime]'2026-03-01T12:05:00'; RunStepResults = $null }
    [pscustomobject]@{ RunProfileName = 'New'; IsRunComplete = $false; Result = 'in-progress'; StartDate = [datetime]'2026-03-01T12:58:00'; EndDate = $null }
}

function Get-ADSyncDomainReachabilityStatus {
    [CmdletBinding()] param([string] $ConnectorName)
    if ($ConnectorName -eq 'denied') { throw [System.UnauthorizedAccessException]::new('No access') }
    if ($ConnectorName -eq 'nothing') { return }
    [pscustomobject]@{ FullName = 'contoso.com'; IsReachable = 'True'; ExceptionMessage = '' }
    [pscustomobject]@{ FullName = 'child.contoso.com'; IsReachable = $false; ExceptionMessage = 'The server is not operational.' }
}
