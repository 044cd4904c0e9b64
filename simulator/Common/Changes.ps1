# Every way in which a call, or another administrator, can change a server; a change can also happen later. Runs under the lock.

$script:ForceParameter = 'Microsoft.Synchronize.ForceFullPasswordSync'

# Applies one change to the state.
function Invoke-StateChange {
    param($State, [string] $Change, $Arguments)
    switch ($Change) {
        'channel' { Set-StateChannel $State $Arguments }
        'connector' { Set-StateConnector $State $Arguments }
        'edit-connector' { Edit-StateConnector $State $Arguments }
        'rename' { Rename-StateConnector $State $Arguments }
        'staging' { Set-StateStaging $State ([bool] $Arguments['enabled']) }
        'feature' { $State['companyFeature']['PasswordHashSync'] = [bool] $Arguments['enabled'] }
        'user-password-sync' { Add-ObjectLogEntry $Arguments }
        'sync-cycle' { Set-StateSyncCycle $State ([bool] $Arguments['running']) }
        'service-stop' { Set-StateService $State 'service-stopped' 'Stopped' }
        'service-start' { Set-StateService $State 'ok' 'Running' }
        'event' { Add-RaisedEvent ([datetime]::UtcNow) $Arguments['instanceId'] $Arguments['entryType'] $Arguments['source'] $Arguments['message'] $Arguments['category'] }
        'channel-event' { Add-RaisedEvent $Arguments['at'] $Arguments['eventId'] $Arguments['entryType'] $Arguments['source'] $Arguments['message'] }
        'clear-parameter' { Edit-StateConnector $State @{ identifier = $Arguments['identifier']; name = $script:ForceParameter; value = '0' } }
        'event-source' { $State['eventSources'] = @(Get-EventSource $State) + $Arguments['source'] }
        'event-log-clear' { [System.IO.File]::WriteAllText([System.IO.Path]::Combine((Get-SimulatedServer), 'events.tsv'), '') }
        'task-register' { $State['tasks'] = @(Get-StateList $State 'tasks') + $Arguments }
        'task-remove' { $State['tasks'] = @(Get-StateList $State 'tasks' | Where-Object { -not (Test-TaskRecord $_ $Arguments) }) }
        'task-enable' { foreach ($task in @(Get-StateList $State 'tasks')) { if (Test-TaskRecord $task $Arguments) { $task['enabled'] = $true } } }
        'task-disable' { foreach ($task in @(Get-StateList $State 'tasks')) { if (Test-TaskRecord $task $Arguments) { $task['enabled'] = $false } } }
        'task-start' { foreach ($task in @(Get-StateList $State 'tasks')) { if (Test-TaskRecord $task $Arguments) { Start-TaskProcess $task } } }
        default { throw [System.InvalidOperationException]::new("Unknown change '$Change'.") }
    }
}

# Switches the channel of a connector, with what the service does then. A channel that is so already stays as it is.
function Set-StateChannel {
    param($State, $Arguments)
    $source = $Arguments['sourceConnector']
    $channels = @(Get-StateList $State 'channels')
    if ($null -eq $source -and $channels.Count -gt 0) { $source = $channels[0]['sourceConnector'] }
    $channel = $channels | Where-Object { $_['sourceConnector'] -ceq $source }
    $isOn = $null -ne $channel -and [bool] $channel['enabled']
    $before = @($channels | ForEach-Object { $_.Clone() })
    if ($null -eq $channel) {
        $channel = @{ sourceConnector = $source }
        $State['channels'] = $channels + $channel
    }
    if ($null -ne $Arguments['targetConnector']) { $channel['targetConnector'] = $Arguments['targetConnector'] }
    $channel['enabled'] = [bool] $Arguments['enabled']
    if ($isOn -eq $channel['enabled']) { return }
    $State['previousChannels'] = $before
    $connector = Get-StateList $State 'connectors' | Where-Object { $_['name'] -ceq $source }
    if ($null -ne $connector) { Invoke-ChannelSwitch $State $connector $channel['enabled'] }
}

# One attempt for one user writes an entry into the log of its object, if the server makes one ("status" is null if it does not).
function Add-ObjectLogEntry {
    param($Arguments)
    if ($null -eq $Arguments['status']) { return }
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'objects.clixml')
    $data = [System.Management.Automation.PSSerializer]::Deserialize((Read-SharedText $path))
    foreach ($record in @(Get-StateList $data 'connectorSpace')) {
        if ([string] $record['objectId'] -ne [string] $Arguments['objectId']) { continue }
        $at = [datetime]::SpecifyKind([datetime]::UtcNow, [System.DateTimeKind]::Unspecified)
        $record['log'] = @(Get-StateList $record 'log') + @{ status = [string] $Arguments['status']; details = $Arguments['details']; at = $at }
    }
    Write-ReplacingText $path ([System.Management.Automation.PSSerializer]::Serialize($data, 20))
}

# Puts the record of a connector in its place.
function Set-StateConnector {
    param($State, $Record)
    $connectors = [System.Collections.ArrayList]::new(@($State['connectors']))
    $place = 0
    while ($place -lt $connectors.Count -and $connectors[$place]['identifier'] -ne $Record['identifier']) { $place++ }
    if ($place -lt $connectors.Count) { $connectors[$place] = $Record } else { [void] $connectors.Add($Record) }
    $State['connectors'] = $connectors
    Add-ConnectorAudit $State $Record
}

# The connector that an edit is about: by identifier, by name, else the first.
function Find-StateConnector {
    param($State, $Arguments)
    foreach ($record in @(Get-StateList $State 'connectors')) {
        if ($null -ne $Arguments['identifier']) { if ([guid] $record['identifier'] -eq [guid] $Arguments['identifier']) { return $record } }
        elseif ($null -eq $Arguments['sourceConnector'] -or $record['name'] -ceq $Arguments['sourceConnector']) { return $record }
    }
    throw [System.InvalidOperationException]::new('There is no such connector on the simulated server.')
}

# Saves a connector as it is, or with one global parameter set ("name", "value") or taken away (a null value).
function Edit-StateConnector {
    param($State, $Arguments)
    $record = (Find-StateConnector $State $Arguments).Clone()
    $name = $Arguments['name']
    if ($null -ne $name) {
        $kept = @(Get-StateList $record 'globalParameters' | Where-Object { $_['name'] -ne $name })
        if ($null -ne $Arguments['value']) {
            $kept += @{ name = $name; value = [string] $Arguments['value']; scope = 'ConnectorGlobal'; inputType = 'String' }
        }
        $record['globalParameters'] = $kept
    }
    $record['version'] = [int] $record['version'] + 1
    $record['lastModificationTime'] = [datetime]::SpecifyKind([datetime]::UtcNow, [System.DateTimeKind]::Unspecified)
    Set-StateConnector $State $record
}

# Gives a connector another name; its channel goes with it.
function Rename-StateConnector {
    param($State, $Arguments)
    $record = Find-StateConnector $State $Arguments
    $old = $record['name']
    $record['name'] = $Arguments['name']
    foreach ($channel in @(Get-StateList $State 'channels')) {
        foreach ($side in 'sourceConnector', 'targetConnector') { if ($channel[$side] -ceq $old) { $channel[$side] = $Arguments['name'] } }
    }
    Add-ConnectorAudit $State $record
}

function Set-StateStaging {
    param($State, [bool] $Enabled)
    $State['scheduler']['stagingMode'] = $Enabled
    foreach ($parameter in @(Get-StateList $State 'globalParameters')) {
        if ($parameter['name'] -eq 'Microsoft.Synchronize.StagingMode') { $parameter['value'] = [string] $Enabled }
    }
}

function Set-StateSyncCycle {
    param($State, [bool] $Running)
    $State['scheduler']['inProgress'] = $Running
    $State['runStatus'] = @()
    if ($Running) { $State['runStatus'] = @(@{ runState = 'Busy'; connectorName = @(Get-StateList $State 'connectors')[0]['name'] }) }
}

# Stops or starts the ADSync service. What it was about to write is not written any more.
function Set-StateService {
    param($State, [string] $Engine, [string] $Status)
    $State['engine'] = $Engine
    foreach ($service in @(Get-StateList $State 'services')) { if ($service['name'] -eq 'ADSync') { $service['status'] = $Status } }
    if ($Status -eq 'Stopped') { Remove-ChannelEvent $State $null }
}

# The names under which events can be written; a server of an earlier layout has those of the product.
function Get-EventSource {
    param($State)
    if ($null -eq $State['eventSources']) { return 'Directory Synchronization', 'ADSync', 'Application', 'Application Error' }
    Get-StateList $State 'eventSources'
}

# True for the task of that path and name.
function Test-TaskRecord {
    param($Task, $Arguments)
    if ($null -ne $Arguments['path'] -and $Task['path'] -ne $Arguments['path']) { return $false }
    $Task['name'] -like $Arguments['name']
}
