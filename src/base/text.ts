/**
 * A value as a single-quoted PowerShell string, for commands to copy. PowerShell takes five characters for a single
 * quote, so all five are doubled.
 */
export function quoteForPowerShell(value: string): string {
  return `'${value.replace(/['\u2018\u2019\u201A\u201B]/g, (quote) => quote + quote)}'`;
}

/** A value as one word of a POSIX shell, for commands to copy elsewhere than on Windows. */
export function quoteForShell(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** `1 event`, `2 events`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first words, and how many more there are: `a, b and 3 more`. */
export function listFirst(words: readonly string[], most: number): string {
  const left = words.length - most;
  return `${words.slice(0, most).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
