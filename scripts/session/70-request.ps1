function New-PhsRun {
    <# .SYNOPSIS What one request needs while it runs: its pages, its columns and its clock. #>
    param([string]$Id, [System.Collections.IDictionary]$Request)
    Set-StrictMode -Version 2.0
    @{
        Id = $Id; Sequence = 0; Stray = 0; Characters = 0; Stuck = $false
        Mutates = [bool]$Request['mutates']; PageSize = [int]$Request['pageSize']
        Columns = @($Request['columns']); Rows = [System.Collections.Generic.List[object]]::new()
        Output = [System.Management.Automation.PSDataCollection[psobject]]::new(); Clock = [System.Diagnostics.Stopwatch]::StartNew()
    }
}

function Write-PhsRunEnd {
    <# .SYNOPSIS Sends the rows that are left and the end frame of a request that ran; Streams is what it wrote beside its output. #>
    param([hashtable]$Run, [string]$State, [hashtable]$Streams)
    Set-StrictMode -Version 2.0
    Send-PhsRow -Run $Run -Final $true
    $Streams['state'] = $State
    $Streams['durationMs'] = [double]$Run.Clock.Elapsed.TotalMilliseconds
    $Streams['stray'] = $Run.Stray
    $Streams['stuck'] = $Run.Stuck
    Write-PhsFrame -Id $Run.Id -Kind 'end' -Sequence $Run.Sequence -Value $Streams
}

function Invoke-PhsRequest {
    <# .SYNOPSIS Runs one request and sends its pages and its end frame. #>
    param([string]$Id, [long]$DeadlineMs, [string]$Payload)
    Set-StrictMode -Version 2.0
    $request = Read-PhsDocument -Payload $Payload
    $run = New-PhsRun -Id $Id -Request $request
    if (-not $operations.ContainsKey([string]$request['operation'])) {
        Write-PhsEnd -Id $Id -State 'unknown-operation' -Errors @()
        return
    }
    $state = Receive-PhsAhead -Run $run -Payload $Payload -DeadlineMs $DeadlineMs
    if ($null -ne $state) {
        Write-PhsRunEnd -Run $run -State $state -Streams @{ errors = @(); warnings = @(); information = @() }
        return
    }
    try {
        Import-PhsOperation -Name $request['operation']
        $shell = New-PhsShell -Name $request['operation'] -Arguments $request['arguments']
        $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $none.Complete()
        Start-PhsRead
        $invocation = $shell.BeginInvoke($none, $run.Output)
    } catch {
        if (-not (Test-PhsLost)) { throw }
        Write-PhsEnd -Id $Id -State 'lost' -Errors @(ConvertTo-PhsFlatError -Record (Get-PhsCause -Record $_))
        return
    }
    $errors = [System.Collections.Generic.List[object]]::new()
    $state = Wait-PhsOperation -Run $run -Shell $shell -Invocation $invocation -DeadlineMs $DeadlineMs
    if ($state -eq 'completed') {
        try { $null = $shell.EndInvoke($invocation) } catch {
            $state = 'failed'
            $errors.Add((ConvertTo-PhsFlatError -Record (Get-PhsCause -Record $_)))
        }
    }
    if (Test-PhsLost) { $state = 'lost' }
    Write-PhsRunEnd -Run $run -State $state -Streams (Get-PhsStream -Shell $shell -Errors $errors)
    if (-not $run.Stuck) { $shell.Dispose() }
}

