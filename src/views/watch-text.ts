import { sentencesOf } from '../base/open-pair.js';
import { verdictWord } from '../model/verdict-words.js';
import { brief } from './brief.js';
import { fittedCommand, isComment } from './command-lines.js';
import { displayWidth, fitted, indented, padTo } from './layout.js';
import { stepTextLines } from './next-step.js';
import { instantText } from '../model/instant.js';
import type { ConnectorOverview, Overview, Report } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { serverRows, verdictStatuses } from './overview-rows.js';
import { signedLines } from './signed-text.js';
import { shortlyMarked } from './source-text.js';
import { textView } from './text.js';
import { statusRoles } from './theme.js';
import { ageText } from './times.js';
import { firstFinding, formatVerdict, verdictStatus } from './verdict.js';
import type { ViewOptions } from './view.js';

/** A watch needs a width and a height to fit into. */
export interface WatchViewOptions extends ViewOptions {
  readonly columns: number;
  readonly rows: number;
}

const widestName = 28;
/** Lines kept for the next step when there are many connectors. */
const leastForStep = 6;

function signText({ lastSignOfLife }: ConnectorOverview): string {
  if (!lastSignOfLife.known) {
    return 'last sign of life unknown';
  }
  const last = lastSignOfLife.value;
  return last === null ? 'no sign of life in the log' : `last sign of life ${ageText(last.ageMs, 'now')}`;
}

function cycleText({ lastCycles }: ConnectorOverview): string {
  if (!lastCycles.known || lastCycles.value.length === 0) {
    return lastCycles.known ? 'no cycle recorded' : 'last cycle unknown';
  }
  const worst = lastCycles.value.find(({ status }) => status?.toLowerCase() !== 'successful') ?? lastCycles.value[0];
  const age = worst?.ageMs == null ? '' : `, ${ageText(worst.ageMs, 'now')}`;
  return `cycle ${worst?.status ?? 'without status'}${age}`;
}

function connectorLine(connector: ConnectorOverview, nameWidth: number, { theme, columns }: WatchViewOptions): string {
  const status = verdictStatuses[connector.verdict.status];
  const sign = theme.sign(status);
  const name = padTo(fitted(escapeForTerminal(connector.name), nameWidth), nameWidth);
  const said = [verdictWord(connector.verdict), signText(connector), cycleText(connector)].map(escapeForTerminal);
  const whole = (parts: readonly string[]): string => `${sign} ${name}  ${parts.join(theme.separator)}`;
  // What does not fit is left out as a whole: half a word says nothing.
  const fits = [3, 2].map((count) => whole(said.slice(0, count))).find((line) => displayWidth(line) <= columns);
  return theme.paint(statusRoles[status], fits ?? fitted(whole(said.slice(0, 1)), columns));
}

const order = ['fail', 'unknown', 'warn', 'skip', 'pass'] as const;

/** A line for each connector, the worst first, and how many more there are when they do not all fit. */
function connectorLines({ connectors }: Overview, room: number, options: WatchViewOptions): string[] {
  if (!connectors.known) {
    return indented(escapeForTerminal(`AD connectors: ${connectors.reason.message}`), 0, options.columns);
  }
  const rank = ({ verdict }: ConnectorOverview): number => order.indexOf(verdictStatuses[verdict.status]);
  const sorted = [...connectors.value].sort((one, other) => rank(one) - rank(other));
  const shown = sorted.slice(0, sorted.length <= room ? room : Math.max(1, room - 1));
  const widest = Math.max(0, ...shown.map(({ name }) => displayWidth(escapeForTerminal(name))));
  const left = sorted.length - shown.length;
  return [
    ...shown.map((connector) => connectorLine(connector, Math.min(widestName, widest), options)),
    ...(left === 0 ? [] : [`  and ${left} more: enlarge the window, or leave out --watch`]),
  ];
}

function verdictLines(report: Report, options: WatchViewOptions): string[] {
  const text = escapeForTerminal(shortlyMarked(report.source, formatVerdict(report, ' (phs-tool status)')));
  return signedLines(verdictStatus(report), text, options);
}

/** The page that tells more; if not every command is shown, what shows the others. */
function moreLines(check: string, left: number, columns: number): string[] {
  const others = `; ${counted(left, 'command')} not shown: status without --watch`;
  return indented(`More: phs-tool help ${check}${left === 0 ? '' : others}`, 0, columns);
}

/**
 * The first commands, as far as they fit whole, and where the others stand: half a command must not be copied. No comment stays
 * without its command.
 */
function fittingCommands(commands: readonly string[], check: string, room: number, columns: number): string[] {
  const blocks = commands.map((command) => fittedCommand(command, 4, columns));
  const countLeft = (count: number): number => commands.slice(count).filter((command) => !isComment(command)).length;
  const tooWide = blocks.indexOf(undefined);
  let count = tooWide === -1 ? blocks.length : tooWide;
  const lines = (): readonly string[] => [
    ...blocks.slice(0, count).flatMap((block) => block ?? []),
    ...moreLines(check, countLeft(count), columns),
  ];
  const isOrphaned = (): boolean => countLeft(count) > 0 && isComment(commands[count - 1] ?? '');
  while (count > 0 && (lines().length > room || isOrphaned())) {
    count -= 1;
  }
  return room > 0 ? [...lines()] : [];
}

/** The first sentence of what to do, for whom if several are watched, then commands as far as there is room. */
export function watchStepLines(
  report: Pick<Report, 'findings'>,
  room: number,
  { columns }: Pick<WatchViewOptions, 'columns'>,
  whose?: string,
): string[] {
  const finding = firstFinding(report);
  const remedy = finding?.remedy;
  if (finding === undefined || remedy === undefined) {
    return [];
  }
  const [sentence = ''] = sentencesOf(brief(remedy.text, ''));
  const told = stepTextLines(sentence, whose, columns);
  return [...told, ...fittingCommands(remedy.commands, finding.check, room - told.length, columns)];
}

function serverLine({ overview, window, finishedAt }: Report, { theme, columns }: WatchViewOptions): string[] {
  const rows = overview === null ? [] : serverRows(overview, window?.endsAt ?? finishedAt, 'now').slice(1);
  const parts = rows.map(
    ({ label, values: [value = ''], status }) => `${label} ${status === 'unknown' ? 'unknown' : value.split(': ')[0]}`,
  );
  return parts.length === 0 ? [] : [fitted(escapeForTerminal(parts.join(theme.separator)), columns)];
}

function fits(whole: string, { overview }: Report, { rows }: WatchViewOptions): boolean {
  return whole.trimEnd().split('\n').length <= rows || overview === null;
}

function wholeText(report: Report, options: WatchViewOptions): string {
  return textView(report, { ...options, wrapsNothing: true });
}

/** Whether the window has room for the whole report: if not, a larger one shows more. */
export function fitsWhole(report: Report, options: WatchViewOptions): boolean {
  return fits(wholeText(report, options), report, options);
}

/** So many rows below the short text are left empty before the end of the whole text is shown instead. */
const mostEmptyRows = 20;

/**
 * A look of a watch that fits the window: the whole report of `status` if there is room, else a line for each connector, the
 * verdict and the next step. In between it is the whole text, which the screen cuts at its beginning.
 */
export function watchText(report: Report, options: WatchViewOptions): string {
  const whole = wholeText(report, options);
  if (fits(whole, report, options) || report.overview === null) {
    return whole;
  }
  const { theme, columns, rows } = options;
  const platform = report.server?.platform;
  const machine = platform?.known === true ? escapeForTerminal(platform.value.machineName) : 'status';
  const at = instantText(report.window?.endsAt ?? report.finishedAt);
  const head = [
    theme.paint('heading', fitted([`phs-tool ${report.tool.version}`, machine, at].join(theme.separator), columns)),
    ...serverLine(report, options),
    '',
  ];
  const verdict = ['', ...verdictLines(report, options)];
  const left = rows - head.length - verdict.length;
  const connectors = connectorLines(report.overview, Math.max(1, left - leastForStep), options);
  const step = watchStepLines(report, left - connectors.length, options);
  const short = [...head, ...connectors, ...verdict, ...step];
  // A window that is too small for all of it, and has much room below the short text, shows the end of the whole.
  return short.length + mostEmptyRows < rows ? whole : `${short.join('\n')}\n`;
}
