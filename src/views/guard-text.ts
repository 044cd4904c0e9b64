import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, indented } from './layout.js';
import type { Role, Theme } from './theme.js';

/** How the guard's text views look. */
export interface GuardTextOptions {
  readonly theme: Theme;
  /** Lines are wrapped at this width; absent: they are not wrapped. */
  readonly columns?: number;
  /** Also what was looked at and is in order. */
  readonly verbose?: boolean;
}

/** Lines of a text view; every text that is given is escaped. */
export class GuardLines {
  private readonly lines: string[] = [];

  constructor(private readonly options: GuardTextOptions) {}

  /** A line of its own, at the indent that it begins with. */
  title(text: string, role: Role = 'heading'): this {
    const { theme, columns } = this.options;
    const escaped = escapeForTerminal(text);
    const words = escaped.trimStart();
    const lines = indented(words, escaped.length - words.length, columns);
    this.lines.push(...lines.map((line) => theme.paint(role, line)));
    return this;
  }

  /** An empty line and a heading. */
  section(text: string): this {
    this.lines.push('');
    return this.title(text);
  }

  /** Text at an indent, wrapped if there is a width; the lines of an item of a list hang below its text. */
  text(text: string, indent = 2): this {
    const mark = /^(?:-|\d{1,3}\.) /.exec(text)?.[0] ?? '';
    return this.beside(' '.repeat(indent) + mark, indent + mark.length, text.slice(mark.length));
  }

  /** A label and its value. */
  field(label: string, value: string): this {
    return this.beside(`  ${label.padEnd(18)}`, 20, value);
  }

  /** A sign in its colour, and text. */
  marked(sign: string, role: Role, text: string): this {
    return this.beside(`${this.options.theme.paint(role, sign)} `, displayWidth(sign) + 1, text);
  }

  /** A command to copy: never wrapped. */
  command(line: string): this {
    this.lines.push(`  ${escapeForTerminal(line)}`);
    return this;
  }

  /** Text beside something of a width, and below itself where it goes on. */
  private beside(head: string, width: number, text: string): this {
    const [first = '', ...more] = indented(escapeForTerminal(text), width, this.options.columns);
    this.lines.push(head + first.slice(width), ...more);
    return this;
  }

  /** A line that is put together by the caller from escaped parts. */
  raw(line: string): this {
    this.lines.push(line);
    return this;
  }

  /** All lines, ending with a line feed. */
  done(): string {
    return `${this.lines.join('\n')}\n`;
  }
}
