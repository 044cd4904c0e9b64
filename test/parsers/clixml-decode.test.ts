import { describe, expect, test } from '@jest/globals';
import {
  ClixmlError,
  type ClixmlObject,
  type ClixmlReason,
  type ClixmlValue,
  dateTimeParts,
  decodeClixml,
  timeSpanTicks,
  toPlain,
} from '../../src/parsers/clixml.js';

const OPEN = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';

function values(body: string): ClixmlValue[] {
  return decodeClixml(`${OPEN}${body}</Objs>`).map(({ value }) => value);
}

function only(body: string): ClixmlValue {
  const [value, ...others] = values(body);
  if (value === undefined || others.length > 0) throw new Error('not one value');
  return value;
}

function onlyObject(body: string): ClixmlObject {
  const value = only(body);
  if (value.tag !== 'Obj') throw new Error('not an object');
  return value;
}

function refusal(text: string, maxDepth?: number): ClixmlError {
  try {
    decodeClixml(text, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    if (error instanceof ClixmlError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('decodeClixml keeps', () => {
  test.each([
    ['blanks only', '<S> \t </S>', ' \t '],
    ['blanks round text', '<S>  a  </S>', '  a  '],
    ['an empty string, which is not null', '<S></S>', ''],
    ['escaped line ends', '<S>a_x000D__x000A_b</S>', 'a\r\nb'],
    ['raw line ends, as XML reads them', '<S>a\r\nb</S>', 'a\nb'],
    ['CDATA and comments', '<S>a<![CDATA[<b>]]><!-- c -->d</S>', 'a<b>d'],
    ['an escaped underscore', '<S>_x005F_x000A_</S>', '_x000A_'],
    ['groups that are not complete', '<S>_x001G__x41_x0041</S>', '_x001G__x41_x0041'],
    ['each half of a surrogate pair', '<S>_xD83D__xDE00_</S>', '\u{1F600}'],
    ['a lone surrogate', '<S>_xD83D_</S>', '\ud83d'],
    ['entities', '<S>&lt;&amp;&#x263A;</S>', '<&\u263a'],
  ])('%s', (_name, body, expected) => {
    expect(only(body)).toEqual({ tag: 'S', value: expected });
  });

  test.each([
    ['<I64>9223372036854775807</I64>', { tag: 'I64', value: 9223372036854775807n }],
    ['<I64>-9223372036854775808</I64>', { tag: 'I64', value: -9223372036854775808n }],
    ['<U64>18446744073709551615</U64>', { tag: 'U64', value: 18446744073709551615n }],
    ['<I32> -0 </I32>', { tag: 'I32', value: 0 }],
    ['<I32>+007</I32>', { tag: 'I32', value: 7 }],
    ['<D>1.10</D>', { tag: 'D', value: '1.10' }],
    ['<D>-79228162514264337593543950335</D>', { tag: 'D', value: '-79228162514264337593543950335' }],
    ['<Db>-INF</Db>', { tag: 'Db', value: -Infinity }],
    ['<Db>NaN</Db>', { tag: 'Db', value: NaN }],
    ['<Db>-0</Db>', { tag: 'Db', value: -0 }],
    ['<Sg>3.4028235E+38</Sg>', { tag: 'Sg', value: 3.4028235e38 }],
    ['<B> true </B>', { tag: 'B', value: true }],
    ['<BA> AAH/\r\n </BA>', { tag: 'BA', value: Uint8Array.of(0, 1, 255) }],
    ['<DT>2026-11-22T08:00:00.1234567</DT>', { tag: 'DT', value: '2026-11-22T08:00:00.1234567' }],
    ['<SemanticVersion>7.6.0-rc.1+5</SemanticVersion>', { tag: 'SemanticVersion', value: '7.6.0-rc.1+5' }],
  ])('%s', (body, expected) => {
    expect(only(body)).toStrictEqual(expected);
  });

  test('null and a missing member apart', () => {
    const { extended } = onlyObject('<Obj RefId="0"><MS><Nil N="a"/></MS></Obj>');
    expect(extended).toEqual([{ name: 'a', value: { tag: 'Nil' } }]);
  });

  test('an enum as text and as an object', () => {
    const types = '<TN RefId="0"><T>X.Y</T><T>System.Enum</T></TN>';
    const [text, object] = values(
      `<S>Running</S><Obj RefId="0">${types}<ToString>Running</ToString><I32>4</I32></Obj>`,
    );
    expect([text, object].map((value) => value && toPlain(value))).toEqual(['Running', 'Running']);
    expect(object).toMatchObject({ text: 'Running', content: { tag: 'I32', value: 4 } });
  });

  test('the same object for every reference, also inside itself', () => {
    const list = onlyObject('<Obj RefId="a"><LST><Ref RefId="a"/><Obj RefId="b"/><Ref RefId="b"/></LST></Obj>');
    if (list.content?.tag !== 'LST') throw new Error('not a list');
    const [self, first, second] = list.content.items;
    expect(self === list && first === second && first !== list).toBe(true);
  });

  test('the names that JavaScript objects have already', () => {
    const ids = ['__proto__', 'constructor', 'toString'];
    for (const id of ids) expect(refusal(`${OPEN}<Ref RefId="${id}"/></Objs>`).reason).toBe('unknown-reference');
    const [, again] = values('<Obj RefId="__proto__"><ToString>x</ToString></Obj><Ref RefId="__proto__"/>');
    expect(again).toMatchObject({ text: 'x' });
  });

  test('every root of a stream, each with references of its own', () => {
    const root = (text: string): string => `#< CLIXML\r\n${OPEN}<Obj S="Error" RefId="0"><S>${text}</S></Obj></Objs>`;
    const records = decodeClixml(`\ufeff${root('a')}\r\n${root('#&lt; CLIXML')}\n`);
    expect(records.map(({ stream, value }) => [stream, toPlain(value)])).toEqual([
      ['Error', 'a'],
      ['Error', '#< CLIXML'],
    ]);
    expect(refusal(`${root('a')}${OPEN}<Ref RefId="0"/></Objs>`).reason).toBe('unknown-reference');
  });

  test('nothing for a document without values', () => {
    expect(decodeClixml(`<?xml version="1.0" encoding="utf-8"?>\n${OPEN}</Objs>`)).toEqual([]);
  });
});

describe('decodeClixml refuses', () => {
  const refused: readonly (readonly [string, ClixmlReason, number, number])[] = [
    ['<I32>x</I32>', 'bad-number', 2, 6],
    ['\n  <I32 N="a">2147483648</I32>', 'bad-number', 3, 14],
    ['<I32/>', 'bad-number', 2, 1],
    ['<By>256</By>', 'bad-number', 2, 5],
    ['<I64>9223372036854775808</I64>', 'bad-number', 2, 6],
    [`<I64>${'1'.repeat(100_000)}</I64>`, 'bad-number', 2, 6],
    ['<U64>-1</U64>', 'bad-number', 2, 6],
    ['<Db>1e999</Db>', 'bad-number', 2, 5],
    ['<Db>Infinity</Db>', 'bad-number', 2, 5],
    [`<Db>${'1'.repeat(100_000)}x</Db>`, 'bad-number', 2, 5],
    ['<D>79228162514264337593543950336</D>', 'bad-number', 2, 4],
    ['<D>.</D>', 'bad-number', 2, 4],
    ['<B>True</B>', 'bad-boolean', 2, 4],
    ['<DT>2026-02-29T00:00:00Z</DT>', 'bad-date', 2, 5],
    ['<DT>2026-11-22</DT>', 'bad-date', 2, 5],
    ['<DT>2026-11-22T24:00:00</DT>', 'bad-date', 2, 5],
    ['<DT>2026-11-22T08:00:00.12345678</DT>', 'bad-date', 2, 5],
    ['<DT>2026-11-22T08:00:00+15:00</DT>', 'bad-date', 2, 5],
    ['<TS>P</TS>', 'bad-duration', 2, 5],
    ['<TS>PT</TS>', 'bad-duration', 2, 5],
    ['<TS>P10675200D</TS>', 'bad-duration', 2, 5],
    ['<G>f5853fa8</G>', 'bad-guid', 2, 4],
    ['<BA>AAA</BA>', 'bad-base64', 2, 5],
    ['<BA>A!A=</BA>', 'bad-base64', 2, 5],
    ['<Version>1</Version>', 'bad-text', 2, 10],
    ['<Nil>x</Nil>', 'unexpected-text', 2, 6],
    ['<S>a</S> b', 'unexpected-text', 2, 10],
    ['<Wrong/>', 'unknown-element', 2, 1],
    ['<LST/>', 'unexpected-element', 2, 1],
    ['<S><B>true</B></S>', 'unexpected-element', 2, 4],
    ['<Obj><DCT><S>x</S></DCT></Obj>', 'unexpected-element', 2, 11],
    ['<Obj><Props><MS N="a"/></Props></Obj>', 'unexpected-element', 2, 13],
    ['<Obj><MS><S>x</S></MS></Obj>', 'missing-name', 2, 13],
    ['<Obj><MS><MS/></MS></Obj>', 'missing-name', 2, 10],
    ['<Obj><DCT><En><S N="Value">x</S></En></DCT></Obj>', 'missing-key', 2, 33],
    ['<Obj><DCT><En><S N="Key">x</S></En></DCT></Obj>', 'missing-value', 2, 31],
    ['<Ref RefId="1"/>', 'unknown-reference', 2, 1],
    ['<Ref/>', 'unknown-reference', 2, 1],
    ['<Obj><TNRef RefId="1"/></Obj>', 'unknown-reference', 2, 6],
    ['<PR><AI>x</AI></PR>', 'bad-number', 2, 9],
    ['<S>&undefined;</S>', 'not-xml', 2, 15],
    ['<S>&constructor;</S>', 'not-xml', 2, 17],
    ['<S>\u0001</S>', 'not-xml', 2, 5],
    ['<S>', 'not-xml', 2, 11],
  ];

  test.each(refused.map((row) => [row[0].slice(0, 60), ...row] as const))('%s', (_name, body, reason, line, column) => {
    const { reason: actual, ...place } = refusal(`${OPEN}\n${body}</Objs>`);
    expect([actual, place.line, place.column]).toEqual([reason, line, column]);
  });

  const documents: readonly (readonly [string, string, ClixmlReason])[] = [
    ['nothing', '', 'no-root'],
    ['a header only', '#< CLIXML\r\n', 'no-root'],
    ['text', 'hello', 'unexpected-text'],
    ['another root', '<html/>', 'bad-root'],
    ['another namespace', '<Objs xmlns="urn:x"/>', 'bad-root'],
    ['version 2', '<Objs Version="2.0"/>', 'bad-version'],
    ['a document that ends early', `${OPEN}<Obj RefId="0"><LST>`, 'not-xml'],
    ['a document type', `<!DOCTYPE Objs>${OPEN}</Objs>`, 'doctype'],
    ['entities of its own', `<!DOCTYPE a [<!ENTITY a "b">]>${OPEN}<S>&a;</S></Objs>`, 'doctype'],
  ];

  test.each(documents)('%s', (_name, text, reason) => {
    expect(refusal(text).reason).toBe(reason);
  });

  test('nesting beyond the limit, at any depth, without exhausting the stack', () => {
    const nest = (depth: number): string =>
      OPEN + '<Obj><LST>'.repeat(depth) + '</LST></Obj>'.repeat(depth) + '</Objs>';
    const sets = `${OPEN}<Obj>${'<MS N="a">'.repeat(200_000)}`;
    expect(decodeClixml(nest(100))).toHaveLength(1);
    expect(refusal(nest(101))).toMatchObject({ reason: 'too-deep', line: 1, column: OPEN.length + 1001 });
    expect(refusal(nest(200_000)).reason).toBe('too-deep');
    expect(refusal(sets).reason).toBe('too-deep');
    expect(decodeClixml(nest(10_000), { maxDepth: 10_000 })).toHaveLength(1);
    expect(refusal(`${OPEN}${'<a>'.repeat(200_000)}`).reason).toBe('unknown-element');
  });

  test('without showing a secret', () => {
    const secret = only('<SS>01000000d08c9ddf</SS>');
    expect(JSON.stringify([secret, toPlain(secret)])).not.toContain('d08c');
    expect(secret.tag === 'SS' && secret.reveal()).toBe('01000000d08c9ddf');
  });
});

describe('dateTimeParts', () => {
  test.each([
    ['0001-01-01T00:00:00', { kind: 'unspecified', ticks: 0n, offsetMinutes: undefined }],
    ['1970-01-01T00:00:00.0000001Z', { kind: 'utc', ticks: 621355968000000001n, offsetMinutes: 0 }],
    ['9999-12-31T23:59:59.9999999-10:30', { kind: 'local', ticks: 3155378975999999999n, offsetMinutes: -630 }],
  ])('%s', (text, expected) => {
    expect(dateTimeParts(text)).toEqual(expected);
  });
});

test('timeSpanTicks reads the whole range', () => {
  expect(timeSpanTicks('P10675199DT2H48M5.4775807S')).toBe(2n ** 63n - 1n);
  expect(timeSpanTicks('-P10675199DT2H48M5.4775808S')).toBe(-(2n ** 63n));
  expect(timeSpanTicks('PT0S')).toBe(0n);
});
