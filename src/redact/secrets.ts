import { encodedTexts } from './encodings.js';
import { holdsHash, type IsIdentifier } from './hashes.js';
import { secretForms, type SecretPattern } from './secret-forms.js';
import { plainForm } from './plain-forms.js';
import { saysSecret } from './spoken-secrets.js';

/** A secret that was found: what it looks like and where, never the secret itself. */
export interface FoundSecret {
  readonly kind: string;
  /** Path inside the line: `rows.3.message`. */
  readonly place: string;
}

const longestPiece = 65_536;
const overlap = 512;

const secretWord =
  '(?:pass(?:word|wd|phrase|code)|pwd|secret|client[_-]?secret|api[_-]?key|access[_-]?key|account[_-]?key|' +
  'shared[_-]?access[_-]?(?:key|signature)|private[_-]?key|credential)';
const tokenWord = '(?:refresh|access|id|auth|session)[_ -]?token';
/** What stands where a secret was taken out, or never was. */
const harmless =
  '(?!\\s|[*\\u2022.\\[({<]|null\\b|none\\b|true\\b|false\\b|hidden\\b|redacted\\b|required\\b|is\\b|not\\b|$)';

const patterns: readonly SecretPattern[] = [
  {
    kind: 'a password or key after its name',
    pattern: new RegExp(`(?<![A-Za-z0-9])${secretWord}["']?\\s{0,4}[:=]\\s{0,4}["']?${harmless}[^\\s"',;<>]{3,}`, 'i'),
  },
  {
    kind: 'a password parameter in XML',
    pattern: new RegExp(`name\\s{0,4}=\\s{0,4}["']${secretWord}["'][^<>]{0,200}>\\s{0,20}[^\\s<]`, 'i'),
  },
  { kind: 'a password element in XML', pattern: new RegExp(`<${secretWord}\\b[^<>]{0,200}>\\s{0,20}[^\\s<]`, 'i') },
  {
    kind: 'encrypted configuration',
    pattern: /<?\bencrypted[_-]?(?:configuration|attributes)\b[^<>\s]{0,4}[>:=]\s{0,4}["']?[^\s<"']/i,
  },
  { kind: 'a serialized object (BinaryFormatter)', pattern: /AAEAAAD\/{4}/ },
  { kind: 'data protected by DPAPI', pattern: /01000000d08c9ddf0115d1118c7a00c04fc297eb|AQAAANCMnd8BFdERjHoAwE/i },
  {
    kind: 'a password hash',
    pattern:
      /\b(?:nt|lm|ntlm|md4|password|unicodepwd|ntpwdhistory|dbcspwd|supplementalcredentials)[ _-]{0,2}(?:hash)?["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:0x)?[0-9a-f]{32}\b/i,
  },
  { kind: 'a pair of password hashes', pattern: /\b[0-9a-f]{32}:[0-9a-f]{32}\b/i },
  { kind: 'a token (JWT)', pattern: /\beyJ[A-Za-z0-9_-]{10,}/ },
  { kind: 'a token in a header', pattern: /\b(?:Bearer|Basic|Negotiate|NTLM)\s{1,4}[A-Za-z0-9+/_.=-]{16,}/ },
  {
    kind: 'a token after its name',
    pattern: new RegExp(
      `(?<![A-Za-z0-9])${tokenWord}["']?\\s{0,4}[:=]\\s{0,4}["']?(?=[^\\s"',;<>]{0,64}[0-9])[^\\s"',;<>]{12}`,
      'i',
    ),
  },
  { kind: 'a token (SAML)', pattern: /<(?:saml\w{0,8}:)?Assertion\b[^<>]{0,512}\bxmlns/ },
  { kind: 'a client secret of Entra', pattern: /(?<![\w.~-])[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{30,36}(?![\w~-])/ },
  {
    kind: 'the password of the synchronization account',
    pattern: /\bSync_[^\s@/]{1,64}@[^\s:;,/]{1,200}[:;,/|]\S{4,}/i,
  },
  { kind: 'a shared access signature', pattern: /(?:[?&;]sig=[A-Za-z0-9%+/=_-]{4}|\bsig=[A-Za-z0-9%+/_-]{20})/i },
  {
    kind: 'a user and password in an address',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,64}:[^\s/@]{1,128}@/i,
  },
  { kind: 'a connection string', pattern: /\b(?:AccountKey|SharedAccessKey|Pwd)\s{0,4}=\s{0,4}[^\s;"']{4,}/i },
  { kind: 'a key or certificate (PEM)', pattern: /-----BEGIN\b/ },
  {
    kind: 'a secure string',
    pattern:
      /76492d1116743f0423413b16050a5345|ConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?(?:["'][^"']|(?![$(\-])[^\s"'|]{3})/i,
  },
  {
    kind: 'a credential in a command',
    pattern: /PSCredential\s{0,4}\(\s{0,4}["'][^"']{1,128}["']\s{0,4},\s{0,4}["'][^"']/i,
  },
  ...secretForms,
];

/** Names of fields whose values are secrets whatever they look like. */
const secretField = new RegExp(
  `^(?:${secretWord}|${tokenWord}|unicodePwd|dBCSPwd|supplementalCredentials|encrypted_?configuration)$`,
  'i',
);

const nothingIsKnown: IsIdentifier = () => false;

function kindIn(text: string, isIdentifier: IsIdentifier): string | undefined {
  for (let at = 0; at < text.length; at += longestPiece - overlap) {
    const piece = text.slice(at, at + longestPiece);
    const found = patterns.find(({ pattern }) => pattern.test(piece));
    if (found !== undefined) {
      return found.kind;
    }
    if (saysSecret(piece)) {
      return 'a password or key in a sentence';
    }
    if (holdsHash(piece, isIdentifier)) {
      return 'a password hash';
    }
  }
  return undefined;
}

/** The kind of the secret that a text holds: as it is, as a person reads it or, looked into once, encoded. */
function kindInside(text: string, isIdentifier: IsIdentifier): string | undefined {
  const plain = plainForm(text);
  const kind = kindIn(text, isIdentifier) ?? (plain === undefined ? undefined : kindIn(plain, isIdentifier));
  if (kind !== undefined) {
    return kind;
  }
  for (const encoded of encodedTexts(text)) {
    const inside = kindIn(encoded.text, isIdentifier);
    if (inside !== undefined) {
      return `${inside} (${encoded.form})`;
    }
  }
  return undefined;
}

/** Searches every text inside a value for what looks like a secret; undefined when there is none. */
export function findSecret(
  value: unknown,
  isIdentifier: IsIdentifier = nothingIsKnown,
  place = '',
): FoundSecret | undefined {
  if (typeof value === 'string') {
    const kind = kindInside(value, isIdentifier);
    return kind === undefined ? undefined : { kind, place };
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const isNamedSecret = 'name' in value && typeof value.name === 'string' && secretField.test(value.name);
  for (const [key, item] of Object.entries(value)) {
    const path = place === '' ? key : `${place}.${key}`;
    const isSecret = secretField.test(key) || (isNamedSecret && (key === 'values' || key === 'value'));
    if (isSecret && (typeof item === 'string' || Array.isArray(item)) && item.length > 0) {
      return { kind: 'a field that holds a secret', place: path };
    }
    const found = findSecret(item, isIdentifier, path);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
