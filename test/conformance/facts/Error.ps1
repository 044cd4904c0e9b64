# facts 4.4: what an unknown connector raises.

$notFound = 'Operation failed because the specified MA could not be found.'
$class = 'Microsoft.IdentityManagement.PowerShell.Cmdlet.GetADSyncConnectorCmdlet'
foreach ($case in @('an unknown name', { Get-ADSyncConnector -Name 'no such connector' }), @('an unknown GUID', { Get-ADSyncConnector -Identifier ([guid] '00000000-0000-0000-0000-000000000001') })) {
    $raised = Get-RaisedError $case[1]
    Assert-Fact '4.4' "$($case[0]) is an error with the exact message" { if ($null -eq $raised) { 'there is no error' } else { $raised.Exception.Message -ceq $notFound } }
    Assert-Fact '4.4' "$($case[0]): the error id is the message and the class of the cmdlet" { $raised.FullyQualifiedErrorId -ceq "$notFound,$class" }
    Assert-Fact '4.4' "$($case[0]): category ReadError, activity Get-ADSyncConnector, reason ConnectorNotFoundException" {
        [string] $raised.CategoryInfo.Category -ceq 'ReadError' -and $raised.CategoryInfo.Activity -ceq 'Get-ADSyncConnector' -and $raised.CategoryInfo.Reason -ceq 'ConnectorNotFoundException'
    }
    Assert-Fact '4.4' "$($case[0]): the exception is a ConnectorNotFoundException" { $raised.Exception.GetType().Name -ceq 'ConnectorNotFoundException' }
    Assert-Fact '4.4' "$($case[0]): the target type is the class of the cmdlet" { $raised.CategoryInfo.TargetType -ceq 'GetADSyncConnectorCmdlet' }
}
Assert-Fact '4.4' 'connector names are case-sensitive' {
    $other = $forest.Name.ToUpperInvariant()
    if ($other -ceq $forest.Name) { $other = $forest.Name.ToLowerInvariant() }
    if ($other -ceq $forest.Name) { Skip-Fact 'the name has no letters' }
    $null -ne (Get-RaisedError { Get-ADSyncConnector -Name $other })
}
