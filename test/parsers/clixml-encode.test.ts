import { describe, expect, test } from '@jest/globals';
import {
  char,
  type ClixmlInput,
  ClixmlValueError,
  customObject,
  dateTime,
  decimal,
  decodeClixml,
  double,
  encodeClixml,
  enumValue,
  guid,
  int64,
  orderedDictionary,
  type PlainValue,
  psObject,
  timeSpan,
  toPlain,
  version,
} from '../../src/parsers/clixml.js';

const HEAD = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';

function body(input: ClixmlInput): string {
  return encodeClixml(input).slice(HEAD.length, -'</Objs>'.length);
}

function roundTrip(input: ClixmlInput): PlainValue {
  const [record] = decodeClixml(encodeClixml(input));
  if (record === undefined) throw new Error('nothing was decoded');
  return toPlain(record.value);
}

describe('encodeClixml writes', () => {
  test.each<[string, ClixmlInput, string]>([
    ['null', null, '<Nil/>'],
    ['true', true, '<B>true</B>'],
    ['the largest Int32', 2147483647, '<I32>2147483647</I32>'],
    ['the smallest Int32', -2147483648, '<I32>-2147483648</I32>'],
    ['a whole number beyond Int32', 2147483648, '<I64>2147483648</I64>'],
    ['a fraction', 0.5, '<Db>0.5</Db>'],
    ['a number beyond the safe integers', 2 ** 53, '<Db>9007199254740992</Db>'],
    ['minus zero', -0, '<Db>-0</Db>'],
    ['infinity', -Infinity, '<Db>-INF</Db>'],
    ['not a number', NaN, '<Db>NaN</Db>'],
    ['the smallest Int64', -(2n ** 63n), '<I64>-9223372036854775808</I64>'],
    ['the largest UInt64', 2n ** 64n - 1n, '<U64>18446744073709551615</U64>'],
    ['an empty string', '', '<S/>'],
    ['blanks', '  ', '<S>  </S>'],
    ['markup', '<a b="c">&</a>', '<S>&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt;</S>'],
    ['line ends and an escape look-alike', '\r\n_x000A__X', '<S>_x000D__x000A__x005F_x000A__x005F_X</S>'],
    ['each half of a surrogate pair', '\u{1F600}', '<S>_xD83D__xDE00_</S>'],
    ['DEL and C1 controls', '\u007f\u0085\u009f\u00a0', '<S>_x007F__x0085__x009F_\u00a0</S>'],
    ['a date', new Date('2026-11-22T08:00:00Z'), '<DT>2026-11-22T08:00:00Z</DT>'],
    ['bytes', Uint8Array.of(0, 1, 255), '<BA>AAH/</BA>'],
    ['a GUID', guid('F5853FA8-a3d8-438c-bf94-723d3fef8934'), '<G>F5853FA8-a3d8-438c-bf94-723d3fef8934</G>'],
    ['a version', version('1.1.880.0'), '<Version>1.1.880.0</Version>'],
    ['a decimal', decimal('1.10'), '<D>1.10</D>'],
    ['a small Int64', int64(1), '<I64>1</I64>'],
    ['a whole Double', double(1), '<Db>1</Db>'],
    ['a Char', char('a'), '<C>97</C>'],
    ['half an hour', timeSpan(1_800_000), '<TS>PT30M</TS>'],
    ['no time', timeSpan(0), '<TS>PT0S</TS>'],
    ['a negative time', timeSpan(-90_061_001.5), '<TS>-P1DT1H1M1.0015S</TS>'],
    [
      'a time without kind',
      dateTime(new Date('2026-11-22T08:00:00.250Z'), 'unspecified'),
      '<DT>2026-11-22T08:00:00.25</DT>',
    ],
  ])('%s', (_name, input, expected) => {
    expect(body(input)).toBe(expected);
  });

  test('a local time with the offset of this machine', () => {
    const instant = new Date('2026-11-22T08:00:00Z');
    const text = roundTrip(dateTime(instant, 'local'));
    expect(text).toMatch(/[+-]\d\d:\d\d$/);
    expect(new Date(text as string)).toEqual(instant);
  });

  test('an array, whose type names are written once', () => {
    expect(body([[], [1]])).toBe(
      '<Obj RefId="0"><TN RefId="0"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST>' +
        '<Obj RefId="1"><TNRef RefId="0"/><LST/></Obj><Obj RefId="2"><TNRef RefId="0"/><LST><I32>1</I32></LST></Obj>' +
        '</LST></Obj>',
    );
  });

  test('a record as a Hashtable', () => {
    expect(body({ a: 1 })).toBe(
      '<Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T><T>System.Object</T></TN>' +
        '<DCT><En><S N="Key">a</S><I32 N="Value">1</I32></En></DCT></Obj>',
    );
  });

  test('an object with its type names, members and text', () => {
    expect(body(psObject(['A.B', 'System.Object'], { 'x "y"': null }, 'shown'))).toBe(
      '<Obj RefId="0"><TN RefId="0"><T>A.B</T><T>System.Object</T></TN><ToString>shown</ToString>' +
        '<MS><Nil N="x &quot;y&quot;"/></MS></Obj>',
    );
  });
});

describe('encodeClixml and back', () => {
  test('a Map keeps keys that are not strings', () => {
    const map = new Map<ClixmlInput, ClixmlInput>([
      [1, 'one'],
      ['1', 'text'],
    ]);
    expect(roundTrip(map)).toEqual(map);
  });

  test('an ordered dictionary keeps its order', () => {
    expect(
      Object.keys(
        Object(
          roundTrip(
            orderedDictionary([
              ['z', 1],
              ['a', 2],
            ]),
          ),
        ) as object,
      ),
    ).toEqual(['z', 'a']);
  });

  test('an enum is its name', () => {
    expect(roundTrip(enumValue('System.ConsoleColor', 'Red', 12))).toBe('Red');
  });

  test('a member named __proto__ is a member', () => {
    const members = JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, number>;
    expect(Object.entries(Object(roundTrip(customObject(members))) as object)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

describe('encodeClixml refuses', () => {
  const cyclic: ClixmlInput[] = [];
  cyclic.push(cyclic);
  let deep: ClixmlInput = null;
  for (let i = 0; i < 10_000; i += 1) deep = [deep];

  test.each<[string, () => unknown, string]>([
    ['data that contains itself', () => encodeClixml(cyclic), 'cycle'],
    ['very deep data', () => encodeClixml(deep), 'too-deep'],
    ['integers beyond 64 bits', () => encodeClixml(2n ** 64n), 'out-of-range'],
    ['an invalid date', () => encodeClixml(new Date(NaN)), 'out-of-range'],
    ['a date that DateTime does not hold', () => encodeClixml(new Date(8.64e15)), 'out-of-range'],
    ['a GUID that is none', () => guid('x'), 'out-of-range'],
    ['a version that is none', () => version('1'), 'out-of-range'],
    ['two characters as one', () => char('ab'), 'out-of-range'],
    ['a time span without end', () => timeSpan(Infinity), 'out-of-range'],
    ['a gap in an array', () => encodeClixml(new Array<ClixmlInput>(1)), 'unsupported'],
  ])('%s', (_name, encode, reason) => {
    expect(encode).toThrow(ClixmlValueError);
    expect(encode).toThrow(expect.objectContaining({ reason }));
  });
});
