import { describe, expect, test } from '@jest/globals';
import { ClixmlValueError, decodeClixml, type PlainValue, toPlain } from '../../src/parsers/clixml.js';

function plain(body: string): PlainValue {
  const value = decodeClixml(`<Objs>${body}</Objs>`).at(-1)?.value;
  if (value === undefined) throw new Error('nothing was decoded');
  return toPlain(value);
}

function object(content: string, ...types: string[]): string {
  return `<Obj><TN>${types.map((type) => `<T>${type}</T>`).join('')}</TN>${content}</Obj>`;
}

describe('toPlain answers', () => {
  test.each<[string, string, PlainValue]>([
    ['a small Int64 as a number', '<I64>5</I64>', 5],
    ['a large Int64 as a bigint', '<I64>9007199254740993</I64>', 9007199254740993n],
    ['a Char as a string', '<C>97</C>', 'a'],
    ['a decimal as its text', '<D>1.10</D>', '1.10'],
    ['a DateTime as its text', '<DT>2026-11-22T08:00:00Z</DT>', '2026-11-22T08:00:00Z'],
    ['a TimeSpan as its text', '<TS>PT30M</TS>', 'PT30M'],
    ['a Guid in lower case', '<G>F5853FA8-A3D8-438C-BF94-723D3FEF8934</G>', 'f5853fa8-a3d8-438c-bf94-723d3fef8934'],
    ['bytes', '<BA>AAH/</BA>', Uint8Array.of(0, 1, 255)],
    ['a list of one', '<Obj><LST><I32>1</I32></LST></Obj>', [1]],
    ['an empty queue', '<Obj><QUE/></Obj>', []],
    ['a stack', '<Obj><STK><I32>2</I32><I32>1</I32></STK></Obj>', [2, 1]],
    ['an enumerable', '<Obj><IE><Nil/></IE></Obj>', [null]],
    ['an enum as its name', object('<I32>4</I32><ToString>Running</ToString>', 'A', 'System.Enum'), 'Running'],
    ['an enum without its name as its number', object('<I32>4</I32>', 'A', 'System.Enum'), 4],
    ['a wrapped value without its members', '<Obj><I32>4</I32><MS><S N="a">b</S></MS></Obj>', 4],
    ['an object without any members as its text', '<Obj><ToString>en-US</ToString></Obj>', 'en-US'],
    [
      'a progress record',
      '<PR><AV>a</AV><Nil/><PC>-1</PC></PR>',
      {
        activity: 'a',
        currentOperation: null,
        percentComplete: -1,
      },
    ],
  ])('%s', (_name, body, expected) => {
    const actual = plain(body);
    expect(actual).toEqual(expected);
  });

  test('a dictionary of strings as a record without a prototype', () => {
    const entry = (key: string): string => `<En><S N="Key">${key}</S><S N="Value">v</S></En>`;
    const record = plain(`<Obj><DCT>${entry('a')}${entry('A')}${entry('__proto__')}</DCT></Obj>`);
    expect(Object.getPrototypeOf(record)).toBeNull();
    expect(record === null ? [] : Object.keys(record)).toEqual(['a', 'A', '__proto__']);
  });

  test('a dictionary with another key as a Map', () => {
    const entries = '<En><I32 N="Key">1</I32><B N="Value">true</B></En><En><S N="Key">1</S><Nil N="Value"/></En>';
    expect(plain(`<Obj><DCT>${entries}</DCT></Obj>`)).toEqual(
      new Map<PlainValue, PlainValue>([
        [1, true],
        ['1', null],
      ]),
    );
  });

  test('members, of which the extended hide the others, and property sets', () => {
    const body =
      '<Obj><MS><S N="a">extended</S><MS N="set"><Nil N="b"/></MS></MS><Props><S N="a">own</S><S N="c">c</S></Props></Obj>';
    expect(plain(body)).toEqual({ a: 'extended', c: 'c', set: { b: null } });
  });
});

describe('toPlain refuses', () => {
  function refusal(body: string): unknown {
    try {
      plain(body);
    } catch (error) {
      if (error instanceof ClixmlValueError) return error.reason;
      throw error;
    }
    return 'not refused';
  }

  test('an object that contains itself', () => {
    expect(refusal('<Obj RefId="0"><LST><Ref RefId="0"/><Ref RefId="0"/></LST></Obj>')).toBe('cycle');
    expect(refusal('<Obj RefId="0"><MS><Obj N="a"><Ref RefId="0"/></Obj></MS></Obj>')).toBe('cycle');
  });

  test('what references make deep or large', () => {
    const chain = (count: number, copies: number): string =>
      Array.from(
        { length: count },
        (_, i) => `<Obj RefId="${i}"><LST>${i === 0 ? '' : `<Ref RefId="${i - 1}"/>`.repeat(copies)}</LST></Obj>`,
      ).join('');
    expect(refusal(chain(10_000, 1))).toBe('too-deep');
    expect(refusal(chain(60, 2))).toBe('too-large');
  });

  test('two keys that are the same when plain', () => {
    const entry = '<En><S N="Key">k</S><Nil N="Value"/></En>';
    expect(refusal(`<Obj><DCT>${entry}${entry}</DCT></Obj>`)).toBe('duplicate-key');
  });
});
