import { saysForeignSecret } from './foreign-secrets.js';
import { commandAnnouncements } from './secret-commands.js';
import { announcesSecret, number, type Announcement } from './secret-judgement.js';

const longNames =
  '(?:p[a@]ss(?:[ _-]?word|code|phrase|wd)|pwd|secret|api[_ ]?key|access[_ ]?key|account[_ ]?key|private[_ ]?key|' +
  '(?:refresh|access|id|auth)[_ -]?token)';
const sign = '[:=\uff1a\uff1d]';
const before = '(?<![\\p{L}\\p{N}])';
/** A name that other words of the same name may precede: `newPassword`. */
const anyName = `${before}[\\p{L}\\p{N}]{0,24}?${longNames}\\d{0,4}["']?`;
/** More than one: what follows is more often a sentence about them, so the word itself must decide. */
const anyNames = `${before}[\\p{L}\\p{N}]{0,24}?${longNames}s["']?`;
/** Behind other words: without a blank before it, an equals sign is of a DN. */
const farSign = '(?:\\s{0,8}[:\uff1a]|\\s{1,8}[=\uff1d])';
const spaces = '[\\s\\u00a0]{1,8}';
const isWord = `(?:is|was|are|were|equals|remains|(?:has|had|have)${spaces}been|will${spaces}be)`;

const announcements: readonly Announcement[] = [
  {
    pattern: new RegExp(
      `${anyName}[:=]?${spaces}${isWord}(?:${spaces}(?:now|still|set to|changed to|the))?[:=]?${spaces}(\\S{1,256})`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${anyName}${spaces}(?:set|reset|changed)${spaces}(?:by${spaces}[^\\s:=]{1,64}${spaces})?to${spaces}(\\S{1,256})`,
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
  { pattern: new RegExp(`${anyName}${spaces}(\\S{1,256})`, 'giu'), strict: false },
  {
    pattern: new RegExp(`${anyNames}(?:\\s{0,8}${sign}|${spaces}${isWord})\\s{0,8}(\\S{1,256})`, 'giu'),
    strict: false,
  },
  {
    pattern: new RegExp(
      `${before}${longNames}["']?[\\s\\u00a0]{0,8}[([{<]{1,2}\\s{0,4}([^\\s()[\\]{}<>]{3,256})\\s{0,4}[)\\]}>]`,
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
  // An arrow, a slash or the border of a column, and brackets after a sign: as often a placeholder, so the word itself must decide.
  {
    pattern: new RegExp(
      `${before}${longNames}["']?\\s{0,4}(?:[=-]{1,2}>|[\\u2192\\u21d2|/~\\u2013\\u2014]|(?<=\\s)-(?=\\s)|[,;](?=\\S))\\s{0,4}([^\\s|]{1,256})`,
      'giu',
    ),
    strict: false,
  },
  {
    pattern: new RegExp(
      `${before}${longNames}["']?\\s{0,4}${sign}\\s{0,4}["']?(?:[([<]|\\{(?!"))([^\\s()[\\]{}<>]{3,256})[)\\]}>]`,
      'giu',
    ),
    strict: false,
  },
  // Somebody between the word and the secret.
  {
    pattern: new RegExp(
      `${anyName}${spaces}(?:for|of|from|by|as)(?:${spaces}[^\\s:=]{1,64}){1,4}?(?:${farSign}|${spaces}${isWord}[:=]?${spaces})\\s{0,8}(\\S{1,256})`,
      'giu',
    ),
    strict: false,
    far: true,
  },
  {
    pattern: new RegExp(`${anyName}\\s{0,4}\\([^()]{1,64}\\)\\s{0,4}${sign}\\s{0,4}(\\S{1,256})`, 'giu'),
    strict: false,
    far: true,
  },
  {
    pattern: new RegExp(
      `(?<!\\S)(\\S{1,256})${spaces}(?:is|was)${spaces}(?:the|his|her|my|your|their|a)${spaces}(?:[\\p{L}-]{1,24}${spaces}){0,2}?${longNames}(?![\\p{L}\\p{N}]|\\s{1,4}(?:hash|sync|polic|chang|reset))`,
      'giu',
    ),
    strict: false,
    far: true,
  },
  {
    pattern: new RegExp(
      `${before}cred(?:ential)?s?${sign}?${spaces}[^\\s:/]{1,64}(?::|${spaces}/${spaces})(\\S{3,256})`,
      'giu',
    ),
    strict: false,
    far: true,
  },
  // Short names mean other things as well.
  {
    pattern: new RegExp(
      `${before}(?:pw|psw|pswd|pwrd|mdp)["']?(?:\\s{0,8}${sign}\\s{0,8}|${spaces})(\\S{1,256})`,
      'giu',
    ),
    strict: false,
  },
  { pattern: new RegExp(`${before}pass["']?\\s{0,4}${sign}\\s{0,4}(\\S{1,256})`, 'giu'), strict: true },
];

/** Every announcement holds one of these. */
const anyEnglishName = /p[a@]ss|pwr?d|secret|key|token|cred|psw|pw|mdp/i;

/** A code is digits, which count nowhere else. */
const pinCode = new RegExp(
  `${before}pin[ _-]?code["']?[\\s\\u00a0]{0,8}(?:${sign}|is${spaces}|was${spaces})?\\s{0,4}["']?(?:\\d{4,12}(?!\\w)|(?=\\S{0,64}\\d)(?=\\S{0,64}\\p{L})\\S{6})`,
  'iu',
);

const digits = new RegExp(`${anyName}(?:\\s{0,8}${sign}\\s{0,8}|${spaces}${isWord}${spaces})["']?${number}`, 'iu');

/**
 * True when the text holds a password or key in the words of a sentence or of a command line: "the password is X",
 * "pwd X", "--password X". "Password hash synchronization" and "the password is incorrect" hold none.
 */
export function saysSecret(given: string): boolean {
  // The capital letter of Turkish has a dot, which no comparison without regard to case leaves out.
  const text = given.normalize('NFC').replaceAll('\u0130', 'i');
  return (
    pinCode.test(text) ||
    saysForeignSecret(text) ||
    (anyEnglishName.test(text) && (digits.test(text) || announcesSecret(text, announcements))) ||
    announcesSecret(text, commandAnnouncements)
  );
}
