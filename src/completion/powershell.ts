import type { CompletionCommand, CompletionOption } from './words.js';

/** Text as a literal of PowerShell; ASCII, because Windows PowerShell reads what a program prints in its own code page. */
function literal(text: string): string {
  return `'${text.replace(/[^\x20-\x7e]/g, '?').replaceAll("'", "''")}'`;
}

function optionLine({ flag, alias, value, description }: CompletionOption): string {
  const words = typeof value === 'string' ? [] : value;
  const takes = value === 'none' ? '$false' : '$true';
  const entry = `@{ Alias = ${literal(alias ?? '')}; Takes = ${takes}; Words = @(${words.map(literal).join(', ')}); Tip = ${literal(description)} }`;
  return `            ${literal(flag)} = ${entry}`;
}

function commandLines({ name, describe, options, places }: CompletionCommand): string[] {
  return [
    `        ${literal(name)} = @{ Tip = ${literal(describe)}; Places = @(${places.map(literal).join(', ')}); Options = [ordered]@{`,
    ...options.map(optionLine),
    '        } }',
  ];
}

/** Written for Windows PowerShell 5.1 as well: no cmdlets but those of Microsoft.PowerShell.Core, no newer syntax. */
const body = `    $typed = [string]$wordToComplete
    $before = @(foreach ($element in $commandAst.CommandElements) {
            if ($element.Extent.EndOffset -lt $cursorPosition) { $element.Extent.Text }
        })
    $words = @()
    if ($before.Count -gt 1) { $words = @($before[1..($before.Count - 1)]) }

    $name = ''
    if ($words.Count -gt 0 -and $commands.Contains([string]$words[0])) { $name = [string]$words[0] }
    if ($words.Count -gt 1 -and $commands.Contains("$($words[0]) $($words[1])")) { $name = "$($words[0]) $($words[1])" }

    $found = [ordered]@{}
    if ($name -eq '') {
        foreach ($key in $commands.Keys) {
            $parts = $key.Split(' ')
            if ($words.Count -eq 0) { $found[$parts[0]] = $commands[$key].Tip }
            elseif ($words.Count -eq 1 -and $parts.Count -gt 1 -and $parts[0] -eq $words[0]) { $found[$parts[1]] = $commands[$key].Tip }
        }
    } else {
        $command = $commands[$name]
        $last = [string]$words[$words.Count - 1]
        $pending = $null
        foreach ($flag in $command.Options.Keys) {
            $option = $command.Options[$flag]
            if ($option.Takes -and ($last -ceq $flag -or ($option.Alias -ne '' -and $last -ceq $option.Alias))) { $pending = $option }
        }
        if ($null -ne $pending) {
            foreach ($word in $pending.Words) { $found[$word] = $pending.Tip }
        } elseif ($typed -match '^(--[a-z-]+)=') {
            $flag = $Matches[1]
            if ($command.Options.Contains($flag)) {
                foreach ($word in $command.Options[$flag].Words) { $found["$flag=$word"] = $command.Options[$flag].Tip }
            }
        } else {
            foreach ($place in $command.Places) { $found[$place] = $command.Tip }
            foreach ($flag in $command.Options.Keys) {
                if ($words -cnotcontains $flag) { $found[$flag] = $command.Options[$flag].Tip }
            }
        }
    }
    foreach ($text in $found.Keys) {
        if ($text.StartsWith($typed, [System.StringComparison]::OrdinalIgnoreCase)) {
            [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $found[$text])
        }
    }`;

/** A script that makes the Tab key of PowerShell know the commands, their options, choices and scenarios. */
export function powershellScript(commands: readonly CompletionCommand[], version: string): string {
  const lines = [
    `# Completion of phs-tool ${version} for Windows PowerShell 5.1 and PowerShell 7. For every session, put into $PROFILE:`,
    '#   phs-tool completion powershell | Out-String | Invoke-Expression',
    "Register-ArgumentCompleter -Native -CommandName @('phs-tool', 'phs-tool.cmd', 'phs-tool.ps1') -ScriptBlock {",
    '    param($wordToComplete, $commandAst, $cursorPosition)',
    '    $commands = [ordered]@{',
    ...commands.flatMap(commandLines),
    '    }',
    body,
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
