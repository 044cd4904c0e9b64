# facts 1.4, 1.5, 1.8 and the changing half of 1.13.

$channel = Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $forest.Name
Assert-Property '1.4' $channel 'a channel' @{ SourceConnector = 'text'; TargetConnector = 'text'; Enabled = 'bool' } @('TargetConnector')
Assert-Fact '1.4' 'a channel has these three properties and no other' { @($channel.PSObject.Properties).Count -eq 3 }
Assert-Fact '1.4' 'its SourceConnector is the connector asked for' { $channel.SourceConnector -ceq $forest.Name }
Assert-TypeName '1.4' $channel 'a channel' 'PasswordHashSyncConfigurationRecord'
foreach ($name in 'SourceConnector', 'TargetConnector', 'Enable') {
    Assert-Fact '1.5' "Set-ADSyncAADPasswordSyncConfiguration takes $name" {
        (Get-Command Set-ADSyncAADPasswordSyncConfiguration).Parameters.ContainsKey($name)
    } 'Set-ADSyncAADPasswordSyncConfiguration'
}
Assert-Fact '1.5' 'Enable is a bool' {
    (Get-Command Set-ADSyncAADPasswordSyncConfiguration).Parameters['Enable'].ParameterType -eq [bool]
} 'Set-ADSyncAADPasswordSyncConfiguration'
foreach ($name in 'ConnectorName', 'Enable') {
    Assert-Fact '1.5' "Set-ADSyncAADPasswordSyncState takes $name" {
        (Get-Command Set-ADSyncAADPasswordSyncState).Parameters.ContainsKey($name)
    } 'Set-ADSyncAADPasswordSyncState'
}
Assert-Fact '4.8' 'a full password sync leaves TRUE, 1 or 0 in its parameter, if there is one' {
    foreach ($each in $forests) {
        $parameter = $each.GlobalParameters['Microsoft.Synchronize.ForceFullPasswordSync']
        if ($null -ne $parameter -and 'TRUE', '1', '0' -notcontains [string] $parameter.Value) { return [string] $parameter.Value }
    }
    $true
}
if (Get-Command Get-ADSyncPartitionPasswordSyncState -ErrorAction Ignore) {
    $states = @(Get-ADSyncPartitionPasswordSyncState)
    Assert-Fact '1.8' 'there is a record for each partition of every connector, the default of the Entra connector too' {
        $partitions = @($connectors | ForEach-Object { $_.Partitions } | Where-Object { $_.Selected -ne $false }).Count
        @($states | Where-Object { $_.DN -ceq 'default' -and $_.ConnectorId -eq $entraId }).Count -eq 1 -and $states.Count -eq $partitions
    }
    $mine = @($states | Where-Object { $_.ConnectorId -eq $forest.Identifier })
    if ($mine.Count -gt 0) {
        $time = @{}
        foreach ($name in 'LastCycleStart', 'LastCycleEnd', 'LastSuccessfulCycleStart', 'LastSuccessfulCycleEnd') { $time["PasswordSync${name}Timestamp"] = 'unspecified time' }
        Assert-Property '1.8' $mine[0] 'a partition state' @{
            ConnectorId = 'guid'; DN = 'text'; PasswordSyncLastCycleStatus = 'enum'
        }
        Assert-Property '1.8' $mine[0] 'a partition state' $time
        Assert-Fact '1.8' 'the status of a cycle is a PasswordHashSyncCycleStatus' { $mine[0].PasswordSyncLastCycleStatus.GetType().Name -ceq 'PasswordHashSyncCycleStatus' }
        Assert-EnumMember '1.8' 'PasswordSyncLastCycleStatus' $mine[0].PasswordSyncLastCycleStatus ([ordered] @{ None = 0; Successful = 1; Failed = 2; InProgress = 3; Interrupted = 4 })
        Assert-Fact '1.8' 'a time that never was is of the year 1' {
            foreach ($state in $states) {
                foreach ($name in $time.Keys) { if ($state.$name.Year -ne 1 -and $state.$name.Year -lt 2000) { return "$name is $($state.$name)" } }
            }
            $true
        }
        Assert-Fact '1.8' 'a successful cycle is Successful' {
            $status = [string] $mine[0].PasswordSyncLastCycleStatus
            if ($mine[0].PasswordSyncLastCycleEndTimestamp -ne $mine[0].PasswordSyncLastSuccessfulCycleEndTimestamp) { Skip-Fact "the last cycle was no success ($status)" }
            $status -ceq 'Successful'
        }
    }
}
Assert-Fact '1.13' 'Add-ADSyncConnector stores an updated connector and answers it' {
    if ($AllowChanges -ne 'yes') { Skip-Fact 'it changes the server; --changes allows it' }
    $copy = Get-ADSyncConnector -Name $forest.Name
    $made = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter 'Conformance.Test', String, ConnectorGlobal, $null, $null, $null
    $made.Value = 'stored'
    $copy.GlobalParameters.Add($made)
    $answer = Add-ADSyncConnector -Connector $copy
    $stored = (Get-ADSyncConnector -Name $forest.Name).GlobalParameters['Conformance.Test'].Value
    $back = Get-ADSyncConnector -Name $forest.Name
    [void] $back.GlobalParameters.Remove('Conformance.Test')
    [void] (Add-ADSyncConnector -Connector $back)
    $answer.Name -ceq $forest.Name -and $stored -ceq 'stored' -and -not (Get-ADSyncConnector -Name $forest.Name).GlobalParameters.Contains('Conformance.Test')
} 'Add-ADSyncConnector', 'New-Object'
Assert-Fact '1.5' 'disable and enable are both in force at once' {
    if ($AllowChanges -ne 'yes') { Skip-Fact 'it changes the server; --changes allows it' }
    $seen = foreach ($on in (-not $channel.Enabled), $channel.Enabled) {
        [void] (Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $forest.Name -TargetConnector $entra.Name -Enable $on)
        (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $forest.Name).Enabled
    }
    $seen[0] -eq (-not $channel.Enabled) -and $seen[1] -eq $channel.Enabled
} 'Set-ADSyncAADPasswordSyncConfiguration'
