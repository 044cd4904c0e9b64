# Another double of the Windows-only cmdlets. The Application log is the variable $OtherEventLog (newest first) where a test has
# set it, else empty; every call is noted in $OtherEventLogCalls.

class OtherEntry {
    [int] $Index
    [int] $EventID
    [string] $Source = 'Directory Synchronization'
    [string] $EntryType = 'Information'
    [datetime] $TimeGenerated
    [string] $Message
}

# Seconds since 2026-03-29T00:00:00Z, event id, source, message; newest first. $OtherEventCount makes a big log
# instead; $OtherMessageLength gives every record of it such a long text.
$script:Zero = [datetime]::new(2026, 3, 29, 0, 0, 0, [System.DateTimeKind]::Utc)
$script:Stored = @(
    @(7200, 654, 'Directory Synchronization', 'Provision credentials ping end.'),
    @(3601, 999, 'ADSync', 'another id'),
    @(3600, 654, 'directory synchronization', 'exactly at the instant'),
    @(3599, 654, 'Directory Synchronization', 'one second too old'),
    @(0, 654, 'Something else', 'another source')
)

function Get-OtherEvent {
    if ($null -ne $ExecutionContext.SessionState.PSVariable.Get('global:OtherEventCount')) {
        for ($i = $global:OtherEventCount; $i -gt 0; $i--) {
            $entry = [OtherEntry]::new(); $entry.Index = $i; $entry.EventID = 650 + $i % 10; $entry.TimeGenerated = $script:Zero.AddSeconds($i).ToLocalTime(); $entry.Message = 'Provision credentials batch start. Count: 1'
            if ($null -ne $ExecutionContext.SessionState.PSVariable.Get('global:OtherMessageLength')) { $entry.Message = [string]::new('x', $global:OtherMessageLength) }
            $entry
        }
        return
    }
    $i = 5
    foreach ($stored in $script:Stored) {
        $entry = [OtherEntry]::new()
        $entry.Index = $i; $i--
        $entry.TimeGenerated = $script:Zero.AddSeconds($stored[0]).ToLocalTime()
        $entry.EventID = $stored[1]; $entry.Source = $stored[2]; $entry.Message = $stored[3]
        $entry
    }
}

function Get-EventLog {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $LogName, [datetime] $After, [string[]] $Source)
    $reached = $false
    foreach ($entry in (Get-OtherEvent)) {
        if ($Source.Count -gt 0 -and $Source -notcontains $entry.Source) { continue }
        $reached = $true
        if ($PSBoundParameters.ContainsKey('After') -and $entry.TimeGenerated.Ticks -le $After.Ticks) { continue }
        $entry
    }
    if (-not $reached) {
        $record = [System.Management.Automation.ErrorRecord]::new([System.ArgumentException]::new('Keine Treffer'), 'GetEventLogNoEntriesFound', 'ObjectNotFound', $null)
        $PSCmdlet.WriteError($record)
    }
}

function Get-Service {
    [CmdletBinding()] param([string[]] $Name)
    [pscustomobject]@{ ServiceName = 'ADSync'; DisplayName = 'Microsoft Azure AD Sync'; Status = 'Running' }
}
