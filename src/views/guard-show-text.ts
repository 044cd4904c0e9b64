import { counted } from '../base/text.js';
import { mayRun } from '../guard/decide.js';
import { newestOfEach } from '../guard/describe-run.js';
import type { GuardAction, GuardShow, ShownPair } from '../guard/guard-document.js';
import { instantText } from '../model/instant.js';
import { reachedParts } from './source-text.js';
import { GuardLines, type GuardTextOptions } from './guard-text.js';

/** What is said beyond what stands there already. */
function withDetail(detail: string | null, known: string): string {
  return detail === null || detail === '' || detail === known ? '' : ` (${detail})`;
}

function addPair(pair: ShownPair, connectors: GuardShow['connectors'], lines: GuardLines): void {
  const { adConnector, explanation, verdict, leftOff, epochs } = pair;
  const unnamed =
    connectors === 'read' ? 'A connector that is not on this server' : 'A connector that could not be read';
  lines.section(adConnector ?? `${unnamed} (${pair.pair})`);
  const refused = mayRun(verdict) ? '' : ' A full password sync is refused.';
  lines.title(`  ${explanation.headline}${refused}`, leftOff ? 'bad' : 'heading');
  lines.text(explanation.now);
  for (const { epoch, run, history, gaps, tickCount } of epochs) {
    const begun = run === null ? 'No run was begun' : `Run ${run}`;
    lines.text(`${begun} (epoch ${epoch}); the guardian has looked ${counted(tickCount, 'time')}`);
    for (const { slot, at, kind, text } of history) {
      lines.text(`${(at === null ? '' : instantText(at)).padEnd(24)}${slot.padEnd(13)}${kind}: ${text}`, 4);
    }
    for (const gap of gaps) {
      lines.text(`contradiction: ${gap}`, 4);
    }
  }
  const byTrust = [true, false].map((trusted) => pair.events.filter(({ verified }) => verified === trusted));
  for (const { event, count } of byTrust.flatMap(newestOfEach)) {
    const { at, eventId, recordId, sentence, verified } = event;
    const mark = verified ? '' : ' NOT VERIFIED';
    const times = count === 1 ? '' : ` (the newest of ${count})`;
    lines.text(`Event ${eventId}, record ${recordId}, ${instantText(at)}${times}${mark}: ${sentence}`);
  }
  lines.text(explanation.safe);
  if (explanation.microsoft !== undefined) {
    lines.text(`Microsoft: "${explanation.microsoft}"`);
  }
  for (const command of explanation.next) {
    lines.command(command);
  }
}

const placeNames: Readonly<Record<string, string>> = {
  journal: 'Journal',
  pair: 'Journal of a connector',
  pin: 'Pinned script',
};

/** `guard show` as text. */
export function guardShowText(shown: GuardShow, options: GuardTextOptions): string {
  const lines = new GuardLines(options);
  const { tool, simulated, source, at, pairs, tasks, places } = shown;
  lines.title(
    [
      `phs-tool ${tool.version}`,
      'guard',
      ...(simulated ? ['simulated server'] : []),
      ...reachedParts(source),
      instantText(at),
    ].join(options.theme.separator),
  );
  if (!shown.supported) {
    lines.text('The guard is not supported here: it needs Windows PowerShell on the Entra Connect server.');
  }
  for (const { role, path, state, detail } of places) {
    if (role !== 'pair' || state !== 'protected') {
      lines.field(placeNames[role] ?? role, `${path}: ${state}${withDetail(detail, path)}`);
    }
  }
  const { eventLog } = shown;
  const more = eventLog.leftOut === 0 ? '' : `, and ${counted(eventLog.leftOut, 'more event')} that cannot be verified`;
  lines.field('Event log', `${eventLog.state}${withDetail(eventLog.detail, '')}${more}`);
  const names = tasks.map(({ name, state, user }) => `${name} (${state}, ${user ?? 'unknown account'})`);
  lines.field('Tasks', shown.taskScheduler.state === 'read' ? names.join(', ') || 'none' : 'could not be read');
  if (pairs.length === 0) {
    lines.text('No AD connector was found.');
  }
  if (shown.connectors === 'unreadable') {
    lines.text('The connectors could not be read; those below are what journal and events know.');
  }
  for (const pair of pairs) {
    addPair(pair, shown.connectors, lines);
  }
  return lines.done();
}

/** What `guard setup`, `guard recover` or `guard supersede` did, as text. */
export function guardActionText(action: GuardAction, options: GuardTextOptions): string {
  const lines = new GuardLines(options);
  const role = { done: 'good', 'nothing-to-do': 'heading', refused: 'caution', 'not-turned-on': 'bad' } as const;
  lines.title(action.headline, role[action.outcome]);
  for (const detail of action.details) {
    lines.text(`- ${detail}`);
  }
  if (action.next.length > 0) {
    lines.section('Next');
    for (const command of action.next) {
      lines.command(command);
    }
  }
  return lines.done();
}
