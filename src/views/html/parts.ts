import type { FindingStatus, Remedy } from '../../model/finding.js';
import { partsOf } from '../remedy-parts.js';
import { clipped, joined, markup, prose, type Html } from './html.js';

/** The word that a badge shows: status is never shown by colour alone. */
export const statusWords: Readonly<Record<FindingStatus, string>> = {
  fail: 'failed',
  warn: 'warning',
  unknown: 'unknown',
  skip: 'skipped',
  pass: 'passed',
};

/** Signs beside the words. */
const statusSigns: Readonly<Record<FindingStatus, string>> = {
  fail: '×',
  warn: '!',
  unknown: '?',
  skip: '–',
  pass: '✓',
};

/** The statuses, the worst first: the order of filters and lists. */
export const statusOrder: readonly FindingStatus[] = ['fail', 'warn', 'unknown', 'skip', 'pass'];

/** A status as a small label; `word` replaces the usual one. */
export function badge(status: FindingStatus, word: string = statusWords[status]): Html {
  return markup`<span class="b ${status}"><i aria-hidden="true">${statusSigns[status]}</i> ${word}</span>`;
}

const option = /(?<=\s)(--?[A-Za-z][\w-]{0,63})/;

/** A command in which no option is broken behind its hyphens, where a browser likes to break. */
function withWholeOptions(command: string): readonly Html[] {
  return command
    .split(option)
    .map((part, index) => (index % 2 === 0 ? markup`${part}` : markup`<span class="o">${part}</span>`));
}

/** Commands to copy; a comment between them is not one, and gets no button. */
export function commandBlock(commands: readonly string[]): Html | undefined {
  return commands.length === 0
    ? undefined
    : markup`<pre class="cmd" tabindex="0">${joined(
        commands.map((command) =>
          command.startsWith('#')
            ? markup`<span class="rem">${clipped(command, 2_000)}</span>`
            : markup`<code>${withWholeOptions(clipped(command, 2_000))}</code>`,
        ),
        '\n',
      )}</pre>`;
}

/** What to do: a sentence or two, and commands. */
export function remedyBlock(remedy: Remedy, limit: number): Html {
  const parts = partsOf(remedy).map(
    ({ text, commands }, index) =>
      markup`<p>${index === 0 ? markup`<b>What to do</b> ` : undefined}${prose(clipped(text, limit))}</p>${commandBlock(commands)}`,
  );
  return markup`<div class="fix">${parts}</div>`;
}

/** The same where only its heading is shown until somebody wants to read it. */
export function foldedRemedy({ text, commands }: Remedy, limit: number): Html {
  return markup`<details><summary>What to do</summary><p>${prose(clipped(text, limit))}</p>${commandBlock(commands)}</details>`;
}

/** A number with its noun: `1 event`, `12 events`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : /(?:ch|s)$/.test(noun) ? 'es' : 's'}`;
}
