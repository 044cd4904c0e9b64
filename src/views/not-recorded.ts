import { escapeForTerminal } from '../base/escape.js';
import type { Report } from '../model/report.js';
import { findUnrecorded } from '../model/unrecorded.js';
import { checksText, countChecks } from './checks-text.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** How many checks a recording leaves open, and why: `9 checks not evaluated: the recording ends before what they need`. */
export function unrecordedText({ findings, source }: Pick<Report, 'findings' | 'source'>): string {
  const open = findUnrecorded(findings);
  const isCut = source?.kind === 'recording' && source.incomplete === true;
  const why = isCut ? 'the recording ends before' : 'the recording does not hold';
  const who = countChecks(open) === 1 ? 'it needs' : 'they need';
  return `${checksText(open)} not evaluated: ${why} what ${who}`;
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
