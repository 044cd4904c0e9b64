# Simulated ADSyncDiagnostics (facts 2): results are host text with colours, or objects with -NonInteractiveMode.

Import-Module ([System.IO.Path]::Combine($PSScriptRoot, '..', 'ADSync', 'ADSync.psd1'))
. ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Common', 'State.ps1'))
foreach ($file in 'Report.ps1', 'Question.ps1', 'Activity.ps1', 'PasswordSync.ps1', 'SingleObject.ps1') {
    . ([System.IO.Path]::Combine($PSScriptRoot, $file))
}

# The real module leaves these in the session (facts 2.1).
$global:AADTenantCredential = $null
$global:AscCustomScriptObjectProperty = 'IsAscCustomScriptObject'

# Both forms of the cmdlet do this.
function Invoke-Diagnostic {
    param($Caller, [bool] $PasswordSync, [string] $ConnectorName, [string] $DistinguishedName, [bool] $NonInteractive)
    $report = New-DiagnosticReport $Caller $NonInteractive
    if (-not $PasswordSync) {
        Write-DiagnosticText $report 'Error' 'Only -PasswordSync is simulated.' 'NotSimulated'
        return
    }
    if ($NonInteractive -and $ConnectorName -eq '') {
        $text = 'ADConnectorName is a mandatory parameter in Non-Interactive Mode. Either provide AdConnectorName or rerun the script without Non-Interactive mode.'
        Write-HostText $Caller $text 'Red'
        return
    }
    if ($ConnectorName -ne '' -and $DistinguishedName -ne '') {
        Test-SingleObject $report $ConnectorName $DistinguishedName
    } else {
        Test-PasswordHashSync $report $ConnectorName
        # The real cmdlet asks here whatever it found: a session that is driven through standard input hangs (facts 0.2).
        [void] (Read-YesOrNo $report 'Do you want to diagnose a specific object?')
    }
    Write-HostText $Caller 'For more help:' 'Yellow'
    Write-HostText $Caller '+ Please see - https://go.microsoft.com/fwlink/?linkid=847231 or' 'Yellow'
    Write-HostText $Caller '+ Open a service request through Azure Portal or Office 365 Admin Portal.' 'Yellow'
}

# Whether the cmdlet has the non-interactive mode depends on the build (facts 2.2).
if ((Get-ServerState)['interactiveDiagnostics']) {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Invoke.Old.ps1'))
} else {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Invoke.ps1'))
}
Export-ModuleMember -Function 'Invoke-ADSyncDiagnostics'
