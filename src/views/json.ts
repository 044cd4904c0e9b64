import { escapeJsonText } from '../base/escape.js';
import type { View } from './view.js';

/** A value as one JSON document for people and programs: indented, with a line end. Characters that a terminal acts on are escaped. */
export function jsonText(value: unknown): string {
  return `${escapeJsonText(JSON.stringify(value, undefined, 2))}\n`;
}

/** A value as one line of NDJSON, escaped in the same way. */
export function jsonLine(value: unknown): string {
  return `${escapeJsonText(JSON.stringify(value))}\n`;
}

/** One JSON document, always complete: verbosity and theme do not change it. */
export const jsonView: View = jsonText;
