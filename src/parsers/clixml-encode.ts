import { ClixmlLiteral, dateTime, literal, objectNode } from './clixml-literals.js';
import { type ClixmlEntry, type ClixmlMember, type ClixmlValue, ClixmlValueError } from './clixml-tree.js';
import { writeClixml } from './clixml-write.js';

/** Data that `encodeClixml` accepts. */
export type ClixmlInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | ClixmlLiteral
  | ClixmlInputList
  | ClixmlInputMap
  | ClixmlInputRecord;

/** An array of inputs. */
export type ClixmlInputList = readonly ClixmlInput[];

/** A Map of inputs: a dictionary with keys of any kind. */
export type ClixmlInputMap = ReadonlyMap<ClixmlInput, ClixmlInput>;

/** A plain record of inputs. */
export interface ClixmlInputRecord {
  readonly [key: string]: ClixmlInput;
}

const ARRAY_TYPES = ['System.Object[]', 'System.Array', 'System.Object'];
const HASHTABLE_TYPES = ['System.Collections.Hashtable', 'System.Object'];
const ORDERED_TYPES = ['System.Collections.Specialized.OrderedDictionary', 'System.Object'];
const CUSTOM_TYPES = ['System.Management.Automation.PSCustomObject', 'System.Object'];
/** How deep data may be nested: as deep as `decodeClixml` reads by default. */
const MAX_DEPTH = 100;

function numberNode(value: number): ClixmlValue {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { tag: 'Db', value };
  return (value | 0) === value ? { tag: 'I32', value } : { tag: 'I64', value: BigInt(value) };
}

function bigintNode(value: bigint): ClixmlValue {
  if (BigInt.asIntN(64, value) === value) return { tag: 'I64', value };
  if (BigInt.asUintN(64, value) === value) return { tag: 'U64', value };
  throw new ClixmlValueError('out-of-range', 'The integer does not fit 64 bits');
}

/** Turns data into nodes; `path` are the containers that are being turned, to find one that contains itself. */
class Translator {
  private readonly path = new Set<object>();

  node(input: ClixmlInput): ClixmlValue {
    if (input === null) return { tag: 'Nil' };
    switch (typeof input) {
      case 'string':
        return { tag: 'S', value: input };
      case 'boolean':
        return { tag: 'B', value: input };
      case 'number':
        return numberNode(input);
      case 'bigint':
        return bigintNode(input);
      case 'object':
        return this.objectNode(input);
      default:
        throw new ClixmlValueError('unsupported', `A value of type ${typeof input} has no CLIXML form`);
    }
  }

  private objectNode(input: Exclude<ClixmlInput, null | boolean | number | bigint | string>): ClixmlValue {
    if (input instanceof ClixmlLiteral) return input.node;
    if (input instanceof Date) return dateTime(input, 'utc').node;
    if (input instanceof Uint8Array) return { tag: 'BA', value: input };
    if (this.path.has(input)) throw new ClixmlValueError('cycle', 'The data contains itself');
    if (this.path.size >= MAX_DEPTH) throw new ClixmlValueError('too-deep', `Nested more than ${MAX_DEPTH} deep`);
    this.path.add(input);
    const node = this.containerNode(input);
    this.path.delete(input);
    return node;
  }

  private containerNode(input: ClixmlInputList | ClixmlInputMap | ClixmlInputRecord): ClixmlValue {
    if (isList(input)) {
      // Array.from gives the gaps of a sparse array to node(), which refuses them; map would skip them.
      const items = Array.from(input, (item) => this.node(item));
      return objectNode({ types: ARRAY_TYPES, content: { tag: 'LST', items } });
    }
    return this.dictionary(HASHTABLE_TYPES, isMap(input) ? input : Object.entries(input));
  }

  dictionary(types: readonly string[], pairs: Iterable<readonly [ClixmlInput, ClixmlInput]>): ClixmlValue {
    const entries: ClixmlEntry[] = [];
    for (const [key, value] of pairs) entries.push({ key: this.node(key), value: this.node(value) });
    return objectNode({ types, content: { tag: 'DCT', entries } });
  }

  members(record: ClixmlInputRecord): ClixmlMember[] {
    return Object.entries(record).map(([name, value]) => ({ name, value: this.node(value) }));
  }
}

function isList(input: object): input is ClixmlInputList {
  return Array.isArray(input);
}

function isMap(input: object): input is ClixmlInputMap {
  return input instanceof Map;
}

/** An ordered dictionary of those entries. @throws {ClixmlValueError} as `encodeClixml`. */
export function orderedDictionary(entries: Iterable<readonly [ClixmlInput, ClixmlInput]>): ClixmlLiteral {
  return literal(new Translator().dictionary(ORDERED_TYPES, entries));
}

/**
 * An object with those type names, most derived first, and those members as extended members, in their order;
 * `text` is what its `ToString()` gives. The names that the object has in PowerShell then begin with `Deserialized.`.
 * @throws {ClixmlValueError} as `encodeClixml`.
 */
export function psObject(typeNames: readonly string[], members: ClixmlInputRecord, text?: string): ClixmlLiteral {
  return literal(objectNode({ types: typeNames, text, extended: new Translator().members(members) }));
}

/** A PSCustomObject with those members in their order. @throws {ClixmlValueError} as `encodeClixml`. */
export function customObject(members: ClixmlInputRecord): ClixmlLiteral {
  return psObject(CUSTOM_TYPES, members);
}

/**
 * A CLIXML document of one value. Whole numbers become Int32, or Int64 if they do not fit, others Double; a bigint
 * Int64, or UInt64 if only that fits; a Date a UTC DateTime; a Uint8Array byte[]; arrays Object[]; records and Maps
 * Hashtable. Strings arrive unchanged, whatever they contain (facts 10.3, last rule).
 * @throws {ClixmlValueError} `cycle`, `too-deep`, `out-of-range`, or `unsupported` for undefined, functions, symbols.
 */
export function encodeClixml(value: ClixmlInput): string {
  return writeClixml([{ stream: 'output', value: new Translator().node(value) }]);
}
