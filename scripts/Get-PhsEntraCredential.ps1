<#
.SYNOPSIS
Answers how the Entra connector signs in: one row.
.DESCRIPTION
Only the type of the identity, the id of the application and who manages its certificate are read, and nothing that could be a
secret: a value leaves PowerShell only if it is a GUID, alone or as the name of an account, or a few words (facts 9.2). Who
manages the certificate is a parameter of the Entra connector. Builds before 2.5.3.0 do not have the cmdlet.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# ADSync is loaded: an older build does not have the cmdlet, and no other module does.
$PSModuleAutoLoadingPreference = 'None'
$credentials = @(Get-ADSyncEntraConnectorCredential -ErrorAction Stop)
if ($credentials.Count -eq 0 -or $null -eq $credentials[0]) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new('Get-ADSyncEntraConnectorCredential answered nothing.'),
        'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null
    ))
}
$type = Get-PhsPropertyValue $credentials[0] 'ConnectorIdentityType'
$managedBy = Get-PhsPropertyValue $credentials[0] 'CertificateManagedBy'
if ($null -eq $managedBy) {
    # Who cannot be asked leaves it open; how the connector signs in is known all the same.
    try {
        $entra = [guid]'b891884f-051e-4a83-95af-2544101c9083'
        $which = @{}
        if ((Get-Command -Name 'Get-ADSyncConnector').Parameters.ContainsKey('Identifier')) { $which['Identifier'] = $entra }
        foreach ($connector in @(Get-ADSyncConnector @which -ErrorAction Stop)) {
            if ([string](Get-PhsPropertyValue $connector 'Identifier') -notlike "*$entra*") { continue }
            $parameters = Get-PhsPropertyValue $connector 'ConnectivityParameters'
            $managedBy = Get-PhsParameterValue $parameters 'CertificateManagedBy'
        }
    } catch { $managedBy = $null }
}
$applicationId = $null
# Microsoft names only ConnectorIdentityType; the user name of an application is {AppID}@tenant.onmicrosoft.com.
foreach ($property in $credentials[0].PSObject.Properties) {
    if ($null -ne $applicationId -or $property.Name -notmatch '(UserName|AppId|ApplicationId|ClientId)$') { continue }
    if ([string]$property.Value -match '^\{?([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})\}?(@[^@]*)?$') {
        $applicationId = $Matches[1].ToLowerInvariant()
    }
}
@{
    identityType         = $(if ($null -ne $type -and [string]$type -match '^\w{1,64}$') { [string]$type })
    applicationId        = $applicationId
    certificateManagedBy = $(if ([string]$managedBy -match '^[A-Za-z][\w .-]{0,63}$') { [string]$managedBy })
}
