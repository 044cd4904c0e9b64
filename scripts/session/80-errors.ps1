function ConvertTo-PhsFlatError {
    <# .SYNOPSIS Flattens an error record as the operations do; the script is looked up when the first error comes. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    if ($null -eq $inbox.Flatten) {
        $inbox.Flatten = (Get-Command -Name ([System.IO.Path]::Combine($PSScriptRoot, 'ConvertTo-PhsFailure.ps1'))).ScriptBlock
    }
    $flatten = $inbox.Flatten
    & $flatten $Record
}

function Get-PhsCause {
    <# .SYNOPSIS The error record of the operation itself, without the wrapping that the method call adds. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $inner = $Record.Exception.InnerException
    if ($inner -isnot [System.Management.Automation.RuntimeException] -or $null -eq $inner.ErrorRecord) { return $Record }
    # The record of an exception refers to it by a placeholder, which would hide its type.
    [System.Management.Automation.ErrorRecord]::new($inner.ErrorRecord, $inner)
}

function Get-PhsTransportCode {
    <# .SYNOPSIS The code of WinRM in an error of remoting: its texts are translated; empty for every other error. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $exception = $Record.Exception
    while ($null -ne $exception) {
        if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { return [string]$exception.ErrorCode }
        $exception = $exception.InnerException
    }
    ''
}

