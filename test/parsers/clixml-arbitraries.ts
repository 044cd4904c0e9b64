import fc from 'fast-check';
import {
  type ClixmlInput,
  type ClixmlObject,
  type ClixmlValue,
  type PlainRecord,
  type PlainValue,
  writeClixml,
} from '../../src/parsers/clixml.js';

const MIN_DATE = new Date('0001-01-01T00:00:00Z');
const MAX_DATE = new Date('9999-12-31T23:59:59.999Z');
const LEAST_LONG = -(2n ** 63n);
const MOST_LONG = 2n ** 63n - 1n;

/** Strings of any UTF-16 units, many of them in need of an escape. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('_', 'x', 'X', '0', 'A', 'd', '8', '\r', '\n', ' ', '<', '&', ']', '>', '"') }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
);

const date = fc.date({ min: MIN_DATE, max: MAX_DATE, noInvalidDate: true });
const bytes = fc.uint8Array({ maxLength: 20 });
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'A'));

/** Data for `encodeClixml`, without Maps and literals. */
export const input: fc.Arbitrary<ClixmlInput> = fc.letrec<{ node: ClixmlInput }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.bigInt({ min: LEAST_LONG, max: MOST_LONG }),
    text,
    date,
    bytes,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
})).node;

function isRecord(value: object): value is Readonly<Record<string, ClixmlInput>> {
  return !Array.isArray(value);
}

/** What `toPlain` must answer for data of `input` that was encoded and decoded. */
export function expectedPlain(value: ClixmlInput): PlainValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  if (Array.isArray(value)) return value.map(expectedPlain);
  const record = Object.create(null) as PlainRecord;
  if (isRecord(value)) for (const [name, member] of Object.entries(value)) record[name] = expectedPlain(member);
  return record;
}

const number = (tag: 'By' | 'SB' | 'I16' | 'U16' | 'I32' | 'U32' | 'C', min: number, max: number) =>
  fc.integer({ min, max }).map((value): ClixmlValue => ({ tag, value }));

const scalar: fc.Arbitrary<ClixmlValue> = fc.oneof(
  fc.constant<ClixmlValue>({ tag: 'Nil' }),
  fc.record({ tag: fc.constantFrom('S' as const, 'URI' as const, 'XD' as const, 'SBK' as const), value: text }),
  fc.record({ tag: fc.constant('B' as const), value: fc.boolean() }),
  number('By', 0, 255),
  number('SB', -128, 127),
  number('I16', -32768, 32767),
  number('U16', 0, 65535),
  number('I32', -(2 ** 31), 2 ** 31 - 1),
  number('U32', 0, 2 ** 32 - 1),
  number('C', 0, 65535),
  fc.record({ tag: fc.constant('Db' as const), value: fc.double() }),
  fc.record({ tag: fc.constant('Sg' as const), value: fc.float() }),
  fc.record({ tag: fc.constant('I64' as const), value: fc.bigInt({ min: LEAST_LONG, max: MOST_LONG }) }),
  fc.record({ tag: fc.constant('U64' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.record({ tag: fc.constant('BA' as const), value: bytes }),
  fc.record({ tag: fc.constant('G' as const), value: fc.uuid() }),
  fc.record({ tag: fc.constant('D' as const), value: fc.constantFrom('0', '1.10', '-0.0000000000000000000000000001') }),
  fc.record({ tag: fc.constant('Version' as const), value: fc.constantFrom('1.0', '1.1.880.0') }),
  fc.record({ tag: fc.constant('TS' as const), value: fc.constantFrom('PT0S', '-P1DT2H3M4.0000001S') }),
);

/** Trees of every kind of node, with repeated keys and names, and without references. */
export const tree: fc.Arbitrary<ClixmlValue> = fc.letrec<{ node: ClixmlValue; object: ClixmlObject }>((tie) => {
  const members = fc.array(fc.record({ name: key, value: tie('node') }), { maxLength: 3 });
  const list = fc.record({
    tag: fc.constantFrom('LST' as const, 'IE' as const, 'STK' as const, 'QUE' as const),
    items: fc.array(tie('node'), { maxLength: 3 }),
  });
  const dictionary = fc.record({
    tag: fc.constant('DCT' as const),
    entries: fc.array(fc.record({ key: tie('node'), value: tie('node') }), { maxLength: 3 }),
  });
  const set = fc.record({ name: key, value: fc.record({ tag: fc.constant('MS' as const), members }) });
  return {
    node: fc.oneof({ depthSize: 'small' }, scalar, tie('object')),
    object: fc.record({
      tag: fc.constant('Obj' as const),
      refId: fc.constant(undefined),
      types: fc.array(fc.oneof(text, fc.constant('System.Object')), { maxLength: 2 }),
      text: fc.option(text, { nil: undefined }),
      content: fc.oneof(fc.constant(undefined), tie('node'), list, dictionary),
      properties: fc.option(members, { nil: undefined }),
      extended: fc.oneof(fc.constant(undefined), members, fc.array(set, { maxLength: 2 })),
    }),
  };
}).node;

const scraps = ['', '<', '>', '</Obj>', '<Obj>', '<S N="a">', '"', '&', ' ', '<MS>'];

/** A written document in which a scrap, or one of `more`, stands in the place of up to `most` characters. */
export function damagedDocument(more: readonly string[], most: number): fc.Arbitrary<string> {
  return fc
    .tuple(tree, fc.nat(), fc.nat({ max: most }), fc.constantFrom(...scraps, ...more))
    .map(([value, at, length, replacement]) => {
      const whole = writeClixml([{ stream: 'output', value }]);
      const start = at % whole.length;
      return whole.slice(0, start) + replacement + whole.slice(start + length);
    });
}
