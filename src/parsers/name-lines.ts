import { countAtEnd } from '../base/strip-end.js';

/** What a column of names holds. */
export type NameKind = 'dn' | 'upn' | 'sam';

/** One name out of a text, of a column or (without `kind`) of a line; or what is wrong with its line. */
export type NameLine =
  | { readonly line: number; readonly text: string; readonly kind?: NameKind | undefined }
  | { readonly line: number; readonly text: string; readonly problem: string };

/** Longest record that is read: a DN has at most some thousand characters, and memory must stay bounded. */
export const longestRecord = 64 * 1024;
/** A quoted field that goes on over this much text was never meant to. */
const longestOpenRecord = 16 * 1024;

/** The columns that are understood; of several the one that comes first here is read. */
const columnNames: readonly (readonly [NameKind, ReadonlySet<string>])[] = [
  ['dn', new Set(['dn', 'distinguishedname', 'distinguished name'])],
  ['upn', new Set(['upn', 'userprincipalname', 'user principal name'])],
  ['sam', new Set(['sam', 'samaccountname', 'sam account name'])],
];
const delimiters = [',', ';', '\t'] as const;

/** How the records of a text are read, known after its first one. */
type Shape =
  | { readonly kind: 'lines' }
  | { readonly kind: 'json' }
  | { readonly kind: 'csv'; readonly delimiter: string; readonly column: number; readonly holds: NameKind };

/** True when a quoted field is still open at the end of the text. */
function isOpen(text: string, delimiter: string): boolean {
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"' && (quoted || index === 0 || text[index - 1] === delimiter)) {
      if (quoted && text[index + 1] === '"') {
        index += 1;
      } else {
        quoted = !quoted;
      }
    }
  }
  return quoted;
}

/** The fields of one CSV record (RFC 4180); a doubled quotation mark inside a quoted field is one. */
export function splitCsv(record: string, delimiter: string): string[] {
  const fields: string[] = [];
  let at = 0;
  do {
    if (record[at] === '"') {
      let field = '';
      at += 1;
      while (at < record.length && (record[at] !== '"' || record[at + 1] === '"')) {
        field += record[at] ?? '';
        at += record[at] === '"' ? 2 : 1;
      }
      const end = record.indexOf(delimiter, at);
      fields.push(field);
      at = end === -1 ? record.length : end;
    } else {
      const end = record.indexOf(delimiter, at);
      fields.push(record.slice(at, end === -1 ? record.length : end));
      at = end === -1 ? record.length : end;
    }
    at += 1;
  } while (at <= record.length);
  return fields;
}

/** Spaces around a DN mean nothing, unless the last one is escaped. */
function trimmed(text: string): string {
  const start = text.trimStart();
  const end = start.trimEnd();
  const backslashes = countAtEnd(end, '\\');
  return backslashes % 2 === 1 && end.length < start.length ? start.slice(0, end.length + 1) : end;
}

function detectShape(first: string): Shape {
  if (first.trimStart().startsWith('{')) {
    return { kind: 'json' };
  }
  for (const delimiter of delimiters) {
    const fields = splitCsv(first, delimiter).map((field) => field.trim().toLowerCase());
    for (const [holds, names] of columnNames) {
      const column = fields.findIndex((field) => names.has(field));
      if (column !== -1) {
        return { kind: 'csv', delimiter, column, holds };
      }
    }
  }
  return { kind: 'lines' };
}

/** A line that is one quoted field, as exports write it. A DN itself never begins with a quotation mark. */
function unquoted(line: string): string {
  return /^"(?:[^"]|"")*"$/.test(line) ? line.slice(1, -1).replaceAll('""', '"') : line;
}

/** A name as it is given; one with bytes that were no UTF-8 would be asked for in vain. */
function nameLine(line: number, text: string, kind?: NameKind): NameLine {
  return text.includes('\ufffd')
    ? { line, text, problem: 'The line is not UTF-8 text: save the file as UTF-8.' }
    : { line, text, ...(kind === undefined ? {} : { kind }) };
}

/** The DN of a JSON object on a line, as "users" writes them. */
function jsonLine(line: number, text: string): NameLine {
  const dn = readJsonDn(text);
  return dn === undefined
    ? { line, text, problem: 'The line is not a JSON object with a property "dn".' }
    : nameLine(line, dn, 'dn');
}

function readJsonDn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'dn' in value && typeof value.dn === 'string'
      ? trimmed(value.dn)
      : undefined;
  } catch {
    return undefined;
  }
}

function openProblem(from: number, to: number): string {
  const lines = from === to ? '' : ` Lines ${from} to ${to} were taken as one record.`;
  return `A quotation mark is not closed.${lines}`;
}

/**
 * Reads names from lines as they come: one DN per line, one JSON object with a property `dn` per line, or CSV with a column of DNs,
 * UPNs or sAMAccountNames, separated by comma, semicolon or tab. Blank lines and lines that begin with # are left out (what Export-Csv writes first is one).
 * `push` answers the names that a line completes.
 */
export class NameReader {
  private shape: Shape | undefined;
  private line = 0;
  private pending: { text: string; readonly line: number } | undefined;

  /** Takes the next line, without its line end. `tooLong`: what was cut off is not given. */
  push(text: string, tooLong = false): readonly NameLine[] {
    this.line += 1;
    if (tooLong) {
      this.pending = undefined;
      this.shape ??= { kind: 'lines' };
      return [{ line: this.line, text, problem: `The line is longer than ${longestRecord} characters.` }];
    }
    const waiting = this.pending;
    if (waiting === undefined && (text.trim() === '' || text.trimStart().startsWith('#'))) {
      return [];
    }
    return this.record(waiting === undefined ? text : `${waiting.text}\n${text}`, waiting?.line ?? this.line);
  }

  /** Says that there are no more lines. */
  end(): readonly NameLine[] {
    const { pending } = this;
    this.pending = undefined;
    return pending === undefined
      ? []
      : [{ line: pending.line, text: pending.text.slice(0, 200), problem: openProblem(pending.line, this.line) }];
  }

  private record(text: string, line: number): readonly NameLine[] {
    if (this.shape === undefined) {
      this.shape = detectShape(text);
      if (this.shape.kind === 'csv') {
        return [];
      }
    }
    if (this.shape.kind === 'lines') {
      return [nameLine(line, trimmed(unquoted(trimmed(text))))];
    }
    return this.shape.kind === 'json' ? [jsonLine(line, text)] : this.csvRecord(text, line, this.shape);
  }

  private csvRecord(text: string, line: number, shape: Extract<Shape, { kind: 'csv' }>): readonly NameLine[] {
    this.pending = undefined;
    if (isOpen(text, shape.delimiter)) {
      if (text.length > longestOpenRecord) {
        return [{ line, text: text.slice(0, 200), problem: openProblem(line, this.line) }];
      }
      this.pending = { text, line };
      return [];
    }
    const field = splitCsv(text, shape.delimiter)[shape.column];
    const name = field === undefined ? '' : trimmed(field);
    return name === ''
      ? [{ line, text, problem: `The record has no value in the column of the names (column ${shape.column + 1}).` }]
      : [nameLine(line, name, shape.holds)];
  }
}
