<#
.SYNOPSIS
Synchronizes the password hash of one user now, once. Writes one row before the call: when it began.
.DESCRIPTION
Invoke-ADSyncCSObjectPasswordHashSync writes nothing, and a failure is an exception (facts 1.13), which ends the operation. That it
came back says nothing of the result: the password sync log of the object does.
.PARAMETER ConnectorName
Name of the AD connector, as the server writes it.
.PARAMETER DistinguishedName
Name of the user in its connector space.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$ConnectorName,
    [Parameter(Mandatory = $true)][string]$DistinguishedName
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

@{ calledAt = [datetime]::UtcNow }
$null = Invoke-ADSyncCSObjectPasswordHashSync -ConnectorName $ConnectorName -DistinguishedName $DistinguishedName -ErrorAction Stop
