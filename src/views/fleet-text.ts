import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { durationText } from '../model/duration.js';
import type { FindingStatus } from '../model/finding.js';
import type { FleetDocument, FleetServerResult } from '../model/fleet-document.js';
import { displayWidth, fitted, hanging, padTo } from './layout.js';
import { shortMark } from './source-text.js';
import { textView } from './text.js';
import { findingsLines } from './text-findings.js';
import { statusRoles } from './theme.js';
import { formatVerdict, verdictStatus } from './verdict.js';
import type { ViewOptions } from './view.js';

/** What a server is in a line: name, role, build, last sign of life; escaped. */
export function serverCells(server: FleetServerResult): readonly [string, string, string, string] {
  const { name, role, expect, build, lastSignOfLifeAt, report } = server;
  const endsAt = report.window?.endsAt ?? report.finishedAt;
  const age =
    lastSignOfLifeAt === null ? '-' : durationText(Math.max(0, Date.parse(endsAt) - Date.parse(lastSignOfLifeAt)));
  const shownRole = role ?? (expect === null ? 'unknown' : `${expect}?`);
  return [escapeForTerminal(name), shownRole, escapeForTerminal(build ?? 'unknown'), age];
}

function isInOrder({ report }: FleetServerResult): boolean {
  return report.summary.status === 'pass';
}

/** The cause in a line; what answered, if no server did, and how old it is. */
export function causeOf({ report }: FleetServerResult): string {
  return escapeForTerminal(`${shortMark(report.source)}${formatVerdict(report, '')}`.replaceAll('\n', ' '));
}

const heads = ['server', 'role', 'build', 'last sign'] as const;

/** A line a server, in columns that are as wide as their widest entry. */
export function fleetLines(servers: readonly FleetServerResult[], { theme, columns }: ViewOptions): string[] {
  const rows = servers.map(serverCells);
  const widths = heads.map((head, index) =>
    Math.max(head.length, ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  const join = (cells: readonly string[]): string =>
    cells.map((cell, index) => padTo(cell, widths[index] ?? 0)).join('  ');
  const signs = servers.map(({ report }) => theme.sign(verdictStatus(report)).trimEnd());
  const signWidth = Math.max(...signs.map(displayWidth));
  return [
    theme.paint('quiet', fitted(`${' '.repeat(signWidth)} ${join(heads)}  verdict`, columns)),
    ...servers.map((server, index) => {
      const status = verdictStatus(server.report);
      const sign = padTo(signs[index] ?? '', signWidth);
      return theme.paint(
        statusRoles[status],
        fitted(`${sign} ${join(rows[index] ?? [])}  ${causeOf(server)}`, columns),
      );
    }),
  ];
}

const words: readonly (readonly [keyof FleetDocument['summary']['counts'], string])[] = [
  ['fail', 'failed'],
  ['error', 'did not answer'],
  ['unknown', 'unknown'],
  ['warn', 'with a warning'],
  ['pass', 'in order'],
];

/** `5 servers: 1 failed, 1 did not answer, 3 in order`, and how many findings come from comparing them. */
export function fleetTotals({ summary: { counts }, findings }: FleetDocument): string {
  const parts = words.flatMap(([key, word]) => (counts[key] === 0 ? [] : [`${counts[key]} ${word}`]));
  const together = (...statuses: readonly string[]): number =>
    findings.filter(({ status }) => statuses.includes(status)).length;
  const [wrong, open] = [together('fail', 'warn'), together('unknown')];
  const also = [
    ...(wrong === 0 ? [] : [`${counted(wrong, 'finding')} from comparing them`]),
    ...(open === 0
      ? []
      : [`${counted(open, 'check')} that ${open === 1 ? 'compares' : 'compare'} them could not be evaluated`]),
  ];
  return [`${counted(counts.servers, 'server')}: ${parts.join(', ')}`, ...also].join('; ');
}

/** The status that the verdict on all servers looks like. */
export function fleetStatus({ summary }: FleetDocument): Exclude<FindingStatus, 'skip'> {
  return summary.status === 'error' ? 'fail' : summary.status;
}

/** Makes a command to copy one for the server of this name, or its recording. */
export type CommandOfServer = (name: string, line: string) => string;

/**
 * Several servers for people: a line for each, what was found of them together, then the details of those that are not in order
 * (verbose: of all), the totals last. Quiet: the totals alone.
 */
export function fleetText(
  document: FleetDocument,
  options: ViewOptions,
  forServer: CommandOfServer = (_name, line) => line,
): string {
  const { theme, columns, verbosity } = options;
  const { servers, findings, summary } = document;
  const totals = `${fleetTotals(document)}; exit code ${summary.exitCode}`;
  const verdict = hanging(totals, 0, columns).map((line) => theme.paint(statusRoles[fleetStatus(document)], line));
  if (verbosity === 'quiet') {
    return `${verdict.join('\n')}\n`;
  }
  const shown = servers.filter((server) => verbosity === 'verbose' || !isInOrder(server));
  const wide: ViewOptions = { ...options, rows: undefined };
  return [
    ...fleetLines(servers, options),
    ...findingsLines(findings, wide, { passed: 'hidden' }),
    ...shown.flatMap(({ name, report }) => [
      '',
      theme.paint('heading', `== ${escapeForTerminal(name)}`),
      textView(report, { ...wide, forServer: (line) => forServer(name, line) }).trimEnd(),
    ]),
    '',
    ...verdict,
    '',
  ].join('\n');
}
