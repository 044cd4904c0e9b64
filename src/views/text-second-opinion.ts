import type { FindingStatus } from '../model/finding.js';
import type { Report } from '../model/report.js';
import type { SecondOpinionEntry } from '../model/second-opinion.js';
import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

/** What carries a second opinion: the report on a server, the result for an object. */
type WithOpinion = Pick<Report, 'secondOpinion'>;

const signs: Readonly<Record<Exclude<SecondOpinionEntry['status'], 'information'>, FindingStatus>> = {
  ok: 'pass',
  warning: 'warn',
  problem: 'fail',
};

/** What an entry says, in words if it is not a line of theirs: a question and its answer, or why nothing more came. */
export function entryText({ topic, text, kind }: SecondOpinionEntry): string {
  if (topic === 'question') {
    return `asked ${text === '' ? 'a question' : `"${text}"`}, answered with no`;
  }
  if (topic !== 'cut') {
    return text;
  }
  return kind === 'prompt'
    ? `cut off by a question that cannot be answered with no${text === '' ? '' : `: "${text}"`}; what would follow is missing`
    : `cut off, and what would follow is missing: ${text}`;
}

function entryLines(entry: SecondOpinionEntry, { theme, columns }: ViewOptions): string[] {
  const width = displayWidth(theme.sign('pass'));
  const status = entry.status === 'information' ? undefined : signs[entry.status];
  const sign = status === undefined ? ' '.repeat(width) : theme.paint(statusRoles[status], theme.sign(status));
  const [first = '', ...rest] = indented(escapeForTerminal(entryText(entry)), width + 3, columns);
  const contrary = `disagrees with ${entry.check ?? ''}, which is "${entry.ours ?? ''}" here`;
  const note = entry.disagrees ? indented(contrary, width + 5, columns) : [];
  return [`  ${sign} ${first.trimStart()}`, ...rest, ...note.map((line) => theme.paint('caution', line))];
}

/** One sentence on the whole: whether it was cut off, and in how many lines it disagrees. */
export function summarizeOpinion(entries: readonly SecondOpinionEntry[]): string {
  const count = entries.filter(({ disagrees }) => disagrees).length;
  const cut = entries.some(({ topic }) => topic === 'cut') ? 'It was cut off, so a part of it is missing. ' : '';
  if (entries.every(({ check }) => check === null)) {
    return `${cut}None of its lines could be compared with a finding.`;
  }
  return cut + (count === 0 ? 'It disagrees with no finding.' : `It disagrees in ${count} of its lines.`);
}

/** One line, and those that disagree: for one of many objects. Empty when they were not asked. */
export function secondOpinionSummary({ secondOpinion }: WithOpinion, options: ViewOptions): string[] {
  if (secondOpinion === undefined) {
    return [];
  }
  const { theme, columns } = options;
  if (!secondOpinion.known) {
    const text = `second opinion: unknown: ${escapeForTerminal(secondOpinion.reason.message)}`;
    return indented(text, 4, columns).map((line) => theme.paint('doubt', line));
  }
  const narrower = columns === undefined ? options : { ...options, columns: columns - 2 };
  const contrary = secondOpinion.value.filter(({ disagrees }) => disagrees);
  return [
    ...indented(`second opinion: ${summarizeOpinion(secondOpinion.value)}`, 4, columns),
    ...contrary.flatMap((entry) => entryLines(entry, narrower)).map((line) => `  ${line}`),
  ];
}

/** What Microsoft's diagnostics said, line by line, and where they disagree with the findings. Empty when they were not asked. */
export function secondOpinionLines({ secondOpinion }: WithOpinion, options: ViewOptions): string[] {
  if (secondOpinion === undefined) {
    return [];
  }
  const title = indented('second opinion (Invoke-ADSyncDiagnostics -PasswordSync)', 0, options.columns);
  const heading = ['', ...title.map((line) => options.theme.paint('heading', line))];
  if (!secondOpinion.known) {
    const text = `unknown: ${escapeForTerminal(secondOpinion.reason.message)}`;
    return [...heading, ...indented(text, 2, options.columns).map((line) => options.theme.paint('doubt', line))];
  }
  const { value } = secondOpinion;
  return [
    ...heading,
    ...value.flatMap((entry) => entryLines(entry, options)),
    ...indented(summarizeOpinion(value), 2, options.columns),
  ];
}
