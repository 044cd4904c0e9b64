/**
 * A value as a single-quoted PowerShell string, for commands to copy. PowerShell takes five characters for a single
 * quote, so all five are doubled.
 */
export function quoteForPowerShell(value: string): string {
  return `'${value.replace(/['\u2018\u2019\u201A\u201B]/g, (quote) => quote + quote)}'`;
}

/** `1 event`, `2 events`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
