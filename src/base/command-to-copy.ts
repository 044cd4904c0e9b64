import { quoteForPowerShell } from './text.js';

/** An option of a command to copy: its name without dashes, and its value; without a value it is not added. */
export type OptionToCopy = readonly [name: string, value: string | null | undefined];

/** Whether a line says an option already, outside of what is quoted. */
export function saysOption(line: string, name: string): boolean {
  const words = line.replace(/'[^']*'|"[^"]*"/g, "''").split(' ');
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
}

/**
 * A command to copy into PowerShell, with options added: one that the line says already is left as it is, because the last
 * of two would undo the first, and every value is quoted.
 */
export function commandToCopy(line: string, options: readonly OptionToCopy[]): string {
  const added = options.flatMap(([name, value]) =>
    value === undefined || value === null || saysOption(line, name) ? [] : [`--${name} ${quoteForPowerShell(value)}`],
  );
  return [line, ...added].join(' ');
}
