import { quoteForPowerShell } from './text.js';

/** An option of a command to copy: its name without dashes, and its value; without a value it is not added. */
export type OptionToCopy = readonly [name: string, value: string | null | undefined];

/** A word of a command to copy that is not an option: a file, a folder. It is quoted. */
export interface OperandToCopy {
  readonly operand: string;
}

/** A word as people type it: quoted only if it holds anything but letters, digits and the signs of a name. */
export function quoteIfNeeded(word: string): string {
  return /^[\w.@-]+$/.test(word) ? word : quoteForPowerShell(word);
}

/** Whether a line says an option already, outside of what is quoted. */
export function saysOption(line: string, name: string): boolean {
  const words = line.replace(/'[^']*'|"[^"]*"/g, "''").split(' ');
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
}

/**
 * A command to copy into PowerShell, with words added: an option that the line says already is left as it is, because the
 * last of two would undo the first, and every value is quoted. A test finds commands that are put together elsewhere.
 */
export function commandToCopy(
  line: string,
  words: readonly (OptionToCopy | OperandToCopy)[],
  quote: (value: string) => string = quoteForPowerShell,
): string {
  const added = words.flatMap((word) => {
    if ('operand' in word) {
      return [quote(word.operand)];
    }
    const [name, value] = word;
    return value === undefined || value === null || saysOption(line, name) ? [] : [`--${name} ${quote(value)}`];
  });
  return [line, ...added].join(' ');
}
