import type { Explanation } from '../report/explanation-document.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from './layout.js';
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

/** Text of several lines: each one is wrapped and escaped by itself; tables and code keep their form. */
function block(text: string, indent: number, columns: number | undefined): string[] {
  return text.split('\n').flatMap((line) => {
    const keepsForm = /^(?:\||```|\s)/.test(line);
    return line === '' ? [''] : indented(escapeForTerminal(line), indent, keepsForm ? undefined : columns);
  });
}

function explanationLines(explanation: Explanation, { theme, columns }: ExplainTextOptions): string[] {
  const { kind, term, name, meaning, details, remedy, docs } = explanation;
  const title = term === name ? term : `${term}: ${name}`;
  const facts = details.map(({ label, value }) => `${label} ${value}`).join(theme.separator);
  return [
    theme.paint('heading', `${kinds[kind]} ${escapeForTerminal(title)}`),
    ...block(meaning, 2, columns),
    ...(facts === '' ? [] : [theme.paint('quiet', `  ${facts}`)]),
    ...(remedy === null
      ? []
      : ['', '  What to do', ...block(remedy.text, 4, columns), ...remedy.commands.map((line) => `      ${line}`)]),
    ...(docs === null ? [] : ['', theme.paint('quiet', `  ${docs}`)]),
  ];
}

/** One section for each sense of a term. */
export function explainTextView(explanations: readonly Explanation[], options: ExplainTextOptions): string {
  const sections = explanations.map((explanation) => explanationLines(explanation, options).join('\n'));
  return `${sections.join('\n\n')}\n`;
}
