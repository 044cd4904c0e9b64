function Wait-PhsOperation {
    <# .SYNOPSIS Drains the output until the operation ends, its deadline passes or the other side is gone. #>
    param([hashtable]$Run, [System.Management.Automation.PowerShell]$Shell, [System.IAsyncResult]$Invocation, [long]$DeadlineMs)
    Set-StrictMode -Version 2.0
    while (-not $Invocation.AsyncWaitHandle.WaitOne(25)) {
        Send-PhsRow -Run $Run -Final $false
        $gone = (Test-PhsDisconnected) -and -not $Run.Mutates
        if ($gone -or $Run.Clock.ElapsedMilliseconds -gt $DeadlineMs) {
            $patience = 4000
            if ($gone) { $patience = 500 }
            $stop = $Shell.BeginStop($null, $null)
            $Run.Stuck = -not $stop.AsyncWaitHandle.WaitOne($patience)
            if ($gone) { Close-PhsServer; [System.Environment]::Exit(0) }
            return 'timeout'
        }
    }
    'completed'
}

function Get-PhsStream {
    <# .SYNOPSIS Errors, warnings and information of an operation as flat data, at most 1,000 of each. #>
    param([System.Management.Automation.PowerShell]$Shell, [System.Collections.Generic.List[object]]$Errors)
    Set-StrictMode -Version 2.0
    # ReadAll takes what is there. To enumerate a stream would wait for the end of a pipeline that does not stop.
    foreach ($record in $Shell.Streams.Error.ReadAll()) {
        if ($Errors.Count -lt 1000) { $Errors.Add((ConvertTo-PhsFlatError -Record $record)) }
    }
    $warnings = [System.Collections.Generic.List[object]]::new()
    foreach ($record in $Shell.Streams.Warning.ReadAll()) {
        if ($warnings.Count -lt 1000) { $warnings.Add([string]$record.Message) }
    }
    $information = [System.Collections.Generic.List[object]]::new()
    foreach ($record in $Shell.Streams.Information.ReadAll()) {
        if ($information.Count -lt 10000) { $information.Add((ConvertTo-PhsInformation -Record $record)) }
    }
    @{ errors = $Errors.ToArray(); warnings = $warnings.ToArray(); information = $information.ToArray() }
}

function New-PhsShell {
    <# .SYNOPSIS A pipeline of one operation with its arguments bound as data. #>
    param([string]$Name, [System.Collections.IDictionary]$Arguments)
    Set-StrictMode -Version 2.0
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand($Name)
    foreach ($key in $Arguments.Keys) { $null = $shell.AddParameter([string]$key, $Arguments[$key]) }
    $shell
}

function Write-PhsEnd {
    <# .SYNOPSIS Sends the end frame of a request that never began. #>
    param([string]$Id, [string]$State, [object[]]$Errors)
    Set-StrictMode -Version 2.0
    Write-PhsFrame -Id $Id -Kind 'end' -Sequence 0 -Value @{
        state = $State; errors = $Errors; warnings = @(); information = @(); durationMs = 0; stray = 0; stuck = $false
    }
}

