# What the service writes into the log when the channel of a connector is switched, and the full password sync that follows
# when the parameter is set (facts 4.8: the ids are verified, their order is inferred). Texts are those that
# src/simulator/channel-events.ts has put into channel-events.clixml. Runs under the lock.

# The prepared events of a connector, or nothing if the server has none.
function Get-ChannelText {
    param($Connector)
    $path = [System.IO.Path]::Combine((Get-SimulatedServer), 'channel-events.clixml')
    if (-not [System.IO.File]::Exists($path)) { return }
    $all = [System.Management.Automation.PSSerializer]::Deserialize((Read-SharedText $path))
    $all[[string] $Connector['identifier']]
}

# Raises prepared events now.
function Add-ChannelEvent {
    param($Events)
    foreach ($text in @($Events)) {
        if ($null -ne $text) { Add-RaisedEvent ([datetime]::UtcNow) $text['eventId'] $text['entryType'] $text['source'] $text['message'] }
    }
}

# Events and changes of a full sync that have not come yet are dropped: those of one connector, or all.
function Remove-ChannelEvent {
    param($State, $Identifier)
    $kept = foreach ($pending in @(Get-StateList $State 'pending')) {
        $isFullSync = 'channel-event', 'clear-parameter' -contains $pending['change']
        if (-not $isFullSync -or ($null -ne $Identifier -and $pending['arguments']['identifier'] -ne $Identifier)) { $pending }
    }
    $State['pending'] = @($kept)
}

# An audit event of builds that have them; its text names the connector, who did it, and what.
function Add-AuditEvent {
    param($State, [int] $EventId, [string] $ActionType, [string] $Name, [string] $Details)
    if (-not $State['auditLogging']) { return }
    $user = $State['platform']['userName']
    $task = Get-OwnTask
    if ($null -ne $task.Name) { $user = $task.User }
    $fields = foreach ($pair in @(
        @('ActionType', $ActionType), @('Category', 'Configuration'), @('Name', $Name), @('Status', 'Success'),
        @('Timestamp', [datetime]::UtcNow.ToString('o')), @('User', $user), @('Details', $Details)
    )) {
        '{0}:{1}' -f (ConvertTo-CallText $pair[0]), (ConvertTo-CallText $pair[1])
    }
    Add-RaisedEvent ([datetime]::UtcNow) $EventId 'Information' 'Entra Connect Admin Actions' ('{' + (@($fields) -join ',') + '}')
}

function Add-ConnectorAudit {
    param($State, $Connector)
    Add-AuditEvent $State 2503 'Update' 'Add/Update/Delete Directories' ('Connector: {0} ({1})' -f $Connector['name'], $Connector['identifier'])
}

# The value of the parameter that asks for a full sync, or nothing.
function Get-ForceParameter {
    param($Connector)
    foreach ($parameter in @(Get-StateList $Connector 'globalParameters')) {
        if ($parameter['name'] -eq $script:ForceParameter) { return $parameter['value'] }
    }
}

# What happens when a channel has gone on or off.
function Invoke-ChannelSwitch {
    param($State, $Connector, [bool] $On)
    $word = if ($On) { 'Enable' } else { 'Disable' }
    Add-AuditEvent $State 2506 $word 'Enable/Disable PHS Sync' ('Connector: {0} ({1})' -f $Connector['name'], $Connector['identifier'])
    Remove-ChannelEvent $State ([string] $Connector['identifier'])
    $texts = Get-ChannelText $Connector
    if ($null -eq $texts) { return }
    if (-not $On) { return Add-ChannelEvent $texts['off'] }
    # A server in staging mode does not synchronize passwords (facts 4.9).
    if ([bool] $State['scheduler']['stagingMode']) { return }
    Add-ChannelEvent $texts['on']
    if ('TRUE', '1' -contains (Get-ForceParameter $Connector)) { Start-FullSync $State $Connector $texts }
}

# The events of a full sync, from now on until durationMs have passed: at once when that is nothing.
function Start-FullSync {
    param($State, $Connector, $Texts)
    $settings = $State['fullSync']
    if ($null -eq $settings) { $settings = @{ durationMs = 0; outcome = 'complete'; clearsParameter = $false } }
    $events = @(Get-StateList $Texts ([string] $settings['outcome']))
    $step = 0
    if ($events.Count -gt 1) { $step = [double] $settings['durationMs'] / ($events.Count - 1) }
    $start = [datetime]::UtcNow
    $identifier = [string] $Connector['identifier']
    for ($place = 0; $place -lt $events.Count; $place++) {
        $at = $start.AddMilliseconds($place * $step)
        $event = @{ identifier = $identifier; at = $at }
        foreach ($name in 'eventId', 'entryType', 'source', 'message') { $event[$name] = $events[$place][$name] }
        if ($at -le $start) { Invoke-StateChange $State 'channel-event' $event } else { Add-PendingChange $State $at 'channel-event' $event }
    }
    if ($settings['clearsParameter'] -and $settings['outcome'] -eq 'complete') {
        Add-PendingChange $State $start.AddMilliseconds([double] $settings['durationMs']) 'clear-parameter' @{ identifier = $identifier }
    }
}
