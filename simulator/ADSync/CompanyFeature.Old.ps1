# The same in old builds, which had to be told the Entra connector (facts 1.3).

function Get-ADSyncAADCompanyFeature {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $ConnectorName)
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    if ($null -eq (Get-StateList $state 'connectors' | Where-Object { $_['name'] -ceq $ConnectorName })) {
        $PSCmdlet.ThrowTerminatingError((New-ConnectorNotFoundError 'Get-ADSyncAADCompanyFeature'))
    }
    Get-CompanyFeature $state $PSCmdlet
}
