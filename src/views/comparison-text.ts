import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import type { ComparedSide, ComparisonDocument, Difference, UnreadPart } from '../model/comparison-document.js';
import { about, section, sideLines } from './difference-lines.js';
import { hanging, indented } from './layout.js';
import type { ViewOptions } from './view.js';

/** What each of the two says, for people. */
export function differenceText({ first, second }: Pick<Difference, 'first' | 'second'>): string {
  return `first: ${first ?? 'not there'}; second: ${second ?? 'not there'}`;
}

/** What a server is and which build it has, for people. */
export function roleText({ role, build }: ComparedSide): string {
  const of = build === null ? 'build not known' : `Entra Connect ${build}`;
  return `${role ?? 'role not known'}, ${of}`;
}

/** What could not be compared, for people. */
export function unreadText({ area, subject, side, reason }: UnreadPart): string {
  const of = side === 'both' ? 'both' : `the ${side} one`;
  return `${area}${subject === null ? '' : ` of ${subject}`} (${of}): ${reason}`;
}

/** The totals of a comparison, in one sentence. */
export function comparisonTotals({ summary: { counts, exitCode } }: ComparisonDocument): string {
  const { differences, keepFromTakeover, notCompared } = counts;
  const differs =
    differences === 0
      ? 'Nothing differs that matters to password hash synchronization'
      : counted(differences, 'difference');
  const which =
    differences === 1 ? 'which' : differences === keepFromTakeover ? 'all of which' : `${keepFromTakeover} of which`;
  const keeps =
    differences === 0
      ? ''
      : keepFromTakeover === 0
        ? `, ${differences === 1 ? 'which would not' : 'none of which would'} keep a takeover from working`
        : `, ${which} would keep a takeover from working`;
  const open = notCompared === 0 ? '' : `; ${counted(notCompared, 'part')} could not be compared`;
  return `${differs}${keeps}${open}; exit code ${exitCode}`;
}

/** What limits what the comparison can say: names that are not compared, or one server that was named twice; undefined if nothing does. */
export function comparisonNote({ namesDiffer, first, second }: ComparisonDocument): string | undefined {
  if (first.file === second.file) {
    return `${first.file} was named twice: it is compared with itself.`;
  }
  return namesDiffer
    ? 'Names of one are pseudonyms that the other does not have: only values without names are compared.'
    : undefined;
}

/** What differs between two servers, first what would keep a takeover from working; the totals last. */
export function comparisonText(document: ComparisonDocument, options: ViewOptions): string {
  const { first, second, differences, notCompared } = document;
  const { theme, columns } = options;
  const note = comparisonNote(document);
  const lines = (keeps: boolean): string[] =>
    differences
      .filter(({ keepsFromTakeover }) => keepsFromTakeover === keeps)
      .flatMap((each) =>
        hanging(`${about(each.name, each.subject)}: ${escapeForTerminal(differenceText(each))}`, 2, columns),
      );
  const shown = notCompared.filter(({ matters }) => matters || options.verbosity === 'verbose');
  const left = notCompared.length - shown.length;
  const all = [
    theme.paint('heading', 'Two servers'),
    ...sideLines('first', first, options),
    ...indented(roleText(first), 10, columns).map(escapeForTerminal),
    ...sideLines('second', second, options),
    ...indented(roleText(second), 10, columns).map(escapeForTerminal),
    ...(note === undefined ? [] : indented(escapeForTerminal(note), 2, columns)),
    ...section('differs, and would keep a takeover from working', lines(true), options),
    ...section('differs, but would not keep a takeover from working', lines(false), options),
    ...section(
      'not compared',
      [
        ...shown.flatMap((part) => hanging(escapeForTerminal(unreadText(part)), 2, columns)),
        ...(left === 0 ? [] : hanging(`${counted(left, 'part')} on which no takeover depends: --verbose`, 2, columns)),
      ],
      options,
    ),
    '',
    ...indented(comparisonTotals(document), 0, columns),
  ];
  return `${all.join('\n')}\n`;
}
