import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, fillLines, indented } from './layout.js';
import type { ViewOptions } from './view.js';

const tooWide = '(A command that is too long for this window: status without --watch shows it.)';

/** Words of PowerShell: a text in quotes is in one word, with all its spaces. */
const words = /(?:'[^']*'|"[^"]*"|[^\s'"]|['"])+/g;

/** True for a line that says what the next one does. */
export function isComment(command: string): boolean {
  return command.startsWith('#');
}

/**
 * A command on a screen that wraps nothing: in one line, or in several that PowerShell reads as one, which end with a grave
 * accent. Undefined if a word of it is wider than the screen.
 */
export function fittedCommand(command: string, indent: number, columns: number): readonly string[] | undefined {
  const text = escapeForTerminal(command);
  const margin = ' '.repeat(indent);
  if (indent + displayWidth(text) <= columns) {
    return [`${margin}${text}`];
  }
  if (isComment(text)) {
    return indented(text.replace(/^#\s*/, ''), indent + 2, columns).map((line) => `${margin}# ${line.trimStart()}`);
  }
  const all = text.match(words) ?? [];
  const width = columns - indent - 4;
  if (all.some((word) => displayWidth(word) > width)) {
    return undefined;
  }
  const lines = fillLines(all, width);
  return lines.map(
    (line, index) => `${margin}${index === 0 ? '' : '  '}${line}${index === lines.length - 1 ? '' : ' `'}`,
  );
}

/**
 * Commands to copy: never wrapped and in the terminal's own colour, because they are what is looked for. A screen that wraps
 * nothing would cut them off.
 */
export function commandLines(
  commands: readonly string[],
  indent: number,
  { columns, wrapsNothing }: Pick<ViewOptions, 'columns' | 'wrapsNothing'> = {},
): string[] {
  return wrapsNothing === true && columns !== undefined
    ? commands.flatMap((command) => fittedCommand(command, indent, columns) ?? indented(tooWide, indent, columns))
    : commands.map((command) => `${' '.repeat(indent)}${escapeForTerminal(command)}`);
}
