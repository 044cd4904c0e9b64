import { escapeJsonText } from '../base/escape.js';
import type { View } from './view.js';

/** One JSON document, always complete: verbosity and theme do not change it. Characters that a terminal acts on are escaped. */
export const jsonView: View = (report) => `${escapeJsonText(JSON.stringify(report, undefined, 2))}\n`;
