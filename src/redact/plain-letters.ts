/** Letters that are no other letter with a sign above or below it, and what is written for them. */
const ownLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const latinOrGreek = /[\p{Script=Latin}\p{Script=Greek}]\p{M}{1,4}/gu;

/** A text in lower case without the signs of its Latin and Greek letters, as people write it who have no such keys: `lösenord`, `losenord`. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(latinOrGreek, (letter) => letter.charAt(0))
    .replace(/[^\0-\x7f]/g, (letter) => ownLetters[letter] ?? letter)
    .normalize('NFC');
}
