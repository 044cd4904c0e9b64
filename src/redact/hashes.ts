import { dividedHashes } from './divided-hashes.js';
import { factsLine, seal } from '../guard/guard-events.js';

/** Says of a GUID (with dashes, in lower case) whether it is known to identify something. */
export type IsIdentifier = (guid: string) => boolean;

/** Hashes that are recognized by their form alone: that of password hash synchronization itself, crypt and LDAP schemes, NTLM messages. */
const unmistakable: readonly RegExp[] = [
  /\bv\d{1,2};PPH\d{0,2}_[A-Z0-9_]{2,16},[^\s,;<>]{1,128},\d{1,10},[^\s,;<>]{4}/i,
  /\bPPH\d{0,2}_[A-Z0-9_]{2,16},[0-9a-f]{8}/i,
  /\$(?:2[abxy]|[56y]|argon2(?:id?|d)|krb5[a-z]{2,8}|DCC2?|NT|MSCASH2?)\$[^\s$]{1,512}[$./A-Za-z0-9*#]/i,
  /\{(?:S?(?:SHA|MD5)|S?SHA(?:256|384|512)|CRYPT|PBKDF2[A-Z0-9_-]{0,16})\}[A-Za-z0-9+/$.=]{12}/i,
  /\$(?:pbkdf2(?:-sha\d{1,3})?|scrypt|sha1|md4|bcrypt-sha256)\$[^\s]{8}|\bpbkdf2_sha\d{1,3}\$\d{1,8}\$[^\s]{8}|\b(?:md5|sha(?:1|256|512)):\d{3,8}:[A-Za-z0-9+/=]{4,128}:[A-Za-z0-9+/=]{16}/i,
  /TlRMTVNTUAA[BCD]/,
  /4e544c4d53535000(?:01|02|03)000000/i,
];

const hexWord = /(?<![0-9a-f]|CN=\{)(?:0x)?([0-9a-f]{32})(?![0-9a-f])/gi;
const longHexWord =
  /(?<![\p{L}\p{N}]|CN=\{)(?:0x)?(?:[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})(?![\p{L}\p{N}])/giu;
/** So many characters before a word say what it is. */
const contextLength = 64;
/** And so many when it says both "hash" and "password", in the same line. */
const farContextLength = 256;
/** What is said behind a hash: "is the password hash of Ann". */
const saidBehind =
  /^["')\]\s]{0,4}(?:is|was|are|as|for|ist|est|es|=|->|\()[^.;\r\n]{0,48}(?:password|passwd|pwd|kennwort|passwort|nt[ -]hash)/i;
const saysHash = /hash|digest|ntlm|md4|(?<![\p{L}\p{N}])n[tl]m?(?![\p{L}\p{N}])|secret|(?<![\p{L}\p{N}])key/iu;
const saysPassword = /pass|pwd|credential|kennwort|contrase|senha|parol|wachtwoord|пароль|パスワード|密[码碼]|암호/iu;
/** Hashes of files, certificates and records are not secrets. */
const saysOther =
  /thumb|finger|certif|(?<!pro)file|script|package|commit|module|assembl|plan|record|image|catalog|journal/i;

function isHashInContext(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - contextLength), from);
  if (saysPassword.test(before) || (saysHash.test(before) && !saysOther.test(before))) {
    return true;
  }
  const line =
    text
      .slice(Math.max(0, from - farContextLength), from)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  return (
    (/hash/i.test(line) && saysPassword.test(line) && !saysOther.test(line)) ||
    saidBehind.test(text.slice(to, to + contextLength))
  );
}

/** A text without the lines that the guard writes into its events: their digests are of its records, whatever stands before them. */
function withoutGuardLines(text: string): string {
  const isOwn = (line: string): boolean => factsLine.test(line.trim()) || seal.test(line.trim());
  return text.includes('phs-guard/1 ')
    ? text
        .split('\n')
        .filter((line) => !isOwn(line))
        .join('\n')
    : text;
}

/**
 * True when the text holds a hash that can be of a password: in one of the forms that nothing else has, as a word of 32
 * hexadecimal digits (MD4, NT, MD5), or as a longer one (SHA-1, SHA-256 …) or byte by byte beside a word that says so. A GUID written without
 * dashes has the form of an NT hash: `isIdentifier` names those that are known (it is given the form with dashes, in lower case).
 */
export function holdsHash(text: string, isIdentifier: IsIdentifier): boolean {
  if (unmistakable.some((pattern) => pattern.test(text))) {
    return true;
  }
  for (const [, hex = ''] of text.matchAll(hexWord)) {
    if (!isIdentifier(dashed(hex))) {
      return true;
    }
  }
  const foreign = withoutGuardLines(text);
  for (const { index, 0: found } of foreign.matchAll(longHexWord)) {
    if (isHashInContext(foreign, index, index + found.length)) {
      return true;
    }
  }
  for (const { from, to } of dividedHashes(text)) {
    if (isHashInContext(text, from, to)) {
      return true;
    }
  }
  return holdsEncodedHash(text);
}

const encodedAfterName =
  /(?:hash|digest|secret|(?<![\p{L}\p{N}])key|password|passwd|pwd|kennwort|passwort|mot de passe|contrase\p{L}a)(?=[\s:=("'])["']?(?:\s{0,4}\(\w{1,16}\)|\))?(?:\s{1,4}(?:base64|is|was|value|ist|est|es|of|for|von|de)){0,2}\s{0,4}[:=(]?\s{0,4}["']?([A-Za-z0-9+/]{16,512}={0,2})(?![A-Za-z0-9+/=])/giu;

/** True for letters and digits in the disorder that base64 of random bytes has, and words, paths and names do not. */
export function looksEncoded(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(word)).length;
  const bare = word.replace(/={1,2}$/, '');
  let changes = 0;
  for (let at = 1; at < bare.length; at += 1) {
    changes += Number(classifyCharacter(bare.charAt(at)) !== classifyCharacter(bare.charAt(at - 1)));
  }
  return kinds === 3 && bare.length >= 16 && changes >= bare.length * 0.35;
}

function classifyCharacter(character: string): number {
  return /[a-z]/.test(character) ? 0 : /[A-Z]/.test(character) ? 1 : /[0-9]/.test(character) ? 2 : 3;
}

/** Base64 directly after a word (not inside one: base64 itself can hold the letters of `pwd`) for a hash, a key or a secret. */
function holdsEncodedHash(text: string): boolean {
  for (const [, word = ''] of text.matchAll(encodedAfterName)) {
    if (looksEncoded(word)) {
      return true;
    }
  }
  return false;
}

/** 32 hexadecimal digits as a GUID with dashes, in lower case. */
export function dashed(hex: string): string {
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
