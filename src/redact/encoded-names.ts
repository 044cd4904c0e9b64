import { digitsOf, layOut } from './byte-layout.js';
import { decodeText } from './encodings.js';
import { dashed } from './hashes.js';
import type { NameRedactor } from './names.js';

/** Fewer digits are of times and numbers. */
const leastDigits = 16;
/** A shorter word is taken for base64 only if its case changes as that of no word does. */
const shortWord = 16;
const mixedCase = /[a-z][A-Z0-9].{0,16}[a-z][A-Z0-9]/;
const sidHead = /010[1-9a-f]00000000000[0-9a-f]/i;
const percentCode = /%[0-9a-f]{2}/i;

function decodePercent(text: string): string {
  const plain = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(plain);
  } catch {
    // Not UTF-8: a single-byte encoding.
    return plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

/** Turns the first three groups of a GUID's bytes round, as Windows stores them. */
function turned(bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(bytes.subarray(0, 4)).reverse(),
    Buffer.from(bytes.subarray(4, 6)).reverse(),
    Buffer.from(bytes.subarray(6, 8)).reverse(),
    bytes.subarray(8),
  ]);
}

/** `S-1-5-21-…` of the bytes of a SID (MS-DTYP 2.4.2.2); undefined when they are none. */
function decodeSid(bytes: Buffer): string | undefined {
  const count = bytes[1] ?? 0;
  if (bytes[0] !== 1 || count === 0 || count > 15 || bytes.length !== 8 + 4 * count || bytes.readUIntBE(2, 5) !== 0) {
    return undefined;
  }
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return `S-1-${bytes[7] ?? 0}-${parts.join('-')}`;
}

/** The bytes of a SID with the head of `like`. */
function sidBytes(sid: string, like: Buffer): Buffer {
  const bytes = Buffer.from(like);
  sid
    .split('-')
    .slice(3)
    .forEach((part, index) => bytes.writeUInt32LE(Number(part), 8 + 4 * index));
  return bytes;
}

/**
 * Names that stand in an encoding: percent signs, hexadecimal digits, octets of LDAP filters, base64. Every answer has the same
 * encoding; undefined if nothing was replaced.
 */
export class EncodedNames {
  /**
   * @param text Replaces the names of a text.
   * @param isReplaced Says of a text that names in it were replaced before: its encoding stays as a whole.
   */
  constructor(
    private readonly names: NameRedactor,
    private readonly text: (text: string) => string,
    private readonly isReplaced: (text: string) => boolean,
  ) {}

  /** `CN%3DAnn%20Lee%2CDC%3Dcontoso`. */
  percent(word: string): string | undefined {
    if (!percentCode.test(word)) {
      return undefined;
    }
    const decoded = decodePercent(word);
    const inner = decoded.length < word.length ? this.percent(decoded) : undefined;
    if (inner !== undefined) {
      return encodeURIComponent(inner);
    }
    const replaced = this.text(decoded);
    if (replaced === decoded) {
      return this.isReplaced(decoded) ? word : undefined;
    }
    return encodeURIComponent(replaced);
  }

  /** An even number of hexadecimal digits, also after `0x`. */
  hex(word: string): string | undefined {
    const head = /^0x/i.test(word) ? word.slice(0, 2) : '';
    const digits = word.slice(head.length);
    const replaced = this.wholeHex(digits) ?? this.sidsIn(digits);
    return replaced && `${head}${/[A-F]/.test(digits) ? replaced.toUpperCase() : replaced}`;
  }

  /** All digits are bytes, or all but the first, which is the end of a word: `objectGUID7d1e…`. */
  private wholeHex(digits: string): string | undefined {
    const first = digits.slice(0, digits.length % 2);
    const replaced = this.bytes(Buffer.from(digits.slice(first.length), 'hex'));
    return replaced && first + replaced.toString('hex');
  }

  /** SIDs inside further digits, one after the other. */
  private sidsIn(digits: string): string | undefined {
    let result = '';
    let rest = digits;
    for (let at = rest.search(sidHead); at !== -1; at = rest.search(sidHead)) {
      const end = at + 16 + 8 * Number.parseInt(rest.slice(at + 2, at + 4), 16);
      const replaced = end > rest.length ? undefined : this.bytes(Buffer.from(rest.slice(at, end), 'hex'));
      const next = replaced === undefined ? at + 2 : end;
      result += rest.slice(0, at) + (replaced?.toString('hex') ?? rest.slice(at, next));
      rest = rest.slice(next);
    }
    const whole = result + rest;
    return whole.toLowerCase() === digits.toLowerCase() ? undefined : whole;
  }

  /** `\01\05…` */
  octets(word: string): string | undefined {
    const replaced = this.bytes(Buffer.from(word.replaceAll('\\', ''), 'hex'))?.toString('hex');
    return replaced?.replace(/../g, '\\$&');
  }

  /** Bytes one by one or in groups, for example `01 05 …`, `01-05-…`, `0x01, 0x05` and `01050000 00000005`. */
  divided(word: string): string | undefined {
    const digits = digitsOf(word);
    const replaced = digits.length < leastDigits ? undefined : this.hex(digits);
    return replaced && layOut(replaced, word);
  }

  /** Bytes as decimal numbers, as PowerShell shows them. */
  decimal(word: string): string | undefined {
    const bytes = word.split(/[ ,;]{1,2}/).map(Number);
    const replaced = bytes.some((byte) => byte > 255) ? undefined : this.hex(Buffer.from(bytes).toString('hex'));
    return replaced && [...Buffer.from(replaced, 'hex')].join(/[ ,;]{1,2}/.exec(word)?.[0]);
  }

  /** Base64, with or without its padding; also behind or between signs that are some of its own: `data/…`, `_…_`. */
  base64(word: string): string | undefined {
    const whole = this.wholeBase64(word);
    if (whole !== undefined) {
      return whole;
    }
    const parts = word
      .split(/([/_-])/)
      .map((part) => (part === word || part.length < 10 ? part : (this.wholeBase64(part) ?? part)))
      .join('');
    return parts === word ? undefined : parts;
  }

  private wholeBase64(word: string): string | undefined {
    if (word.length < shortWord && !mixedCase.test(word)) {
      return undefined;
    }
    const replaced = this.bytes(Buffer.from(word, 'base64'));
    return replaced?.toString(/[-_]/.test(word) ? 'base64url' : 'base64');
  }

  /** Bytes of a SID, of a GUID that is known, or of a text. */
  private bytes(bytes: Buffer): Buffer | undefined {
    const sid = decodeSid(bytes);
    if (sid !== undefined) {
      const replaced = this.names.sid(sid);
      return replaced === sid ? undefined : sidBytes(replaced, bytes);
    }
    const decoded = decodeText(bytes);
    if (decoded !== undefined) {
      const replaced = this.text(decoded.text);
      const stays = replaced === decoded.text && !this.isReplaced(decoded.text);
      return stays ? undefined : Buffer.from(replaced, decoded.encoding);
    }
    return bytes.length === 16 ? (this.guid(bytes, (same) => same) ?? this.guid(bytes, turned)) : undefined;
  }

  private guid(bytes: Buffer, order: (bytes: Buffer) => Buffer): Buffer | undefined {
    const guid = dashed(order(bytes).toString('hex'));
    return this.names.pseudonyms.find(guid) === undefined
      ? undefined
      : order(Buffer.from(this.names.guid(guid).replaceAll('-', ''), 'hex'));
  }
}
