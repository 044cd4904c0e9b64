/** Deepest nesting of values that the tool reads; what it writes itself is about ten deep. */
export const deepestValue = 100;

/** What makes a JSON text slow to read, whatever its length. */
export interface JsonSize {
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Lists, objects and commas between values: about the number of values. */
  readonly values: number;
}

const quote = 0x22;
const comma = 0x2c;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** One pass without memory, some hundred million characters a second; stops behind either limit. The text need not be JSON. */
function scan(text: string, limits: JsonSize): JsonSize & { readonly isOpen: boolean } {
  let open = 0;
  let depth = 0;
  let values = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length && depth <= limits.depth && values <= limits.values; at += 1) {
    const code = text.charCodeAt(at);
    if (isQuoted) {
      at += code === backslash ? 1 : 0;
      isQuoted = code !== quote;
    } else if (code === quote) {
      isQuoted = true;
    } else if (code === comma) {
      values += 1;
    } else if (code === openList || code === openObject) {
      values += 1;
      open += 1;
      depth = Math.max(depth, open);
    } else if (code === closeList || code === closeObject) {
      open -= 1;
    }
  }
  return { depth, values, isOpen: isQuoted || open > 0 };
}

/**
 * Counts what a text holds before JSON.parse makes it: that works in one go, and ten million brackets keep it busy for seconds
 * in which no signal is looked at. What it says behind either limit is only "more".
 */
export function measureJson(text: string, limits: JsonSize): JsonSize {
  const { depth, values } = scan(text, limits);
  return { depth, values };
}

/** True if a text ends in a string, or with a list or an object open. */
export function endsInside(text: string): boolean {
  return scan(text, { depth: Infinity, values: Infinity }).isOpen;
}

/** What is too much of it, in words for "the line has ..."; undefined if it is within the limits. */
export function tooMuch({ depth, values }: JsonSize, limits: JsonSize): string | undefined {
  return depth > limits.depth
    ? `values that are nested more than ${limits.depth} deep`
    : values > limits.values
      ? `more than ${limits.values.toLocaleString('en')} values`
      : undefined;
}
