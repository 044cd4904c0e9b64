import { beforeOpenPair, causesOf, sentencesOf } from '../base/open-pair.js';
import type { Finding } from './finding.js';

/** How the message of a check begins that was not evaluated; the reason follows. */
export const notEvaluated = 'Not evaluated: ';

/** How the reason ends if a recording answers and does not hold what a check needs. */
export const notRecorded = ': not in the recording.';

/** Longer quotations are cut. */
const longest = 120;

/** The words that fit; no bracket and no quotation mark stays open among them. */
function cut(text: string): string {
  if (text.length <= longest) {
    return text;
  }
  const words = text.slice(0, text.lastIndexOf(' ', longest));
  return `${beforeOpenPair(words).replace(/[;,]$/, '')} ...`;
}

/** The first sentence of a message without its full stop, and no more of a long one than tells what it is about. */
export function shorten(message: string): string {
  const told = message.replace(/^Could not be checked: /, '');
  const [sentence = told] = sentencesOf(told);
  const [part = sentence] = sentence.length > longest ? causesOf(sentence) : [sentence];
  return cut(part.replace(/\.$/, ''));
}

/**
 * What a finding says and its id, as the reason of something else: `The server is in staging mode (PHS204).` Only its first
 * sentence, and no more of a long one than tells which it is: the finding itself is told elsewhere.
 */
export function quoteFinding({ check, message }: Pick<Finding, 'check' | 'message'>): string {
  return `${shorten(message)} (${check}).`;
}
