<#
.SYNOPSIS
Tells whether an error says that the object that was asked for is not there.
.DESCRIPTION
The error of the ADSync cmdlets for a missing object is not documented (adsync-facts 1.10), and their texts are translated. So only
a type, a code or a category that can mean nothing else counts; every other error stays a failure.
.PARAMETER Record
The error record.
#>
[CmdletBinding()]
param([Parameter(Mandatory = $true, Position = 0)][System.Management.Automation.ErrorRecord]$Record)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$missing = $Record.CategoryInfo.Category -eq [System.Management.Automation.ErrorCategory]::ObjectNotFound
$exception = $Record.Exception
while ($null -ne $exception) {
    $name = $exception.GetType().Name
    # A command, a connector, a file or an assembly that is not there says nothing about the object.
    if ($name -match '^(Command|Connector|Partition|Parameter|Drive|Provider|File|Directory|Dll|EntryPoint|Module)\w*Exception$') { return $false }
    if ($name -match 'NotFoundException$') { $missing = $true }
    # ERROR_NOT_FOUND, ERROR_DS_NO_SUCH_OBJECT
    if (@('80070490', '80072030') -contains $exception.HResult.ToString('X8', [System.Globalization.CultureInfo]::InvariantCulture)) { $missing = $true }
    if (@('80070005', '800706BA', '80080005', '800706BE', '800706BF', '80010108') -contains $exception.HResult.ToString('X8', [System.Globalization.CultureInfo]::InvariantCulture)) { return $false }
    $exception = $exception.InnerException
}
$missing
