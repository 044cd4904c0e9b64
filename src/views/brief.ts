import { causesOf, sentencesOf } from '../base/open-pair.js';

/** Texts up to this length stay whole in the verdict and the next step: about ten lines of a terminal of 80 columns. */
const longest = 700;

/** Room for the words that say how much is left out. */
const leftOutWords = 50;

/** A sentence that says what others know, or who did it: it neither says what is wrong nor what to do. */
function isAside(sentence: string): boolean {
  return /\baccording to\b|^It is affected by |^Who did it /.test(sentence);
}

/** The place of the sentence that is missed least: the last aside, else the last one; never the first. */
function leastImportant(sentences: readonly string[]): number {
  const aside = sentences.findLastIndex(isAside);
  return aside > 0 ? aside : sentences.length - 1;
}

/** The sentences that fit, at least the first one, and how many more there are. Asides go first, then the last ones. */
function mostImportant(text: string, where: string, most: number): string {
  const all = sentencesOf(text);
  let shown = all;
  while (shown.length > 1 && shown.join(' ').length > most - (shown === all ? 0 : leftOutWords)) {
    shown = shown.toSpliced(leastImportant(shown), 1);
  }
  const left = all.length - shown.length;
  return left === 0 ? text : `${shown.join(' ')} There is more to read${where}.`;
}

/** The first of many causes, how many more there are, and what its code means. */
function firstCause([cause = '', ...others]: readonly string[], sentences: readonly string[], where: string): string {
  const meaning = sentences.find((sentence) => {
    const [, code] = /^(\d+) \(/.exec(sentence) ?? [];
    return code !== undefined && cause.includes(code);
  });
  return [`${cause}; and ${others.length} more${where}.`, ...(meaning === undefined ? [] : [meaning])].join(' ');
}

/**
 * A long message in a few words, for the verdict: its most important sentences, or the first of its causes (which `; `
 * divides) if not even the first sentence fits, and how many more there are. `where` says where the rest is read, with a
 * leading space, or nothing.
 */
export function brief(text: string, where: string, most = longest): string {
  const [first = text, ...sentences] = sentencesOf(text);
  const causes = causesOf(first);
  return first.length > most && causes.length > 1
    ? firstCause(causes, sentences, where)
    : mostImportant(text, where, most);
}

/** Long advice in its most important sentences; a part of a sentence could say the opposite. `where` as for {@link brief}. */
export function briefAdvice(text: string, where: string): string {
  return mostImportant(text, where, longest);
}
