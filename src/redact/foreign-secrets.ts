import { bare, isNameForm, isSecretWord, looksChosen, number } from './secret-judgement.js';
import {
  anyPasswordWord,
  copula,
  isStatusWord,
  preposition,
  spacedPasswordWord,
  unspacedPasswordWord,
} from './secret-words.js';

const sign = '[:=\uff1a\uff1d]';
/** Behind other words: without a blank before it, an equals sign is of a DN. */
const farSign = '(?:\\s{0,8}[:\uff1a]|\\s{1,8}[=\uff1d])';
const spaces = '[\\s\\u00a0]{1,8}';

const anyWord = new RegExp(anyPasswordWord, 'iu');

/** In other languages only the form of the word itself shows it, or that it is all that follows. */
const foreign: readonly RegExp[] = [
  new RegExp(
    `${spacedPasswordWord}["'\u00bb]?${spaces}(?:[\u2013\u2014-]${spaces})?${copula}${spaces}[("'\u00ab\u201e\u201c]?(\\S{1,256})`,
    'giu',
  ),
  new RegExp(
    `${spacedPasswordWord}["'\u00bb]?[\\s\\u00a0]{0,8}${sign}?[\\s\\u00a0]{0,8}[(["'\u00ab\u201e\u201c]{0,2}(\\S{1,256})`,
    'giu',
  ),
  new RegExp(`${unspacedPasswordWord}[^\\x21-\\x7e\\r\\n]{0,8}[:=(["'-]{0,2}\\s{0,4}["']?([\\x21-\\x7e]{4,256})`, 'gu'),
];
/** Somebody or something between the word and the secret: "Kennwort für Ann: X", "пароль пользователя: X". */
const far: readonly RegExp[] = [
  new RegExp(
    `${spacedPasswordWord}${spaces}${preposition}(?:${spaces}[^\\s:=]{1,64}){1,3}?(?:${spaces}${copula}${sign}?${spaces}|${farSign}\\s{0,8})["'«„“]?(\\S{1,256})`,
    'giu',
  ),
  new RegExp(`${spacedPasswordWord}${spaces}[^\\s:=]{1,64}${farSign}\\s{0,8}["'«„“]?(\\S{1,256})`, 'giu'),
];
const digits = new RegExp(
  `(?:${spacedPasswordWord}|${unspacedPasswordWord})["'»]?(?:\\s{0,8}${sign}|${spaces}${copula}${spaces})\\s{0,8}["'«„]?${number}`,
  'iu',
);
const foreignAlone = new RegExp(
  `(?:${spacedPasswordWord}|${unspacedPasswordWord})[\\s\\u00a0]{0,8}${sign}[\\s\\u00a0]{0,8}["'\u00ab\u201e]?([^\\s"'\u00bb\u201c]{4,256})["'\u00bb\u201c]?[.;,]?[ \\t]{0,8}(?:$|[\\r\\n])`,
  'giu',
);

/** The same in the other languages of Windows: "Kennwort: X", "mot de passe est X". */
export function saysForeignSecret(text: string): boolean {
  if (!anyWord.test(text)) {
    return false;
  }
  if (digits.test(text)) {
    return true;
  }
  for (const pattern of [...foreign, ...far]) {
    for (const [, word = ''] of text.matchAll(pattern)) {
      const said = bare(word);
      if (looksChosen(said) && !isNameForm(said) && isSecretWord(said, false)) {
        return true;
      }
    }
  }
  for (const [, word = ''] of text.matchAll(foreignAlone)) {
    if (isSecretWord(word, true) && !isStatusWord(bare(word))) {
      return true;
    }
  }
  return false;
}
