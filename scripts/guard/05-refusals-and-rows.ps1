# ---- Refusals and rows

function New-PhsGuardRow {
    <# .SYNOPSIS One row for the other side: values as text, or null. #>
    param([string]$Kind, [System.Collections.IDictionary]$Fields)
    Set-StrictMode -Version 2.0
    # In a fixed order: that of a hashtable differs from process to process, and recordings are compared.
    $names = [string[]]@($Fields.Keys)
    [System.Array]::Sort($names, [System.StringComparer]::Ordinal)
    $texts = [ordered]@{}
    foreach ($name in $names) {
        $value = $Fields[$name]
        if ($null -ne $value) {
            if ($value -is [bool]) { $value = $(if ($value) { 'yes' } else { 'no' }) }
            $value = [string]::Format([System.Globalization.CultureInfo]::InvariantCulture, '{0}', $value)
        }
        $texts[$name] = $value
    }
    @{ kind = $Kind; fields = $texts }
}

function Stop-PhsGuard {
    <# .SYNOPSIS Ends the mode with a refusal that has a reason of its own. #>
    param([string]$RefusedFor, [string]$Detail)
    Set-StrictMode -Version 2.0
    $exception = [System.InvalidOperationException]::new($Detail)
    $exception.Data.Add('PhsGuardReason', $RefusedFor)
    throw $exception
}

function Get-PhsRefusal {
    <# .SYNOPSIS The refusal inside an error, or null when the error is none. #>
    param([System.Management.Automation.ErrorRecord]$Record)
    Set-StrictMode -Version 2.0
    $exception = $Record.Exception
    while ($null -ne $exception) {
        if ($exception.Data.Contains('PhsGuardReason')) {
            return @{ reason = [string]$exception.Data['PhsGuardReason']; detail = [string]$exception.Message }
        }
        $exception = $exception.InnerException
    }
    $null
}

