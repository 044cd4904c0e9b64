# What a reader of policy and directory would learn, in place of the product's operations of these names
# (src/model/diagnosis-facts.ts).

function Get-PhsPlatformExecutionPolicy {
    [CmdletBinding()]
    param()
    foreach ($record in @(Get-StateList (Get-ServerState)['platform'] 'executionPolicy')) {
        @{ scope = $record['scope']; policy = $record['policy'] }
    }
}

# The failure of a look-up in the directory as an operation reports it.
function New-DirectoryFailure {
    param([string] $Message)
    @{
        message = $Message; errorId = 'DirectoryServicesCOMException'; category = 'NotSpecified'; hresult = '8007203a'; position = ''
        exceptionTypes = [string[]] @('System.DirectoryServices.DirectoryServicesCOMException', 'System.Runtime.InteropServices.COMException')
    }
}

function New-ReplicationRightRow {
    param([string] $ConnectorName, [string] $DomainDn, [string] $Account, $Directory, $Security)
    $row = @{
        connectorName = $ConnectorName; domainDn = $DomainDn; account = $Account; accountSid = $null
        tokenGroups = [string[]] @(); accountDisabled = $null; securityDescriptor = $null; readOnlyControllers = $null; failure = $null
    }
    if ($null -eq $Security) {
        $row['failure'] = New-DirectoryFailure 'There is no such object on the server.'
        return $row
    }
    $row['securityDescriptor'] = $Security['descriptor']
    if ($null -eq $Security['failure']) { $row['readOnlyControllers'] = [string[]] @(Get-StateList $Security 'readOnlyControllers') }
    if ($null -ne $Security['failure']) { $row['failure'] = New-DirectoryFailure $Security['failure'] }
    if ($null -ne $Directory -and $null -ne $Directory['sid']) {
        $row['accountSid'] = $Directory['sid']
        $row['tokenGroups'] = [string[]] @($Directory['tokenGroups'])
        $row['accountDisabled'] = [bool] $Directory['disabled']
    }
    $row
}

function Get-PhsPlatformReplicationRight {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $ConnectorName,
        [Parameter(Mandatory = $true)] [string[]] $DomainDn,
        [Parameter(Mandatory = $true)] [string] $AccountDomain,
        [Parameter(Mandatory = $true)] [string] $AccountName
    )
    $connector = Get-StateList (Get-ServerState) 'connectors' | Where-Object { $_['name'] -ceq $ConnectorName }
    foreach ($dn in $DomainDn) {
        $security = $null
        $directory = $null
        if ($null -ne $connector) {
            $login = Get-StateList $connector 'connectivityParameters' | Where-Object { $_['name'] -eq 'forest-login-user' }
            if ($null -ne $login -and $login['value'] -eq $AccountName) { $directory = $connector['account'] }
            $partition = Get-StateList $connector 'partitions' | Where-Object { $_['dn'] -eq $dn }
            if ($null -ne $partition) { $security = $partition['security'] }
        }
        New-ReplicationRightRow $ConnectorName $dn "$AccountDomain\$AccountName" $directory $security
    }
}
