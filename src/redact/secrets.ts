import { encodedTexts } from './encodings.js';
import { holdsHash, type IsIdentifier } from './hashes.js';
import { namedSecrets } from './named-secrets.js';
import { secretForms, type SecretPattern } from './secret-forms.js';
import { isFilled, isSecretName, isValueKey, namesSecret } from './secret-names.js';
import { plainForm } from './plain-forms.js';
import { saysSecret } from './spoken-secrets.js';
import { tokens } from './tokens.js';

/** A secret that was found: what it looks like and where, never the secret itself. */
export interface FoundSecret {
  readonly kind: string;
  /** Path inside the line: `rows.3.message`. */
  readonly place: string;
}

const longestPiece = 65_536;
const overlap = 512;

const patterns: readonly SecretPattern[] = [
  ...namedSecrets,
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
  ...tokens,
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
      /76492d1116743f0423413b16050a5345|ConvertTo-SecureString\s{1,4}(?:(?:-(?:AsPlainText|Force)\s{1,4}){0,2}-String\s{1,4})?(?:["'][^"']|(?![$(\-])[^\s"'|]{3})|ConvertTo-SecureString\s{1,4}(?:-(?:AsPlainText|Force)\s{1,4}){1,2}["'][^"']|["'][^"']{3,128}["']\s{0,4}\|\s{0,4}ConvertTo-SecureString/i,
  },
  {
    kind: 'a credential in a command',
    pattern: /PSCredential(?:\]::new)?\s{0,4}\(\s{0,4}["'][^"']{1,128}["']\s{0,4},\s{0,4}["'][^"']/i,
  },
  ...secretForms,
];

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

/** So many encodings inside one another are looked into. */
const mostEncodings = 2;

/** The kind of the secret that a text holds: as it is, as a person reads it, or encoded. */
function kindInside(text: string, isIdentifier: IsIdentifier, encodings = mostEncodings): string | undefined {
  const plain = plainForm(text);
  const kind = kindIn(text, isIdentifier) ?? (plain === undefined ? undefined : kindIn(plain, isIdentifier));
  if (kind !== undefined || encodings === 0) {
    return kind;
  }
  for (const source of plain === undefined ? [text] : [text, plain]) {
    for (const encoded of encodedTexts(source)) {
      const inside = kindInside(encoded.text, isIdentifier, encodings - 1);
      if (inside !== undefined) {
        return `${inside} (${encoded.form})`;
      }
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
  const entries = Object.entries(value);
  const isNamedSecret = namesSecret(entries);
  for (const [key, item] of entries) {
    const path = place === '' ? key : `${place}.${key}`;
    if ((isSecretName(key) || (isNamedSecret && isValueKey(key))) && isFilled(item)) {
      return { kind: 'a field that holds a secret', place: path };
    }
    const found = findSecret(item, isIdentifier, path);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
