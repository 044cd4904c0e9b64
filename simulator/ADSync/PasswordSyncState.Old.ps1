# The same before 2.6.84.0 (facts 1.5).

function Set-ADSyncAADPasswordSyncState {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $ConnectorName,
        [Parameter(Mandatory = $true, Position = 1)] [bool] $Enable
    )
    Set-PasswordSyncState $PSCmdlet ([ordered] @{ ConnectorName = $ConnectorName; Enable = $Enable })
}
