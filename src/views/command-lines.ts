import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, fillLines, indented } from './layout.js';

const tooWide = '(A command that is too long for this window: status without --watch shows it.)';

/** How wide lines are, if anything limits them, and whether the screen cuts off what is wider. */
interface LineLimits {
  readonly columns?: number | undefined;
  readonly wrapsNothing?: boolean | undefined;
}

/** Words of PowerShell: a text in quotes is in one word, with all its spaces. */
const words = /(?:'[^']*'|"[^"]*"|[^\s'"]|['"])+/g;

/** True for a line that says what the next one does. */
export function isComment(command: string): boolean {
  return command.startsWith('#');
}

/** A comment is prose: it is broken between words, and each line of it begins as one, so that it can be copied with the rest. */
function commentLines(text: string, indent: number, columns: number): readonly string[] {
  const margin = ' '.repeat(indent);
  return indented(text.replace(/^#\s*/, ''), indent + 2, columns).map((line) => `${margin}# ${line.trimStart()}`);
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
    return commentLines(text, indent, columns);
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

/** A command as it is, also if the terminal breaks it; a comment in lines that fit. */
function unwrapped(command: string, indent: number, columns: number | undefined): readonly string[] {
  const text = escapeForTerminal(command);
  return isComment(text) && columns !== undefined && indent + displayWidth(text) > columns
    ? commentLines(text, indent, columns)
    : [`${' '.repeat(indent)}${text}`];
}

/**
 * Commands to copy: never wrapped and in the terminal's own colour, because they are what is looked for. A screen that wraps
 * nothing would cut them off.
 */
export function commandLines(
  commands: readonly string[],
  indent: number,
  { columns, wrapsNothing }: LineLimits = {},
): string[] {
  return wrapsNothing === true && columns !== undefined
    ? commands.flatMap((command) => fittedCommand(command, indent, columns) ?? indented(tooWide, indent, columns))
    : commands.flatMap((command) => unwrapped(command, indent, columns));
}
