/** Controls other than tab and line ends, and what Unicode says to show as nothing: joiners, directions, variants, fillers. */
const invisible = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

const wideAscii = /[\uff01-\uff5e]/g;

/** A text in composed form (NFC), without characters that nobody sees, and with wide letters and signs as plain ones. */
export function composedForm(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(wideAscii, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  nbsp: ' ',
  szlig: 'ß',
  aelig: 'æ',
  oslash: 'ø',
};
/** The signs above and below letters in the names of HTML: `&uuml;`, `&ntilde;`. */
const marks: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
};

function characterOf(code: number): string {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}

function namedCharacter(name: string): string | undefined {
  const mark = marks[name.slice(1).toLowerCase()];
  return entities[name.toLowerCase()] ?? (mark === undefined ? undefined : `${name.charAt(0)}${mark}`.normalize('NFC'));
}

/** Bytes after percent signs as UTF-8 or, if they are none, as Latin-1. */
function decodeOctets(octets: string): string {
  try {
    return decodeURIComponent(octets);
  } catch {
    return Buffer.from(octets.replaceAll('%', ''), 'hex').toString('latin1');
  }
}

const escape = /&([a-z]{2,6});|&#(?:(\d{1,7})|x([0-9a-f]{1,6}));|\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi;
/** Signs that are escaped because they would end or begin something. */
const syntax = /["\\<>&\p{Cc}]/u;

/** A text with letters in the place of their escapes in HTML, XML and JSON; signs of these languages stay escaped. */
export function readableForm(text: string): string {
  return text.replace(escape, (whole, name?: string, ten?: string, ...hex: readonly (string | undefined)[]) => {
    const code = Number.parseInt(
      ten ?? hex.slice(0, 3).find((digits) => digits !== undefined) ?? '0',
      ten === undefined ? 16 : 10,
    );
    const character = name === undefined ? characterOf(code) : (namedCharacter(name) ?? '');
    return character === '' || syntax.test(character) ? whole : character;
  });
}

/** A text without the escapes of HTML and XML, of JSON and of addresses. */
function unescaped(text: string): string {
  return text
    .replace(/&([a-z]{2,6});/gi, (whole, name: string) => namedCharacter(name) ?? whole)
    .replace(/&#(?:(\d{1,7})|x([0-9a-f]{1,6}));/gi, (_, ten?: string, hex?: string) =>
      characterOf(Number.parseInt(ten ?? hex ?? '0', ten === undefined ? 16 : 10)),
    )
    .replace(/\\(?:u([0-9a-f]{4})|(["'/\\]))/gi, (_, hex?: string, sign?: string) =>
      hex === undefined ? (sign ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/(?:%[0-9a-f]{2}){1,1024}/gi, decodeOctets);
}

/** What was escaped twice is escaped once after the first look. */
const mostEscapes = 3;

/**
 * A text as a person reads it: wide and other compatible forms of letters as plain ones, without characters that nobody sees,
 * and without escapes; undefined if that is the text itself.
 */
export function plainForm(text: string): string | undefined {
  let plain = text;
  for (let times = 0; times < mostEscapes; times += 1) {
    const before = plain;
    plain = unescaped(plain.normalize('NFKC').replace(invisible, ''));
    if (plain === before) {
      break;
    }
  }
  return plain === text ? undefined : plain;
}
