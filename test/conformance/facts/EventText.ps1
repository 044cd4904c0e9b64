# facts 3.2 and 3.3: the form of the texts of password hash synchronization, and which program writes which id.

$phsSource = 'Directory Synchronization'

# Every record of an id and its source fits a pattern; skipped if the log has none.
function Assert-TextFact {
    param([string] $Fact, [int[]] $Ids, [string] $Pattern)
    Assert-Fact '3.2' $Fact {
        $mine = @($entries | Where-Object { $Ids -contains $_.EventID -and $_.Source -ceq $phsSource })
        if ($mine.Count -eq 0) { Skip-Fact 'the log has no such event' }
        foreach ($entry in $mine) { if ($entry.Message -notmatch $Pattern) { return "$($entry.EventID): $($entry.Message)" } }
        $true
    } 'Get-EventLog'
}
Assert-TextFact '650 and 651 name the number of users and a tracking id' 650, 651 'Count: \d+'
Assert-TextFact '653 and 654 name a tracking id' 653, 654 'TrackingID : [0-9a-fA-F]{8}-'
Assert-TextFact '652 and 655 are failed batches and pings of provisioning' 652, 655 'Failed credential provisioning (?:batch|ping)'
Assert-TextFact '656 has an anchor, in newer builds a cloud anchor, a DN and the date of the change' 656 `
    'Anchor ?: ?[^,\r\n]+(?:, CloudAnchor ?: ?[^,\r\n]*)?, Dn ?: ?[^\r\n]+, Change Date ?: ?\S'
Assert-TextFact '657 has an anchor and a result, in old texts no DN' 657 'Anchor ?: ?[^,\r\n]+(?:, Dn ?: ?[^\r\n]+)?, Result ?: ?\S'
Assert-TextFact '605 lists a DN, the number of attempts and the kind of error' 605 '(?m)^DN ?= ?.+, Attempts=\d+, ErrorType=\S+'
Assert-TextFact '620 lists a DN and the result of each object' 620 '(?m)^DN ?= ?.+, PasswordSyncResultType=\S+'
Assert-Fact '3.2' 'the result of an object in 620 is one of PasswordSyncResultType' {
    $known = 'Unknown', 'TargetNotExportedToDirectory', 'SourceConnectorNotPresent', 'NoTargetConnection', 'NoCodeReportedByTarget', 'FilteredByTarget', 'Success',
        'RetryRequestedByTarget', 'MissingAttribute', 'Error'
    $mine = @($entries | Where-Object { $_.EventID -eq 620 -and $_.Source -ceq $phsSource })
    $found = @($mine | ForEach-Object { [regex]::Matches($_.Message, 'PasswordSyncResultType=(\w+)') } | ForEach-Object { $_.Groups[1].Value })
    if ($found.Count -eq 0) { Skip-Fact 'the log has no such event' }
    foreach ($result in $found) { if ($known -cnotcontains $result) { return $result } }
    $true
} 'Get-EventLog'
Assert-Fact '3.3' '6910, 6911, 6916, 6920, 6943, 6944 and 6948 are written by ADSync' {
    $mine = @($entries | Where-Object { 6910, 6911, 6916, 6920, 6943, 6944, 6948 -contains $_.EventID -and $_.Source -match 'Sync' })
    if ($mine.Count -eq 0) { Skip-Fact 'the log has no such event' }
    foreach ($entry in $mine) { if ($entry.Source -cne 'ADSync') { return "$($entry.EventID) of $($entry.Source)" } }
    $true
} 'Get-EventLog'
Assert-Fact '3.3' 'telemetry of the diagnostics is written by Directory Synchronization' {
    if (-not (Get-Command Invoke-ADSyncDiagnostics -ErrorAction Ignore)) { Skip-Fact 'there is no Invoke-ADSyncDiagnostics' }
    $mine = @($entries | Where-Object { $_.Source -ceq $phsSource -and (($_.EventID -ge 2001 -and $_.EventID -le 2056) -or ($_.EventID -ge 2201 -and $_.EventID -le 2212)) })
    if ($mine.Count -eq 0) { Skip-Fact 'nobody ran it' }
    foreach ($entry in $mine) { if ([string] $entry.EntryType -ceq 'Error') { return "$($entry.EventID) is an error" } }
    $true
} 'Get-EventLog'
