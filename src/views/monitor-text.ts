import { escapeForTerminal } from '../base/escape.js';
import type { Finding } from '../model/finding.js';
import type { Report } from '../model/report.js';
import { isOfThePast, overdueText, type MonitorRequest } from './monitor-state.js';
import { isNotRecorded } from '../model/unrecorded.js';
import { marked } from './source-text.js';
import { firstFinding, formatVerdict } from './verdict.js';

/** Findings listed beside the first cause; a monitor keeps some kilobytes. */
const mostFindings = 10;

/**
 * Text on a line that a monitor reads: control characters become visible, and the bar that would end the text is
 * `\u{7c}`.
 */
export function nagiosText(text: string): string {
  return escapeForTerminal(text).replaceAll('|', '\\u{7c}');
}

/** What a monitor says in one line after the state: what answered unless a server did, the server's name and the verdict. Not escaped. */
export function headlineOf(report: Report, request: MonitorRequest): string {
  const { server } = report;
  const name = server?.platform.known === true ? `${server.platform.value.machineName}: ` : '';
  const hint = report.error?.hint === undefined ? '' : ` ${report.error.hint}`;
  const verdict = overdueText(report, request) ?? formatVerdict(report, '');
  return marked(report.source, `${name}${verdict}${hint}`);
}

function findingText({ check, status, subject, message }: Finding): string {
  return `[${status}] ${check} ${subject === undefined ? '' : `${subject}: `}${message}`;
}

/** Commands that a monitor can show as they are: a bar would have to be escaped, and nobody could copy that. */
function commandLines(finding: Finding): readonly string[] {
  const commands = finding.remedy?.commands ?? [];
  const shown = commands.filter((command) => !command.includes('|'));
  const more = isNotRecorded(finding) ? [] : [`More: phs-tool help ${finding.check}`];
  return [...shown.map((command) => `  ${command}`), ...more];
}

/**
 * What follows the one line, not escaped: the next step with its commands, then the other findings that are not in order. Nothing
 * for a report of the past.
 */
export function detailsOf(report: Report, request: MonitorRequest): readonly string[] {
  const first = isOfThePast(report, request) ? undefined : firstFinding(report);
  if (first === undefined) {
    return [];
  }
  const rank = ['fail', 'unknown', 'warn'];
  const others = report.findings
    .filter((finding) => finding !== first && rank.includes(finding.status))
    .sort((left, right) => rank.indexOf(left.status) - rank.indexOf(right.status));
  const left = others.length - mostFindings;
  return [
    ...(first.remedy === undefined ? [] : [`Next step: ${first.remedy.text}`]),
    ...commandLines(first),
    ...(others.length === 0 ? [] : ['Further findings:', ...others.slice(0, mostFindings).map(findingText)]),
    ...(left > 0 ? [`and ${left} more: phs-tool status`] : []),
  ];
}
