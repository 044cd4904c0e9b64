# ---- The server

function Get-PhsPairId {
    <# .SYNOPSIS Names a pair by the identifiers of its connectors: names differ in case and can be changed. #>
    param([object]$Ad, [object]$Entra)
    Set-StrictMode -Version 2.0
    $text = 'phs-guard/1|' + ([guid][string]$Ad.Identifier).ToString('D').ToLowerInvariant() + '|' +
        ([guid][string]$Entra.Identifier).ToString('D').ToLowerInvariant()
    Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($text))
}

function Get-PhsPairConnector {
    <# .SYNOPSIS Both connectors of a pair as live objects, found by the AD connector's identifier or by the pair. #>
    param([string]$Identifier = '', [string]$Pair = '')
    Set-StrictMode -Version 2.0
    $all = @(Get-ADSyncConnector -ErrorAction Stop)
    $entra = @($all | Where-Object -FilterScript {
        ([string]$_.Identifier).Trim([char[]]@('{', '}')) -eq $entraConnectorId -or
        [string](Get-PhsMember -From $_ -Name 'Subtype') -eq 'Windows Azure Active Directory (Microsoft)'
    })
    if ($entra.Count -ne 1) {
        Stop-PhsGuard -RefusedFor 'SERVER' -Detail "There are $($entra.Count) Entra connectors; exactly one is needed."
    }
    foreach ($connector in $all) {
        if ([string](Get-PhsMember -From $connector -Name 'ConnectorTypeName') -ne 'AD') { continue }
        $found = Get-PhsPairId -Ad $connector -Entra $entra[0]
        $fits = if ($Pair -ne '') { $found -eq $Pair } else { ([guid][string]$connector.Identifier).ToString('D') -eq $Identifier }
        if ($fits) { return @{ ad = $connector; entra = $entra[0]; pair = $found } }
    }
    Stop-PhsGuard -RefusedFor 'SERVER' -Detail 'The AD connector of this pair is not on this server.'
}

function Test-PhsEnabled {
    <# .SYNOPSIS Whether the channel of a pair is on, read from the server now: yes, no or unknown. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    if ($null -eq $Connectors) { return 'unknown' }
    try {
        foreach ($channel in @(Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connectors.ad.Name -ErrorAction Stop)) {
            return (Test-PhsFlag -Value (Get-PhsMember -From $channel -Name 'Enabled'))
        }
        'no'
    } catch { 'unknown' }
}

function Get-PhsForceParameter {
    <# .SYNOPSIS Value of the parameter on a connector, or null when it is not there. #>
    param([object]$Connector)
    Set-StrictMode -Version 2.0
    foreach ($parameter in (Get-PhsMember -From $Connector -Name 'GlobalParameters')) {
        if ([string](Get-PhsMember -From $parameter -Name 'Name') -eq $forceParameter) {
            return [string](Get-PhsMember -From $parameter -Name 'Value')
        }
    }
    $null
}

function Get-PhsStaging {
    <# .SYNOPSIS Whether the server is in staging mode: yes, no or unknown. #>
    Set-StrictMode -Version 2.0
    try {
        $schedulers = @(Get-ADSyncScheduler -ErrorAction Stop)
        Test-PhsFlag -Value (Get-PhsMember -From $schedulers[0] -Name 'StagingModeEnabled')
    } catch { 'unknown' }
}

function Get-PhsTenantFeature {
    <# .SYNOPSIS Whether the tenant has the feature on: yes, no or unknown. Old builds must be told the Entra connector. #>
    param([string]$EntraName)
    Set-StrictMode -Version 2.0
    try {
        $command = Get-Command -Name 'Get-ADSyncAADCompanyFeature' -ErrorAction Stop
        $arguments = @{ ErrorAction = 'Stop' }
        if ($null -ne $command.Parameters -and $command.Parameters.ContainsKey('ConnectorName')) {
            $arguments['ConnectorName'] = $EntraName
        }
        $features = @(Get-ADSyncAADCompanyFeature @arguments)
        Test-PhsFlag -Value (Get-PhsMember -From $features[0] -Name 'PasswordHashSync')
    } catch { 'unknown' }
}

function Get-PhsSnapshot {
    <# .SYNOPSIS What a plan rests on, read from the server now, as fields and as lines with their hash. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $parameter = Get-PhsForceParameter -Connector $Connectors.ad
    $snapshot = @{
        adConnectorId = ([guid][string]$Connectors.ad.Identifier).ToString('D'); adConnectorName = [string]$Connectors.ad.Name
        entraConnectorId = ([guid][string]$Connectors.entra.Identifier).ToString('D'); entraConnectorName = [string]$Connectors.entra.Name
        pair = $Connectors.pair; machineId = $facts.machineId; machineName = $facts.machineName
        enabled = (Test-PhsEnabled -Connectors $Connectors); staging = (Get-PhsStaging)
        tenantFeature = (Get-PhsTenantFeature -EntraName $Connectors.entra.Name); parameter = $parameter
        adVersion = [string](Get-PhsMember -From $Connectors.ad -Name 'Version')
    }
    $lines = @(
        "adConnectorId $($snapshot.adConnectorId)", "adConnectorName64 $(ConvertTo-PhsBase64 -Text $snapshot.adConnectorName)",
        "entraConnectorId $($snapshot.entraConnectorId)", "entraConnectorName64 $(ConvertTo-PhsBase64 -Text $snapshot.entraConnectorName)",
        "machineId $($snapshot.machineId)", "enabled $($snapshot.enabled)", "staging $($snapshot.staging)",
        "tenantFeature $($snapshot.tenantFeature)", "parameter64 $(ConvertTo-PhsBase64 -Text $parameter)",
        "adVersion $($snapshot.adVersion)"
    )
    $plan = [string]::Join("`n", $lines) + "`n"
    $snapshot['plan'] = ConvertTo-PhsBase64 -Text $plan
    $snapshot['planHash'] = Get-PhsSha256 -Bytes ([System.Text.Encoding]::ASCII.GetBytes($plan))
    $snapshot
}

function Get-PhsRunningCycle {
    <# .SYNOPSIS Names of connectors with a run under way; null when there is none. Throws when that cannot be read. #>
    Set-StrictMode -Version 2.0
    $names = foreach ($run in @(Get-ADSyncConnectorRunStatus -ErrorAction Stop)) {
        if ($null -ne $run) { [string](Get-PhsMember -From $run -Name 'ConnectorName') }
    }
    $schedulers = @(Get-ADSyncScheduler -ErrorAction Stop)
    $cycle = 'unknown'
    if ($schedulers.Count -gt 0) { $cycle = Test-PhsFlag -Value (Get-PhsMember -From $schedulers[0] -Name 'SyncCycleInProgress') }
    if ($cycle -eq 'unknown') {
        throw [System.InvalidOperationException]::new('The scheduler does not report whether a cycle is in progress.')
    }
    if ($cycle -eq 'yes') { $names = @($names) + 'the scheduler' }
    $named = @($names | Where-Object -FilterScript { $null -ne $_ })
    if ($named.Count -eq 0) { return $null }
    [string]::Join(', ', $named)
}

function Set-PhsChannelOn {
    <# .SYNOPSIS Switches on until it is read back as on, or the time is over. Answers {on, attempts}. Needs no disk and no event log. #>
    param([object]$Connectors, [int]$LimitMs)
    Set-StrictMode -Version 2.0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $attempts = 0
    $on = $false
    while (-not $on) {
        $attempts++
        try {
            $null = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connectors.ad.Name -TargetConnector $Connectors.entra.Name `
                -Enable $true
        } catch { $null = $_ }
        # An error can come after the change was applied, so what counts is what is read back.
        $on = (Test-PhsEnabled -Connectors $Connectors) -eq 'yes'
        if (-not $on) {
            if ($clock.ElapsedMilliseconds -ge $LimitMs) { break }
            [System.Threading.Thread]::Sleep([int][System.Math]::Min(10000, 500 * $attempts))
        }
    }
    @{ on = $on; attempts = $attempts }
}

