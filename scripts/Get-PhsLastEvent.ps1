<#
.SYNOPSIS
Answers, for each text, the newest record of the Application log that holds it: a row each, none for a text that no record holds.
.DESCRIPTION
Get-EventLog gives the newest record first, so the walk ends as soon as every text was found; only a text that the log does not
hold makes it walk to the end (facts 4.6). The text of a record does not leave this script.
.PARAMETER Source
Names of the event sources.
.PARAMETER EventId
Event ids. Compared with the id that is shown, which is not the instance id of -InstanceId.
.PARAMETER Text
Texts to look for, such as the identifiers of connectors; compared without regard to case.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string[]]$Source,
    [Parameter(Mandatory = $true)][int[]]$EventId,
    [Parameter(Mandatory = $true)][string[]]$Text
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$wanted = [System.Collections.Generic.HashSet[int]]::new()
foreach ($id in $EventId) { $null = $wanted.Add($id) }
$missing = [System.Collections.Generic.List[string]]::new()
foreach ($part in $Text) { $missing.Add($part) }
try {
    # "break" leaves the loop around the pipeline, and so ends the walk; Select-Object is not a command of every host.
    do {
        Get-EventLog -LogName Application -Source $Source -ErrorAction Stop | & {
            process {
                if ($wanted.Contains([int]$_.EventID)) {
                    $message = [string]$_.Message
                    foreach ($part in $missing.ToArray()) {
                        if ($message.IndexOf($part, [System.StringComparison]::OrdinalIgnoreCase) -ge 0) {
                            $null = $missing.Remove($part)
                            @{
                                text        = $part
                                recordId    = $_.Index
                                eventId     = [int]$_.EventID
                                generatedAt = $_.TimeGenerated.ToUniversalTime()
                            }
                        }
                    }
                    if ($missing.Count -eq 0) { break }
                }
            }
        }
    } while ($false)
} catch {
    if ($_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') { throw }
}
