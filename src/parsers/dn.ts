import { parseDn, type Dn, type DnAttribute, type Rdn } from './dn-parse.js';

export { parseDn } from './dn-parse.js';
export type { Dn, DnAttribute, DnError, DnResult, Rdn } from './dn-parse.js';

/** Names that stand for OIDs in the text of a DN (RFC 4514, 3), in upper case. */
const typeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function hexPairs(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function printCharacter(character: string, isFirst: boolean, isLast: boolean): string {
  if (invisible.test(character)) {
    return hexPairs(character);
  }
  const special = '"+,;<>\\'.includes(character) || (isFirst && character === '#');
  return special || (character === ' ' && (isFirst || isLast)) ? `\\${character}` : character;
}

function printValue({ encoding, value }: DnAttribute): string {
  if (encoding === 'hex') {
    return `#${value}`;
  }
  const characters = Array.from(value);
  const last = characters.length - 1;
  return characters.map((character, index) => printCharacter(character, index === 0, index === last)).join('');
}

function printRdn(rdn: Rdn): string {
  return rdn.map((attribute) => `${attribute.type}=${printValue(attribute)}`).join('+');
}

/** Writes a DN as RFC 4514 text: special characters after a backslash, invisible ones as pairs of hexadecimal digits. */
export function printDn(dn: Dn): string {
  return dn.map(printRdn).join(',');
}

/** Folds case one character at a time, and only to one character: `İ`, `ı` and `ß` stay what they are, on every system. */
function foldCase(text: string): string {
  let folded = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

function attributeKey({ type, encoding, value }: DnAttribute): string {
  const name = typeNames[type] ?? type.toUpperCase();
  return JSON.stringify([name, encoding, encoding === 'hex' ? value : foldCase(value)]);
}

function rdnKey(rdn: Rdn): string {
  return rdn.map(attributeKey).sort().join('+');
}

/** Text that is equal for DNs that Active Directory takes for the same: without regard to case, order in a multi-valued RDN, escapes. */
export function dnKey(dn: Dn): string {
  return dn.map(rdnKey).join(',');
}

/** True when both name the same object, see {@link dnKey}. */
export function isSameDn(left: Dn, right: Dn): boolean {
  return left.length === right.length && dnKey(left) === dnKey(right);
}

/** True when `dn` is `suffix` itself or is below it. */
export function isWithin(dn: Dn, suffix: Dn): boolean {
  return suffix.length <= dn.length && isSameDn(dn.slice(dn.length - suffix.length), suffix);
}

/** The container that the object is in, null for a DN of one RDN. */
export function parentDn(dn: Dn): Dn | null {
  return dn.length > 1 ? dn.slice(1) : null;
}

/** DNS name of the domain that the DC parts at the end of a DN spell, such as `contoso.com`; null when there are none. */
export function readDnsName(dn: Dn): string | null {
  const labels: string[] = [];
  for (const rdn of [...dn].reverse()) {
    const [attribute] = rdn;
    if (
      rdn.length !== 1 ||
      attribute === undefined ||
      (typeNames[attribute.type] ?? attribute.type.toUpperCase()) !== 'DC'
    ) {
      break;
    }
    labels.unshift(attribute.value);
  }
  return labels.length === 0 ? null : labels.join('.');
}

/** A missing comma: the name of an attribute that runs on from a value, as in Microsoft's `CN=TestUserCN=Users,…`. */
const runOn = /(?<=[^\\\s])(?=(?:CN|OU|DC)=)/i;

function splitMissingCommas(attribute: DnAttribute): readonly DnAttribute[] {
  if (attribute.encoding === 'hex') {
    return [attribute];
  }
  const [first = '', ...rest] = attribute.value.split(runOn);
  return [
    { ...attribute, value: first },
    ...rest.map((part): DnAttribute => {
      const equals = part.indexOf('=');
      return { type: part.slice(0, equals), encoding: 'text', value: part.slice(equals + 1) };
    }),
  ];
}

/**
 * The DN that was probably meant if commas are missing: `CN=TestUserCN=Users,DC=contoso,DC=com` is a valid DN of a user
 * named "TestUserCN=Users", and means `CN=TestUser,CN=Users,DC=contoso,DC=com`. Null when nothing looks like that.
 */
export function suggestDn(text: string): string | null {
  const parsed = parseDn(text);
  if (!parsed.ok) {
    return null;
  }
  const meant = parsed.dn.flatMap((rdn): readonly Rdn[] => {
    const [attribute] = rdn;
    return rdn.length === 1 && attribute !== undefined ? splitMissingCommas(attribute).map((part) => [part]) : [rdn];
  });
  return meant.length === parsed.dn.length ? null : printDn(meant);
}

const guidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The GUID in lower case when the text is one, with or without braces; else null. */
export function parseGuid(text: string): string | null {
  const guid = text
    .trim()
    .toLowerCase()
    .replace(/^\{(.*)\}$/, '$1');
  return guidPattern.test(guid) ? guid : null;
}

/**
 * The GUID (lower case) of the form by which Active Directory names an object by its GUID: `<GUID=6f9619ff-…>`, or with 32
 * digits, which are the bytes in their order in memory. Null for any other text.
 */
export function parseGuidDn(text: string): string | null {
  const inner = /^<GUID=([^<>]+)>$/i.exec(text.trim())?.[1];
  if (inner === undefined) {
    return null;
  }
  const bytes = /^[0-9a-f]{32}$/i.test(inner.trim()) ? inner.trim().toLowerCase() : undefined;
  if (bytes === undefined) {
    return parseGuid(inner);
  }
  const swapped = (from: number, to: number): string => (bytes.slice(from, to).match(/../g) ?? []).reverse().join('');
  return [swapped(0, 8), swapped(8, 12), swapped(12, 16), bytes.slice(16, 20), bytes.slice(20)].join('-');
}
