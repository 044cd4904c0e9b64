import { groupBy } from '../base/group-by.js';
import type { Explanation } from '../report/explanation-document.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from './layout.js';
import { commandLines } from './command-lines.js';
import type { Theme } from './theme.js';

/** How an explanation is shown. */
export interface ExplainTextOptions {
  readonly theme: Theme;
  readonly columns?: number;
}

const kinds: Readonly<Record<Explanation['kind'], string>> = {
  event: 'Event',
  'rpc-code': 'RPC error',
  'entra-code': 'Error code of Microsoft Entra ID (events 652, 655, 662, 6900)',
  'sign-in-code': 'Sign-in error of Microsoft Entra ID',
  hresult: 'HRESULT',
  'log-status': 'Status in the password sync log',
  check: 'Check',
  build: 'Build',
};

/** Text of several lines: each one is wrapped and escaped by itself, lists with a hanging indent; tables keep their form. */
function block(text: string, indent: number, columns: number | undefined): string[] {
  return text.split('\n').flatMap((line) => {
    const [, mark = '', rest = line] = /^(- )(.*)$/.exec(line) ?? [];
    const [first = '', ...others] = indented(
      escapeForTerminal(rest),
      indent + mark.length,
      /^\s/.test(line) ? undefined : columns,
    );
    return line === '' ? [''] : [`${' '.repeat(indent)}${mark}${first.trimStart()}`, ...others];
  });
}

function explanationLines(explanation: Explanation, { theme, columns }: ExplainTextOptions): string[] {
  const { kind, term, name, meaning, details, remedy, docs } = explanation;
  const page = /\/(PHS\d{3})\.md$/.exec(docs ?? '')?.[1];
  const title = term === name ? term : `${term}: ${name}`;
  const facts = details.map(({ label, value }) => `${label} ${value}`).join(theme.separator);
  return [
    theme.paint('heading', `${kinds[kind]}${kind === 'log-status' ? ':' : ''} ${escapeForTerminal(title)}`),
    ...block(meaning, 2, columns),
    ...(facts === '' ? [] : block(facts, 2, columns).map((line) => theme.paint('quiet', line))),
    ...(remedy === null
      ? []
      : ['', '  What to do', ...block(remedy.text, 4, columns), ...commandLines(remedy.commands, 6, { columns })]),
    ...(page === undefined ? [] : ['', `  More: phs-tool help ${page}`]),
  ];
}

/** Terms with the same names: one, or numbers that follow each other. */
interface Listed {
  readonly first: string;
  last: string;
  readonly names: string;
}

function follows(term: string, { last }: Listed): boolean {
  return /^\d{1,9}$/.test(term) && /^\d{1,9}$/.test(last) && Number(term) === Number(last) + 1;
}

/** The terms of a kind as they are listed: thirty ids of password writeback in a row are one line. */
function listTerms(mine: readonly Explanation[]): readonly Listed[] {
  const listed: Listed[] = [];
  // An id of several sources, such as event 0, is one term with several names.
  for (const [term, same] of groupBy(mine, (explanation) => explanation.term)) {
    const names = [...new Set(same.map(({ name }) => name))].filter((name) => name !== term).join('; ');
    const before = listed.at(-1);
    if (before !== undefined && names !== '' && before.names === names && follows(term, before)) {
      before.last = term;
    } else {
      listed.push({ first: term, last: term, names });
    }
  }
  return listed;
}

/** How a kind is headed and how its terms are listed. */
function listLines(kind: Explanation['kind'], all: readonly Explanation[], options: ExplainTextOptions): string[] {
  const listed = listTerms(all.filter((explanation) => explanation.kind === kind)).map(({ first, last, names }) => ({
    terms: first === last ? first : `${first}-${last}`,
    names,
  }));
  const width = Math.max(0, ...listed.map(({ terms }) => terms.length));
  const lines = listed.map(({ terms, names }) => (names === '' ? terms : `${terms.padEnd(width)}  ${names}`));
  const hanging = { ...options, indent: width + 4 };
  return [options.theme.paint('heading', kinds[kind]), ...lines.flatMap((line) => hangingLines(line, hanging)), ''];
}

function hangingLines(line: string, { columns, indent }: ExplainTextOptions & { readonly indent: number }): string[] {
  const [first = '', ...rest] = indented(
    escapeForTerminal(line),
    2,
    columns === undefined ? undefined : columns - indent,
  );
  return [first, ...rest.map((each) => `${' '.repeat(indent - 2)}${each}`)];
}

/** Every term that can be explained, by kind. */
export function explainListView(all: readonly Explanation[], options: ExplainTextOptions): string {
  const shown = [...new Set(all.map(({ kind }) => kind))];
  return `${shown
    .flatMap((kind) => listLines(kind, all, options))
    .join('\n')
    .trimEnd()}\n`;
}

/** One section for each sense of a term. */
export function explainTextView(explanations: readonly Explanation[], options: ExplainTextOptions): string {
  const sections = explanations.map((explanation) => explanationLines(explanation, options).join('\n'));
  return `${sections.join('\n\n')}\n`;
}
