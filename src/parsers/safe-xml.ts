import { Parser } from 'xml2js';
import { z } from 'zod';

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
  readonly maxElements: number;
}

/** Enough for a connector with the schema of a large forest (a few million characters), and no more than memory bears. */
export const defaultXmlLimits: XmlLimits = { maxLength: 32 * 1024 * 1024, maxDepth: 64, maxElements: 1_000_000 };

const recordSchema = z.record(z.string(), z.unknown());

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

/** Where a tag ends that begins at `start`; a `>` between quotes does not end it. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return at + 1;
    }
  }
  throw new XmlRefusedError('it ends in the middle of a tag');
}

/** What cannot be parsed safely is refused before the parser sees it: declarations, depth, floods. One pass, no recursion. */
function requireHarmless(text: string, { maxLength, maxDepth, maxElements }: XmlLimits): void {
  if (text.length > maxLength) {
    throw new XmlRefusedError(`it is longer than ${maxLength} characters`);
  }
  let depth = 0;
  let elements = 0;
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
      const end = tagEnd(text, at);
      const closes = text.charAt(at + 1) === '/';
      if (!closes && depth === 0 && elements > 0) {
        throw new XmlRefusedError('it has more than one root');
      }
      elements += closes ? 0 : 1;
      depth += closes ? -1 : text.charAt(end - 2) === '/' ? 0 : 1;
      if (depth > maxDepth || elements > maxElements) {
        throw new XmlRefusedError('it has too many elements, or they are nested too deeply');
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
    const attributes = recordSchema.safeParse(this.record['$']);
    const value = attributes.success ? attributes.data[`${attributePrefix}${name}`] : undefined;
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
    return typeof this.raw === 'object' && this.raw !== null ? recordSchema.parse(this.raw) : {};
  }
}

/**
 * Parses a document that somebody else wrote, with xml2js behind a guard: bounded in length, depth and elements, no
 * document type declaration and so no entities but the five of XML, and no name of an element or attribute that could be
 * taken for one of Object's. Raises an XmlRefusedError.
 */
export function parseXml(text: string, limits: XmlLimits = defaultXmlLimits): XmlElement {
  requireHarmless(text, limits);
  const results: unknown[] = [];
  let failed = false;
  try {
    const parser = new Parser({
      async: false,
      strict: true,
      tagNameProcessors: [(name) => `${elementPrefix}${name}`],
      attrNameProcessors: [(name) => `${attributePrefix}${name}`],
    });
    parser.parseString(text, (error: Error | null, result: unknown) => {
      failed ||= error !== null;
      results.push(result);
    });
  } catch {
    failed = true;
  }
  const root = recordSchema.safeParse(results[0]);
  const [key] = root.success ? Object.keys(root.data) : [];
  // The parser's own message quotes the document, which may hold secrets.
  if (failed || !root.success || key?.startsWith(elementPrefix) !== true) {
    throw new XmlRefusedError('it is no well-formed XML');
  }
  return new XmlElement(key.slice(elementPrefix.length), root.data[key]);
}
