/** Bytes that are at least so often printable are taken for a text. */
const leastPrintable = 0.95;
/** So many letters of a text in Latin-1 have no sign above them. */
const leastAscii = 0.85;
const unprintable = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/g;

/** True for text without controls and without what was no UTF-8. */
function isPrintable(text: string): boolean {
  const strange = text.match(unprintable)?.length ?? 0;
  return text.length > 0 && strange <= text.length * (1 - leastPrintable);
}

/** A text and how its bytes are made of it. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le' | 'latin1';
}

/** The text that bytes hold, as UTF-8, as UTF-16 (PowerShell and Windows) or as Latin-1; undefined when they hold none. */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  const utf8 = bytes.toString('utf8');
  if (isPrintable(utf8)) {
    return { text: utf8, encoding: 'utf8' };
  }
  const utf16 = bytes.length % 2 === 0 ? bytes.toString('utf16le') : '';
  // Random bytes are mostly letters of some writing in UTF-16: only a text with many ASCII characters is taken for one.
  const ascii = utf16.match(/[ -~\r\n]/g)?.length ?? 0;
  if (ascii >= utf16.length / 2 && isPrintable(utf16)) {
    return { text: utf16, encoding: 'utf16le' };
  }
  const latin1 = bytes.toString('latin1');
  const letters = latin1.match(/[ -~\r\n]/g)?.length ?? 0;
  return bytes.length >= 12 && letters >= latin1.length * leastAscii && isPrintable(latin1)
    ? { text: latin1, encoding: 'latin1' }
    : undefined;
}

/** Words that can be base64 of a text worth a look. */
export const base64Word = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{10,}={0,2}(?![A-Za-z0-9+/=])/g;

/** Base64 that was broken into lines. */
const brokenBase64 =
  /(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{16,128}\r?\n[ \t]{0,16}){1,4096}[A-Za-z0-9+/]{1,128}={0,2}(?![A-Za-z0-9+/=])/g;

/** Words that can be a text in hexadecimal digits: 8 bytes and more. */
const hexadecimalWord = /(?<![0-9a-f])(?:0x)?((?:[0-9a-f]{2}){8,})(?![0-9a-f])/gi;

/** The same byte by byte. */
const dividedBytes = /(?<![0-9a-z])(?:0x)?[0-9a-f]{2}(?:(?:, |[ :,-])(?:0x)?[0-9a-f]{2}){7,4096}(?![0-9a-z])/gi;

/** What is readable in bytes that are no text as a whole. */
const readable = /[\t\n\r -~]{12,}/g;

/** The readable parts of bytes: of a text all of it; undefined when there are none. */
function readableText(bytes: Buffer): string | undefined {
  return decodeText(bytes)?.text ?? bytes.toString('latin1').match(readable)?.join('\n');
}

/** A word of base64, and what follows each sign in it that may as well stand before one: `data/…`, `_…_`. */
export function base64Parts(word: string): readonly string[] {
  return [word, ...word.split(/[/_-]/).filter((part) => part.length >= 12 && part !== word)];
}

/** The texts that stand in a text as base64 or hexadecimal digits; what decodes to no text is left out. */
export function* encodedTexts(text: string): Generator<{ readonly text: string; readonly form: string }> {
  const base64 = [
    ...Array.from(text.matchAll(base64Word), ([word]) => base64Parts(word)).flat(),
    ...Array.from(text.matchAll(brokenBase64), ([lines]) => lines.replace(/\s/g, '')),
  ];
  for (const word of base64) {
    const decoded = readableText(Buffer.from(word, 'base64'));
    if (decoded !== undefined) {
      yield { text: decoded, form: 'as base64' };
    }
  }
  const hexadecimal = [
    ...Array.from(text.matchAll(hexadecimalWord), ([, digits = '']) => digits),
    ...Array.from(text.matchAll(dividedBytes), ([bytes]) => bytes.replace(/0x|[^0-9a-f]/gi, '')),
  ];
  for (const digits of hexadecimal) {
    const decoded = readableText(Buffer.from(digits, 'hex'));
    if (decoded !== undefined) {
      yield { text: decoded, form: 'as hexadecimal digits' };
    }
  }
}
