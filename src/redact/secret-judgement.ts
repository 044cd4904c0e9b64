import { isCommonWord } from './vocabulary.js';

/** Words that follow "the password is" in sentences about passwords; forms of verbs are recognized by their ending. */
const saidOfPasswords: ReadonlySet<string> = new Set(
  (
    'bad blank case changing compromised corrupt different empty identical incompatible it my null obsolete our set ' +
    'short simple static strong stronger their too unique unknown weak weaker within your optional plaintext cleartext ' +
    'unicodepwd pwdlastset dbcspwd'
  ).split(' '),
);
const verbForm = /^[a-z]{3,}(?:ed|ing|able|ible|ly|ive|ant|ent|less)$/i;
/** Names of algorithms, error codes and articles, and numbers: they stand beside the word "password" and are none. */
const technicalWord =
  /^(?:(?:AADSTS|PHS|KB|RFC|CVE|TLS|SHA|MD|AES|RC|RSA|NTLMv?|NTLM|PBKDF|HMAC-SHA|HMAC|UTF|NT|LM|JWT|SAML)[\d-]*|(?:0x)?[0-9a-f]{1,16}|[\d.:/TZ+-]+)$/i;
const guid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** The word without the quotes and the punctuation around it. */
export function bare(word: string): string {
  return word.replace(/^["'`\u2018\u201c]{1,3}/, '').replace(/["'`\u2019\u201d.,;:?)]{1,5}$/, '');
}

/** A number of so many digits that nothing is counted by: for places where a sign or "is" says that it is the password. */
export const number = '\\d{4,16}(?![\\w:/-]|\\.\\d|[^\\S\\r\\n]{1,4}\\p{L})';

const nameForm = /^(?:\p{L}{1,64}=|[\p{L}\p{N}_-]{1,63}(?:[.@\\][\p{L}\p{N}_-]{1,63}){1,8}$)/u;

/** True for what says whose a password can be and not which: `dc01.contoso.com`, `ann1@contoso.com`, `CONTOSO\ann1`, `CN=Ann1`. */
export function isNameForm(word: string): boolean {
  return nameForm.test(word);
}

/** True for a word of a form that sentences do not have: letters with digits or signs in it. */
export function looksChosen(word: string): boolean {
  return word.length >= 6 && /\p{L}/u.test(word) && /[\d!@#$%^&*+?~]/.test(word);
}

/** True for `*Hunter2abc!`, `(Hunter2abc!)` and `$ecret99`: one sign that placeholders and variables begin with, and then what is neither. */
function isChosenBehindSign(said: string): boolean {
  const rest = /^[*\u2022.[({$-](?=[\p{L}\p{N}])/u.test(said) ? bare(said.slice(1)).replace(/[*\])}]{1,3}$/, '') : '';
  return looksChosen(rest) && (!/^[$-]/.test(said) || /[!@#%^&*?~]|\d\d/.test(rest));
}

/** True when nothing but a secret is likely to stand here; placeholders (`***`, `(hidden)`, `<none>`) are none. */
export function isSecretWord(said: string, strict: boolean): boolean {
  const isMarked = /^[*\u2022.[({<$|\\/-]/.test(said);
  if (isMarked && !isChosenBehindSign(said)) {
    return false;
  }
  const word = bare(isMarked ? said.slice(1) : said);
  if (word.length < 3 || technicalWord.test(word) || guid.test(word)) {
    return false;
  }
  const isSentence = word
    .split(/[-/]/)
    .every(
      (part) => part === '' || isCommonWord(part) || saidOfPasswords.has(part.toLowerCase()) || verbForm.test(part),
    );
  // A form such as user=ann or PwdChangeOnLogon=False says whose password it is, not which.
  return !isSentence && (strict && !isMarked ? !/^\p{L}{1,64}=/u.test(word) : looksChosen(word));
}

/** What announces a secret without a colon or an equals sign. */
export interface Announcement {
  /** Linear; captures the word after it. */
  readonly pattern: RegExp;
  /** Any word that is not a word of a sentence counts; otherwise only one with digits or signs in it. */
  readonly strict: boolean;
  /** Other words stand between: the form of a name of a user or a server is not taken for a secret. */
  readonly far?: true;
}

/** True when the text announces a secret, and what follows is one. */
export function announcesSecret(text: string, announcements: readonly Announcement[]): boolean {
  return announcements.some(({ pattern, strict, far }) => {
    for (const [, word = ''] of text.matchAll(pattern)) {
      if (isSecretWord(word, strict) && !(far && isNameForm(bare(word)))) {
        return true;
      }
    }
    return false;
  });
}
