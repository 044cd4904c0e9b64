import { ExitCode } from '../base/exit-codes.js';
import type { ConnectorOverview, Report } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import { formatVerdict } from './verdict.js';
import { marked } from './source-text.js';
import type { View, ViewOptions } from './view.js';
import { stripEnd } from '../base/strip-end.js';

/** Exit codes of a monitoring plugin (Monitoring Plugins Development Guidelines, "Plugin Return Codes"). */
export const nagiosStates = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;

/** One of OK, WARNING, CRITICAL and UNKNOWN. */
export type NagiosState = keyof typeof nagiosStates;

const statesByStatus: Readonly<Record<Report['summary']['status'], NagiosState>> = {
  pass: 'OK',
  warn: 'WARNING',
  fail: 'CRITICAL',
  unknown: 'UNKNOWN',
  error: 'UNKNOWN',
};

/** Whether a replay may have the state that the recorded run had. */
export type ReplayRequest = Pick<ViewOptions, 'asOfRecording'>;

/** True for a report that says nothing of the present: a recording answered, and nobody asked for the state it had. */
function isOfThePast({ source }: Pick<Report, 'source'>, { asOfRecording }: ReplayRequest): boolean {
  return source?.kind === 'recording' && asOfRecording !== true;
}

/**
 * What a monitor gets: it follows the report's status. An interrupted or failed run is UNKNOWN, never CRITICAL, and so is a
 * replay: what a server was like says nothing of what it is.
 */
export function nagiosState(report: Pick<Report, 'summary' | 'source'>, request: ReplayRequest): NagiosState {
  return isOfThePast(report, request) ? 'UNKNOWN' : statesByStatus[report.summary.status];
}

/** The exit code of `--output nagios`: 0, 1, 2 or 3, whatever the exit code of the other forms would be. */
export function nagiosExitCode(report: Pick<Report, 'summary' | 'source'>, request: ReplayRequest): ExitCode {
  return nagiosStates[nagiosState(report, request)];
}

/** One value for a graph. Thresholds are ranges of the guidelines; absent ones are left out. */
export interface PerformanceDatum {
  readonly label: string;
  /** Null: the value could not be determined (`U`). */
  readonly value: number | null;
  readonly unit: '' | 's';
  readonly warning?: number;
  readonly critical?: number;
}

/**
 * Text on the one line that a monitor reads: control characters become visible, and the bar that would end the text is
 * `\u{7c}`.
 */
export function nagiosText(text: string): string {
  return escapeForTerminal(text).replaceAll('|', '\\u{7c}');
}

/** What the guidelines forbid in a label (`=` and `'`), what readers stumble over, and the sign of the escape itself. */
const unsafeInLabel = /[='|%;"\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A label of performance data: unsafe characters as `%` and two hexadecimal digits for each byte of UTF-8, because the
 * guidelines forbid `=` and `'` and real readers split at them even between quotes; in quotes unless it is one plain word.
 */
export function nagiosLabel(label: string): string {
  const safe = label.replace(unsafeInLabel, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return /^[A-Za-z0-9_.-]+$/.test(safe) ? safe : `'${safe}'`;
}

/** `label=value[unit];warning;critical;minimum`, without semicolons that say nothing. No value has a sign. */
export function performanceText({ label, value, unit, warning, critical }: PerformanceDatum): string {
  const thresholds = [warning, critical, value === null ? undefined : 0].map((limit) => limit ?? '').join(';');
  const text = value === null ? 'U' : `${Math.max(0, value)}${unit}`;
  return stripEnd(`${nagiosLabel(label)}=${text};${thresholds}`, ';');
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** Age of the oldest of a connector's last cycles: one domain that is behind must not hide behind the others. */
export function oldestCycleMs({ lastCycles }: Pick<ConnectorOverview, 'lastCycles'>): number | null {
  const ages = lastCycles.known ? lastCycles.value.map(({ ageMs }) => ageMs) : [];
  return ages.length === 0 || ages.includes(null) ? null : Math.max(...ages.map((age) => age ?? 0));
}

function connectorData(connector: ConnectorOverview, windowMs: number): PerformanceDatum[] {
  const { name, heartbeat } = connector;
  const beat = heartbeat.known ? heartbeat.value : null;
  const cycle = oldestCycleMs(connector);
  const limit = seconds(windowMs);
  return [
    { label: `${name} heartbeat`, value: beat === null ? null : seconds(beat.ageMs), unit: 's', critical: limit },
    { label: `${name} last_cycle`, value: cycle === null ? null : seconds(cycle), unit: 's', warning: limit },
  ];
}

/** The values of a report: ages for each AD connector, then the number of findings of each status. */
export function performanceData({ overview, window, summary }: Report): readonly PerformanceDatum[] {
  if (summary.status === 'error') {
    return [];
  }
  const connectors = overview?.connectors.known === true ? overview.connectors.value : [];
  const { pass, warn, fail, skip, unknown } = summary.counts;
  return [
    ...connectors.flatMap((connector) => connectorData(connector, window?.lengthMs ?? 0)),
    { label: 'findings_fail', value: fail, unit: '', critical: 0 },
    { label: 'findings_warn', value: warn, unit: '', warning: 0 },
    { label: 'findings_unknown', value: unknown, unit: '' },
    { label: 'findings_pass', value: pass, unit: '' },
    { label: 'findings_skip', value: skip, unit: '' },
  ];
}

function serverName({ server }: Report): string {
  return server?.platform.known === true ? `${server.platform.value.machineName}: ` : '';
}

/** One line for Nagios, Icinga, checkmk and their like: state, what answered unless a server did, verdict, performance data. */
export const nagiosView: View = (report, options) => {
  const hint = report.error?.hint === undefined ? '' : ` ${report.error.hint}`;
  const about = marked(report.source, `${serverName(report)}${formatVerdict(report, '')}${hint}`);
  const text = nagiosText(`PHS ${nagiosState(report, options)} - ${about}`);
  // Values of the past would be drawn as those of the present.
  const data = isOfThePast(report, options) ? [] : performanceData(report).map(performanceText);
  return `${text}${data.length === 0 ? '' : ` | ${data.join(' ')}`}\n`;
};
