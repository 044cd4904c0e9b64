import { scalarReaders } from './clixml-scalars.js';
import { type ClixmlObject, type ClixmlValue, ClixmlValueError } from './clixml-tree.js';
import { type DateTimeKind, formatTimeSpan } from './clixml-times.js';
import { stripEnd } from '../base/strip-end.js';

/** A value of which the CLIXML form is given, for what plain data cannot say. Made by the functions of this file. */
export class ClixmlLiteral {
  constructor(readonly node: ClixmlValue) {}
}

const TICKS_PER_MS = 10_000;
const MS_PER_MINUTE = 60_000;

function outOfRange(what: string): ClixmlValueError {
  return new ClixmlValueError('out-of-range', `Not ${what}`);
}

function checked(tag: string, what: string, text: string): ClixmlLiteral {
  const node = scalarReaders.get(tag)?.read(text);
  if (node === undefined) throw outOfRange(what);
  return new ClixmlLiteral(node);
}

/** Any node, such as a part of a decoded document, written as it is. */
export function literal(node: ClixmlValue): ClixmlLiteral {
  return new ClixmlLiteral(node);
}

/** A System.Guid, from its usual form of 8-4-4-4-12 digits. @throws {ClixmlValueError} for other text. */
export function guid(text: string): ClixmlLiteral {
  return checked('G', 'a GUID', text);
}

/** A System.Version of two to four parts. @throws {ClixmlValueError} for other text. */
export function version(text: string): ClixmlLiteral {
  return checked('Version', 'a version', text);
}

/** A System.Decimal from its digits, of which the scale is kept. @throws {ClixmlValueError} for other text. */
export function decimal(text: string): ClixmlLiteral {
  return checked('D', 'a decimal', text);
}

/** An Int64 even if the number would fit an Int32. @throws {ClixmlValueError} if it does not fit. */
export function int64(value: bigint | number): ClixmlLiteral {
  return checked('I64', 'a 64-bit integer', String(value));
}

/** An Int32. @throws {ClixmlValueError} for another number. */
export function int32(value: number): ClixmlLiteral {
  return checked('I32', 'a 32-bit integer', String(value));
}

/** A Double even if the number is whole. */
export function double(value: number): ClixmlLiteral {
  return literal({ tag: 'Db', value });
}

/** A Char: one UTF-16 unit. @throws {ClixmlValueError} for a string of another length. */
export function char(unit: string): ClixmlLiteral {
  if (unit.length !== 1) throw outOfRange('one character');
  return literal({ tag: 'C', value: unit.charCodeAt(0) });
}

/** A TimeSpan of that many milliseconds. @throws {ClixmlValueError} beyond what a TimeSpan holds. */
export function timeSpan(milliseconds: number): ClixmlLiteral {
  const ticks = Math.round(milliseconds * TICKS_PER_MS);
  if (!Number.isFinite(ticks)) throw outOfRange('a time span');
  return checked('TS', 'a time span', formatTimeSpan(BigInt(ticks)));
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const hours = Math.trunc(size / 60);
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/**
 * A DateTime of that instant. `utc` writes it with `Z`; `unspecified` writes the same clock time without it, which is
 * how ADSync returns its times; `local` writes the clock time of this machine's zone with its offset.
 * @throws {ClixmlValueError} for an invalid Date and outside the years 1 to 9999.
 */
export function dateTime(instant: Date, kind: DateTimeKind): ClixmlLiteral {
  const offset = kind === 'local' ? -instant.getTimezoneOffset() : 0;
  const shifted = new Date(instant.getTime() + offset * MS_PER_MINUTE);
  if (Number.isNaN(shifted.getTime())) throw outOfRange('a date');
  const clock = stripEnd(stripEnd(shifted.toISOString().slice(0, -1), '0'), '.');
  const zones = { utc: 'Z', local: offsetText(offset), unspecified: '' };
  return checked('DT', 'a date between the years 1 and 9999', clock + zones[kind]);
}

/** The node of an object with these parts and none of the others. */
export function objectNode(parts: Partial<ClixmlObject>): ClixmlObject {
  return {
    tag: 'Obj',
    refId: undefined,
    types: [],
    text: undefined,
    content: undefined,
    properties: undefined,
    extended: undefined,
    ...parts,
  };
}

/**
 * A value of an enum as PowerShell writes one: type names, name, number. `typeName` is the enum's full name.
 */
export function enumValue(typeName: string, name: string, value: number): ClixmlLiteral {
  const types = [typeName, 'System.Enum', 'System.ValueType', 'System.Object'];
  return literal(objectNode({ types, text: name, content: { tag: 'I32', value } }));
}
