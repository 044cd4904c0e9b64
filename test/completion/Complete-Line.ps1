# Loads a completion script and prints, for each line of a file, what the Tab key would offer: one line of words each.
param([string]$Script, [string]$Lines)
. $Script
foreach ($line in [System.IO.File]::ReadAllLines($Lines)) {
    $text = $line.TrimEnd('|')
    $result = [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null)
    $words = foreach ($match in $result.CompletionMatches) { $match.CompletionText }
    [Console]::Out.WriteLine([string]::Join(' ', @($words)))
}
