function Get-PhsAccountSid {
    <# .SYNOPSIS The SID of an account, or null if Windows does not know it. Each name is looked up once. #>
    param([string]$Name, [hashtable]$Known)
    Set-StrictMode -Version 2.0
    if ($Name -eq '') { return $null }
    if (-not $Known.ContainsKey($Name)) {
        $Known[$Name] = $null
        try {
            $found = Get-PhsPlatformGuard -Action Account -Path $Name
            if ($found.state -eq 'found') { $Known[$Name] = $found.detail }
        } catch { $null = $_ }
    }
    $Known[$Name]
}

function Get-PhsTaskRow {
    <#
    .SYNOPSIS
    The scheduled tasks of the tool, and the SIDs of their accounts: every user can register tasks of his own there, so of those that
    do not run as the machine only some get a row.
    #>
    Set-StrictMode -Version 2.0
    $room = $mostDoubts
    $sids = @{}
    try {
        foreach ($task in @(Get-PhsGuardianTask)) {
            $action = @($task.Actions)[0]
            $user = [string](Get-PhsMember -From (Get-PhsMember -From $task -Name 'Principal') -Name 'UserId')
            $sid = Get-PhsAccountSid -Name $user -Known $sids
            if ($sid -ne 'S-1-5-18') {
                $room--
                if ($room -lt 0) { continue }
            }
            New-PhsGuardRow -Kind 'task' -Fields @{
                name = $task.TaskName
                state = [string]$task.State
                execute = [string](Get-PhsMember -From $action -Name 'Execute')
                arguments = [string](Get-PhsMember -From $action -Name 'Arguments')
                user = $user
                sid = $sid
            }
        }
        New-PhsGuardRow -Kind 'tasks' -Fields @{ state = 'read'; detail = $null }
    } catch {
        New-PhsGuardRow -Kind 'tasks' -Fields @{ state = 'unreadable'; detail = [string]$_.Exception.Message }
    }
}

function Get-PhsServerRow {
    <# .SYNOPSIS The plan's ground, whether it can be changed from here, and what the log says of full syncs of this connector. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    try {
        $snapshot = Get-PhsSnapshot -Connectors $Connectors
        if ($ReadAgainAfterMs -gt 0) { [System.Threading.Thread]::Sleep($ReadAgainAfterMs) }
        $snapshot['enabledAgain'] = Test-PhsEnabled -Connectors $Connectors
        New-PhsGuardRow -Kind 'snapshot' -Fields $snapshot
        $marks = Get-PhsConnectorMark -Connector $Connectors.ad
        $shown = 0
        foreach ($entry in @(
            Get-PhsLogEvent -Source 'Directory Synchronization', 'Entra Connect Admin Actions' -Id @(
                601, 602, 609, 617, 618, 621, 622, 623, 2503, 2506
            )
        )) {
            if ($shown -ge 50 -or $entry.message -notmatch $marks) { continue }
            $shown++
            New-PhsGuardRow -Kind 'server-event' -Fields @{ eventId = $entry.id; at = $entry.at.ToString('o'); message = $entry.message }
        }
    } catch { New-PhsSnapshotFailureRow -Record $_ }
}

function New-PhsSnapshotFailureRow {
    <# .SYNOPSIS Why the plan's ground could not be read. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    New-PhsGuardRow -Kind 'snapshot-failure' -Fields @{
        detail = [string]$Record.Exception.Message
        errorId = [string]$Record.FullyQualifiedErrorId
    }
}

function Get-PhsPlatformRow {
    <# .SYNOPSIS Where the guard would work, as whom, and what stands in its way. #>
    param([object]$Connectors)
    Set-StrictMode -Version 2.0
    $fields = @{
        supported = $facts.supported; journalRoot = $facts.journalRoot; pinRoot = $facts.pinRoot; machineId = $facts.machineId
        machineName = $facts.machineName; operator = $facts.operator; host = $facts.host; groups = $null
        elevated = $(if ($null -eq $facts.elevated) { 'unknown' } else { $facts.elevated })
        languageMode = [string]$ExecutionContext.SessionState.LanguageMode
        native = 'unknown'
        wizard = 'unknown'
        runs = $null
        runsState = 'unreadable'
    }
    if ($null -ne $facts.groups) { $fields['groups'] = [string]::Join(',', @($facts.groups)) }
    try {
        $fields['wizard'] = $(
            if ([System.Diagnostics.Process]::GetProcessesByName('AzureADConnect').Length -gt 0) { 'open' } else { 'closed' }
        )
    } catch {
        $null = $_
    }
    if ($null -ne $Connectors) {
        try {
            $copied = @($Connectors.ad.PSObject.TypeNames | Where-Object -FilterScript { $_ -like 'Deserialized.*' }).Count -gt 0
            $collection = Get-PhsMember -From $Connectors.ad -Name 'GlobalParameters'
            $fields['native'] = -not $copied -and $null -ne $collection -and $null -ne $collection.PSObject.Methods['Remove'] -and
                $null -ne $collection.PSObject.Methods['Add']
            $fields['runs'] = Get-PhsRunningCycle
            $fields['runsState'] = 'read'
        } catch { $null = $_ }
    }
    New-PhsGuardRow -Kind 'platform' -Fields $fields
}

function Get-PhsInspection {
    <# .SYNOPSIS All evidence. The connectors, which are large, are read once. #>
    Set-StrictMode -Version 2.0
    $connectors = $null
    $unread = $null
    if ($AdConnectorId -ne '') { try { $connectors = Get-PhsPairConnector -Identifier $AdConnectorId } catch { $unread = $_ } }
    Get-PhsPlatformRow -Connectors $connectors
    if ($facts.supported) {
        Get-PhsJournalRow
        Get-PhsDirectoryRow -Role 'pin' -Path $facts.pinRoot
        Get-PhsEventRow
        New-PhsGuardRow -Kind 'event-source' -Fields @{ state = $facts.eventSource; detail = $null }
        Get-PhsTaskRow
        if ($null -ne $connectors) { Get-PhsServerRow -Connectors $connectors }
        if ($null -ne $unread) { New-PhsSnapshotFailureRow -Record $unread }
    }
}

