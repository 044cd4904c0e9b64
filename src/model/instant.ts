/** An instant (ISO 8601 in UTC) for people, to the second: `2026-11-22 10:03:00 UTC`. */
export function instantText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
