# What the Application log shows of a connector (facts 2.4).

$script:HeartbeatHours = 3
$script:ActivityHours = 2
$script:ActivityIds = @(601, 609, 610, 611, 615, 617, 618, 619, 620, 621, 650, 651, 652, 653, 654, 655, 656, 657, 660, 661, 662, 663)
$script:PersistentIds = @(611, 662, 667)
$script:PersistentCount = 5

# The clock of the diagnostics; that of a recorded server stands still.
function Get-DiagnosticTime {
    $standing = (Get-ServerState)['standingClock']
    if ($null -eq $standing) { return [datetime]::Now }
    ([datetime] $standing).ToLocalTime()
}

# Events of a connector in the last hours, the newest first.
function Get-ConnectorEvent {
    param($Connector, [long[]] $Ids, [double] $Hours)
    $after = (Get-DiagnosticTime).AddHours(-$Hours)
    $found = Get-EventLog -LogName 'Application' -Source 'Directory Synchronization' -InstanceId $Ids -After $after -ErrorAction SilentlyContinue
    $identifier = $Connector.Identifier.ToString().ToUpperInvariant()
    foreach ($entry in @($found)) {
        if ($null -ne $entry -and $entry.Message.ToUpperInvariant().Contains($identifier)) { $entry }
    }
}

# Heartbeat, or activity without one. Answers whether the channel is alive.
function Test-Heartbeat {
    param($Report, $Connector)
    $heartbeat = @(Get-ConnectorEvent $Connector 654 $script:HeartbeatHours)
    if ($heartbeat.Count -gt 0) {
        $time = Format-DiagnosticTime $heartbeat[0].TimeGenerated.ToUniversalTime()
        Write-DiagnosticText $Report 'Output' "Latest Password Hash Synchronization heartbeat is detected at: $time UTC" 'Heartbeat' $time
        return $true
    }
    if (@(Get-ConnectorEvent $Connector $script:ActivityIds $script:ActivityHours).Count -gt 0) {
        $text = 'Password Hash Synchronization is running for AD Connector - {0}' -f $Connector.Name
        Write-DiagnosticText $Report 'Output' $text 'Activity' $true
        return $true
    }
    $text = 'Password Hash Synchronization is NOT running for AD Connector - {0}' -f $Connector.Name
    Write-DiagnosticText $Report 'Error' $text 'Heartbeat' $false
    $false
}

# Whether the tenant answered the last ping, and errors that come again and again.
function Test-RecentError {
    param($Report, $Connector)
    $pings = @(Get-ConnectorEvent $Connector @(654, 655) $script:HeartbeatHours)
    if ($pings.Count -gt 0 -and $pings[0].InstanceId -eq 655) {
        Write-DiagnosticText $Report 'Error' 'Password Hash Synchronization had an error while pinging AAD tenant' 'TenantPing' $false
    }
    foreach ($id in $script:PersistentIds) {
        $count = @(Get-ConnectorEvent $Connector $id $script:ActivityHours).Count
        if ($count -ge $script:PersistentCount) {
            Write-DiagnosticText $Report 'Error' "Event $id comes again and again: $count times in the last 2 hours" 'PersistentEvent' $id
        }
    }
}
