import { escapeForTerminal } from '../base/escape.js';
import type { Side } from '../model/diff-document.js';
import { instantText } from '../model/instant.js';
import { displayWidth, indented } from './layout.js';
import { reachedParts } from './source-text.js';
import type { ViewOptions } from './view.js';

/** What answered, in words. */
export const sourceWords: Readonly<Record<NonNullable<Side['source']>['kind'], string>> = {
  live: 'a server',
  simulated: 'a simulated server',
  recording: 'a recording',
  'configuration-export': 'a configuration export',
};

/** What is said of one of the two that are compared. */
export function sideLines(label: string, { file, source, at, server }: Side, { columns }: ViewOptions): string[] {
  const parts = [
    source === undefined ? undefined : sourceWords[source.kind],
    server === null ? undefined : `of ${server}`,
    ...reachedParts(source),
    at === null ? undefined : instantText(at),
  ];
  const text = `${file}: ${parts.filter((part) => part !== undefined).join(' ')}`;
  const all = indented(escapeForTerminal(text), 10, columns);
  const [first = '', ...rest] = all;
  // A path is one word: if it is too long for the line of its label, it gets a line of its own.
  if (columns !== undefined && displayWidth(first) > columns) {
    return [`  ${label}`, ...all];
  }
  return [`  ${label.padEnd(8)}${first.trimStart()}`, ...rest];
}

/** A name after the connector that it belongs to, escaped. */
export function about(title: string, subject: string | null): string {
  return escapeForTerminal(subject === null ? title : `${title}: ${subject}`);
}

/** Lines below a heading; nothing if there are none. */
export function section(title: string, lines: readonly string[], { theme }: ViewOptions): string[] {
  return lines.length === 0 ? [] : ['', theme.paint('heading', title), ...lines];
}
