# The features of the tenant (facts 1.3). It asks the cloud service with the account of the Entra connector.

function Get-ADSyncAADCompanyFeature {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    Get-CompanyFeature $state $PSCmdlet
}
