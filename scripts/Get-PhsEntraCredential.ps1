<#
.SYNOPSIS
Answers how the Entra connector signs in: one row.
.DESCRIPTION
Only the type of the identity and the id of the application are read, and nothing that could be a secret: a value leaves
PowerShell only if it is a GUID, alone or as the name of an account (facts 9.2). Builds before 2.5.3.0 do not have the cmdlet.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$credentials = @(Get-ADSyncEntraConnectorCredential -ErrorAction Stop)
if ($credentials.Count -eq 0 -or $null -eq $credentials[0]) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new('Get-ADSyncEntraConnectorCredential answered nothing.'),
        'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null
    ))
}
$type = Get-PhsPropertyValue $credentials[0] 'ConnectorIdentityType'
$applicationId = $null
# Microsoft names only ConnectorIdentityType; the user name of an application is {AppID}@tenant.onmicrosoft.com.
foreach ($property in $credentials[0].PSObject.Properties) {
    if ($null -ne $applicationId -or $property.Name -notmatch '(UserName|AppId|ApplicationId|ClientId)$') { continue }
    if ([string]$property.Value -match '^\{?([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})\}?(@[^@]*)?$') {
        $applicationId = $Matches[1].ToLowerInvariant()
    }
}
@{
    identityType  = $(if ($null -ne $type -and [string]$type -match '^\w{1,64}$') { [string]$type })
    applicationId = $applicationId
}
