import { counted } from '../base/text.js';
import { escapeForTerminal } from '../base/escape.js';
import type { Finding } from '../model/finding.js';
import { notRecorded } from '../model/quote-finding.js';
import type { Report } from '../model/report.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** True if a recording does not hold what the check needs. */
export function isNotRecorded({ status, message }: Finding): boolean {
  return status === 'unknown' && message.endsWith(notRecorded);
}

/** The findings that a recording leaves open: those whose answer it does not hold, and those that rest on one of them. */
export function findUnrecorded(findings: readonly Finding[]): readonly Finding[] {
  const lacking = findings.filter(isNotRecorded);
  const isBlocked = ({ status, blockedBy, subject }: Finding): boolean =>
    status === 'skip' &&
    lacking.some((each) => each.check === blockedBy && (each.subject === undefined || each.subject === subject));
  return findings.filter((finding) => isNotRecorded(finding) || isBlocked(finding));
}

/** How many checks a recording leaves open, and why: `9 checks not evaluated: the recording ends before what they need`. */
export function unrecordedText({ findings, source }: Pick<Report, 'findings' | 'source'>): string {
  const count = new Set(findUnrecorded(findings).map(({ check }) => check)).size;
  const isCut = source?.kind === 'recording' && source.incomplete === true;
  const why = isCut ? 'the recording ends before' : 'the recording does not hold';
  return `${counted(count, 'check')} not evaluated: ${why} what ${count === 1 ? 'it needs' : 'they need'}`;
}

/** One line for all that a recording leaves open; nothing if it answers everything. */
export function unrecordedLines(
  report: Pick<Report, 'findings' | 'source'>,
  { theme, columns }: Pick<ViewOptions, 'theme' | 'columns'>,
): string[] {
  const open = findUnrecorded(report.findings);
  if (open.length === 0) {
    return [];
  }
  const sign = theme.sign('unknown');
  const checks = [...new Set(open.map(({ check }) => check))].join(', ');
  const text = `${unrecordedText(report)} (${checks}); -v says what`;
  const [first = '', ...rest] = indented(escapeForTerminal(text), displayWidth(sign) + 3, columns);
  return ['', `  ${theme.paint(statusRoles.unknown, sign)} ${first.trimStart()}`, ...rest];
}
