# The same in old builds, which always ask (facts 2.2).

function Invoke-ADSyncDiagnostics {
    [CmdletBinding()]
    param(
        [switch] $PasswordSync,
        [string] $ADConnectorName,
        [string] $DistinguishedName,
        [string] $MemberADConnectorName,
        [string] $MemberDistinguishedName
    )
    Invoke-Diagnostic $PSCmdlet $PasswordSync $ADConnectorName $DistinguishedName $false
}
