import { recordedArguments, type RecordedEnding, type RecordingLine } from '../ps/recording-format.js';
import { endingFieldKind, rowFieldKind, type FieldKind } from './fields.js';
import { NameRedactor } from './names.js';
import { Pseudonyms, type Replacement } from './pseudonyms.js';
import { TextRedactor } from './text.js';
import { ValueRedactor } from './values.js';

/** How much is replaced. */
export type RedactLevel = 'none' | 'names' | 'all';

/** How many names of a kind were replaced in how many places. */
export interface ReplacedKind {
  readonly kind: string;
  readonly names: number;
  readonly places: number;
}

/**
 * Redacts the lines of one recording. Every line has to be shown to {@link learn} first, in any order, so that a name that
 * a later line reveals is known in the texts of an earlier one; {@link redact} then gives the line as it may leave.
 */
export class Redactor {
  private readonly pseudonyms: Pseudonyms;
  private readonly texts: TextRedactor;
  private readonly values: ValueRedactor;
  private learning = true;

  constructor(
    private readonly level: RedactLevel,
    key: Uint8Array,
  ) {
    this.pseudonyms = new Pseudonyms(key);
    const names = new NameRedactor(this.pseudonyms);
    this.texts = new TextRedactor(names, level === 'all');
    this.values = new ValueRedactor(names, this.texts);
  }

  /** Takes the names in a line. `operation`: the one that rows belong to. */
  learn(line: RecordingLine, operation: string): void {
    if (this.level !== 'none') {
      this.line(line, operation);
    }
  }

  /** The line with pseudonyms in the place of names. */
  redact(line: RecordingLine, operation: string): RecordingLine {
    if (this.level === 'none') {
      return line;
    }
    if (this.learning) {
      this.learning = false;
      this.pseudonyms.resetPlaces();
    }
    return this.line(line, operation);
  }

  /** What was replaced since the last {@link learn}, by kind. */
  replaced(): readonly ReplacedKind[] {
    const kinds = new Map<string, { names: number; places: number }>();
    for (const { kind, places } of this.pseudonyms.all()) {
      const sum = kinds.get(kind) ?? { names: 0, places: 0 };
      kinds.set(kind, { names: sum.names + 1, places: sum.places + places });
    }
    return [...kinds].sort().map(([kind, sum]) => ({ kind, ...sum }));
  }

  /** Every name with its pseudonym: for the operator's own eyes. */
  mapping(): Iterable<Replacement> {
    return this.pseudonyms.all();
  }

  /** One value of a known kind; public for those who have a value and no line. */
  value(kind: FieldKind, text: string): string {
    return this.values.value(kind, text);
  }

  /** True for a GUID (with dashes, in lower case) that stands somewhere as one, and for its pseudonym. */
  knowsIdentifier(guid: string): boolean {
    return this.pseudonyms.find(guid) !== undefined || this.pseudonyms.isIssued(guid);
  }

  private line(line: RecordingLine, operation: string): RecordingLine {
    switch (line.type) {
      case 'rows':
        return { ...line, rows: line.rows.map((row) => this.walk(row, '', (path) => rowFieldKind(operation, path))) };
      case 'answer':
        return { ...line, ...this.ending(line), ...this.redactOutput(line) };
      case 'failure':
        return { ...line, ...this.ending(line), message: this.texts.text(line.message), hint: this.hint(line.hint) };
      case 'no-session':
        return { ...line, message: this.texts.text(line.message), hint: this.hint(line.hint) };
      default:
        return line;
    }
  }

  private hint(hint: string | null): string | null {
    return hint === null ? null : this.texts.text(hint);
  }

  private ending({ operation, arguments: args }: RecordedEnding): Pick<RecordedEnding, 'arguments'> {
    const redact = (name: string, value: unknown): string => {
      const kind = endingFieldKind(operation, `arguments.${name}`);
      return typeof value === 'string' ? this.value(kind, value) : '';
    };
    const redacted: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(args)) {
      redacted[name] = Array.isArray(value)
        ? value.map((item) => (typeof item === 'string' ? redact(name, item) : item))
        : typeof value === 'string'
          ? redact(name, value)
          : value;
    }
    return { arguments: recordedArguments(redacted) };
  }

  private redactOutput({
    errors,
    warnings,
    information,
  }: Extract<RecordingLine, { type: 'answer' }>): Pick<
    Extract<RecordingLine, { type: 'answer' }>,
    'errors' | 'warnings' | 'information'
  > {
    return {
      errors: errors.map((error) => ({
        ...error,
        errorId: this.texts.text(error.errorId),
        message: this.texts.text(error.message),
        position: this.texts.text(error.position),
      })),
      warnings: warnings.map((text) => this.texts.text(text)),
      information: information.map((item) => ({ ...item, text: this.texts.text(item.text) })),
    };
  }

  private walk(value: unknown, path: string, kindOf: (path: string) => FieldKind): unknown {
    if (typeof value === 'string') {
      return this.value(kindOf(path), value);
    }
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.walk(item, path, kindOf));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.walk(item, path === '' ? key : `${path}.${key}`, kindOf)]),
    );
  }
}
