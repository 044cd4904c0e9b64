# The diagnostics of password hash synchronization. What their sentences are about is verified, their wording is not (facts 2.4).

$script:EntraId = [guid] 'b891884f-051e-4a83-95af-2544101c9083'

# The last cycle of one partition.
function Write-LastCycle {
    param($Report, $State)
    $name = 'LastSuccessfulCycle'
    if ([string] $State.PasswordSyncLastCycleStatus -eq 'InProgress') {
        Write-DiagnosticText $Report 'Output' '  It is synchronizing passwords from this directory partition now' 'Cycle' 'InProgress'
    }
    if ($State.PasswordSyncLastCycleStartTimestamp.Year -eq 1) {
        Write-DiagnosticText $Report 'Error' '  It has never attempted to synchronize passwords from this directory partition' $name $null
        return
    }
    if ($State.PasswordSyncLastSuccessfulCycleEndTimestamp.Year -eq 1) {
        Write-DiagnosticText $Report 'Error' '  It has never completed to synchronize passwords from this directory partition' $name $null
        return
    }
    $start = Format-DiagnosticTime $State.PasswordSyncLastSuccessfulCycleStartTimestamp
    $end = Format-DiagnosticTime $State.PasswordSyncLastSuccessfulCycleEndTimestamp
    $text = '  Last successful attempt to synchronize passwords from this directory partition started at: {0} UTC and ended at: {1} UTC' -f $start, $end
    Write-DiagnosticText $Report 'Output' $text $name $end
}

# The domain flag of a synchronized domain (facts 1.1).
function Test-DomainFlag {
    param($Report, $Connector, $Partition)
    if ($Partition.IsDomain -or -not $Partition.Selected) { return }
    Write-DiagnosticText $Report 'Error' '  The domain flag is not set on this directory partition' 'DomainFlag' $false
    Request-DomainFlag $Report $Connector $Partition
}

# The last cycle of each partition and whether its domain can be reached.
function Test-DirectoryPartition {
    param($Report, $Connector)
    $states = @()
    if ($null -ne (Get-Command -Name 'Get-ADSyncPartitionPasswordSyncState' -ErrorAction Ignore)) { $states = @(Get-ADSyncPartitionPasswordSyncState) }
    foreach ($partition in $Connector.Partitions) {
        Write-DiagnosticText $Report 'Heading' ('  Directory Partition - {0}' -f $partition.Name)
        Write-DiagnosticProperty $Report 'DirectoryPartition' $partition.Name
        foreach ($state in @($states | Where-Object { $_.ConnectorId -eq $Connector.Identifier -and $_.DN -eq $partition.DN })) {
            Write-LastCycle $Report $state
        }
        Test-DomainFlag $Report $Connector $partition
        $preferred = $partition.PreferredDCs.Count -gt 0 -and $partition.Parameters['dc-failover'].Value -eq '0'
        Write-DiagnosticText $Report 'Output' "  Only Use Preferred Domain Controllers: $preferred" 'OnlyUsePreferredDomainControllers' $preferred
    }
    if ($null -eq (Get-Command -Name 'Get-ADSyncDomainReachabilityStatus' -ErrorAction Ignore)) { return }
    foreach ($domain in @(Get-ADSyncDomainReachabilityStatus -ConnectorName $Connector.Name)) {
        $type = if ($domain.IsReachable) { 'Output' } else { 'Error' }
        $word = if ($domain.IsReachable) { 'reachable' } else { 'NOT reachable' }
        Write-DiagnosticText $Report $type ('  Domain "{0}" is {1}' -f $domain.FullName, $word) 'DomainReachability' $domain.IsReachable
    }
}

function Test-Channel {
    param($Report, $Connector)
    Write-DiagnosticText $Report 'Heading' ('AD Connector - {0}' -f $Connector.Name)
    Write-DiagnosticProperty $Report 'ADConnectorName' $Connector.Name
    $channel = Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connector.Name
    if ($null -eq $channel -or -not $channel.Enabled) {
        Write-DiagnosticText $Report 'Error' 'Password Hash Synchronization is disabled' 'ConnectorEnabled' $false
        return
    }
    Write-DiagnosticText $Report 'Output' 'Password Hash Synchronization is enabled' 'ConnectorEnabled' $true
    $alive = Test-Heartbeat $Report $Connector
    Test-RecentError $Report $Connector
    if (-not $alive) { Request-Restart $Report $Connector $channel.TargetConnector }
    Test-DirectoryPartition $Report $Connector
}

# The AD connectors asked about; names are compared without regard to case here (facts 2.2).
function Select-ADConnector {
    param($Report, [string] $Name)
    $all = @(Get-ADSyncConnector | Where-Object { $_.ConnectorTypeName -eq 'AD' })
    if ($all.Count -eq 0) {
        Write-DiagnosticText $Report 'Error' 'No AD Connector is found.' 'ADConnector' $null
        return
    }
    if ($Name -eq '') { return $all }
    $named = @($all | Where-Object { $_.Name -eq $Name })
    if ($named.Count -eq 0) { Write-DiagnosticText $Report 'Error' "There is no AD Connector with name `"$Name`"." 'ADConnector' $Name }
    $named
}

# What the tenant has, and whether the server has the same; left out without questions (facts 2.2).
function Test-Tenant {
    param($Report, $Entra)
    if ($Report.NonInteractive) { return }
    if ($null -ne $Entra) { Write-DiagnosticText $Report 'Heading' ('AAD Tenant - {0}' -f $Entra.ConnectivityParameters['UserName'].Value.Split('@')[1]) }
    $ask = @{}
    if ((Get-Command -Name 'Get-ADSyncAADCompanyFeature').Parameters.ContainsKey('ConnectorName')) { $ask['ConnectorName'] = $Entra.Name }
    $enabled = (Get-ADSyncAADCompanyFeature @ask).PasswordHashSync
    $type = if ($enabled) { 'Output' } else { 'Error' }
    $word = if ($enabled) { 'enabled' } else { 'disabled' }
    Write-DiagnosticText $Report $type "Password Hash Synchronization feature is $word" 'CloudConfiguration' $enabled
    $local = @(Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -eq 'Microsoft.OptionalFeature.PasswordHashSync' })
    if ($local.Count -gt 0 -and [string] $local[0].Value -ne [string] $enabled) {
        Write-DiagnosticText $Report 'Error' 'Password Hash Synchronization local and cloud configurations are different' 'SameConfiguration' $false
    }
}

function Test-PasswordHashSync {
    param($Report, [string] $Name)
    $rule = '=' * 62
    foreach ($line in $rule, 'Password Hash Synchronization General Diagnostics', $rule) { Write-DiagnosticText $Report 'Heading' $line }
    Test-Tenant $Report (Get-ADSyncConnector | Where-Object { $_.Identifier -eq $script:EntraId })
    $staging = Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -eq 'Microsoft.Synchronize.StagingMode' }
    if ($null -ne $staging -and $staging.Value -eq 'True') {
        Write-DiagnosticText $Report 'Warning' 'Staging mode is enabled: password hash synchronization is disabled' 'StagingMode' $true
    }
    foreach ($connector in @(Select-ADConnector $Report $Name)) {
        if ($null -ne $connector) { Test-Channel $Report $connector }
    }
}
