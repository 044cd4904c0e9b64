# Synchronization rules (adsync-facts 1.11): those of the state, which are the two that carry password hashes and a few beside them.

function New-RuleObject {
    param($Record)
    New-SyncType 'SynchronizationRule' ([pscustomobject] @{
        Identifier = [guid] $Record['identifier']
        InternalId = [guid] $Record['internalId']
        Name = $Record['name']
        Version = [int] $Record['version']
        Description = $Record['description']
        ImmutableTag = $Record['immutableTag']
        Connector = [guid] $Record['connector']
        Direction = $Record['direction']
        Disabled = [bool] $Record['disabled']
        SourceObjectType = $Record['sourceObjectType']
        TargetObjectType = $Record['targetObjectType']
        Precedence = [int] $Record['precedence']
        LinkType = $Record['linkType']
        EnablePasswordSync = [bool] $Record['enablePasswordSync']
        IsStandardRule = [bool] $Record['isStandardRule']
        ScopeFilter = [System.Collections.Generic.List[object]]::new()
        JoinFilter = [System.Collections.Generic.List[object]]::new()
        AttributeFlowMappings = [System.Collections.Generic.List[object]]::new()
    })
}

function Get-ADSyncRule {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [guid] $Identifier)
    $state = Enter-SyncCmdlet $PSCmdlet
    foreach ($record in @(Get-StateList $state 'rules')) {
        if ($PSBoundParameters.ContainsKey('Identifier') -and [guid] $record['identifier'] -ne $Identifier) { continue }
        New-RuleObject $record
    }
}
