import type { ScriptSabotage } from './sabotages.js';

/** Sabotages of what keeps a signed-in user from more than making the guard careful (docs/guard.md). */
export const trustSabotages: Readonly<Record<string, ScriptSabotage>> = {
  'the seal of an event is not compared': {
    from: '-Line $lines[$last]) -eq $seal) {',
    to: '-Line $lines[$last]) -ne "") {',
    noticedBy: 'a forged permission turns nothing on, for an operator and for the guardian',
  },
  'an event that is not authentic is heeded': {
    from: "            if ($said.authentic -ne 'yes') {\n                # What",
    to: '            if ($false) {\n                # What',
    noticedBy: 'a forged event of a second repair forbids nothing',
  },
  'an event alone orders': {
    from: "if ($Mode -eq 'Guard' -or -not $Claimless) { return $true }",
    to: 'return $true',
    noticedBy: 'an event that only the log knows orders nothing, unless a person names its run',
  },
  'a run with a doubt is ended at once': {
    from: "if ($Slot -eq '50-off' -and $State.doubt) { return $null }",
    to: '',
    noticedBy: 'a forged permission makes a run that went be watched longer, and end as not known',
  },
  'an end that came too early ends the run': {
    from: "    if ($end.state -ne 'verified') { return $false }\n    if (",
    to: "    if ($end.state -eq 'absent') { return $false }\n    if ($end.state -ne 'verified') { return $true }\n    if (",
    noticedBy: 'an end that came too early ends nothing',
  },
  'an end that was written before "on" ends the run': {
    from: "-ne 'absent' -and [string]$end.fields['prev'] -eq $Slots[$before].hash",
    to: "-ne 'absent'",
    noticedBy: 'an end that was written before "on" ends nothing before the soak is over',
  },
  'the looks after an end that does not count are not counted': {
    from: "@('50-off', '70-on', '80-again', '90-end')",
    to: "@('50-off', '70-on', '80-again')",
    noticedBy: 'an end that cannot be read does not keep the guardian for ever',
  },
  'a flood pushes out what the tool wrote': {
    from: "            if ($said.authentic -ne 'yes') {\n                $permits",
    to: "            if ($said.authentic -ne 'yes' -or $rows.Count -ge $mostDoubts) {\n                $permits",
    noticedBy: 'a flood of forged events is bounded, stays a doubt, and hides no event of the tool',
  },
  'what is left out of a flood is not told': {
    from: 'if ($chosen.left.count -gt 0) {',
    to: 'if ($false) {',
    noticedBy: 'a flood of forged events is bounded, stays a doubt, and hides no event of the tool',
  },
  'a permitted run ends without having been seen on': {
    from: "    if ($on.state -eq 'absent') { Add-PhsStayedOn -State $State }\n",
    to: '',
    noticedBy: 'a permitted run that nobody saw ends only after it was seen on',
  },
  'the guardian does not look at who can write to the journal': {
    from: '            $place = Get-PhsUntrustedPlace -Pair $PairId\n            if ($null -ne $place) {',
    to: '            $place = $null\n            if ($null -ne $place) {',
    noticedBy: 'a journal that others can write to is neither acted upon nor left',
  },
  'only the root of the journal is looked at': {
    from: "if ($Pair -ne '') { $places +=",
    to: 'if ($false) { $places +=',
    noticedBy: 'a journal that others can write to is neither acted upon nor left',
  },
  'the second copy of the key is not read': {
    from: '    foreach ($root in @($facts.journalRoot, $facts.pinRoot)) {\n        $path = [System.IO.Path]::Combine($root, $keyFile)\n        try {',
    to: '    foreach ($root in @($facts.journalRoot, $facts.journalRoot)) {\n        $path = [System.IO.Path]::Combine($root, $keyFile)\n        try {',
    noticedBy: 'the key of the events outlives the journal and the copy beside it',
  },
  'a key that others can read is used': {
    from: "if ($found.state -eq 'protected') { $read = Read-PhsBytes -Path $path }",
    to: '$read = Read-PhsBytes -Path $path',
    noticedBy: 'a key that others can read is not used',
  },
  'nobody looks at the account of the guardian': {
    from: 'if ($null -eq $problem) { $problem = Test-PhsGuardianAccount',
    to: 'if ($false) { $problem = Test-PhsGuardianAccount',
    noticedBy: 'a guardian with another account, rights, begin or end keeps OFF from being called',
  },
  'nobody looks when the guardian begins': {
    from: 'if ($start.ToUniversalTime() -gt [datetime]::UtcNow) { continue }',
    to: '',
    noticedBy: 'a guardian with another account, rights, begin or end keeps OFF from being called',
  },
  'nobody looks when the guardian ends': {
    from: "if ([string](Get-PhsMember -From $trigger -Name 'EndBoundary') -ne '') { continue }",
    to: '',
    noticedBy: 'a guardian with another account, rights, begin or end keeps OFF from being called',
  },
  'nobody looks at who can change the pinned files': {
    from: "if ((Get-PhsPlatformGuard -Action InspectTree -Path $folder).state -ne 'protected') {",
    to: 'if ($false) {',
    noticedBy: 'pinned files that others can change keep OFF from being called',
  },
  'the guardian is called armed before it reported': {
    from: "    @{ state = 'registered'; detail = $null }\n}",
    to: "    @{ state = 'armed'; detail = $null }\n}",
    noticedBy: 'a guardian that does not report is not called armed',
  },
  'a supersede goes by events that are not authentic': {
    from: "if ($said.authentic -eq 'yes' -and $said.pair -eq $Pair -and",
    to: 'if ($said.pair -eq $Pair -and',
    noticedBy: 'a claim with a number that no run can have leads to no number after it',
  },
  'a supersede does not read its event back': {
    from: '    Confirm-PhsSupersedeTold -Where $where -After $before\n',
    to: '',
    noticedBy: 'a supersede that does not read back opens nothing',
  },
  'a supersede takes an older event for its own': {
    from: '        if ([long]$entry.recordId -le $After) { continue }\n',
    to: '',
    noticedBy: 'a supersede is read back from its own event and from no older one',
  },
  'a task vouches by its name': {
    from: "$task.Count -eq 1 -and $null -eq (Test-PhsGuardianAccount -Task $task[0] -Account '')",
    to: '$task.Count -gt 0',
    noticedBy: 'a task that a user registered under the name of the guardian orders nothing',
  },
  'copies are known by their blanks': {
    from: '$sealOf[$text] = "$($entry.id) $($said.seal)"',
    to: '$sealOf[$text] = $text',
    noticedBy: 'copies of an event with other blanks are bounded as all copies are',
  },
};
