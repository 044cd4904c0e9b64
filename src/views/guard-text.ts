import { escapeForTerminal } from '../base/escape.js';
import { indented } from './layout.js';
import type { Role, Theme } from './theme.js';

/** How the guard's text views look. */
export interface GuardTextOptions {
  readonly theme: Theme;
  /** Lines are wrapped at this width; absent: they are not wrapped. */
  readonly columns?: number;
}

/** Lines of a text view; every text that is given is escaped. */
export class GuardLines {
  private readonly lines: string[] = [];

  constructor(private readonly options: GuardTextOptions) {}

  /** A line of its own, not indented. */
  title(text: string, role: Role = 'heading'): this {
    this.lines.push(this.options.theme.paint(role, escapeForTerminal(text)));
    return this;
  }

  /** An empty line and a heading. */
  section(text: string): this {
    this.lines.push('');
    return this.title(text);
  }

  /** Text at an indent, wrapped if there is a width. */
  text(text: string, indent = 2): this {
    this.lines.push(...indented(escapeForTerminal(text), indent, this.options.columns));
    return this;
  }

  /** A label and its value. */
  field(label: string, value: string): this {
    return this.text(`${label.padEnd(18)}${value}`);
  }

  /** A command to copy: never wrapped. */
  command(line: string): this {
    this.lines.push(`  ${escapeForTerminal(line)}`);
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
