import { countAtEnd } from '../base/strip-end.js';
import { chooseName, findNameColumns, type NameColumn, type NameKind } from './name-columns.js';

/**
 * One name out of a text, of a record or (without `kind`) of a line; or what is wrong with its line. `namesNobody`: a record that
 * can be read and has no name.
 */
export type NameLine =
  | { readonly line: number; readonly text: string; readonly kind?: NameKind | undefined }
  | { readonly line: number; readonly text: string; readonly problem: string; readonly namesNobody?: true };

/** Longest record that is read: a DN has at most some thousand characters, and memory must stay bounded. */
export const longestRecord = 64 * 1024;
/** A quoted field that goes on over this much text was never meant to. */
const longestOpenRecord = 16 * 1024;

const delimiters = [',', ';', '\t'] as const;

/** How the records of a text are read, known after its first one. */
type Shape =
  | { readonly kind: 'lines' }
  | { readonly kind: 'json' }
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      readonly columns: readonly NameColumn[];
      readonly width: number;
    };

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
    const headings = splitCsv(first, delimiter);
    const columns = findNameColumns(headings);
    if (columns.length > 0) {
      return { kind: 'csv', delimiter, columns, width: headings.length };
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

/** A record that cannot be read, with its beginning. */
function badRecord(line: number, text: string, problem: string): NameLine {
  return { line, text: text.slice(0, 200), problem };
}

/** A record that can be read and in which nothing names a user. */
function nobody(line: number, text: string, problem: string): NameLine {
  return { line, text: text.slice(0, 200), problem, namesNobody: true };
}

/** The name in a JSON object on a line, as "users" writes them. */
function jsonLine(line: number, text: string): NameLine {
  const value = readObject(text);
  if (value === undefined) {
    return { line, text, problem: 'The line is not a JSON object.' };
  }
  const properties = Object.entries(value);
  const name = chooseName(findNameColumns(properties.map(([key]) => key)), ({ index }) => {
    const held: unknown = properties[index]?.[1];
    return typeof held === 'string' ? trimmed(held) : '';
  });
  return name === undefined
    ? nobody(line, text, 'The object has no text in a property dn, objectGUID, upn or sam.')
    : nameLine(line, name.text, name.kind);
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function openProblem(from: number, to: number): string {
  const lines = from === to ? '' : ` Lines ${from} to ${to} were taken as one record.`;
  return `A quotation mark is not closed.${lines}`;
}

/**
 * Reads names from lines as they come: one DN per line, one JSON object per line, or CSV separated by comma, semicolon or tab.
 * A record is named by the first of its columns or properties that is filled (see {@link chooseName}). Blank lines and lines that begin with # are left out (what Export-Csv writes first is one).
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
        return [badRecord(line, text, openProblem(line, this.line))];
      }
      this.pending = { text, line };
      return [];
    }
    const fields = splitCsv(text, shape.delimiter);
    if (shape.width === 1 && fields.length > 1) {
      // A list of DNs under a heading, without quotation marks: there is no second column that a comma could lead to.
      return [nameLine(line, trimmed(unquoted(trimmed(text))), shape.columns[0]?.kind)];
    }
    if (fields.slice(shape.width).some((field) => trimmed(field) !== '')) {
      const counts = `The record has ${fields.length} values and the heading ${shape.width}`;
      return [badRecord(line, text, `${counts}: put values with "${shape.delimiter}" in quotation marks.`)];
    }
    const name = chooseName(shape.columns, ({ index }) => trimmed(fields[index] ?? ''));
    const labels = shape.columns.map(({ label }) => label).join(', ');
    return name === undefined
      ? [
          nobody(
            line,
            text,
            `The record has no value in ${shape.columns.length === 1 ? 'the column' : 'the columns'} ${labels}.`,
          ),
        ]
      : [nameLine(line, name.text, name.kind)];
  }
}
