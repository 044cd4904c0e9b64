<#
.SYNOPSIS
Answers what the run history holds of the imports of connectors: a row for each connector that is asked for.
.DESCRIPTION
Whether a run imports is read from its steps, because an administrator can rename a run profile (facts 1.13). Of each
connector the last import that succeeded is answered, and the runs after it that import or that do not report their steps.
A connector that cannot be asked has a row with its failure; a cmdlet that does not exist is the failure of the whole operation.
.PARAMETER ConnectorId
GUIDs of the connectors.
.PARAMETER NumberRequested
How many runs of each connector are looked at.
#>
[CmdletBinding()]
param(
    [AllowEmptyCollection()][string[]]$ConnectorId = @(),
    [int]$NumberRequested = 1
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Get-PhsStepType {
    <# .SYNOPSIS The types of the steps of a run; nothing if one of them does not report its type. #>
    param([object]$Run)
    Set-StrictMode -Version 2.0
    $types = @()
    foreach ($step in (Get-PhsPropertyValue $Run 'RunStepResults')) {
        if ($null -eq $step) { continue }
        if ([string](Get-PhsPropertyValue $step 'StepXml') -notmatch '<step-type\s+type\s*=\s*["'']([A-Za-z-]{1,60})["'']') { return }
        $types += $Matches[1].ToLowerInvariant()
    }
    $types
}

foreach ($id in @($ConnectorId)) {
    $answer = @{ connectorId = ConvertTo-PhsGuidText $id; runCount = 0; oldestRunAt = $null; runs = @(); failure = $null }
    try {
        $runs = @()
        $success = $null
        $asked = @{ ConnectorId = [guid]::Parse($id); NumberRequested = $NumberRequested; RunStepDetails = $true; ErrorAction = 'Stop' }
        $answers = @(Get-ADSyncRunProfileResult @asked)
        foreach ($run in $answers) {
            if ($null -eq $run) { continue }
            $row = @{
                profileName = [string](Get-PhsPropertyValue $run 'RunProfileName')
                stepTypes   = @(Get-PhsStepType $run)
                isComplete  = ConvertTo-PhsBoolean (Get-PhsPropertyValue $run 'IsRunComplete')
                result      = [string](Get-PhsPropertyValue $run 'Result')
                startedAt   = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $run 'StartDate')
                endedAt     = ConvertTo-PhsUtcTime (Get-PhsPropertyValue $run 'EndDate')
            }
            $answer['runCount'] = $answer['runCount'] + 1
            $start = $row['startedAt']
            $isOldest = $null -eq $answer['oldestRunAt'] -or $start -lt $answer['oldestRunAt']
            if ($null -ne $start -and $isOldest) { $answer['oldestRunAt'] = $start }
            $imports = @($row['stepTypes'] -like '*-import*').Count -gt 0
            if (-not $imports -and $row['stepTypes'].Count -gt 0) { continue }
            $runs += $row
            if ($imports -and $row['isComplete'] -eq $true -and $row['result'] -eq 'success' -and $null -ne $start) {
                if ($null -eq $success -or $start -gt $success) { $success = $start }
            }
        }
        # An order of the answer is nowhere promised, so times decide what is the last one.
        $answer['runs'] = @(foreach ($row in $runs) {
            if ($null -eq $success -or $null -eq $row['startedAt'] -or $row['startedAt'] -ge $success) { $row }
        })
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw
    } catch {
        $answer['failure'] = ConvertTo-PhsFailure $_
    }
    $answer
}
