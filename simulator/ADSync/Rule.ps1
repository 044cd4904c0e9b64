# Synchronization rules (facts 1.11): those of the state, which are the two that
# carry password hashes, a few beside them, and those that the scenario adds.

# The namespace of the metaverse, the same everywhere in a simulated server.
$script:Metaverse = 'c0a3b1a5-5c49-4b2b-9a0d-3a8f0f6f5e21'

function New-RuleObject {
    param($Record)
    New-SyncType 'SynchronizationRule' ([pscustomobject] @{
        Identifier = [guid] $Record['identifier']
        InternalId = [guid] $Record['internalId']
        Name = $Record['name']
        Version = [int] $Record['version']
        Description = $Record['description']
        ImmutableTag = $(if ($null -ne $Record['immutableTag']) { [ImmutableTag]::new([string] $Record['immutableTag']) })
        Connector = [guid] $Record['connector']
        Direction = $Record['direction']
        Disabled = [bool] $Record['disabled']
        SourceObjectType = $Record['sourceObjectType']
        TargetObjectType = $Record['targetObjectType']
        Precedence = [int] $Record['precedence']
        PrecedenceAfter = [guid]::Empty
        PrecedenceBefore = [guid]::Empty
        LinkType = $Record['linkType']
        EnablePasswordSync = [bool] $Record['enablePasswordSync']
        SoftDeleteExpiryInterval = [timespan]::Zero
        SourceNamespaceId = $(if ($Record['direction'] -eq 'Inbound') { [guid] $Record['connector'] } else { [guid] $script:Metaverse })
        TargetNamespaceId = $(if ($Record['direction'] -eq 'Inbound') { [guid] $script:Metaverse } else { [guid] $Record['connector'] })
        VersionAgnosticTag = ([string] $Record['immutableTag']) -replace '\.\d+$', ''
        TagVersion = $(if ($null -ne $Record['immutableTag']) { [int] (([string] $Record['immutableTag']) -replace '^.*\.', '') } else { 0 })
        IsStandardRule = [bool] $Record['isStandardRule']
        IsLegacyCustomRule = $false
        JoinHash = $null
        ScopeFilter = [System.Collections.Generic.List[object]]::new()
        JoinFilter = [System.Collections.Generic.List[object]]::new()
        AttributeFlowMappings = [System.Collections.Generic.List[object]]::new()
    })
}

function Get-ADSyncRule {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [guid] $Identifier)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    foreach ($record in @(Get-StateList $state 'rules')) {
        if ($PSBoundParameters.ContainsKey('Identifier') -and [guid] $record['identifier'] -ne $Identifier) { continue }
        New-RuleObject $record
    }
}
