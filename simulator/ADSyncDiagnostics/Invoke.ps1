# The cmdlet of builds that can do without questions (facts 2.1, 2.2).

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
    Invoke-Diagnostic $PSCmdlet $PasswordSync $ADConnectorName $DistinguishedName $NonInteractiveMode
}
