/** Where a DN stands in a text. */
export interface DnPlace {
  readonly from: number;
  readonly to: number;
}

const longestDn = 8_192;
const begins = /(?<![A-Za-z0-9_\\])(?:CN|OU|DC|UID)[ \t]{0,3}=/gi;
/** A further part of a DN, after its comma or plus sign. */
const nextPart = /[,+][ \t]{0,3}(?:CN|OU|DC|UID|O|L|C|ST|STREET|E|\d+(?:\.\d+)+)[ \t]{0,3}=/iy;
const domainLabel = /[\p{L}\p{N}_-]*/uy;
const endsValue = /[\r\n"<>;]/;

/** The end of a value that begins at `at`: before an unescaped comma or plus sign, or before what cannot be in one. */
function valueEnd(text: string, at: number, most: number): number {
  let index = at;
  if (text.charAt(index) === '"') {
    const close = text.indexOf('"', index + 1);
    return close === -1 || close > most ? index : close + 1;
  }
  for (; index < most; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') {
      index += 1;
    } else if (character === ',' || character === '+' || endsValue.test(character)) {
      break;
    }
  }
  return Math.min(index, most);
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The end of a value that nothing follows: before a full stop that ends a sentence. */
function lastValueEnd(text: string, at: number, end: number): number {
  const value = text.slice(at, end);
  const sentence = /\.(?:\s|$)/.exec(value)?.index ?? value.length;
  return at + value.slice(0, sentence).trimEnd().length;
}

/** The end of the DN whose first part begins with `head` at `from`. */
function dnEnd(text: string, from: number, head: string): number {
  const most = Math.min(text.length, from + longestDn);
  let part = head;
  let valueAt = from + head.length;
  for (;;) {
    const isDomainPart = /DC[ \t]*=$/i.test(part);
    const end = isDomainPart ? (matchEnd(domainLabel, text, valueAt) ?? valueAt) : valueEnd(text, valueAt, most);
    const next = matchEnd(nextPart, text, end);
    if (next === undefined || next > most) {
      return isDomainPart ? end : lastValueEnd(text, valueAt, end);
    }
    part = text.slice(end, next);
    valueAt = next;
  }
}

/** The places of all DNs in a text, from left to right. Linear in its length. */
export function findDns(text: string): readonly DnPlace[] {
  const places: DnPlace[] = [];
  let done = 0;
  for (const { 0: head, index } of text.matchAll(begins)) {
    if (index >= done) {
      done = dnEnd(text, index, head);
      if (done > index + head.length) {
        places.push({ from: index, to: done });
      }
    }
  }
  return places;
}
