# The switch of the feature for the tenant, as a connector's (facts 1.5). What it switches is not public: here the feature of
# the tenant, by the Entra connector. From 2.6.84.0 on it can be told the administrator's name.

function Set-ADSyncAADPasswordSyncState {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $ConnectorName,
        [Parameter(Mandatory = $true, Position = 1)] [bool] $Enable,
        [string] $AADUsername
    )
    $logged = [ordered] @{ ConnectorName = $ConnectorName; Enable = $Enable; AADUsername = $AADUsername }
    Set-PasswordSyncState $PSCmdlet $logged
}
