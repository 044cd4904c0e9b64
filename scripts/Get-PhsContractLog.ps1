<#
.SYNOPSIS
Answers which sources and ids the Application log has, and the form of their texts: a row for each pair, no text of any.
.DESCRIPTION
A source that is not named is answered if it is made of the words alone that are given, because a name of a source can hold a name of
its owner. Of a text only its length is answered, and which of the marks it holds.
.PARAMETER After
The instant in UTC; records of this instant and later count.
.PARAMETER Source
Names of sources.
.PARAMETER Word
Words that other sources may be made of.
.PARAMETER Mark
Pieces of text that are looked for.
.PARAMETER TextCount
At most so many texts of each source and id are looked into, the newest.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][datetime]$After,
    [Parameter(Mandatory = $true)][string[]]$Source,
    [Parameter(Mandatory = $true)][string[]]$Word,
    [Parameter(Mandatory = $true)][string[]]$Mark,
    [Parameter(Mandatory = $true)][int]$TextCount
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$since = ConvertTo-PhsUtcTime $After
$sources = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
foreach ($name in $Source) { $null = $sources.Add($name) }
$words = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
foreach ($name in $Word) { $null = $words.Add($name) }
$judged = [System.Collections.Generic.Dictionary[string, bool]]::new()
$rows = [System.Collections.Generic.Dictionary[string, object]]::new()
try {
    Get-EventLog -LogName 'Application' -After $since.ToLocalTime().AddHours(-2) -ErrorAction Stop | & {
        process {
            $name = [string]$_.Source
            if (-not $judged.ContainsKey($name)) {
                $isKnown = $sources.Contains($name)
                if (-not $isKnown) {
                    $isKnown = $name -ne ''
                    foreach ($part in $name.Split([char[]]' .-_')) { if (-not $words.Contains($part)) { $isKnown = $false } }
                }
                $judged.Add($name, $isKnown)
            }
            if (-not $judged[$name] -or $_.TimeGenerated.ToUniversalTime() -lt $since) { return }
            $key = '{0}|{1}' -f $name, $_.EventID
            if (-not $rows.ContainsKey($key)) {
                $rows.Add($key, @{
                    source = $name; eventId = [int]$_.EventID; entryType = [string]$_.EntryType
                    count = 0; texts = 0; shortest = $null; longest = $null; marks = [int[]]::new($Mark.Length)
                    members = @()
                })
                if ($rows.Count -eq 1) { $rows[$key]['members'] = @((ConvertTo-PhsShape $_)['members']) }
            }
            $row = $rows[$key]
            $row['count']++
            if ($row['texts'] -ge $TextCount) { return }
            $row['texts']++
            $text = [string]$_.Message
            if ($null -eq $row['shortest'] -or $text.Length -lt $row['shortest']) { $row['shortest'] = $text.Length }
            if ($null -eq $row['longest'] -or $text.Length -gt $row['longest']) { $row['longest'] = $text.Length }
            for ($at = 0; $at -lt $Mark.Length; $at++) {
                if ($text.IndexOf($Mark[$at], [System.StringComparison]::OrdinalIgnoreCase) -ge 0) { $row['marks'][$at]++ }
            }
        }
    }
} catch {
    if ($_.FullyQualifiedErrorId -notlike 'GetEventLogNoEntriesFound*') { throw }
}
foreach ($row in $rows.Values) { $row }
