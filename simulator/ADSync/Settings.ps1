# Global settings and tenant features (facts 1.3, 1.9).

function Get-ADSyncGlobalSettings {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    New-SyncType 'GlobalSettings' ([pscustomobject] @{
        Version = [int] $state['settingsVersion']
        InstanceId = [guid] $state['instanceId']
        SqlSchemaVersion = 616
        Parameters = New-ParameterCollection $state['globalParameters']
        Schema = $null
    })
}

# Staging mode and the like are text here: "False" is true for PowerShell (facts 1.9).
function Get-ADSyncGlobalSettingsParameter {
    [CmdletBinding()]
    param()
    $state = Enter-SyncCmdlet $PSCmdlet
    if ($null -eq $state) { return }
    foreach ($record in @(Get-StateList $state 'globalParameters')) {
        New-SyncParameter $record['name'] $record['inputType'] $record['scope'] $record['value']
    }
}

# The tenant's answer, or the error of a server that has no Entra connector to ask with (its text is unverified).
function Get-CompanyFeature {
    param($State, $Caller)
    if ($null -eq $State['companyFeature']) {
        $failure = [System.InvalidOperationException]::new('There is no connector for Microsoft Entra ID on this server.')
        $Caller.ThrowTerminatingError((New-SyncError $failure 'ReadError' 'Get-ADSyncAADCompanyFeature'))
    }
    $feature = [ordered] @{}
    foreach ($name in 'PasswordHashSync', 'ForcePasswordChangeOnLogOn', 'UserWriteback', 'DeviceWriteback', 'UnifiedGroupWriteback', 'GroupWritebackV2') {
        if ($State['companyFeature'].ContainsKey($name)) { $feature[$name] = [bool] $State['companyFeature'][$name] }
    }
    New-SyncType 'CompanyFeature' ([pscustomobject] $feature)
}
