import { SaxesParser } from 'saxes';
import { TreeBuilder } from './clixml-builder.js';
import { Refusal } from './clixml-refusal.js';
import { scanClixml } from './clixml-scan.js';
import { ClixmlError, type ClixmlRecord } from './clixml-tree.js';

/** How `decodeClixml` reads. */
export interface ClixmlDecodeOptions {
  /** How many objects and property sets may be inside each other: 100 by default, twice what PowerShell writes. */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_DEPTH = 100;
/** The full parser takes a second for twice as much; what it is needed for, no PowerShell writes. */
const LONGEST_UNUSUAL = 4 * 1024 * 1024;
/** saxes, asked to accept several roots, takes no XML declaration and has no use for a byte order mark. */
const PROLOGUE = /^\uFEFF?(?:(?:[ \t\r\n]|#< CLIXML)*<\?xml[ \t\r\n][^>]*\?>)?/;
/** PowerShell's mark for CLIXML on stderr, before a document. It is not XML, for which a bare < means a tag. */
const HEADERS = /(^|<\/Objs>)(?:[ \t\r\n]*#< CLIXML)+/g;

/** The text with all that is only round the documents turned to blanks, so that every place stays where it was. */
function withoutWrapping(text: string): string {
  const blank = (wrapping: string): string => wrapping.replace(/[^\r\n]/g, ' ');
  const documents = text.replace(PROLOGUE, blank);
  if (!documents.includes('#< CLIXML')) return documents;
  return documents.replace(HEADERS, (match, root: string) => root + blank(match.slice(root.length)));
}

/** What the parser is reporting, for the place of a refusal. */
type Phase = 'open' | 'text' | 'content' | 'close' | 'markup';

/** One reading of one text, which remembers where it is. */
class Reading {
  private readonly parser = new SaxesParser<{ fragment: true; position: false; xmlns: false }>({
    fragment: true,
    position: false,
    xmlns: false,
  });
  private phase: Phase = 'markup';
  /** Where the event that is being handled ends, where the one before it ended, and where the open leaf begins. */
  private end = 0;
  private previousEnd = 0;
  private contentStart = 0;

  constructor(
    private readonly text: string,
    private readonly builder: TreeBuilder,
  ) {
    const readText = (chunk: string): void => {
      this.enter('text');
      builder.text(chunk);
    };
    this.parser.on('error', ({ message }) => {
      this.enter('markup');
      throw new Refusal(message.includes('doctype') ? 'doctype' : 'not-xml', `Not well-formed XML: ${message}`);
    });
    this.parser.on('opentag', ({ name, attributes }) => {
      this.enter('open');
      this.contentStart = this.end;
      builder.open(name, attributes);
    });
    this.parser.on('closetag', () => {
      this.enter(builder.isInLeaf ? 'content' : 'close');
      builder.close();
    });
    this.parser.on('text', readText);
    this.parser.on('cdata', readText);
  }

  run(): void {
    this.parser.write(this.text.slice(0, LONGEST_UNUSUAL));
    this.enter('markup');
    if (this.text.length > LONGEST_UNUSUAL) {
      throw new Refusal('too-large', 'Too long for a text that is not CLIXML as PowerShell writes it');
    }
    this.parser.close();
    this.enter('markup');
    if (!this.builder.sawRoot) throw new Refusal('no-root', 'There is no <Objs> element');
  }

  /** The offset that a refusal of the current event is about. */
  offset(): number {
    switch (this.phase) {
      case 'markup':
        return this.end;
      case 'text':
        return this.previousEnd + this.text.slice(this.previousEnd).search(/[^ \t\r\n]|$/);
      case 'content':
        // A leaf that closes itself has no content to point at.
        return this.end === this.contentStart ? this.tagStart() : this.contentStart;
      case 'open':
      case 'close':
        return this.tagStart();
    }
  }

  private tagStart(): number {
    return Math.max(0, this.text.lastIndexOf('<', this.end - 1));
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.previousEnd = this.end;
    this.end = this.parser.position;
  }
}

function clixmlError(before: string, { reason, message }: Refusal): ClixmlError {
  const lines = before.split(/\r\n|\n|\r/);
  return new ClixmlError(reason, lines.length, (lines.at(-1)?.length ?? 0) + 1, message);
}

/**
 * Decodes CLIXML (facts 10.3): every top-level value of every `<Objs>` in the text, in document order.
 * A byte order mark, `#< CLIXML` header lines and an XML declaration at the start are skipped.
 * @throws {ClixmlError} for everything that is not CLIXML, with the place; never another error, at any nesting.
 */
export function decodeClixml(text: string, { maxDepth = DEFAULT_MAX_DEPTH }: ClixmlDecodeOptions = {}): ClixmlRecord[] {
  const documents = withoutWrapping(text);
  const quick = new TreeBuilder(maxDepth);
  if (scanClixml(documents, quick)) return quick.records;
  const builder = new TreeBuilder(maxDepth);
  const reading = new Reading(documents, builder);
  try {
    reading.run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw clixmlError(documents.slice(0, reading.offset()), error);
  }
  return builder.records;
}
