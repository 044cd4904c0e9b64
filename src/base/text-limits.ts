/**
 * The lengths that texts of others may have: fields of events, of PowerShell's answers and of recordings. What is longer
 * is cut off where it is made (the text of an event) or refused with a sentence (everything else), so that no later step
 * meets more. Sizes of lines, frames and answers: `src/ps/limits.ts` and `src/ps/recording-lines.ts`.
 */
export const textLimits = {
  /** Characters of the text of one event. Windows itself takes 31,839 for each of its strings. scripts/Get-PhsEvent.ps1 cuts off there. */
  eventMessage: 65_536,
  /** Characters of any other text: the longest real one is the security descriptor of a domain. */
  anyText: 4 * 1024 * 1024,
} as const;
