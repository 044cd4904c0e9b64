import type { FindingStatus } from '../model/finding.js';
import type { Report } from '../model/report.js';
import type { SecondOpinionEntry } from '../model/second-opinion.js';
import { escapeForTerminal } from './escape.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

const signs: Readonly<Record<Exclude<SecondOpinionEntry['status'], 'information'>, FindingStatus>> = {
  ok: 'pass',
  warning: 'warn',
  problem: 'fail',
};

function entryLines(entry: SecondOpinionEntry, { theme, columns }: ViewOptions): string[] {
  const width = displayWidth(theme.sign('pass'));
  const status = entry.status === 'information' ? undefined : signs[entry.status];
  const sign = status === undefined ? ' '.repeat(width) : theme.paint(statusRoles[status], theme.sign(status));
  const [first = '', ...rest] = indented(escapeForTerminal(entry.text), width + 3, columns);
  const contrary = `disagrees with ${entry.check ?? ''}, which is "${entry.ours ?? ''}" here`;
  const note = entry.disagrees ? indented(contrary, width + 5, columns) : [];
  return [`  ${sign} ${first.trimStart()}`, ...rest, ...note.map((line) => theme.paint('caution', line))];
}

/** What Microsoft's diagnostics said, line by line, and where they disagree with the findings. Empty when they were not asked. */
export function secondOpinionLines({ secondOpinion }: Report, options: ViewOptions): string[] {
  if (secondOpinion === undefined) {
    return [];
  }
  const heading = ['', options.theme.paint('heading', 'second opinion (Invoke-ADSyncDiagnostics -PasswordSync)')];
  if (!secondOpinion.known) {
    const text = `unknown: ${escapeForTerminal(secondOpinion.reason.message)}`;
    return [...heading, ...indented(text, 2, options.columns).map((line) => options.theme.paint('doubt', line))];
  }
  const count = secondOpinion.value.filter(({ disagrees }) => disagrees).length;
  const verdict = count === 0 ? 'It disagrees with no finding.' : `It disagrees in ${count} of its lines.`;
  return [...heading, ...secondOpinion.value.flatMap((entry) => entryLines(entry, options)), `  ${verdict}`];
}
