<#
.SYNOPSIS
Answers the features of the tenant that concern passwords: one row.
.DESCRIPTION
Older builds must be told the Entra connector (facts 1.3); newer ones have no such parameter. A property that the
build does not know is answered as $null.
.PARAMETER ConnectorName
Name of the Entra connector, empty when there is none.
#>
[CmdletBinding()]
param([AllowEmptyString()][string]$ConnectorName = '')
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$command = Get-Command -Name 'Get-ADSyncAADCompanyFeature' -ErrorAction Stop
$arguments = @{ ErrorAction = 'Stop' }
if ($null -ne $command.Parameters -and $command.Parameters.ContainsKey('ConnectorName')) {
    if ($ConnectorName -eq '') {
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
            [System.InvalidOperationException]::new(
                'This build asks for the tenant features by the name of the Entra connector, and none is known.'
            ),
            'PhsConnectorNameMissing', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null
        ))
    }
    $arguments['ConnectorName'] = $ConnectorName
}
$features = @(Get-ADSyncAADCompanyFeature @arguments)
if ($features.Count -eq 0 -or $null -eq $features[0]) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new('Get-ADSyncAADCompanyFeature answered nothing.'),
        'PhsNoAnswer', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null
    ))
}
@{
    passwordHashSync           = ConvertTo-PhsBoolean (Get-PhsPropertyValue $features[0] 'PasswordHashSync')
    forcePasswordChangeOnLogOn = ConvertTo-PhsBoolean (Get-PhsPropertyValue $features[0] 'ForcePasswordChangeOnLogOn')
}
