# Get-Service for the services that a simulated server has (facts 4.3).

$script:ServiceStatus = $null

# The real enum, or one of the same members in an engine that lacks it; defining one takes time, so not before it is needed.
function Get-ServiceStatusType {
    if ($null -eq $script:ServiceStatus) { $script:ServiceStatus = 'System.ServiceProcess.ServiceControllerStatus' -as [type] }
    if ($null -eq $script:ServiceStatus) {
        $script:ServiceStatus = & ([System.IO.Path]::Combine($PSScriptRoot, 'ServiceStatus.ps1'))
    }
    $script:ServiceStatus
}

function New-ServiceObject {
    param($Record, [string] $MachineName)
    $service = [pscustomobject] @{
        Name = $Record['name']
        ServiceName = $Record['name']
        DisplayName = $Record['displayName']
        Status = [System.Enum]::Parse((Get-ServiceStatusType), $Record['status'])
        StartType = $Record['startType']
        MachineName = '.'
        CanStop = $Record['status'] -eq 'Running'
        DependentServices = @()
        ServicesDependedOn = @()
    }
    $service.PSTypeNames.Insert(0, 'System.ServiceProcess.ServiceController')
    $service
}

function Get-Service {
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Default', ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [Alias('ServiceName')] [string[]] $Name = @('*'),
        [Parameter(Mandatory = $true, ParameterSetName = 'DisplayName')] [string[]] $DisplayName
    )
    process {
        $property = if ($PSCmdlet.ParameterSetName -eq 'DisplayName') { 'displayName' } else { 'name' }
        $asked = if ($property -eq 'name') { $Name } else { $DisplayName }
        $state = Enter-ReadingCmdlet $PSCmdlet
        if ($null -eq $state) { return }
        foreach ($pattern in $asked) {
            $found = @(Get-StateList $state 'services' | Where-Object { $_[$property] -like $pattern })
            foreach ($record in $found) { New-ServiceObject $record }
            if ($found.Count -eq 0 -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($pattern)) {
                $exception = [System.InvalidOperationException]::new("Cannot find any service with service name '$pattern'.")
                $class = 'Microsoft.PowerShell.Commands.GetServiceCommand'
                $PSCmdlet.WriteError((New-SimulatedError $exception 'NoServiceFoundForGivenName' 'ObjectNotFound' $class $pattern))
            }
        }
    }
}
