# facts 1.14, 4.3 and 4.6: the event log of Windows PowerShell 5.1 and the service.

$class = 'Microsoft.PowerShell.Commands.GetEventLogCommand'
$hasLog = $null -ne (Get-Command -Name 'Get-EventLog' -ErrorAction Ignore)
$entries = @()
if ($hasLog) { $entries = @(Get-EventLog -LogName Application -Newest 2000 -ErrorAction SilentlyContinue) }
$sample = $null
if ($entries.Count -gt 0) { $sample = $entries[$entries.Count - 1] }

# The entries of a call, or the error record of the "no matches" kind.
function Get-LogAnswer {
    param([hashtable] $Arguments)
    $raised = $null
    $found = @(Get-EventLog -LogName Application @Arguments -ErrorAction SilentlyContinue -ErrorVariable raised)
    @{ Found = $found; Errors = @($raised) }
}

function Assert-LogFact {
    param([string] $Section, [string] $Fact, [scriptblock] $Check)
    Assert-Fact $Section $Fact {
        if ($null -eq $sample) { Skip-Fact 'the Application log is empty' }
        & $Check
    } 'Get-EventLog'
}

if ($null -ne $sample) {
    Assert-Property '1.14' $sample 'an entry' @{
        EventID = 'int'; MachineName = 'text'; Data = 'list'; Index = 'int'; Category = 'text'; CategoryNumber = 'int'; EntryType = 'enum'; Message = 'text'; Source = 'text'
        ReplacementStrings = 'list'; InstanceId = 'int'; TimeGenerated = 'time'; TimeWritten = 'time'; UserName = 'text'; Site = 'any'; Container = 'any'
    } @('UserName', 'Site', 'Container')
}
Assert-LogFact '1.14' 'the type names run from source and id to the plain one' {
    $plain = 'System.Diagnostics.EventLogEntry'
    $names = @($sample.PSTypeNames)
    $names[0] -ceq "$plain#Application/$($sample.Source)/$($sample.InstanceId)" -and $names[1] -ceq "$plain#Application/$($sample.Source)" -and $names[2] -ceq $plain
}
Assert-LogFact '1.14' 'times are local' { $sample.TimeGenerated.Kind -eq 'Local' -and $sample.TimeWritten.Kind -eq 'Local' }
Assert-LogFact '1.14' 'InstanceId is a 64-bit integer whose lower half is EventID' { $sample.InstanceId -is [long] -and ($sample.InstanceId -band 0xFFFF) -eq $sample.EventID }
Assert-LogFact '1.14' 'there is no property Time' { $null -eq $sample.PSObject.Properties['Time'] }
Assert-LogFact '1.14' 'entries come newest first' {
    for ($at = 1; $at -lt $entries.Count; $at++) { if ($entries[$at].Index -ge $entries[$at - 1].Index) { return "index $($entries[$at].Index) after $($entries[$at - 1].Index)" } }
    $true
}
Assert-LogFact '4.6' 'Source is a wildcard without regard to case' {
    $pattern = $sample.Source.Substring(0, $sample.Source.Length - 1).ToUpperInvariant() + '*'
    @((Get-LogAnswer @{ Source = $pattern }).Found | Where-Object { $_.Source -ceq $sample.Source }).Count -gt 0
}
Assert-LogFact '4.6' 'a source that nobody registered is no error of its own' {
    $answer = Get-LogAnswer @{ Source = 'no such source' }
    $answer.Found.Count -eq 0 -and $answer.Errors.Count -eq 1 -and $answer.Errors[0].FullyQualifiedErrorId -ceq "GetEventLogNoEntriesFound,$class"
}
Assert-LogFact '4.6' 'no match is an ArgumentException, ObjectNotFound, with this id, and does not end the caller' {
    $answer = Get-LogAnswer @{ InstanceId = 64999 }
    if ($answer.Found.Count -gt 0) { Skip-Fact 'the log has an event 64999' }
    $raised = $answer.Errors[0]
    $answer.Errors.Count -eq 1 -and $raised.Exception -is [ArgumentException] -and [string] $raised.CategoryInfo -ceq 'ObjectNotFound: (:) [Get-EventLog], ArgumentException' -and
        $raised.FullyQualifiedErrorId -ceq "GetEventLogNoEntriesFound,$class"
}
Assert-LogFact '4.6' 'no entry of that id, with -After: still the error' {
    $answer = Get-LogAnswer @{ InstanceId = 64999; After = [datetime]::Now.AddHours(-3) }
    if ($answer.Found.Count -gt 0) { Skip-Fact 'the log has an event 64999' }
    $answer.Errors.Count -eq 1
}
Assert-LogFact '4.6' 'entries of that id, all of them older than -After: empty and silent' {
    $answer = Get-LogAnswer @{ InstanceId = $sample.InstanceId; Source = $sample.Source; After = [datetime]::Now.AddHours(1) }
    $answer.Found.Count -eq 0 -and $answer.Errors.Count -eq 0
}
Assert-LogFact '4.6' '-After is strict on TimeGenerated' {
    $at = $sample.TimeGenerated
    $strict = @((Get-LogAnswer @{ After = $at }).Found | Where-Object { $_.Index -eq $sample.Index }).Count
    $loose = @((Get-LogAnswer @{ After = $at.AddSeconds(-1) }).Found | Where-Object { $_.Index -eq $sample.Index }).Count
    $strict -eq 0 -and $loose -eq 1
}
Assert-LogFact '4.6' '-Newest keeps the newest of those that match' {
    $answer = Get-LogAnswer @{ Source = $sample.Source; Newest = 1 }
    $answer.Found.Count -eq 1 -and $answer.Found[0].Index -eq @($entries | Where-Object { $_.Source -eq $sample.Source })[0].Index
}
Assert-LogFact '9.3' 'audit events have their numbers, and a text that names an action, a user and a status' {
    $audits = @($entries | Where-Object { $_.Source -ceq 'Entra Connect Admin Actions' })
    if ($audits.Count -eq 0) { Skip-Fact 'no administrator changed anything, or the audit is off' }
    foreach ($audit in $audits) {
        $number = $audit.EventID % 100
        if ($audit.EventID -lt 2503 -or $audit.EventID -gt 2626 -or $number -lt 3 -or $number -gt 26) { return "id $($audit.EventID)" }
        foreach ($member in 'ActionType', 'Name', 'Status', 'User', 'Details') {
            if ($audit.Message -notmatch ('"{0}"\s*:' -f $member)) { return "$($audit.EventID) without $member" }
        }
    }
    $true
}
Assert-Fact '4.6' 'a log that is not there ends the cmdlet with EventLogNotFound' {
    $raised = Get-RaisedError { Get-EventLog -LogName 'No Such Log' }
    $null -ne $raised -and $raised.FullyQualifiedErrorId -ceq "EventLogNotFound,$class"
} 'Get-EventLog'
Assert-Fact '4.3' 'the service is ADSync, Microsoft Azure AD Sync' { (Get-Service -Name 'ADSync').DisplayName -ceq 'Microsoft Azure AD Sync' } 'Get-Service'
