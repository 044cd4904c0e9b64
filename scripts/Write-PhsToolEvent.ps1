<#
.SYNOPSIS
Writes down in the Application log, under the source phs-tool, what the tool does or did for one user: one row.
.DESCRIPTION
Not evidence of the guard: its events have the ids 4100 to 4199, a line of facts of its own and a seal; these have none of them. A
source that "guard setup" has not registered, and a log that cannot be written, is an answer and not a failure.
.PARAMETER EventId
4200 to 4299.
.PARAMETER EntryType
Information or Warning.
.PARAMETER Sentence
What is written, in one line.
.PARAMETER Line
The same for machines, in one line.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][ValidateRange(4200, 4299)][int]$EventId,
    [Parameter(Mandatory = $true)][ValidateSet('Information', 'Warning')][string]$EntryType,
    [Parameter(Mandatory = $true)][string]$Sentence,
    [Parameter(Mandatory = $true)][string]$Line
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ((Get-PhsPlatformGuard -Action Facts).eventSource -eq 'absent') {
    return @{ state = 'no-source'; problem = $null }
}
# Names may hold what a log viewer or a terminal would act upon: controls, direction marks, line breaks; and the log replaces %%
# and a number by other texts.
$parts = [System.Collections.Generic.List[string]]::new()
foreach ($text in @($Sentence, $Line)) {
    $plain = [regex]::Replace($text, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+', ' ').Replace('%', ' percent')
    if ($plain.Length -gt 8000) { $plain = $plain.Substring(0, 8000) }
    $parts.Add($plain)
}
try {
    Write-EventLog -LogName Application -Source 'phs-tool' -EventId $EventId -EntryType $EntryType `
        -Message ([string]::Join("`r`n", $parts.ToArray())) -ErrorAction Stop
    @{ state = 'written'; problem = $null }
} catch {
    @{ state = 'failed'; problem = [string]$_.Exception.Message }
}
