import { z } from 'zod';

/** An instant as ISO 8601 text in UTC, ending in `Z`. */
export const instantSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

/** An instant (ISO 8601 in UTC) for people, to the second: `2026-11-22 10:03:00 UTC`. */
export function instantText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

const isoInstant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;

/** A text with its instants (ISO 8601 in UTC) written as {@link instantText} does. */
export function writeInstants(text: string): string {
  return text.replace(isoInstant, (instant) => instantText(instant));
}
