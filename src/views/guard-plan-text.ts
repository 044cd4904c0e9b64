import { ExitCode } from '../base/exit-codes.js';
import { mayRun } from '../guard/decide.js';
import type { GuardPlan } from '../guard/plan.js';
import { instantText, writeInstants } from '../model/instant.js';
import { GuardLines, type GuardTextOptions } from './guard-text.js';
import type { FindingStatus } from '../model/finding.js';
import { statusRoles } from './theme.js';

const signs: Readonly<Record<'ok' | 'fail' | 'unknown', FindingStatus>> = {
  ok: 'pass',
  fail: 'fail',
  unknown: 'unknown',
};

function addHead(plan: GuardPlan, options: GuardTextOptions, lines: GuardLines): void {
  const { tool, server, simulated, at, pair } = plan;
  const machine = server.machineName ?? 'this server';
  lines.title(
    [
      `phs-tool ${tool.version}`,
      'full password sync',
      machine,
      ...(simulated ? ['simulated server'] : []),
      instantText(at),
    ].join(options.theme.separator),
  );
  lines.raw('');
  if (pair !== null) {
    lines.field('AD connector', `${pair.adConnector.name} (${pair.adConnector.identifier})`);
    lines.field('Entra connector', pair.entraConnector.name);
  }
  lines.field('Now', plan.explanation.now);
}

/** What was looked at for a plan that may be carried out: on a terminal its side effects must not scroll away. */
function addMetConditions(plan: GuardPlan, { theme, verbose }: GuardTextOptions, lines: GuardLines): void {
  lines.section('Conditions');
  const passed = [theme.sign('pass'), statusRoles.pass] as const;
  if (verbose !== true) {
    lines.marked(...passed, `All ${plan.conditions.length} conditions are met (--verbose lists them).`);
    return;
  }
  for (const { title, evidence } of plan.conditions) {
    lines.marked(...passed, title);
    lines.text(writeInstants(evidence), 10);
  }
}

/** What does not hold, each cause with what it keeps from being judged. */
function addFailedConditions(plan: GuardPlan, { theme }: GuardTextOptions, lines: GuardLines): void {
  const shown = plan.conditions.filter(({ status, blockedBy }) => status !== 'ok' && blockedBy === undefined);
  lines.section('Conditions that do not hold');
  for (const { id, title, status, evidence, remedy } of shown) {
    // The title says how it must be, which alone reads as what was found.
    const text = `${status === 'fail' ? 'Not met' : 'Could not be read'}: ${title}`;
    lines.marked(theme.sign(signs[status]), statusRoles[signs[status]], text);
    lines.text(writeInstants(evidence), 10);
    if (remedy !== undefined) {
      lines.text(remedy, 10);
    }
    const blocked = plan.conditions.filter(({ blockedBy }) => blockedBy === id);
    if (blocked.length > 0) {
      lines.text(`Not evaluated before that holds: ${blocked.map((each) => each.title).join('; ')}.`, 10);
    }
  }
}

function addWork(plan: GuardPlan, lines: GuardLines): void {
  lines.section('What is done, in this order');
  for (const [index, { by, does, changes }] of plan.steps.entries()) {
    lines.text(`${index + 1}. ${by}: ${does}${changes ? ' (changes the server)' : ''}`);
  }
  lines.section('How long password hash synchronization is off');
  lines.text(plan.expectedTimeOff);
  if (plan.repairer !== null) {
    const { task, account, runs, rightToRepair } = plan.repairer;
    lines.section('Who repairs when it is cut off');
    lines.text(`The scheduled task ${task} as ${account}, ${runs}.`);
    lines.text(`Right to repair: ${rightToRepair}.`);
  }
  lines.section('Side effects');
  for (const effect of plan.sideEffects) {
    lines.text(`- ${effect}`);
  }
}

function addVerdict({ explanation, verdict }: GuardPlan, lines: GuardLines): void {
  const refused = !mayRun(verdict);
  lines.section(refused ? `REFUSED (${verdict}): ${explanation.headline}` : explanation.headline);
  for (const sentence of explanation.found) {
    lines.text(`- ${sentence}`);
  }
  lines.text(explanation.safe);
  if (explanation.microsoft !== undefined) {
    lines.text(`Microsoft: "${explanation.microsoft}"`);
  }
}

function addCommands(commands: readonly string[], lines: GuardLines): void {
  for (const command of commands) {
    lines.command(command);
  }
}

function addRefusal(plan: GuardPlan, options: GuardTextOptions, lines: GuardLines): void {
  if (mayRun(plan.verdict)) {
    const failed = plan.conditions.filter(({ status }) => status !== 'ok');
    lines.section(
      `REFUSED: ${failed.length} of ${plan.conditions.length} conditions ${failed.length === 1 ? 'does' : 'do'} not hold.`,
    );
  } else {
    addVerdict(plan, lines);
  }
  addFailedConditions(plan, options, lines);
  lines.section('Next');
  addCommands(plan.next, lines);
}

/** True if the verdict is shown and says itself that nothing was changed. */
function isUnchangedSaid({ allowed, verdict, explanation }: GuardPlan): boolean {
  return (allowed || !mayRun(verdict)) && explanation.safe.startsWith('Nothing was changed');
}

/** The plan, or the refusal; nothing was changed. */
export function planText(plan: GuardPlan, options: GuardTextOptions): string {
  const lines = new GuardLines(options);
  addHead(plan, options, lines);
  if (plan.allowed) {
    addMetConditions(plan, options, lines);
    addWork(plan, lines);
    addVerdict(plan, lines);
    lines.section('To run it');
    addCommands(plan.next, lines);
  } else {
    addRefusal(plan, options, lines);
  }
  lines.raw('');
  const end = isUnchangedSaid(plan) ? `Exit code ${plan.exitCode}` : `Nothing was changed; exit code ${plan.exitCode}`;
  lines.title(end, plan.exitCode === ExitCode.leftOff ? 'bad' : 'quiet');
  return lines.done();
}

const headlines = {
  switched: ['The full password sync was triggered.', 'good'],
  uncertain: ['Switching off failed; whether a full password sync was triggered is not known.', 'caution'],
  'not-read-back': ['Password hash synchronization may be OFF: act now.', 'bad'],
  refused: ['The run did not go on; synchronization was not switched off.', 'caution'],
  lost: ['The run was cut off.', 'bad'],
} as const;

/** What was read back after a run. */
export function runText(plan: GuardPlan, options: GuardTextOptions): string {
  const { result, exitCode, explanation } = plan;
  if (result === undefined) {
    return planText(plan, options);
  }
  const lines = new GuardLines(options);
  const [headline, role] = headlines[result.outcome];
  addHead(plan, options, lines);
  lines.raw('').title(headline, role);
  lines.text(`Run ${result.run}, epoch ${result.epoch}.`);
  for (const sentence of result.said) {
    lines.text(`- ${sentence}`);
  }
  if (result.outcome === 'lost' || result.outcome === 'not-read-back') {
    lines.section('What the journal shows now');
    for (const sentence of [explanation.headline, ...explanation.found, explanation.safe]) {
      lines.text(sentence);
    }
  }
  lines.section('Next');
  addCommands(plan.next, lines);
  lines.raw('');
  lines.title(`Exit code ${exitCode}`, exitCode === 0 ? 'quiet' : 'bad');
  return lines.done();
}
