# facts 2.1 and 2.2: Microsoft's diagnostics. Their non-interactive mode is run, which asks nothing.

foreach ($name in 'PasswordSync', 'ADConnectorName', 'DistinguishedName') {
    Assert-Fact '2.1' "Invoke-ADSyncDiagnostics takes $name" { (Get-Command Invoke-ADSyncDiagnostics).Parameters.ContainsKey($name) } 'Invoke-ADSyncDiagnostics'
}

# The objects that the non-interactive mode writes for a connector; $null if the build has no such mode.
function Get-DiagnosticResult {
    if (-not (Get-Command Invoke-ADSyncDiagnostics).Parameters.ContainsKey('NonInteractiveMode')) { return }
    Invoke-ADSyncDiagnostics -PasswordSync -ADConnectorName $forest.Name -NonInteractiveMode 6>$null
}
$results = @()
if (Get-Command Invoke-ADSyncDiagnostics -ErrorAction Ignore) { $results = @(Get-DiagnosticResult | Where-Object { $null -ne $_ }) }

function Assert-ResultFact {
    param([string] $Fact, [scriptblock] $Check)
    Assert-Fact '2.2' $Fact {
        if ($results.Count -eq 0) { Skip-Fact 'the build has no non-interactive mode' }
        & $Check
    } 'Invoke-ADSyncDiagnostics'
}
Assert-ResultFact 'a result has PropertyName, PropertyValue, Message and OutputType, and is marked' {
    foreach ($result in $results) {
        foreach ($name in 'IsAscCustomScriptObject', 'PropertyName', 'PropertyValue', 'Message', 'OutputType') {
            if ($null -eq $result.PSObject.Properties[$name]) { return "there is no $name" }
        }
        if ('Output', 'Error', 'Warning' -notcontains [string] $result.OutputType) { return [string] $result.OutputType }
    }
    $true
}
Assert-ResultFact 'some results have a property and no message' {
    @($results | Where-Object { [string]::IsNullOrEmpty($_.Message) -and -not [string]::IsNullOrEmpty($_.PropertyName) }).Count -gt 0
}
Assert-ResultFact 'the mode leaves out the tenant and the comparison of its settings' {
    foreach ($result in $results) { if ("$($result.PropertyName) $($result.Message)" -match 'Cloud ?Configuration|SameConfiguration|AAD Tenant') { return $result.Message } }
    $true
}
Assert-ResultFact 'without a connector the mode writes no result' {
    @(Invoke-ADSyncDiagnostics -PasswordSync -NonInteractiveMode 6>$null | Where-Object { $null -ne $_ -and $null -ne $_.PSObject.Properties['IsAscCustomScriptObject'] }).Count -eq 0
}
