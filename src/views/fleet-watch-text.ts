import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import type { Finding } from '../model/finding.js';
import type { FleetDocument, FleetServerResult } from '../model/fleet-document.js';
import { instantText } from '../model/instant.js';
import type { Report } from '../model/report.js';
import { causeOf, fleetStatus, fleetTotals, serverCells } from './fleet-text.js';
import { displayWidth, fitted, indented, padTo } from './layout.js';
import { signedLines } from './signed-text.js';
import { stepTextLines } from './next-step.js';
import { shortMark } from './source-text.js';
import { statusRoles } from './theme.js';
import { firstFinding, verdictStatus } from './verdict.js';
import { watchStepLines, type WatchViewOptions } from './watch-text.js';

/** What is known of several servers while they are watched. */
export interface WatchedFleet {
  /** Of the servers that have answered, or failed to, so far. */
  readonly document: FleetDocument;
  /** Names of those that neither answered nor failed to. */
  readonly pending: readonly string[];
}

const widestName = 24;
const worstFirst: readonly Report['summary']['status'][] = ['error', 'fail', 'unknown', 'warn', 'pass'];
const words = {
  pass: 'in order',
  warn: 'warning',
  fail: 'failed',
  unknown: 'not known',
  error: 'did not answer',
} as const;

function rankOf({ report }: FleetServerResult): number {
  return worstFirst.indexOf(report.summary.status);
}

/** What stands in the columns: name, role, last sign of life. */
function cellsOf(server: FleetServerResult): readonly [string, string, string] {
  const [name, role, , age] = serverCells(server);
  return [fitted(name, widestName), role, age];
}

/** A server: the line that is always there, and its whole cause for below it, if that does not fit into the line. */
interface Row {
  readonly line: string;
  readonly cause: readonly string[];
}

function verdictWord({ summary, findings, source }: Report): string {
  const check = firstFinding({ findings })?.check;
  const word = words[summary.status];
  const isCaused = check !== undefined && summary.status !== 'pass' && summary.status !== 'error';
  return `${shortMark(source)}${word}${isCaused ? `: ${check}` : ''}`;
}

function rowOf(server: FleetServerResult, widths: readonly number[], options: WatchViewOptions): Row {
  const { theme, columns } = options;
  const status = verdictStatus(server.report);
  const cells = cellsOf(server).map((cell, index) => padTo(cell, widths[index] ?? 0));
  const head = `${theme.sign(status)} ${cells.join('  ')}`;
  const paint = (line: string): string => theme.paint(statusRoles[status], line);
  const cause = causeOf(server);
  const whole = `${head}  ${cause}`;
  const isInOrder = server.report.summary.status === 'pass';
  if (isInOrder || displayWidth(whole) > columns) {
    const line = paint(fitted(`${head}  ${verdictWord(server.report)}`, columns));
    return { line, cause: isInOrder ? [] : indented(cause, displayWidth(theme.sign(status)) + 1, columns).map(paint) };
  }
  return { line: paint(whole), cause: [] };
}

const heads = ['server', 'role', 'last sign'] as const;

function measure(servers: readonly FleetServerResult[]): readonly number[] {
  const cells = servers.map(cellsOf);
  return heads.map((head, index) => Math.max(head.length, ...cells.map((row) => displayWidth(row[index] ?? ''))));
}

/** The servers as they were named if all of them fit, else the worst first, and how many more there are. */
function chooseServers(
  servers: readonly FleetServerResult[],
  room: number,
): { readonly shown: readonly FleetServerResult[]; readonly left: readonly string[] } {
  if (servers.length <= room) {
    return { shown: servers, left: [] };
  }
  const shown = [...servers].sort((one, other) => rankOf(one) - rankOf(other)).slice(0, Math.max(1, room - 1));
  return { shown, left: [`  and ${servers.length - shown.length} more: enlarge the window, or leave out --watch`] };
}

function isOpen({ status }: Finding): boolean {
  return status !== 'pass' && status !== 'skip';
}

/** What was found of all together, as far as there is room for whole findings. */
function findingLines({ findings }: FleetDocument, room: number, options: WatchViewOptions): string[] {
  const lines: string[] = [];
  for (const { status, check, subject, message } of findings.filter(isOpen)) {
    const text = `${check}: ${subject === undefined ? '' : `${subject}: `}${message}`;
    const next = signedLines(status, escapeForTerminal(text.replaceAll('\n', ' ')), options);
    if (lines.length + next.length > room) {
      break;
    }
    lines.push(...next);
  }
  return lines.length === 0 ? [] : ['', ...lines];
}

/** The rows, with whole causes below them as far as there is room, for the worst servers first. */
function withCauses(servers: readonly FleetServerResult[], room: number, options: WatchViewOptions): string[] {
  const widths = measure(servers);
  const rows = servers.map((server) => ({ server, ...rowOf(server, widths, options) }));
  let left = room;
  const told = new Set<string>();
  for (const { server, cause } of [...rows].sort((one, other) => rankOf(one.server) - rankOf(other.server))) {
    if (cause.length > 0 && cause.length <= left) {
      left -= cause.length;
      told.add(server.name);
    }
  }
  const sign = displayWidth(options.theme.sign('pass'));
  const head = `${' '.repeat(sign)} ${heads.map((each, index) => padTo(each, widths[index] ?? 0)).join('  ')}  verdict`;
  return [
    options.theme.paint('quiet', fitted(head, options.columns)),
    ...rows.flatMap(({ server, line, cause }) => [line, ...(told.has(server.name) ? cause : [])]),
  ];
}

/** How many lines the cause of the worst server takes: it comes before what to do about it. */
function worstCauseHeight(servers: readonly FleetServerResult[], options: WatchViewOptions): number {
  const [worst] = [...servers].sort((one, other) => rankOf(one) - rankOf(other));
  return worst === undefined ? 0 : rowOf(worst, measure(servers), options).cause.length;
}

/** What to do about the worst server of which that is known, if there is room for it whole. */
function stepLines(servers: readonly FleetServerResult[], room: number, options: WatchViewOptions): string[] {
  const sorted = [...servers].sort((one, other) => rankOf(one) - rankOf(other));
  const [lines = []] = sorted
    .map(({ name, report }) => {
      const hint = report.error?.hint;
      return hint === undefined
        ? watchStepLines(report, room - 1, options, name)
        : stepTextLines(hint, name, options.columns);
    })
    .filter((told) => told.length > 0);
  return lines.length === 0 || lines.length >= room ? [] : ['', ...lines];
}

/**
 * A look at several servers that fits the window: a line for each, what was found of them together, causes, what to do about the
 * worst of them, the totals last.
 */
export function fleetWatchText({ document, pending }: WatchedFleet, options: WatchViewOptions): string {
  const { theme, columns, rows } = options;
  const { servers, finishedAt, tool } = document;
  const all = counted(servers.length + pending.length, 'server');
  const head = [`phs-tool ${tool.version}`, all, instantText(finishedAt)].join(theme.separator);
  const totals =
    pending.length === 0
      ? signedLines(fleetStatus(document), fleetTotals(document), options)
      : indented(
          `${counted(pending.length, 'server')} did not answer yet: ${pending.map(escapeForTerminal).join(', ')}`,
          0,
          columns,
        ).slice(0, 3);
  const fixed = [theme.paint('heading', fitted(head, columns)), ''];
  // The line with the names of the columns, and the empty line above the totals.
  const room = Math.max(1, rows - fixed.length - totals.length - 2);
  const { shown, left } = chooseServers(servers, room);
  const findings = pending.length > 0 ? [] : findingLines(document, room - shown.length - left.length - 1, options);
  const free = room - shown.length - left.length - findings.length;
  const step = stepLines(shown, free - worstCauseHeight(shown, options), options);
  const causes = withCauses(shown, free - step.length, options);
  return `${[...fixed, ...causes, ...left, ...findings, ...step, '', ...totals].join('\n')}\n`;
}
