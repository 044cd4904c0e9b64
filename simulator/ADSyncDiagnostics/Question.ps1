# The questions of the interactive form, in its order (facts 2.2): whether to restart, whether that helped, one object. Their
# wording is not public. A yes has its real effect here, so that a test can see that nobody gave it.

# The answer of whoever is asked.
function Read-Answer {
    param($Report, [string] $Question)
    if ($null -ne (Get-Command -Name 'Read-Host' -ErrorAction Ignore)) { return [string] (Read-Host -Prompt $Question) }
    Write-HostText $Report.Caller $Question 'White'
    [string] $Host.UI.ReadLine()
}

# True for yes. Asks again until the answer is y or n; without questions the answer is no.
function Read-YesOrNo {
    param($Report, [string] $Question)
    if ($Report.NonInteractive) { return $false }
    do { $answer = Read-Answer $Report "$Question [y/n]" } until ('y', 'n' -contains $answer.Trim())
    $answer.Trim() -eq 'y'
}

# Asks whether to restart a silent channel, which switches it off and on, and then whether it helped.
function Request-Restart {
    param($Report, $Connector, [string] $Target)
    if ($Report.NonInteractive) { return }
    if (Read-YesOrNo $Report ('Do you want to restart password hash synchronization for AD Connector - {0}?' -f $Connector.Name)) {
        foreach ($on in $false, $true) {
            [void] (Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $Connector.Name -TargetConnector $Target -Enable $on)
        }
    }
    [void] (Read-YesOrNo $Report 'Was this helpful?')
}

# Offers to set the domain flag of a partition, and stores the connector if that is chosen.
function Request-DomainFlag {
    param($Report, $Connector, $Partition)
    if ($Report.NonInteractive) { return }
    $choices = [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No')
    $chosen = $Host.UI.PromptForChoice('Set domain flag on partition', ('Set the domain flag on partition {0}?' -f $Partition.Name), $choices, 0)
    if ($chosen -eq 0) {
        $Partition.IsDomain = $true
        [void] (Add-ADSyncConnector -Connector $Connector)
    }
}
