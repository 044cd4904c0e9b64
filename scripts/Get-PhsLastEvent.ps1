<#
.SYNOPSIS
Answers, for each text, the newest record of the Application log that holds it: a row each, none for a text that no record holds.
.DESCRIPTION
The newest record comes first (Read-PhsLog), so the reading ends as soon as every text was found; only a text that the log does not
hold makes it go to the end. The text of a record does not leave this script.
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

$missing = [System.Collections.Generic.List[string]]::new()
foreach ($part in $Text) { $missing.Add($part) }
$selection = @{ source = @($Source); eventId = @($EventId); since = $null; errorEventId = @(); maxCount = 0 }
# "break" leaves the loop around the pipeline, and so ends the reading; Select-Object is not a command of every host.
do {
    Read-PhsLog -Select @($selection) | & {
        process {
            foreach ($part in $missing.ToArray()) {
                if ($_['message'].IndexOf($part, [System.StringComparison]::OrdinalIgnoreCase) -ge 0) {
                    $null = $missing.Remove($part)
                    @{ text = $part; recordId = $_['recordId']; eventId = $_['eventId']; generatedAt = $_['generatedAt'] }
                }
            }
            if ($missing.Count -eq 0) { break }
        }
    }
} while ($false)
