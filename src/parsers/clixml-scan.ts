import type { TreeBuilder } from './clixml-builder.js';
import type { Attributes } from './clixml-frames.js';
import { Refusal } from './clixml-refusal.js';
import { StringSlots } from './string-slots.js';

/** Line ends, all of which XML reads as one character. */
const LINE_END = /\r\n?/g;
const NUMERIC = /^#(?:x([\dA-Fa-f]{1,4})|(\d{1,5}))$/;
const MARKS: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const AMPERSAND = 0x26;

/** Raised where the text has something that is left to the full parser. */
class Unusual extends Error {}

/** All attributes that PowerShell writes: one shape, whichever of them an element has. */
class ElementAttributes implements Attributes {
  N: string | undefined;
  RefId: string | undefined;
  S: string | undefined;
  Version: string | undefined;
  xmlns: string | undefined;

  set(name: string, value: string): void {
    if (name === 'N' && this.N === undefined) this.N = value;
    else if (name === 'RefId' && this.RefId === undefined) this.RefId = value;
    else if (name === 'S' && this.S === undefined) this.S = value;
    else if (name === 'Version' && this.Version === undefined) this.Version = value;
    else if (name === 'xmlns' && this.xmlns === undefined) this.xmlns = value;
    else throw new Unusual();
  }
}

const NO_ATTRIBUTES: Attributes = new ElementAttributes();

function isNameUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39);
}

/** The character that a reference stands for, by what is between `&` and `;`. */
function referredCharacter(name: string): string {
  const mark = MARKS.get(name);
  if (mark !== undefined) return mark;
  const [, hex, digits] = NUMERIC.exec(name) ?? [];
  const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  if (!(code >= BLANK && code < 0xd800) && code !== TAB && code !== LINE_FEED && code !== RETURN) throw new Unusual();
  return String.fromCharCode(code);
}

/** The five references that PowerShell writes, all at once: a text can have millions. Undefined when there is another one. */
function withoutMarks(text: string): string | undefined {
  let plain = text;
  for (const [name, mark] of MARKS) if (name !== 'amp') plain = plain.replaceAll(`&${name};`, mark);
  const pieces = plain.split('&amp;');
  return pieces.some((piece) => piece.includes('&')) ? undefined : pieces.join('&');
}

/** One by one is faster where there are few; millions of them would take a second. */
const LONG_TEXT = 16 * 1024;

function withoutReferences(text: string): string {
  if (!text.includes('&')) return text;
  return (text.length > LONG_TEXT ? withoutMarks(text) : undefined) ?? withoutEachReference(text);
}

function withoutEachReference(text: string): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at);
    if (end < 0) throw new Unusual();
    result += text.slice(from, at) + referredCharacter(text.slice(at + 1, end));
    from = end + 1;
  }
  return result + text.slice(from);
}

/** The units of a text: an array of numbers is read several times as fast as a string. */
function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  Buffer.from(units.buffer).write(text, 'utf16le');
  return units;
}

/** Whether XML allows a unit. Halves of surrogate pairs, which may stand alone, are left to the full parser. */
function isAllowed(unit: number): boolean {
  if (unit >= BLANK && unit < 0xd800) return true;
  return unit === LINE_FEED || unit === RETURN || unit === TAB || (unit >= 0xe000 && unit <= 0xfffd);
}

function areAllowed(units: Uint16Array): boolean {
  let at = 0;
  while (at < units.length && isAllowed(units[at] ?? 0)) at += 1;
  return at === units.length;
}

/** The reading of one text, from tag to tag. */
class Scan {
  private at = 0;
  private readonly open: string[] = [];
  private readonly names = new StringSlots();
  private readonly values = new StringSlots();

  constructor(
    private readonly text: string,
    private readonly units: Uint16Array,
    private readonly builder: TreeBuilder,
  ) {}

  run(): void {
    const { units } = this;
    while (this.nextTag()) {
      if (units[this.at] === SLASH) this.close();
      else this.element();
    }
    if (this.open.length > 0) throw new Unusual();
  }

  /** Goes behind the next `<`; false at the end of the text. */
  private nextTag(): boolean {
    if (this.builder.isInLeaf) {
      const end = this.text.indexOf('<', this.at);
      if (end < 0) throw new Unusual();
      this.readText(end);
      this.at = end + 1;
      return true;
    }
    const { units } = this;
    let { at } = this;
    let unit = units[at];
    while (unit === BLANK || unit === LINE_FEED || unit === RETURN || unit === TAB) {
      at += 1;
      unit = units[at];
    }
    this.at = at + 1;
    if (unit !== undefined && unit !== LESS) throw new Unusual();
    return unit !== undefined;
  }

  private readText(end: number): void {
    if (end === this.at) return;
    const text = this.text.slice(this.at, end);
    this.builder.text(withoutReferences(text.includes('\r') ? text.replace(LINE_END, '\n') : text));
  }

  private close(): void {
    const name = this.open.pop();
    if (name === undefined || !this.text.startsWith(name, this.at + 1)) throw new Unusual();
    this.at += 1 + name.length;
    if (this.units[this.at] !== GREATER) throw new Unusual();
    this.at += 1;
    this.builder.close();
  }

  private element(): void {
    const { units, builder } = this;
    const tag = this.name();
    const attributes = units[this.at] === BLANK ? this.attributes() : NO_ATTRIBUTES;
    const unit = units[this.at];
    if (unit === GREATER) {
      this.at += 1;
      this.open.push(tag);
      builder.open(tag, attributes);
    } else if (unit === SLASH && units[this.at + 1] === GREATER) {
      this.at += 2;
      builder.open(tag, attributes);
      builder.close();
    } else throw new Unusual();
  }

  private name(): string {
    const { units, at: start } = this;
    let at = start;
    let hash = 0;
    for (let unit = units[at] ?? 0; isNameUnit(unit); unit = units[at] ?? 0) {
      hash = (hash * 31 + unit) | 0;
      at += 1;
    }
    if (at === start || (units[start] ?? 0) < 0x41) throw new Unusual();
    this.at = at;
    return this.names.slice(this.text, start, at, hash);
  }

  private attributes(): Attributes {
    const { units } = this;
    const found = new ElementAttributes();
    while (units[this.at] === BLANK) {
      this.at += 1;
      const unit = units[this.at];
      if (unit === SLASH || unit === GREATER) break;
      const name = this.name();
      if (units[this.at] !== EQUALS || units[this.at + 1] !== QUOTE) throw new Unusual();
      this.at += 2;
      found.set(name, this.quoted());
    }
    return found;
  }

  private quoted(): string {
    const { text, units, at: start } = this;
    let at = start;
    let hash = 0;
    let hasReference = false;
    for (let unit = units[at] ?? 0; unit !== QUOTE; unit = units[at] ?? 0) {
      // Also the end of the text.
      if (unit < BLANK || unit === LESS) throw new Unusual();
      if (unit === AMPERSAND) hasReference = true;
      hash = (hash * 31 + unit) | 0;
      at += 1;
    }
    this.at = at + 1;
    if (hasReference) return withoutReferences(text.slice(start, at));
    return this.values.slice(text, start, at, hash);
  }
}

/**
 * Reads a text into the builder as PowerShell writes CLIXML, several times as fast as a parser of all XML. Answers false for everything
 * else, well-formed or not, also for what the builder refuses: that text is for the full parser, which knows the place.
 */
export function scanClixml(text: string, builder: TreeBuilder): boolean {
  const units = unitsOf(text);
  if (text.includes(']]>') || !areAllowed(units)) return false;
  try {
    new Scan(text, units, builder).run();
    return builder.sawRoot;
  } catch (error) {
    if (error instanceof Unusual || error instanceof Refusal) return false;
    throw error;
  }
}
