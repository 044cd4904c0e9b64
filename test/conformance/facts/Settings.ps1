# facts 1.3, 1.6, 1.7, 1.9, 1.10, 1.11, 1.13, 9.2.

Assert-Fact '1.3' 'the tenant features are booleans, PasswordHashSync among them' {
    $ask = @{}
    if ((Get-Command Get-ADSyncAADCompanyFeature).Parameters.ContainsKey('ConnectorName')) { $ask['ConnectorName'] = $entra.Name }
    $feature = Get-ADSyncAADCompanyFeature @ask
    $feature.PasswordHashSync -is [bool] -and $feature.ForcePasswordChangeOnLogOn -is [bool]
} 'Get-ADSyncAADCompanyFeature'
Assert-Fact '1.3' 'a build that wants the connector has ConnectorName as the first parameter' {
    $keys = @((Get-Command Get-ADSyncAADCompanyFeature).Parameters.Keys)
    if ($keys -notcontains 'ConnectorName') { Skip-Fact 'this build does not want it' }
    $keys[0] -ceq 'ConnectorName'
} 'Get-ADSyncAADCompanyFeature'
if (Get-Command Get-ADSyncScheduler -ErrorAction Ignore) {
    Assert-Property '1.6' (Get-ADSyncScheduler) 'the scheduler' @{
        AllowedSyncCycleInterval = 'span'; CurrentlyEffectiveSyncCycleInterval = 'span'; CustomizedSyncCycleInterval = 'span'; NextSyncCyclePolicyType = 'enum'
        NextSyncCycleStartTimeInUTC = 'time'; PurgeRunHistoryInterval = 'span'; SyncCycleEnabled = 'bool'; MaintenanceEnabled = 'bool'
        StagingModeEnabled = 'bool'; SchedulerSuspended = 'bool'; SyncCycleInProgress = 'bool'
    } @('CustomizedSyncCycleInterval')
    Assert-Fact '1.6' 'NextSyncCyclePolicyType is Unspecified, Delta or Initial' { 'Unspecified', 'Delta', 'Initial' -ccontains [string] (Get-ADSyncScheduler).NextSyncCyclePolicyType }
}
Assert-Fact '9.2' 'the Entra connector signs in as ServiceAccount or Application' {
    'ServiceAccount', 'Application' -ccontains [string] (Get-ADSyncEntraConnectorCredential).ConnectorIdentityType
} 'Get-ADSyncEntraConnectorCredential'
Assert-Fact '9.2' 'the user name of an application is its id, @ and the tenant' {
    if ([string] (Get-ADSyncEntraConnectorCredential).ConnectorIdentityType -cne 'Application') { Skip-Fact 'it signs in with an account' }
    $names = @((Get-ADSyncEntraConnectorCredential).PSObject.Properties | Where-Object { $_.Name -match 'UserName$' } | ForEach-Object { [string] $_.Value })
    @($names | Where-Object { $_ -match '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}@' }).Count -ge 1
} 'Get-ADSyncEntraConnectorCredential'
Assert-Fact '1.7' 'without -Detail Get-ADSyncAutoUpgrade answers the enum value itself' {
    $value = Get-ADSyncAutoUpgrade
    $value -is [enum] -and 'Suspended', 'Enabled', 'Disabled' -ccontains [string] $value
} 'Get-ADSyncAutoUpgrade'
Assert-Fact '1.7' 'with -Detail it answers an object' { (Get-ADSyncAutoUpgrade -Detail) -isnot [enum] } 'Get-ADSyncAutoUpgrade'
if (Get-Command Get-ADSyncGlobalSettings -ErrorAction Ignore) {
    Assert-Property '1.9' (Get-ADSyncGlobalSettings) 'the global settings' @{ Version = 'any'; InstanceId = 'guid'; SqlSchemaVersion = 'int'; Parameters = 'list' }
}
foreach ($name in 'Microsoft.Synchronize.StagingMode', 'Microsoft.Synchronize.ServerConfigurationVersion') {
    Assert-Fact '1.9' "Get-ADSyncGlobalSettingsParameter answers $name as text" {
        @(Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -ceq $name -and $_.Value -is [string] }).Count -eq 1
    } 'Get-ADSyncGlobalSettingsParameter'
}
Assert-Fact '1.9' 'staging mode is the text True or False, the same as the scheduler says' {
    $text = @(Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -ceq 'Microsoft.Synchronize.StagingMode' })[0].Value
    $text -ceq [string] (Get-ADSyncScheduler).StagingModeEnabled
} 'Get-ADSyncGlobalSettingsParameter', 'Get-ADSyncScheduler'
foreach ($cmdlet in 'Get-ADSyncCSObject', 'Get-ADSyncMVObject') {
    Assert-Fact '1.10' "$cmdlet takes an Identifier" { (Get-Command $cmdlet).Parameters.ContainsKey('Identifier') } $cmdlet
}
foreach ($parameter in 'ConnectorName', 'ConnectorIdentifier', 'DistinguishedName', 'SkipDNValidation', 'Transient', 'StartIndex', 'MaxResultCount') {
    Assert-Fact '1.10' "Get-ADSyncCSObject takes $parameter" { (Get-Command Get-ADSyncCSObject).Parameters.ContainsKey($parameter) } 'Get-ADSyncCSObject'
}
if (Get-Command Get-ADSyncRule -ErrorAction Ignore) {
    $rules = @(Get-ADSyncRule)
    if ($rules.Count -gt 0) {
        Assert-Property '1.11' $rules[0] 'a rule' @{
            Identifier = 'guid'; InternalId = 'guid'; Name = 'text'; Version = 'int'; Description = 'text'; ImmutableTag = 'any'; Connector = 'guid'; Direction = 'any'
            Disabled = 'bool'; SourceObjectType = 'text'; TargetObjectType = 'text'; Precedence = 'int'; LinkType = 'any'; EnablePasswordSync = 'bool'
            JoinFilter = 'list'; ScopeFilter = 'list'; AttributeFlowMappings = 'list'; IsStandardRule = 'bool'
            PrecedenceAfter = 'any'; PrecedenceBefore = 'any'; SoftDeleteExpiryInterval = 'any'; SourceNamespaceId = 'any'; TargetNamespaceId = 'any'
            VersionAgnosticTag = 'any'; TagVersion = 'any'; IsLegacyCustomRule = 'bool'; JoinHash = 'any'
        } @('Description', 'ImmutableTag', 'PrecedenceAfter', 'PrecedenceBefore', 'SoftDeleteExpiryInterval', 'SourceNamespaceId', 'TargetNamespaceId', 'VersionAgnosticTag', 'TagVersion', 'JoinHash')
    }
    Assert-Fact '1.11' 'password hashes flow by the two default rules' {
        $names = @($rules | Where-Object { $_.EnablePasswordSync } | ForEach-Object { $_.Name })
        $names -ccontains 'In from AD - User AccountEnabled' -and $names -ccontains 'Out to AAD - User Join'
    }
}
Assert-Fact '1.13' 'Get-ADSyncConnectorRunStatus is empty when no run is under way, else rows of RunState and ConnectorName' {
    foreach ($row in @(Get-ADSyncConnectorRunStatus)) {
        if ($null -ne $row -and ($null -eq $row.ConnectorName -or [string] $row.RunState -cne 'Busy')) { return "$($row.ConnectorName): $($row.RunState)" }
    }
    $true
} 'Get-ADSyncConnectorRunStatus'
if (Get-Command Get-ADSyncDomainReachabilityStatus -ErrorAction Ignore) {
    Assert-Property '1.13' @(Get-ADSyncDomainReachabilityStatus -ConnectorName $forest.Name)[0] 'a reachability status' @{
        FullName = 'text'; IsReachable = 'bool'; ExceptionMessage = 'text'
    } @('ExceptionMessage')
}
Assert-Fact '1.13' 'a reachability status is a ValidatedDomain' {
    Test-TypeName @(Get-ADSyncDomainReachabilityStatus -ConnectorName $forest.Name)[0] 'ValidatedDomain'
} 'Get-ADSyncDomainReachabilityStatus'
if (Get-Command Get-ADSyncRunProfileResult -ErrorAction Ignore) {
    $run = @(Get-ADSyncRunProfileResult -ConnectorId $forest.Identifier -NumberRequested 1 -RunStepDetails)[0]
    Assert-Property '1.13' $run 'the result of a run' @{
        RunHistoryId = 'guid'; ConnectorId = 'guid'; ConnectorName = 'text'; RunProfileId = 'guid'; RunProfileName = 'text'; RunNumber = 'int'; Username = 'text'
        IsRunComplete = 'bool'; Result = 'text'; CurrentStepNumber = 'int'; TotalSteps = 'int'; StartDate = 'unspecified time'; EndDate = 'unspecified time'
        RunStepResults = 'list'
    } @('EndDate')
    Assert-Fact '1.13' 'a step of a run names its type in its XML' { [string] @($run.RunStepResults)[0].StepXml -match '<step-type type="[a-z-]+"' }
}
Assert-Fact '1' 'the module ADSync has the version 1.0.0.0' { [string] @(Get-Module -Name 'ADSync')[0].Version -ceq '1.0.0.0' }
Assert-Fact '1' 'its root module is Microsoft.IdentityManagement.PowerShell.Cmdlet.dll' {
    $module = @(Get-Module -Name 'ADSync')[0]
    if ($module.RootModule -like '*.psm1') { Skip-Fact 'it is made of scripts' }
    $module.RootModule -ceq 'Microsoft.IdentityManagement.PowerShell.Cmdlet.dll'
}
Assert-Fact '9.2' 'an application has ApplicationManagedBy, CertificateManagedBy and CertificateId among the parameters of the Entra connector' {
    if ([string] (Get-ADSyncEntraConnectorCredential).ConnectorIdentityType -cne 'Application') { Skip-Fact 'it signs in with an account' }
    foreach ($name in 'ApplicationManagedBy', 'CertificateManagedBy', 'CertificateId') {
        if (-not $entra.ConnectivityParameters.Contains($name)) { return "there is no $name" }
    }
    $true
} 'Get-ADSyncEntraConnectorCredential'
foreach ($pair in @('Get-ADSyncCSObjectLog', 'Count'), @('Get-ADSyncConnectorStatistics', 'ConnectorName'), @('Get-ADSyncRunProfileResult', 'NumberRequested'),
    @('Invoke-ADSyncCSObjectPasswordHashSync', 'DistinguishedName'), @('Search-ADSyncDirectoryObjects', 'LdapFilter')) {
    Assert-Fact '1.13' "$($pair[0]) takes $($pair[1])" { (Get-Command $pair[0]).Parameters.ContainsKey($pair[1]) } $pair[0]
}
