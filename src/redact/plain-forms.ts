const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

const wideAscii = /[\uff01-\uff5e]/g;

/** A text in composed form (NFC), without characters that nobody sees, and with wide letters and signs as plain ones. */
export function composedForm(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(wideAscii, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function characterOf(code: number): string {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}

/** A text without the escapes of HTML and XML, of JSON and of addresses. */
function unescaped(text: string): string {
  return text
    .replace(
      /&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
      (_, name?: string, ten?: string, hex?: string) =>
        name === undefined
          ? characterOf(Number.parseInt(ten ?? hex ?? '0', ten === undefined ? 16 : 10))
          : (entities[name.toLowerCase()] ?? ''),
    )
    .replace(/\\(?:u([0-9a-f]{4})|(["'/\\]))/gi, (_, hex?: string, sign?: string) =>
      hex === undefined ? (sign ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * A text as a person reads it: wide and other compatible forms of letters as plain ones, without characters that nobody sees,
 * and without escapes; undefined if that is the text itself.
 */
export function plainForm(text: string): string | undefined {
  const plain = unescaped(text.normalize('NFKC').replace(invisible, ''));
  return plain === text ? undefined : plain;
}
