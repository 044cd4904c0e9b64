<#
.SYNOPSIS
Flattens an error record to the six fields that phs-tool keeps.
.DESCRIPTION
The record itself is never sent: its invocation information alone is kilobytes (facts 10.2).
.PARAMETER Record
The error record, or the exception of one.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true, Position = 0)][object]$Record)
Set-StrictMode -Version 2.0

$exception = $Record
$errorId = ''
$category = ''
$position = ''
if ($Record -is [System.Management.Automation.ErrorRecord]) {
    $exception = $Record.Exception
    $errorId = [string]$Record.FullyQualifiedErrorId
    $category = $Record.CategoryInfo.Category.ToString()
    if ($null -ne $Record.InvocationInfo) {
        $position = '{0}:{1}:{2}' -f $Record.InvocationInfo.ScriptName, $Record.InvocationInfo.ScriptLineNumber,
            $Record.InvocationInfo.OffsetInLine
    }
}
$types = [System.Collections.Generic.List[string]]::new()
$innermost = $exception
$hresult = 0
while ($null -ne $exception) {
    $innermost = $exception
    if ($exception -is [System.Management.Automation.RemoteException] -and $null -ne $exception.SerializedRemoteException) {
        # On another server: a copy of its properties, whose types say that they are copies.
        $copy = $exception.SerializedRemoteException
        while ($null -ne $copy) {
            $type = [string]$copy.PSObject.TypeNames[0]
            if (-not $type.StartsWith('Deserialized.', [System.StringComparison]::Ordinal)) { break }
            $types.Add($type.Substring(13))
            if ($null -ne $copy.PSObject.Properties['HResult']) { $hresult = [int]$copy.HResult }
            if ($null -eq $copy.PSObject.Properties['InnerException']) { break }
            $copy = $copy.InnerException
        }
        break
    }
    $types.Add($exception.GetType().FullName)
    $hresult = $exception.HResult
    $exception = $exception.InnerException
}
@{
    message        = [string]$(
        if ($Record -is [System.Management.Automation.ErrorRecord]) { $Record.Exception.Message } else { $innermost.Message }
    )
    errorId        = $errorId
    category       = $category
    exceptionTypes = $types.ToArray()
    hresult        = $hresult.ToString('X8', [System.Globalization.CultureInfo]::InvariantCulture).ToLowerInvariant()
    position       = $position
}
