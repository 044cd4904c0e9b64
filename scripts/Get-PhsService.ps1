<#
.SYNOPSIS
Answers the state of the synchronization service: one row.
.DESCRIPTION
A service that does not exist is an error (NoServiceFoundForGivenName), never an empty answer.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($service in @(Get-Service -Name 'ADSync' -ErrorAction Stop)) {
    @{
        name        = [string](Get-PhsPropertyValue $service 'Name', 'ServiceName')
        displayName = [string](Get-PhsPropertyValue $service 'DisplayName')
        status      = [string](Get-PhsPropertyValue $service 'Status')
    }
}
