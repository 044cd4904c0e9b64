import {
  type ClixmlDictionary,
  type ClixmlList,
  type ClixmlMember,
  type ClixmlObject,
  type ClixmlProgress,
  type ClixmlPropertySet,
  type ClixmlValue,
  ClixmlValueError,
} from './clixml-tree.js';

/** A value as plain JavaScript data: what `toPlain` answers and what schemas check. */
export type PlainValue =
  null | boolean | number | bigint | string | Uint8Array | PlainValue[] | PlainRecord | Map<PlainValue, PlainValue>;

/** A record without a prototype: a member named `__proto__` or `constructor` is a key like any other. */
export interface PlainRecord {
  [key: string]: PlainValue;
}

type Node = ClixmlValue | ClixmlList | ClixmlDictionary | ClixmlPropertySet;

/** A tree that shares nodes can be small and stand for a huge one; beyond this it is refused. */
const MAX_NODES = 5_000_000;
/** Far below what exhausts the stack. A tree can be deeper than its document was nested, through references. */
const MAX_DEPTH = 500;

class Converter {
  private readonly path: ClixmlObject[] = [];
  private nodes = 0;

  convert(node: Node): PlainValue {
    this.nodes += 1;
    if (this.nodes > MAX_NODES) throw new ClixmlValueError('too-large', 'The value is too large when written out');
    switch (node.tag) {
      case 'Nil':
        return null;
      case 'C':
        return String.fromCharCode(node.value);
      case 'I64':
      case 'U64':
        return shortest(node.value);
      case 'G':
        return node.value.toLowerCase();
      case 'SS':
        return 'System.Security.SecureString';
      case 'PR':
        return progress(node);
      case 'Obj':
        return this.object(node);
      case 'LST':
      case 'IE':
      case 'STK':
      case 'QUE':
        return node.items.map((item) => this.convert(item));
      case 'DCT':
        return this.dictionary(node);
      case 'MS':
        return this.members(node.members);
      default:
        return node.value;
    }
  }

  private object(object: ClixmlObject): PlainValue {
    const { text, content, properties, extended } = object;
    if (text !== undefined && object.types.includes('System.Enum')) return text;
    if (this.path.length >= MAX_DEPTH) throw this.tooDeep();
    this.path.push(object);
    let plain: PlainValue;
    if (content !== undefined) plain = this.convert(content);
    else if (properties === undefined && extended === undefined && text !== undefined) plain = text;
    else plain = this.members([...(properties ?? []), ...(extended ?? [])]);
    this.path.pop();
    return plain;
  }

  private tooDeep(): ClixmlValueError {
    return new Set(this.path).size < this.path.length
      ? new ClixmlValueError('cycle', 'The value contains itself')
      : new ClixmlValueError('too-deep', `The value is nested more than ${MAX_DEPTH} objects deep`);
  }

  private members(members: readonly ClixmlMember[]): PlainRecord {
    const record = emptyRecord();
    for (const { name, value } of members) record[name] = this.convert(value);
    return record;
  }

  private dictionary({ entries }: ClixmlDictionary): PlainValue {
    const map = new Map<PlainValue, PlainValue>();
    let hasOnlyStrings = true;
    for (const { key, value } of entries) {
      const plainKey = this.convert(key);
      hasOnlyStrings &&= typeof plainKey === 'string';
      if (map.has(plainKey)) throw duplicateKey(plainKey);
      map.set(plainKey, this.convert(value));
    }
    if (!hasOnlyStrings) return map;
    const record = emptyRecord();
    for (const [key, value] of map) if (typeof key === 'string') record[key] = value;
    return record;
  }
}

function emptyRecord(): PlainRecord {
  return Object.create(null) as PlainRecord;
}

function shortest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function duplicateKey(key: PlainValue): ClixmlValueError {
  const label =
    typeof key === 'string' ? JSON.stringify(key) : typeof key === 'number' ? String(key) : 'of a dictionary';
  return new ClixmlValueError('duplicate-key', `The key ${label} occurs twice`);
}

function progress(node: ClixmlProgress): PlainRecord {
  const record: PlainRecord = Object.assign(emptyRecord(), node);
  delete record['tag'];
  return record;
}

/**
 * A decoded value as plain data. Strings, booleans and numbers are themselves; a 64-bit integer is a number if that
 * is exact and a bigint elsewhere; decimals, DateTimes, TimeSpans and versions are their text, a Guid in lower case;
 * a Char is a string; byte[] is a Uint8Array; a SecureString is the name of its type. Containers are arrays; a
 * dictionary is a record if all keys are strings and a Map otherwise. An object with a base value is that value, an
 * enum its name, another object the record of its members, of which the extended ones hide the others.
 * @throws {ClixmlValueError} `cycle`, `too-deep`, `too-large`, or `duplicate-key` for keys that are the same when plain.
 */
export function toPlain(value: ClixmlValue): PlainValue {
  return new Converter().convert(value);
}
