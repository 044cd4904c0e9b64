import type { ScenarioName } from './scenarios.js';
import { trustSabotages } from './trust-sabotages.js';
import type { TreeRule } from './tree-rules.js';

/** One thing broken in the script on purpose: a text that must be there exactly once, what stands for it, and who must notice. */
export interface ScriptSabotage {
  readonly from: string;
  readonly to: string;
  /** The rule about the syntax tree, or the scenario in the engine, that must fail. */
  readonly noticedBy: TreeRule | ScenarioName;
}

const offCall =
  'Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $source -TargetConnector $target -Enable $false -ErrorAction Stop';
const finallyOn = '} finally {\n        $result = Set-PhsChannelOn -Connectors $Connectors -LimitMs $TurnOnLimitMs';
const offEvent =
  "    Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'OFF_INTENT' -Sentence $message -Hash $hash -EntryType 'Warning'\n";
const runLock = '    $lock = Open-PhsLock -Pair $PairId -Attempts 150\n';

/** Sabotages of the script, by name. */
export const scriptSabotages: Readonly<Record<string, ScriptSabotage>> = {
  ...trustSabotages,
  'OFF is called twice': { from: offCall, to: `${offCall}; $null = ${offCall}`, noticedBy: 'one-off' },
  'the finally that switches on is gone': {
    from: finallyOn,
    to: '} finally {\n        $result = @{ on = $true; attempts = 1 }',
    noticedBy: 'off-in-try-with-on-in-finally',
  },
  'a record is written between the event and OFF': {
    from: '        $clock.Start()\n',
    to: "        $clock.Start()\n        $null = New-PhsSlot -Where $Where -Run $RunId -Slot '60-x' -Kind 'AGAIN'\n",
    noticedBy: 'nothing-between-event-and-off',
  },
  'a look-up stands between OFF and ON': {
    from: finallyOn,
    to: finallyOn.replace('\n', '\n        $null = Get-ADSyncConnector\n'),
    noticedBy: 'nothing-between-off-and-on',
  },
  'OFF is called before its event': {
    from: offEvent,
    to: '',
    noticedBy: 'nothing-between-event-and-off',
  },
  'the run takes no lock': {
    from: `${runLock}    if ($null -eq $lock.stream)`,
    to: '    $lock = @{ stream = [System.IO.MemoryStream]::new() }\n    if ($null -eq $lock.stream)',
    noticedBy: 'changes-under-lock',
  },
  'a slot is not flushed': {
    from: '        try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }\n    } catch {',
    to: '        try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }\n    } catch {',
    noticedBy: 'slots-are-created-flushed-read-back',
  },
  'a slot is not read back': {
    from: "if ($back.state -ne 'read' -or (Get-PhsSha256 -Bytes $back.bytes) -ne $hash)",
    to: 'if ($false)',
    noticedBy: 'slots-are-created-flushed-read-back',
  },
  'a cmdlet that changes stands elsewhere': {
    from: '        $clock.Stop()\n',
    to: '        $clock.Stop()\n        $null = Add-ADSyncConnector -Connector $Connectors.ad\n',
    noticedBy: 'changes-in-their-functions',
  },
  'something is written to the console': {
    from: '        $clock.Stop()\n',
    to: "        $clock.Stop()\n        Write-Output -InputObject 'off'\n",
    noticedBy: 'no-output-commands',
  },
  'a slot that is there counts as created': {
    from: 'if ([System.IO.File]::Exists($path)) { Stop-PhsGuard -RefusedFor \'SLOT_EXISTS\' -Detail "The slot $Slot is taken." }',
    to: "if ([System.IO.File]::Exists($path)) { return ('0' * 64) }",
    noticedBy: 'slots-are-created-flushed-read-back',
  },
  'a slot is overwritten': {
    from: '$path, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None\n        )\n    } catch {\n        if ([System.IO.File]::Exists($path))',
    to: '$path, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None\n        )\n    } catch {\n        if ([System.IO.File]::Exists($path))',
    noticedBy: 'slots-are-created-flushed-read-back',
  },
  'a torn OFF_INTENT counts as absent': {
    from: "$Slots['50-off'].state -eq 'torn' -or $Slots['50-off'].kind -eq 'OFF_INTENT'",
    to: "$Slots['50-off'].kind -eq 'OFF_INTENT'",
    noticedBy: 'a torn OFF_INTENT counts, also when the event log was cleared',
  },
  'the event of OFF_INTENT is not looked at': {
    from: '                $answer.off = $true\n',
    to: '',
    noticedBy: 'a lost OFF_INTENT is known by its event',
  },
  'the guardian disarms at the first on': {
    from: '$shortSoak = 3',
    to: '$shortSoak = 1',
    noticedBy: 'a run ends only after three calm ticks',
  },
  'the parameter is not read back': {
    from: "if ($stored -ne '1')",
    to: 'if ($false)',
    noticedBy: 'a parameter that is not stored keeps OFF from being called',
  },
  'nobody looks at the guardian before OFF': {
    from: "if ($null -ne $problem) { Stop-PhsGuard -RefusedFor 'GUARDIAN_MISSING' -Detail $problem }\n            if",
    to: 'if',
    noticedBy: 'a guardian that is gone keeps OFF from being called',
  },
  'the plan is not compared under the lock': {
    from: "if ($snapshot.planHash -ne [string]$Claim.fields['planHash']) {",
    to: 'if ($false) {',
    noticedBy: 'a plan that no longer holds is closed under the lock',
  },
  'ON is not read back': {
    from: "$on = (Test-PhsEnabled -Connectors $Connectors) -eq 'yes'",
    to: '$on = $true',
    noticedBy: 'ON that has no effect is tried again',
  },
  'an error of OFF ends the run': {
    from: '        $offError = [string]$_.Exception.Message\n',
    to: '        $offError = [string]$_.Exception.Message\n        [System.Diagnostics.Process]::GetCurrentProcess().Kill()\n',
    noticedBy: 'ON is called also when OFF throws after its effect',
  },
  'an abandoned run is not closed': {
    from: "if ($State.slots[$Slot].state -eq 'absent') { Close-PhsRun -Where $State.epoch -Run $State.run -Slot $Slot -Because $Because }",
    to: '',
    noticedBy: 'an abandoned claim is closed, and a run that comes late is refused',
  },
  'the guardian switches on whoever switched off': {
    from: '    if ($State.intent -or $State.unsure) {\n',
    to: "    if ($State.intent -or $State.unsure -or $State.enabled -eq 'no') {\n",
    noticedBy: "somebody else's off is left alone",
  },
  'the guardian of a deleted journal repairs again': {
    from: '-not $Asked -and ($State.claimless -or $State.slots',
    to: '-not $Asked -and ($State.slots',
    noticedBy: 'the guardian of a deleted journal switches on once only',
  },
  'the guardian of a deleted journal never leaves': {
    from: '($state.intent -or $state.claimless -or $state.doubt) -and $tick',
    to: '-not $state.claimless -and $state.intent -and $tick',
    noticedBy: 'the guardian of a deleted journal leaves after the soak',
  },
  'the guardian of a deleted journal leaves at once': {
    from: 'if ($calm -lt $longSoak -or -not $State.logRead) { return $null }',
    to: '',
    noticedBy: 'the guardian of a deleted journal leaves after the soak',
  },
  'a folder without slots counts as a run': {
    from: '    $last = Get-PhsLastEpoch -Pair $connectors.pair',
    to: '    $last = @(Get-PhsEpochNumber -Pair $connectors.pair)[-1]',
    noticedBy: 'slots that were deleted do not keep a person from setting the run aside, and its guardian leaves',
  },
  'an event that cannot be written is passed over': {
    from: "    Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'OFF_INTENT' -Sentence $message -Hash $hash -EntryType 'Warning'\n",
    to: "    try { Write-PhsGuardEvent -Where $Where -Run $RunId -Kind 'OFF_INTENT' -Sentence $message -Hash $hash -EntryType 'Warning' } catch { $null = $_ }\n",
    noticedBy: 'an event that cannot be written keeps OFF from being called',
  },
  'who cannot look after "on" is silent': {
    from: "elseif ($State.enabled -eq 'unknown' -and -not $Asked) {",
    to: 'elseif ($false) {',
    noticedBy: 'a guardian that cannot look after "on" says so every time',
  },
  'what could not be looked up is not closed before "on" is written': {
    from: 'if ($State.unsure) {\n                Close-PhsRun',
    to: 'if ($false) {\n                Close-PhsRun',
    noticedBy: 'a run whose permission cannot be looked up ends as not known after it was switched on',
  },
  'a run that was switched on ends as one that changed nothing': {
    from: "    if ($State.slots['70-on'].state -ne 'absent') {\n        return (\n            Complete-PhsRun",
    to: '    if ($false) {\n        return (\n            Complete-PhsRun',
    noticedBy: 'a run whose permission cannot be looked up ends as not known after it was switched on',
  },
  'the guardian repairs again and again': {
    from: "if ($seen -and -not $Asked -and ($State.claimless -or $State.slots['80-again'].state -ne 'absent' -or $State.again)) {",
    to: 'if ($false) {',
    noticedBy: 'an off after ON_SEEN is repaired once, then only told',
  },
  'the second repair counts before it succeeded': {
    from: '    $result = @{ on = $false; attempts = 0 }\n    if ($null -ne $State.connectors) { $result',
    to: "    $result = @{ on = $false; attempts = 0 }\n    if ($seen) { $null = New-PhsSlot -Where $State.epoch -Run $State.run -Slot '80-again' -Kind 'AGAIN' }\n    if ($null -ne $State.connectors) { $result",
    noticedBy: 'an off after ON_SEEN that cannot be repaired at once is repaired later',
  },
  'the soak is short although nobody wrote down "on"': {
    from: 'if ($calm -lt $(if ($switched) { $shortSoak } else { $longSoak })) { return $null }',
    to: 'if ($calm -lt $shortSoak) { return $null }',
    noticedBy: 'signs of life from before "on" do not shorten the soak',
  },
  'the log is read before anything is repaired': {
    from: "if ($enabled -eq 'yes' -or -not $permitted -or $slots['70-on'].state -ne 'absent') {",
    to: 'if ($true) {',
    noticedBy: 'the log is not read before a repair that the journal alone asks for',
  },
  'nobody looks at the triggers of the guardian': {
    from: 'if (-not $minutely) {',
    to: 'if ($false) {',
    noticedBy: 'a guardian that does not start every minute keeps OFF from being called',
  },
  'a switch-off that failed counts as done': {
    from: "-and [string]$On.fields['offError64'] -eq '-'",
    to: '',
    noticedBy: 'a switch-off that failed is not a success, whatever the server shows',
  },
  'an operator does not arm the guardian again': {
    from: '        $guardian = Confirm-PhsGuardianReport -State $state\n',
    to: '        $null = $guardian\n',
    noticedBy: 'a guardian that is gone is armed again by an operator',
  },
  'the pair is named by names': {
    from: "$text = 'phs-guard/1|' + ([guid][string]$Ad.Identifier).ToString('D').ToLowerInvariant()",
    to: "$text = 'phs-guard/1|' + [string]$Ad.Name",
    noticedBy: 'the pair is named by identifiers',
  },
  'the guardian does not repair': {
    from: '$answer.action = Restore-PhsChannel -State $State -Asked $Asked',
    to: "$answer.action = 'none'",
    noticedBy: 'what was cut off after OFF is on again with the next tick',
  },
};

/** The script with one sabotage; raises an error unless its text is there exactly once. */
export function sabotage(text: string, name: string, { from, to }: ScriptSabotage): string {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`The sabotage "${name}" finds its text ${parts.length - 1} times.`);
  }
  return parts.join(to);
}
