import { recordedArguments, type RecordedEnding, type RecordingLine } from '../ps/recording-format.js';
import { equalsFilter, guidFilter } from '../parsers/ldap-filter.js';
import { endingFieldKind, rowFieldKind, type FieldKind } from './fields.js';
import { NameRedactor } from './names.js';
import { Pseudonyms, type Replacement } from './pseudonyms.js';
import { TextRedactor } from './text.js';

/** How much is replaced. */
export type RedactLevel = 'none' | 'names' | 'all';

/** How many names of a kind were replaced in how many places. */
export interface ReplacedKind {
  readonly kind: string;
  readonly names: number;
  readonly places: number;
}

/** Texts that are no names: truth, numbers, instants, codes. */
const plainValue = /^(?:true|false|-?\d{1,20}|\d{4}-\d\d-\d\dT[\d:.]+Z?|0x[0-9a-f]{1,16}|[a-z]{1,3}|)$/i;
const anchorValue = /^[A-Za-z0-9+/]{22}==$/;
const classNames: ReadonlySet<string> = new Set([
  'user',
  'inetorgperson',
  'person',
  'group',
  'contact',
  'device',
  'computer',
  'top',
  'organizationalperson',
  'foreignsecurityprincipal',
]);
const guidBytes = /^\(objectGUID=((?:\\[0-9a-f]{2}){16})\)$/i;
const oneFilter = /^\(([A-Za-z]+)=([^()*]*)\)$/;

/**
 * Redacts the lines of one recording. Every line has to be shown to {@link learn} first, in any order, so that a name that
 * a later line reveals is known in the texts of an earlier one; {@link redact} then gives the line as it may leave.
 */
export class Redactor {
  private readonly pseudonyms: Pseudonyms;
  private readonly names: NameRedactor;
  private readonly texts: TextRedactor;
  private learning = true;

  constructor(
    private readonly level: RedactLevel,
    key: Uint8Array,
  ) {
    this.pseudonyms = new Pseudonyms(key);
    this.names = new NameRedactor(this.pseudonyms);
    this.texts = new TextRedactor(this.names, level === 'all');
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
      this.texts.learnPhrases();
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
    const { names } = this;
    switch (kind) {
      case 'keep':
        return text;
      case 'connector':
        return text.trim() === '' ? text : names.connector(text);
      case 'guid':
        return names.guid(text);
      case 'dn':
        return this.dn(text);
      case 'domain':
        return text.trim() === '' || text === 'default' ? text : names.dnsName(text);
      case 'host':
        return text.trim() === '' ? text : names.host(text);
      case 'account':
        return names.account(text);
      case 'user':
        return text.trim() === '' ? text : names.account(text);
      case 'upn':
        return names.userPrincipalName(text);
      case 'sid':
        return names.sid(text);
      case 'sddl':
        return names.securityDescriptor(text);
      case 'ldap-filter':
        return this.ldapFilter(text);
      case 'attribute-value':
        return this.attributeValue(text);
      case 'text':
        return this.texts.text(text);
    }
  }

  private line(line: RecordingLine, operation: string): RecordingLine {
    switch (line.type) {
      case 'rows':
        return { ...line, rows: line.rows.map((row) => this.walk(row, '', (path) => rowFieldKind(operation, path))) };
      case 'answer':
        return { ...line, ...this.ending(line), ...this.said(line) };
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

  private said({
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

  /** What is no DN is looked at as a text, and replaced as a whole where nothing in it is recognized. */
  private dn(text: string): string {
    const replaced = this.names.distinguishedName(text);
    if (replaced !== undefined || text.trim() === '' || text === 'default') {
      return replaced ?? text;
    }
    const asText = this.texts.text(text);
    return asText === text ? this.names.word('directory-name', text) : asText;
  }

  private attributeValue(text: string): string {
    if (plainValue.test(text) || classNames.has(text.toLowerCase())) {
      return text;
    }
    if (anchorValue.test(text)) {
      return this.names.anchor(text);
    }
    const dn = /^[A-Za-z]{1,8}\s*=/.test(text) ? this.names.distinguishedName(text) : undefined;
    if (dn !== undefined) {
      return dn;
    }
    if (text.includes('@') && !/\s/.test(text)) {
      return this.names.userPrincipalName(text);
    }
    if (/^\{?[0-9a-f]{8}-/i.test(text)) {
      return this.names.guid(text);
    }
    if (/^S-1-/i.test(text)) {
      return this.names.sid(text);
    }
    if (/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u.test(text)) {
      return this.names.dnsName(text);
    }
    const asText = this.texts.text(text);
    return asText === text ? this.names.word('value', text) : asText;
  }

  private ldapFilter(text: string): string {
    const bytes = guidBytes.exec(text)?.[1]?.toLowerCase();
    if (bytes !== undefined) {
      const pairs = bytes.split('\\').slice(1);
      const group = (from: number, to: number, swap: boolean): string => {
        const part = pairs.slice(from, to);
        return (swap ? part.reverse() : part).join('');
      };
      const guid = [group(0, 4, true), group(4, 6, true), group(6, 8, true), group(8, 10, false), group(10, 16, false)];
      return guidFilter(this.names.guid(guid.join('-')));
    }
    const [, attribute = '', escaped] = oneFilter.exec(text) ?? [];
    if (escaped === undefined) {
      return this.texts.text(text);
    }
    const value = escaped.replace(/\\([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    const kinds: Readonly<Record<string, FieldKind>> = {
      distinguishedname: 'dn',
      userprincipalname: 'upn',
      samaccountname: 'user',
    };
    return equalsFilter(attribute, this.value(kinds[attribute.toLowerCase()] ?? 'attribute-value', value));
  }
}
