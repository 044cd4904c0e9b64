import { copula, isStatusWord, spacedPasswordWord, unspacedPasswordWord } from './secret-words.js';
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
  /** Any word that is not a word of a sentence counts; otherwise only one with digits or signs in it. */
  readonly strict: boolean;
}

const longNames =
  '(?:p[a@]ss(?:word|code|phrase|wd)|pwd|secret|api[_ ]?key|access[_ ]?key|account[_ ]?key|private[_ ]?key|' +
  '(?:refresh|access|id|auth)[_ -]?token)';
const sign = '[:=\uff1a\uff1d]';
/** A host, a share or a drive in `net use`. */
const target = '(?:[a-z]:|\\\\\\S{1,256})';
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
  {
    pattern: new RegExp(
      `${before}(?:passwd|pwd|passphrase|passcode|client[_-]?secret|app[_-]?secret)["']?${spaces}(\\S{1,256})`,
      'giu',
    ),
    strict: true,
  },
  { pattern: new RegExp(`${before}${longNames}["']?${spaces}(\\S{1,256})`, 'giu'), strict: false },
  {
    pattern: new RegExp(
      `${before}${longNames}["']?[\\s\\u00a0]{0,8}[([{<]{1,2}([^\\s()[\\]{}<>]{3,256})[)\\]}>]`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(`${before}${longNames}["']?\\s{0,4}[\\uff1a\\uff1d]\\s{0,4}(\\S{1,256})`, 'giu'),
    strict: true,
  },
  { pattern: new RegExp(`${before}p@ssword["']?\\s{0,4}${sign}\\s{0,4}(\\S{1,256})`, 'giu'), strict: true },
  { pattern: new RegExp(`${before}AADPassword_(\\S{3,256})`, 'giu'), strict: false },
  {
    pattern: new RegExp(
      `${before}psexec(?:64)?(?:\\.exe)?${spaces}(?:\\S{1,256}${spaces}){0,8}?-p${spaces}(\\S{3,256})`,
      'giu',
    ),
    strict: true,
  },
  // An arrow, a slash or the border of a column, and brackets after a sign: as often a placeholder, so the word itself must decide.
  {
    pattern: new RegExp(
      `${before}${longNames}["']?\\s{0,4}(?:[=-]{1,2}>|[\\u2192\\u21d2|/~])\\s{0,4}([^\\s|]{1,256})`,
      'giu',
    ),
    strict: false,
  },
  {
    pattern: new RegExp(
      `${before}${longNames}["']?\\s{0,4}${sign}\\s{0,4}["']?[([{<]([^\\s()[\\]{}<>]{3,256})[)\\]}>]`,
      'giu',
    ),
    strict: false,
  },
  { pattern: new RegExp(`${before}pass["']?\\s{0,4}${sign}\\s{0,4}(\\S{1,256})`, 'giu'), strict: true },
  {
    pattern: new RegExp(
      `${before}net1?(?:\\.exe)?${spaces}user${spaces}[^\\s/]\\S{0,256}${spaces}([^\\s/*]\\S{2,256})`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${before}net1?(?:\\.exe)?${spaces}use${spaces}(?:${target}${spaces}){1,2}(?!/)(\\S{3,256})${spaces}/user:`,
      'giu',
    ),
    strict: true,
  },
  { pattern: new RegExp(`/user:\\S{1,256}${spaces}([^\\s/]\\S{2,256})`, 'giu'), strict: false },
  { pattern: new RegExp(`(?<![^\\s"'(])/(?:rp|p|pass)(?:${spaces}|:)(\\S{3,256})`, 'giu'), strict: false },
];

/** A code is digits, which count nowhere else. */
const pinCode = new RegExp(
  `${before}pin[ _-]?code["']?[\\s\\u00a0]{0,8}(?:${sign}|is${spaces}|was${spaces})?\\s{0,4}["']?(?:\\d{4,12}(?!\\w)|(?=\\S{0,64}\\d)(?=\\S{0,64}\\p{L})\\S{6})`,
  'iu',
);

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
const foreignAlone = new RegExp(
  `(?:${spacedPasswordWord}|${unspacedPasswordWord})[\\s\\u00a0]{0,8}${sign}[\\s\\u00a0]{0,8}["'\u00ab\u201e]?([^\\s"'\u00bb\u201c]{4,256})["'\u00bb\u201c]?[.;,]?[ \\t]{0,8}(?:$|[\\r\\n])`,
  'giu',
);

/** The same in the other languages of Windows: "Kennwort: X", "mot de passe est X". */
function saysForeignSecret(text: string): boolean {
  for (const pattern of foreign) {
    for (const [, word = ''] of text.matchAll(pattern)) {
      const said = bare(word);
      if (looksChosen(said) && isSecretWord(said, false)) {
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

/**
 * True when the text holds a password or key in the words of a sentence or of a command line: "the password is X",
 * "pwd X", "--password X". "Password hash synchronization" and "the password is incorrect" hold none.
 */
export function saysSecret(given: string): boolean {
  const text = given.normalize('NFC');
  return (
    pinCode.test(text) ||
    saysForeignSecret(text) ||
    announcements.some(({ pattern, strict }) => {
      for (const [, word = ''] of text.matchAll(pattern)) {
        if (isSecretWord(word, strict)) {
          return true;
        }
      }
      return false;
    })
  );
}
