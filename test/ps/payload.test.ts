import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../../src/ps/limits.js';
import { decodePayload, type PayloadLimits } from '../../src/ps/payload.js';

const document = (inner: string): string =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`;
const list = (inner: string): string => document(`<Obj RefId="0"><LST>${inner}</LST></Obj>`);
const plain = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const packed = (text: string): string => gzipSync(text).toString('base64');
const decode = (payload: string, limits: Partial<PayloadLimits> = {}): unknown =>
  decodePayload(payload, { ...defaultLimits, ...limits });
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'decoded';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('the payload of a frame', () => {
  test.each([
    ['packed', packed],
    ['as it is', plain],
  ])('%s has no more bytes than allowed', (_, form) => {
    const text = list('<S>word</S>'.repeat(1_000));

    expect(codeOf(() => decode(form(text), { maxFrameBytes: text.length }))).toBe('decoded');
    expect(codeOf(() => decode(form(text), { maxFrameBytes: text.length - 1 }))).toBe('E_TOO_LARGE');
  });

  test('has no more tags than allowed', () => {
    const text = list('<S>a</S>'.repeat(100));

    expect(codeOf(() => decode(plain(text), { maxFrameTags: 206 }))).toBe('decoded');
    expect(codeOf(() => decode(plain(text), { maxFrameTags: 205 }))).toBe('E_TOO_LARGE');
  });

  test('has no more references by number than tags', () => {
    const text = (count: number): string => list(`<S>${'&#65;'.repeat(count)}</S>`);

    expect(decode(plain(text(50)), { maxFrameTags: 50 })).toEqual(['A'.repeat(50)]);
    expect(codeOf(() => decode(plain(text(51)), { maxFrameTags: 50 }))).toBe('E_TOO_LARGE');
  });

  test('may have all that the host sends at once: four million characters, each written with seven', () => {
    const decoded = decode(packed(list(`<S>${'_x000A_'.repeat(65_536)}</S>`.repeat(62))));

    expect(decoded).toEqual(Array.from({ length: 62 }, () => '\n'.repeat(65_536)));
  });

  test('may have 2,000 rows with 90 values each', () => {
    expect(codeOf(() => decode(packed(list('<S>a</S>'.repeat(2_000 * 90)))))).toBe('decoded');
  });

  test('has each mark of XML read once', () => {
    expect(decode(plain(list('<S>&amp;lt; &lt;&gt;&quot;&apos; &amp;amp; &amp;#65;</S>')))).toEqual([
      `&lt; <>"' &amp; &#65;`,
    ]);
  });

  test('that no PowerShell writes is read if it is short', () => {
    const odd = (length: number): string => document(`<!-- --><S>${'a'.repeat(length)}</S>`);

    expect(decode(packed(odd(1_000_000)))).toBe('a'.repeat(1_000_000));
    expect(codeOf(() => decode(packed(odd(5_000_000))))).toBe('E_DECODE');
  });
});
