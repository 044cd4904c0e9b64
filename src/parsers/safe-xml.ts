import { Parser } from 'xml2js';
import { atOnce } from '../base/turns.js';

/** Why a document is refused; the message is for people and holds no text of the document. */
export class XmlRefusedError extends Error {
  override readonly name = 'XmlRefusedError';
}

/** Bounds of one document. */
export interface XmlLimits {
  /** Most characters. */
  readonly maxLength: number;
  /** Deepest nesting of elements. */
  readonly maxDepth: number;
  /** Most elements and attributes together. */
  readonly maxParts: number;
  /** Most attributes of one element: the parser takes them in one go. */
  readonly maxAttributes: number;
}

/** Enough for a connector with the schema of a large forest (a few million characters), and no more than memory bears. */
export const defaultXmlLimits: XmlLimits = {
  maxLength: 32 * 1024 * 1024,
  maxDepth: 64,
  maxParts: 1_500_000,
  maxAttributes: 10_000,
};

/** Characters that are parsed without a look at signals. */
const stepLength = 64 * 1024;

/** The parser with its tokenizer, which takes a document piece by piece. */
class SteppedParser extends Parser {
  declare readonly saxParser: { readonly write: (text: string) => unknown; readonly close: () => unknown };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Names of elements and attributes become keys of plain objects in xml2js: with these before them none can be one of Object's. */
const elementPrefix = 'e:';
const attributePrefix = 'a:';

function findEnd(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) {
    throw new XmlRefusedError('it ends in the middle of a tag');
  }
  return at + mark.length;
}

/** Where a tag ends that begins at `start`, and how many values it has; a `>` between quotes does not end it. */
function tagEnd(text: string, start: number): { readonly end: number; readonly values: number } {
  let quote = '';
  let values = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      values += character === quote ? 1 : 0;
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return { end: at + 1, values };
    }
  }
  throw new XmlRefusedError('it ends in the middle of a tag');
}

/** What cannot be parsed safely is refused before the parser sees it: declarations, depth, floods. One pass, no recursion. */
function requireHarmless(text: string, { maxLength, maxDepth, maxParts, maxAttributes }: XmlLimits): void {
  if (text.length > maxLength) {
    throw new XmlRefusedError(`it is longer than ${maxLength} characters`);
  }
  let depth = 0;
  let parts = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      at = findEnd(text, '-->', at + 4);
    } else if (text.startsWith('<![CDATA[', at)) {
      at = findEnd(text, ']]>', at);
    } else if (text.startsWith('<!', at)) {
      throw new XmlRefusedError('it has a document type declaration');
    } else if (text.startsWith('<?', at)) {
      at = findEnd(text, '?>', at);
    } else {
      const { end, values } = tagEnd(text, at);
      const closes = text.charAt(at + 1) === '/';
      if (!closes && depth === 0 && parts > 0) {
        throw new XmlRefusedError('it has more than one root');
      }
      parts += closes ? 0 : 1 + values;
      depth += closes ? -1 : text.charAt(end - 2) === '/' ? 0 : 1;
      if (depth > maxDepth || parts > maxParts || values > maxAttributes) {
        throw new XmlRefusedError('it has too many elements or attributes, or is nested too deeply');
      }
      at = end;
    }
  }
}

/** One element of a parsed document. Its parts are looked at when they are asked for. */
export class XmlElement {
  constructor(
    readonly name: string,
    private readonly raw: unknown,
  ) {}

  /** Text of the element without that of its children, trimmed; empty without any. */
  get text(): string {
    const text = typeof this.raw === 'string' ? this.raw : this.record['_'];
    return typeof text === 'string' ? text.trim() : '';
  }

  /** Value of an attribute. */
  attribute(name: string): string | undefined {
    const attributes = this.record['$'];
    const value = isRecord(attributes) ? attributes[`${attributePrefix}${name}`] : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  /** Child elements of this name, in order. */
  all(name: string): readonly XmlElement[] {
    const found = this.record[`${elementPrefix}${name}`];
    return Array.isArray(found) ? found.map((raw: unknown) => new XmlElement(name, raw)) : [];
  }

  /** The first element along a path of names. */
  at(...path: readonly string[]): XmlElement | undefined {
    const [name, ...rest] = path;
    return name === undefined ? this : this.all(name)[0]?.at(...rest);
  }

  /** Every child element. */
  get children(): readonly XmlElement[] {
    const names = Object.keys(this.record).filter((key) => key.startsWith(elementPrefix));
    return names.flatMap((key) => this.all(key.slice(elementPrefix.length)));
  }

  private get record(): Readonly<Record<string, unknown>> {
    return isRecord(this.raw) ? this.raw : {};
  }
}

/**
 * Parses a document that somebody else wrote, with xml2js behind a guard: bounded in length, depth and parts, no
 * document type declaration and so no entities but the five of XML, and no name of an element or attribute that could be
 * taken for one of Object's. Raises an XmlRefusedError. A large document takes seconds: for `inTurns`.
 */
export function* parseXmlInSteps(
  text: string,
  limits: XmlLimits = defaultXmlLimits,
): Generator<undefined, XmlElement, void> {
  requireHarmless(text, limits);
  yield;
  const results: unknown[] = [];
  let failed = text.trim() === '';
  const parser = new SteppedParser({
    strict: true,
    tagNameProcessors: [(name) => `${elementPrefix}${name}`],
    attrNameProcessors: [(name) => `${attributePrefix}${name}`],
  });
  parser.on('end', (result: unknown) => results.push(result));
  parser.on('error', () => {
    failed = true;
  });
  for (let at = 0; at < text.length && !failed; at += stepLength) {
    failed = !succeeds(() => parser.saxParser.write(text.slice(at, at + stepLength))) || failed;
    yield;
  }
  failed = failed || !succeeds(() => parser.saxParser.close()) || failed;
  const [root] = results;
  const [key] = isRecord(root) ? Object.keys(root) : [];
  // The parser's own message quotes the document, which may hold secrets.
  if (failed || !isRecord(root) || key?.startsWith(elementPrefix) !== true) {
    throw new XmlRefusedError('it is not well-formed XML');
  }
  return new XmlElement(key.slice(elementPrefix.length), root[key]);
}

function succeeds(step: () => unknown): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

/** The same without a look at signals. */
export function parseXml(text: string, limits?: XmlLimits): XmlElement {
  return atOnce(parseXmlInSteps(text, limits));
}
