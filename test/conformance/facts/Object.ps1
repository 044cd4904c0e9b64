# facts 1.10, 1.11 and 1.13: objects of users, their errors and logs, entries of the directory, tags of rules.

$links = @()
$source = $null
if (Get-Command Get-ADSyncCSObject -ErrorAction Ignore) {
    # Not every server has objects, and an older module may not page.
    try { $source = @(Get-ADSyncCSObject -ConnectorName $forest.Name -StartIndex 0 -MaxResultCount 50 | Where-Object { $_.ObjectType -ceq 'user' })[0] } catch { $source = $null }
}
if ($null -ne $source) {
    Assert-Property '1.10' $source 'a connector space object' @{
        ObjectId = 'guid'; ConnectorId = 'guid'; ConnectorName = 'text'; DistinguishedName = 'text'; ObjectType = 'text'; IsTransient = 'bool'; IsConnector = 'bool'
        HasSyncError = 'bool'; HasExportError = 'bool'; ExportError = 'any'; SynchronizationError = 'any'; ConnectedMVObjectId = 'guid'; Lineage = 'list'; Attributes = 'list'
    } @('ExportError', 'SynchronizationError')
    $links = @($source.Lineage)
}
Assert-Fact '1.10' 'ExportedChangedNotReimported is not a member of the object but of its SynchronizationError' {
    if ($null -eq $source) { Skip-Fact 'there is no object' }
    $null -eq $source.PSObject.Properties['ExportedChangedNotReimported']
}
Assert-Fact '1.10' 'a lineage entry has SyncRuleInternalId, SyncRuleName and Operation, and no other name of a rule' {
    if ($links.Count -eq 0) { Skip-Fact 'there is no lineage' }
    $names = @($links[0].PSObject.Properties | ForEach-Object { $_.Name })
    $names -ccontains 'SyncRuleInternalId' -and $names -ccontains 'SyncRuleName' -and $names -ccontains 'Operation' -and $names -cnotcontains 'SyncRuleIdentifier'
}
Assert-Fact '1.10' 'a lineage entry is a CsObjectLink' {
    if ($links.Count -eq 0) { Skip-Fact 'there is no lineage' }
    Test-TypeName $links[0] 'CsObjectLink'
}
Assert-Fact '1.10' 'SyncRuleInternalId is the InternalId of a rule' {
    if ($links.Count -eq 0) { Skip-Fact 'there is no lineage' }
    @(Get-ADSyncRule | Where-Object { $_.InternalId -eq $links[0].SyncRuleInternalId }).Count -eq 1
} 'Get-ADSyncRule'

# The members of an error that an object has; $null where the server has no such object.
function Get-ErrorMember {
    param([string] $Property)
    foreach ($connector in $connectors) {
        foreach ($object in @(Get-ADSyncCSObject -ConnectorName $connector.Name -StartIndex 0 -MaxResultCount 500)) {
            if ($null -ne $object -and $null -ne $object.$Property) { return $object.$Property }
        }
    }
}
foreach ($case in @('ExportError', 'RetryCount', 'InitialOccurrence', 'LatestOccurrence', 'ErrorType', 'ErrorName', 'ErrorCode', 'ErrorLiteral', 'ErrorExtraDetails'),
    @('SynchronizationError', 'RetryCount', 'InitialOccurrence', 'LatestOccurrence', 'ErrorType', 'ExportedChangedNotReimported', 'SynchronizationStep', 'StackTrace')) {
    Assert-Fact '1.10' "$($case[0]) is an object with these members and without a text of its own" {
        $failure = Get-ErrorMember $case[0]
        if ($null -eq $failure) { Skip-Fact 'no object has one' }
        foreach ($name in $case[1..($case.Count - 1)]) { if ($null -eq $failure.PSObject.Properties[$name]) { return "there is no $name" } }
        [string] $failure -ceq $failure.GetType().FullName
    } 'Get-ADSyncCSObject'
}
Assert-Fact '1.13' 'a log entry has Anchor, Type, Status, Details as text and TimeStamp as a time, and no ObjectId' {
    if ($null -eq $source) { Skip-Fact 'there is no object' }
    $entries = @(Get-ADSyncCSObjectLog -Identifier $source.ObjectId -Count 5)
    if ($entries.Count -eq 0 -or $null -eq $entries[0]) { Skip-Fact 'the log is empty' }
    foreach ($name in 'Anchor', 'Type', 'Status', 'Details') { if ($entries[0].$name -isnot [string]) { return "$name is not text" } }
    $entries[0].TimeStamp -is [datetime] -and $null -eq $entries[0].PSObject.Properties['ObjectId']
} 'Get-ADSyncCSObjectLog'
Assert-Fact '1.13' 'a log entry is a CsObjectLogEntry, and its status one that is known' {
    if ($null -eq $source) { Skip-Fact 'there is no object' }
    $entries = @(Get-ADSyncCSObjectLog -Identifier $source.ObjectId -Count 5)
    if ($entries.Count -eq 0 -or $null -eq $entries[0]) { Skip-Fact 'the log is empty' }
    $known = 'Unknown', 'TargetNotExportedToDirectory', 'SourceConnectorNotPresent', 'NoTargetConnection', 'NoCodeReportedByTarget', 'FilteredByTarget', 'Success',
        'RetryRequestedByTarget', 'MissingAttribute', 'Error', 'MigratedCheckDetailsForMoreInfo'
    foreach ($entry in $entries) { if ($known -cnotcontains $entry.Status) { return "the status is $($entry.Status)" } }
    Test-TypeName $entries[0] 'CsObjectLogEntry'
} 'Get-ADSyncCSObjectLog'
Assert-Fact '1.13' 'Search-ADSyncDirectoryObjects answers a dictionary of lists' {
    if ($null -eq $source) { Skip-Fact 'there is no object' }
    $found = Search-ADSyncDirectoryObjects -AdConnectorId $forest.Identifier -LdapFilter "(distinguishedName=$($source.DistinguishedName))" -SearchScope Subtree -SizeLimit 2
    if ($null -eq $found) { Skip-Fact 'the directory does not have it' }
    if ($found -isnot [System.Collections.Generic.Dictionary[string, object]]) { return "it is $($found.GetType().FullName)" }
    foreach ($key in $found.Keys) { if ($found[$key] -isnot [System.Collections.IList]) { return "$key is not a list" } }
    $true
} 'Search-ADSyncDirectoryObjects'
Assert-Fact '1.11' 'ImmutableTag is an object with a text' {
    $tags = @(Get-ADSyncRule | ForEach-Object { $_.ImmutableTag } | Where-Object { $null -ne $_ })
    if ($tags.Count -eq 0) { Skip-Fact 'no rule has one' }
    $tags[0] -isnot [string] -and [string] $tags[0] -ne '' -and [string] $tags[0] -cne $tags[0].GetType().FullName
} 'Get-ADSyncRule'
Assert-Fact '1.11' 'LinkType is Provision, StickyJoin, Join or JoinNoFlow' {
    foreach ($rule in @(Get-ADSyncRule)) { if ('Provision', 'StickyJoin', 'Join', 'JoinNoFlow' -cnotcontains [string] $rule.LinkType) { return [string] $rule.LinkType } }
    $true
} 'Get-ADSyncRule'
