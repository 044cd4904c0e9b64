import { isCommonWord } from './vocabulary.js';

/** Words that follow "the password is" in sentences about passwords; forms of verbs are told by their ending. */
const saidOfPasswords: ReadonlySet<string> = new Set(
  (
    'bad blank case changing compromised corrupt different empty identical incompatible it my null obsolete our set ' +
    'short simple static strong stronger their too unique unknown weak weaker within your'
  ).split(' '),
);
const verbForm = /^[a-z]{3,}(?:ed|ing|able|ible|ly|ive|ant|ent|less)$/i;
/** Names of algorithms, error codes and articles, and numbers: they stand beside the word "password" and are none. */
const technicalWord =
  /^(?:(?:AADSTS|PHS|KB|RFC|CVE|TLS|SHA|MD|AES|RC|RSA|NTLMv?|NTLM|PBKDF|HMAC-SHA|HMAC)-?[\d-]*|(?:0x)?[0-9a-f]{1,16}|[\d.:/TZ+-]+)$/i;
const guid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** The word without the quotes and the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^["'`\u2018\u201c]{1,3}/, '').replace(/["'`\u2019\u201d.,;:?)]{1,5}$/, '');
}

/** True for a word of a form that sentences do not have: letters with digits or signs in it. */
function looksChosen(word: string): boolean {
  return word.length >= 6 && /\p{L}/u.test(word) && /[\d!@#$%^&*+?~]/.test(word);
}

/** True when nothing but a secret is likely to stand here; placeholders (`***`, `(hidden)`, `<none>`) are none. */
function isSecretWord(said: string, strict: boolean): boolean {
  if (/^[*\u2022.[({<$|\\/-]/.test(said)) {
    return false;
  }
  const word = bare(said);
  if (word.length < 3 || technicalWord.test(word) || guid.test(word)) {
    return false;
  }
  const isSentence = word
    .split(/[-/]/)
    .every(
      (part) => part === '' || isCommonWord(part) || saidOfPasswords.has(part.toLowerCase()) || verbForm.test(part),
    );
  // A form such as user=ann or PwdChangeOnLogon=False says whose password it is, not which.
  return !isSentence && (strict ? !/^\p{L}{1,64}=/u.test(word) : looksChosen(word));
}

interface Announcement {
  readonly pattern: RegExp;
  /** Any word that is no word of a sentence counts; otherwise only one with digits or signs in it. */
  readonly strict: boolean;
}

const longNames =
  '(?:pass(?:word|code|phrase|wd)|pwd|secret|api[_ ]?key|access[_ ]?key|account[_ ]?key|private[_ ]?key)';
const before = '(?<![\\p{L}\\p{N}])';
const spaces = '[\\s\\u00a0]{1,8}';

/** What announces a secret without a colon or an equals sign. Every pattern is linear and captures the word after it. */
const announcements: readonly Announcement[] = [
  {
    pattern: new RegExp(
      `${before}${longNames}["']?${spaces}(?:is|was)(?:${spaces}(?:now|still|set to|changed to|the))?[:=]?${spaces}(\\S{1,256})`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${before}${longNames}["']?${spaces}(?:set|reset|changed)${spaces}to${spaces}(\\S{1,256})`,
      'giu',
    ),
    strict: true,
  },
  { pattern: new RegExp(`(?<![^\\s"'(])(?:--?|/)${longNames}${spaces}(\\S{1,256})`, 'giu'), strict: true },
  { pattern: new RegExp(`${before}(?:passwd|pwd|passphrase|passcode)["']?${spaces}(\\S{1,256})`, 'giu'), strict: true },
  { pattern: new RegExp(`${before}${longNames}["']?${spaces}(\\S{1,256})`, 'giu'), strict: false },
];

/**
 * True when the text holds a password or key in the words of a sentence or of a command line: "the password is X",
 * "pwd X", "--password X". "Password hash synchronization" and "the password is incorrect" hold none.
 */
export function saysSecret(text: string): boolean {
  return announcements.some(({ pattern, strict }) => {
    for (const [, word = ''] of text.matchAll(pattern)) {
      if (isSecretWord(word, strict)) {
        return true;
      }
    }
    return false;
  });
}

const hexWord = /(?<![\p{L}\p{N}]|CN=\{)(?:0x)?([0-9a-f]{32})(?![\p{L}\p{N}])/giu;

/**
 * True when the text holds a word of 32 hexadecimal digits, the form of an NT hash. A GUID written without dashes has
 * the same form: `isIdentifier` tells those that are known (it is given the form with dashes, in lower case).
 */
export function holdsHash(text: string, isIdentifier: (guid: string) => boolean): boolean {
  for (const [, hex = ''] of text.matchAll(hexWord)) {
    if (!isIdentifier(dashed(hex))) {
      return true;
    }
  }
  return false;
}

/** 32 hexadecimal digits as a GUID with dashes, in lower case. */
export function dashed(hex: string): string {
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
