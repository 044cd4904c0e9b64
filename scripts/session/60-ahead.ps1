function Start-PhsAhead {
    <# .SYNOPSIS Begins with requests that will come and do not need ADSync, in a runspace of their own (Read-PhsAhead.ps1). Once. #>
    param([string[]]$Payloads)
    Set-StrictMode -Version 2.0
    if ($remote.Open -or $null -ne $ahead.Shell) { return }
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $scope = [System.Management.Automation.ScopedItemOptions]::None
    $state.Variables.Add(
        [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('ProgressPreference', 'SilentlyContinue', '', $scope)
    )
    $requests = @(foreach ($payload in $Payloads) { Read-PhsDocument -Payload $payload })
    # This form opens its runspace in a thread of its own, so that nobody waits for it.
    $shell = [System.Management.Automation.PowerShell]::Create($state)
    $null = $shell.AddCommand([System.IO.Path]::Combine($PSScriptRoot, 'Read-PhsAhead.ps1'))
    $null = $shell.AddParameter('Folder', $PSScriptRoot).AddParameter('Request', $requests)
    $null = $shell.AddParameter('Helper', [string[]]@('ConvertTo-PhsUtcTime', 'Read-PhsLog'))
    foreach ($payload in $Payloads) { $ahead.Payloads.Enqueue($payload) }
    $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $none.Complete()
    $ahead.Invocation = $shell.BeginInvoke($none, $ahead.Output)
    $ahead.Shell = $shell
}

function Receive-PhsAhead {
    <#
    .SYNOPSIS
    Moves the rows of a request that was begun ahead to its output. Answers how it ended, or $null: it has to be run in its turn.
    #>
    param([hashtable]$Run, [string]$Payload, [long]$DeadlineMs)
    Set-StrictMode -Version 2.0
    if ($ahead.Payloads.Count -eq 0 -or $ahead.Payloads.ToArray()[0] -cne $Payload) { return $null }
    $null = $ahead.Payloads.Dequeue()
    Start-PhsRead
    $rows = [System.Collections.Generic.List[psobject]]::new()
    while ($true) {
        # Whatever was written before the end is there once the end was seen.
        $isOver = $ahead.Invocation.AsyncWaitHandle.WaitOne(0)
        foreach ($item in $ahead.Output.ReadAll()) { $ahead.Seen.Enqueue($item) }
        while ($ahead.Seen.Count -gt 0) {
            $item = $ahead.Seen.Dequeue()
            if ($item -isnot [string]) { $rows.Add($item); continue }
            if ($item -cne 'ok' -or $ahead.Shell.Streams.Error.Count -gt 0) { return $null }
            foreach ($row in $rows) { $Run.Output.Add($row) }
            return 'completed'
        }
        if ($isOver) { return $null }
        if (Test-PhsDisconnected) { [System.Environment]::Exit(0) }
        if ($Run.Clock.ElapsedMilliseconds -gt $DeadlineMs) {
            $ahead.Payloads.Clear()
            $null = $ahead.Shell.BeginStop($null, $null)
            return 'timeout'
        }
        $null = $ahead.Invocation.AsyncWaitHandle.WaitOne(10)
    }
}

