import type { Finding } from './finding.js';

/** How the message of a check begins that was not evaluated; the reason follows. */
export const notEvaluated = 'Not evaluated: ';

/** How the reason ends if a recording answers and does not hold what a check needs. */
export const notRecorded = ': not in the recording.';

/** Longer quotations are cut. */
const longest = 120;

/** The words that fit. */
function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, text.lastIndexOf(' ', longest)).replace(/[;,]$/, '')} ...`;
}

/** The first sentence of a message without its full stop, and no more of a long one than tells what it is about. */
export function shorten(message: string): string {
  const told = message.replace(/^Could not be checked: /, '');
  const [sentence = told] = told.split(/(?<=\.) (?=[A-Z0-9])/);
  const [part = sentence] = sentence.length > longest ? sentence.split('; ') : [sentence];
  return cut(part.replace(/\.$/, ''));
}

/**
 * What a finding says and its id, as the reason of something else: `The server is in staging mode (PHS204).` Only its first
 * sentence, and no more of a long one than tells which it is: the finding itself is told elsewhere.
 */
export function quoteFinding({ check, message }: Pick<Finding, 'check' | 'message'>): string {
  return `${shorten(message)} (${check}).`;
}
