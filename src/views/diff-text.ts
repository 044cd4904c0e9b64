import { escapeForTerminal } from '../base/escape.js';
import { counted, listFirst } from '../base/text.js';
import type { DiffDocument, FindingChange, NotCompared, ValueChange } from '../model/diff-document.js';
import { about, section, sideLines } from './difference-lines.js';
import { displayWidth, hanging, indented } from './layout.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

function findingLines(change: FindingChange, options: ViewOptions): string[] {
  const { theme, columns } = options;
  const { check, subject, before, after } = change;
  const status = (after ?? before)?.status ?? 'unknown';
  const was = before?.status ?? 'absent';
  const is = after?.status ?? 'absent';
  const turned = was === is ? `still ${is}` : `${was} ${theme.arrow} ${is}`;
  // The title of a check says how it should be, which reads as the opposite of what was found.
  const message = after?.message ?? `It is gone. Before: ${before?.message ?? ''}`;
  const sign = theme.sign(status);
  const text = `${about(check, subject)} (${turned}): ${escapeForTerminal(message)}`;
  const [first = '', ...rest] = indented(text, displayWidth(sign) + 3, columns);
  return [`  ${theme.paint(statusRoles[status], sign)} ${first.trimStart()}`, ...rest];
}

function valueLines({ name, subject, before, after }: ValueChange, { theme, columns }: ViewOptions): string[] {
  const [was, is] = [before, after].map((value) => (value === null ? 'not there' : escapeForTerminal(value)));
  const text = `${about(name, subject)}: ${was ?? ''} ${theme.arrow} ${is ?? ''}`;
  const [first = '', ...rest] = indented(text, 4, columns);
  return [`  ${first.trimStart()}`, ...rest];
}

function openLines({ check, subject, before, after }: NotCompared, { columns }: ViewOptions): string[] {
  return hanging(`${about(check, subject)} (${before ?? 'not run'}, ${after ?? 'not run'})`, 2, columns);
}

/** So many checks that could not be compared are named. */
const mostNamed = 8;

/** Each check once. */
function namesOf(notCompared: readonly NotCompared[]): string {
  return listFirst([...new Set(notCompared.map(({ check }) => check))], mostNamed);
}

function totals({ notCompared, summary: { counts, exitCode } }: DiffDocument): string {
  const parts = (['findings', 'settings', 'rules', 'builds'] as const).flatMap((area) =>
    counts[area] === 0 ? [] : [counted(counts[area], area.slice(0, -1))],
  );
  const changed = parts.length === 0 ? 'Nothing changed' : `Changed: ${parts.join(', ')}`;
  const open =
    counts.notCompared === 0
      ? ''
      : `; ${counted(counts.notCompared, 'check')} could not be compared (${namesOf(notCompared)}; -v says why)`;
  return `${changed}${open}; exit code ${exitCode}`;
}

/** What changed, by area; the totals last. */
export function diffText(document: DiffDocument, options: ViewOptions): string {
  const { before, after, changes, notCompared, namesDiffer } = document;
  const values = (area: ValueChange['area']): string[] =>
    changes.flatMap((change) => (change.area === area ? valueLines(change, options) : []));
  const findings = changes.flatMap((change) => (change.area === 'finding' ? findingLines(change, options) : []));
  const note =
    'Names of one are pseudonyms that the other does not have: connectors and rules are not compared by name, findings by check and sentence without names.';
  const lines = [
    options.theme.paint('heading', 'Differences'),
    ...sideLines('before', before, options),
    ...sideLines('after', after, options),
    ...(namesDiffer ? indented(note, 2, options.columns) : []),
    ...section('findings', findings, options),
    ...section('settings', values('setting'), options),
    ...section('rules', values('rule'), options),
    ...section('builds', values('build'), options),
    ...section(
      'not compared',
      options.verbosity === 'verbose' ? notCompared.flatMap((each) => openLines(each, options)) : [],
      options,
    ),
    '',
    ...indented(totals(document), 0, options.columns),
  ];
  return `${lines.join('\n')}\n`;
}
