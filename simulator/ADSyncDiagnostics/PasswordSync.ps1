# The diagnostics of password hash synchronization. The wording of the real ones is not public: unverified (facts 2.4).

$script:HeartbeatHours = 3

# The latest heartbeat of a connector within three hours, or nothing.
function Get-LatestHeartbeat {
    param($Connector)
    $after = [datetime]::Now.AddHours(-$script:HeartbeatHours)
    $found = Get-EventLog -LogName 'Application' -Source 'Directory Synchronization' -InstanceId 654 -After $after -ErrorAction SilentlyContinue
    foreach ($entry in @($found)) {
        if ($null -ne $entry -and $entry.Message.ToUpperInvariant().Contains($Connector.Identifier.ToString().ToUpperInvariant())) { return $entry }
    }
}

# The last cycle of each partition and whether its domain can be reached.
function Test-DirectoryPartition {
    param($Report, $Connector)
    $states = @()
    if ($null -ne (Get-Command -Name 'Get-ADSyncPartitionPasswordSyncState' -ErrorAction Ignore)) { $states = @(Get-ADSyncPartitionPasswordSyncState) }
    foreach ($partition in $Connector.Partitions) {
        Write-DiagnosticText $Report 'Heading' ('  Directory Partition - {0}' -f $partition.Name)
        foreach ($state in @($states | Where-Object { $_.ConnectorId -eq $Connector.Identifier -and $_.DN -eq $partition.DN })) {
            $start = Format-DiagnosticTime $state.PasswordSyncLastSuccessfulCycleStartTimestamp
            $end = Format-DiagnosticTime $state.PasswordSyncLastSuccessfulCycleEndTimestamp
            $text = '  Last successful attempt to synchronize passwords from this directory partition started at: {0} UTC and ended at: {1} UTC' -f $start, $end
            Write-DiagnosticText $Report 'Output' $text 'LastSuccessfulCycle' $end
        }
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
    $channel = Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connector.Name
    if ($null -eq $channel -or -not $channel.Enabled) {
        Write-DiagnosticText $Report 'Error' 'Password Hash Synchronization is NOT enabled' 'ConnectorEnabled' $false
        return
    }
    Write-DiagnosticText $Report 'Output' 'Password Hash Synchronization is enabled' 'ConnectorEnabled' $true
    $heartbeat = Get-LatestHeartbeat $Connector
    if ($null -eq $heartbeat) {
        Write-DiagnosticText $Report 'Error' 'No Password Hash Synchronization heartbeat is detected within the last 3 hours' 'Heartbeat' $null
    } else {
        $time = Format-DiagnosticTime $heartbeat.TimeGenerated.ToUniversalTime()
        Write-DiagnosticText $Report 'Output' "Latest Password Hash Synchronization heartbeat is detected at: $time UTC" 'Heartbeat' $time
    }
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

function Test-PasswordHashSync {
    param($Report, [string] $Name)
    $rule = '=' * 62
    foreach ($line in $rule, 'Password Hash Synchronization General Diagnostics', $rule) { Write-DiagnosticText $Report 'Heading' $line }
    $entra = Get-ADSyncConnector | Where-Object { $_.Identifier -eq [guid] 'b891884f-051e-4a83-95af-2544101c9083' }
    if ($null -ne $entra) {
        Write-DiagnosticText $Report 'Heading' ('AAD Tenant - {0}' -f $entra.ConnectivityParameters['UserName'].Value.Split('@')[1])
    }
    $ask = @{}
    if ((Get-Command -Name 'Get-ADSyncAADCompanyFeature').Parameters.ContainsKey('ConnectorName')) { $ask['ConnectorName'] = $entra.Name }
    $enabled = (Get-ADSyncAADCompanyFeature @ask).PasswordHashSync
    $type = if ($enabled) { 'Output' } else { 'Error' }
    $word = if ($enabled) { 'enabled' } else { 'NOT enabled' }
    Write-DiagnosticText $Report $type "Password Hash Synchronization cloud configuration is $word" 'CloudConfiguration' $enabled
    $staging = Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -eq 'Microsoft.Synchronize.StagingMode' }
    if ($null -ne $staging -and $staging.Value -eq 'True') {
        Write-DiagnosticText $Report 'Warning' 'Staging mode is enabled: password hash synchronization is disabled' 'StagingMode' $true
    }
    foreach ($connector in @(Select-ADConnector $Report $Name)) {
        if ($null -ne $connector) { Test-Channel $Report $connector }
    }
}
