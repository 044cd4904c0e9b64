/** One attribute of an RDN. `text` values are unescaped; `hex` values are the digits after `#`, in lower case. */
export interface DnAttribute {
  /** Name or OID as it was written. */
  readonly type: string;
  readonly encoding: 'text' | 'hex';
  readonly value: string;
}

/** A relative distinguished name: one attribute, or several joined by `+`. */
export type Rdn = readonly DnAttribute[];

/** A distinguished name, the object's own RDN first. Never empty. */
export type Dn = readonly Rdn[];

/** Why a text is not a distinguished name, and where: a 0-based index into the text, its length for "ends too early". */
export interface DnError {
  readonly message: string;
  readonly position: number;
}

/** What {@link parseDn} answers. */
export type DnResult = { readonly ok: true; readonly dn: Dn } | { readonly ok: false; readonly error: DnError };

/** Characters that a backslash may stand before, beside two hexadecimal digits (RFC 4514, 3). */
const escapable = '"+,;<>\\ #=';
const typePattern = /[A-Za-z][A-Za-z0-9-]*|(?:0|[1-9]\d{0,38})(?:\.(?:0|[1-9]\d{0,38}))+/y;
const pairsPattern = /(?:\\[0-9A-Fa-f]{2})+/y;
const hexPattern = /#((?:[0-9A-Fa-f]{2})+)/y;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Ends the reading of one text; never leaves this file. */
class Refusal extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
  }
}

class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  read(): Dn {
    const broken = this.text.search(/\p{Surrogate}/u);
    if (broken !== -1) {
      throw new Refusal('half of a character is alone', broken);
    }
    const rdns: Rdn[] = [];
    do {
      rdns.push(this.rdn());
    } while (this.skip(','));
    return rdns;
  }

  private rdn(): Rdn {
    const attributes: DnAttribute[] = [];
    do {
      attributes.push(this.attribute());
    } while (this.skip('+'));
    return attributes;
  }

  private attribute(): DnAttribute {
    this.spaces();
    const type = this.match(typePattern)?.[0];
    if (type === undefined) {
      throw new Refusal(
        this.at >= this.text.length
          ? 'an attribute such as CN= is expected, but the name ends here'
          : 'an attribute such as CN= is expected here',
        this.at,
      );
    }
    this.spaces();
    if (!this.skip('=')) {
      throw new Refusal(`"=" is expected after "${type}"`, this.at);
    }
    this.spaces();
    const first = this.text[this.at];
    if (first === '#') {
      return { type, encoding: 'hex', value: this.hex() };
    }
    return { type, encoding: 'text', value: first === '"' ? this.quoted() : this.plain() };
  }

  private hex(): string {
    const start = this.at;
    const digits = this.match(hexPattern)?.[1];
    this.spaces();
    if (digits === undefined || !this.atSeparator()) {
      throw new Refusal(
        'after "#" pairs of hexadecimal digits are expected; a "#" that is meant as text is "\\#"',
        start,
      );
    }
    return digits.toLowerCase();
  }

  /** The form of RFC 2253 and older, which Active Directory still takes: CN="Doe, John". */
  private quoted(): string {
    const start = this.at;
    let value = '';
    this.at += 1;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) {
        throw new Refusal('the quotation mark is never closed', start);
      }
      if (character === '"') {
        break;
      }
      value += this.one(character);
    }
    this.at += 1;
    this.spaces();
    if (!this.atSeparator()) {
      throw new Refusal('"," is expected after the closing quotation mark', this.at);
    }
    return value;
  }

  private plain(): string {
    let value = '';
    // Spaces count only when something follows them; an escaped one counts always.
    let counted = 0;
    while (!this.atSeparator()) {
      const character = this.text[this.at] ?? '';
      if ('";<>\0'.includes(character)) {
        const shown = character === '\0' ? 'NUL' : character;
        throw new Refusal(`"${shown}" must be written with a backslash before it inside a value`, this.at);
      }
      value += this.one(character);
      counted = character === ' ' ? counted : value.length;
    }
    return value.slice(0, counted);
  }

  /** One character or one run of escapes. */
  private one(character: string): string {
    if (character !== '\\') {
      this.at += 1;
      return character;
    }
    const start = this.at;
    const pairs = this.match(pairsPattern)?.[0];
    if (pairs !== undefined) {
      try {
        return utf8.decode(Buffer.from(pairs.replaceAll('\\', ''), 'hex'));
      } catch {
        throw new Refusal(`${pairs} is not a character in UTF-8`, start);
      }
    }
    const escaped = this.text[this.at + 1];
    if (escaped === undefined) {
      throw new Refusal('there is a backslash at the end', start);
    }
    if (!escapable.includes(escaped)) {
      throw new Refusal('after a backslash a special character or two hexadecimal digits are expected', start);
    }
    this.at += 2;
    return escaped;
  }

  private atSeparator(): boolean {
    const character = this.text[this.at];
    return character === undefined || character === ',' || character === '+';
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') {
      this.at += 1;
    }
  }

  private skip(character: string): boolean {
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    this.at += found?.[0].length ?? 0;
    return found;
  }
}

/**
 * Reads a distinguished name (RFC 4514), in time linear in its length. Spaces around separators and the quoted form of
 * older RFCs are taken as Active Directory takes them. Text without any RDN is an error, though RFC 4514 allows it: it
 * names no object. Never raises.
 */
export function parseDn(text: string): DnResult {
  try {
    return { ok: true, dn: new Reader(text).read() };
  } catch (error) {
    if (error instanceof Refusal) {
      return { ok: false, error: { message: error.message, position: error.position } };
    }
    throw error;
  }
}
