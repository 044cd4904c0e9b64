# Simulated ADSyncDiagnostics (facts 2): results are host text with colours; objects only with -NonInteractiveMode.

Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', 'ADSync', 'ADSync.psd1'))
. ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', 'State.ps1'))
foreach ($file in 'Report.ps1', 'PasswordSync.ps1', 'SingleObject.ps1') { . ([System.IO.Path]::Combine($PSScriptRoot, $file)) }

# The real module leaves these in the session (facts 2.1).
$global:AADTenantCredential = $null
$global:AscCustomScriptObjectProperty = 'IsAscCustomScriptObject'

function Invoke-ADSyncDiagnostics {
    [CmdletBinding()]
    param(
        [switch] $PasswordSync,
        [string] $ADConnectorName,
        [string] $DistinguishedName,
        [string] $MemberADConnectorName,
        [string] $MemberDistinguishedName,
        [switch] $NonInteractiveMode
    )
    $report = New-DiagnosticReport $PSCmdlet $NonInteractiveMode
    if (-not $PasswordSync) {
        Write-DiagnosticText $report 'Error' 'Only -PasswordSync is simulated.' 'NotSimulated'
        return
    }
    if ($NonInteractiveMode -and $ADConnectorName -eq '') {
        $text = 'ADConnectorName is a mandatory parameter in Non-Interactive Mode. Either provide AdConnectorName or rerun the script without Non-Interactive mode.'
        Write-HostText $PSCmdlet $text 'Red'
        return
    }
    if ($ADConnectorName -ne '' -and $DistinguishedName -ne '') {
        Test-SingleObject $report $ADConnectorName $DistinguishedName
    } else {
        Test-PasswordHashSync $report $ADConnectorName
        # The real cmdlet asks here whatever it found: a session that is driven through standard input hangs (facts 0.2).
        if (-not $NonInteractiveMode) {
            Write-HostText $PSCmdlet 'Did the diagnostics find the problem? Do you want to diagnose a specific user account? [Y] Yes [N] No' 'White'
            [void] $Host.UI.ReadLine()
        }
    }
    Write-HostText $PSCmdlet 'For more help:' 'Yellow'
    Write-HostText $PSCmdlet '+ Please see - https://go.microsoft.com/fwlink/?linkid=847231 or' 'Yellow'
    Write-HostText $PSCmdlet '+ Open a service request through Azure Portal or Office 365 Admin Portal.' 'Yellow'
}

Export-ModuleMember -Function 'Invoke-ADSyncDiagnostics'
