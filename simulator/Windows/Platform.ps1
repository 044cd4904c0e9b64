# The facts of machine and account, in place of the product's operation of this name (src/model/facts.ts, platformSchema).

# Where the module is: the folder of the server's registry when the module is outside PSModulePath, else beside this module.
function Get-ModuleCandidate {
    param($Platform)
    $folder = $Platform['installFolder']
    if ($null -ne $folder) { return [System.IO.Path]::Combine($folder, 'Bin', 'ADSync', 'ADSync.psd1') }
    [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'ADSync', 'ADSync.psd1'))
}

# The clock of the server; that of a recorded one stands still.
function Get-SimulatedClock {
    $standing = (Get-ServerState)['standingClock']
    if ($null -eq $standing) { return [datetime]::UtcNow }
    ([datetime] $standing).ToUniversalTime()
}

function Get-PhsPlatform {
    [CmdletBinding()]
    param()
    $platform = (Get-ServerState)['platform']
    $groups = $null
    if ($null -ne $platform['groups']) { $groups = [string[]] @($platform['groups']) }
    @{
        machineName = $platform['machineName']
        isWindows = $true
        osDescription = $platform['osDescription']
        userName = $platform['userName']
        elevated = [bool] $platform['elevated']
        groups = $groups
        productVersion = $platform['productVersion']
        installFolder = $platform['installFolder']
        auditLogging = $platform['auditLogging']
        machineIdentifier = [string] $platform['machineId']
        clockAt = Get-SimulatedClock
        moduleCandidates = [string[]] @(Get-ModuleCandidate $platform)
        simulated = $true
    }
}
