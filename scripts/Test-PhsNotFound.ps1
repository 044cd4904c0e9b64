<#
.SYNOPSIS
Answers whether an error says that the object that was asked for is not there.
.DESCRIPTION
The error of the ADSync cmdlets for a missing object is not documented (facts 1.10), and their texts are translated. So only
a type, a code or a category that can mean nothing else counts; every other error stays a failure.
.PARAMETER Record
The error record.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true, Position = 0)][System.Management.Automation.ErrorRecord]$Record)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# ERROR_NOT_FOUND, ERROR_DS_NO_SUCH_OBJECT
$codes = @('80070490', '80072030')
# Access denied, and no service behind the call.
$others = @('80070005', '80080005', '800706BA', '800706BE', '800706BF', '80010108')
$missing = $Record.CategoryInfo.Category -eq [System.Management.Automation.ErrorCategory]::ObjectNotFound
$exception = $Record.Exception
while ($null -ne $exception) {
    $type = $exception.GetType().FullName
    $code = $exception.HResult.ToString('X8', [System.Globalization.CultureInfo]::InvariantCulture)
    # A command, a file, an assembly or a connector that is not there says nothing about the object.
    if (
        $others -contains $code -or
        $type -match (
            '^System\.(Management\.Automation|IO)\..*NotFoundException$|' +
            '(^|\.)(Connector|Partition|Module|Dll|EntryPoint)NotFoundException$'
        )
    ) {
        return $false
    }
    if ($codes -contains $code -or $type -match 'NotFoundException$') { $missing = $true }
    $exception = $exception.InnerException
}
$missing
