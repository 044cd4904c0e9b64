import { isCommonWord } from './vocabulary.js';
import { plainLetters } from './plain-letters.js';

const twoLetters: Readonly<Record<string, string>> = {
  '\u00e4': 'ae',
  '\u00f6': 'oe',
  '\u00fc': 'ue',
  '\u00df': 'ss',
  '\u00e6': 'ae',
  '\u00f8': 'oe',
  '\u00e5': 'aa',
};

/** Words as they are, with two letters for one as names of accounts have them, and without the signs of letters. */
export function spellings(words: readonly string[]): readonly (readonly string[])[] {
  const spelt = words.map((word) => word.replace(/[^\0-\x7f]/gu, (letter) => twoLetters[letter] ?? letter));
  return /^[\0-\x7f]*$/.test(words.join('')) ? [words] : [words, spelt, words.map(plainLetters)];
}

/** A name without what people add to it in brackets: `Ann Lee (Admin)`. */
export function withoutBrackets(name: string): string {
  return name.replace(/[\s\u00a0]{0,4}[([{][^()[\]{}]{0,64}[)\]}]/g, '').trim();
}

/** The commonest names of accounts: the whole of one name with the first letter of the other one before or behind it. */
export function accountNames(words: readonly string[]): readonly string[] {
  const [first = '', last = ''] = [words[0], words.at(-1)];
  return [first.charAt(0) + last, last + first.charAt(0), first + last.charAt(0)].filter(
    (name) => name.length >= 6 && !isCommonWord(name),
  );
}

const cyrillicEndings = ' а у ом ым е ы и ой ою ю я ем ов ам ами ах ев ей'.split(' ');

/** The cases of a name in Cyrillic letters; of other names none. */
export function casesOf(word: string): readonly string[] {
  const stem = word.replace(/[аяоеыийь]$/u, '');
  return /^\p{Script=Cyrillic}{3,}$/u.test(stem) ? cyrillicEndings.map((ending) => stem + ending) : [];
}
