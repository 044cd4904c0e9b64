import { describe, expect, test } from '@jest/globals';
import { Redactor } from '../../src/redact/redactor.js';
import { compoundTexts, guidHex, knownNames, leftOver, namelessTexts, sidHex } from '../support/name-corpus.js';
import { testKey } from '../support/redacted.js';
import { growthOfText, linear } from '../support/growth.js';

function redactorWithNames(level: 'names' | 'all' = 'names'): Redactor {
  const redactor = new Redactor(level, testKey);
  for (const [kind, name] of knownNames) {
    redactor.value(kind, name);
  }
  return redactor;
}

/** A text with everything that it holds in an encoding beside it. */
function inTheOpen(text: string): string {
  const hex = text.match(/(?:[0-9a-f]{2}){8,}/gi) ?? [];
  const base64 = text.match(/[A-Za-z0-9+/]{10,}={0,2}/g) ?? [];
  const octets = text.match(/(?:\\[0-9a-f]{2}){8,}/gi) ?? [];
  const groups = text.replace(/0x|[ ,]/g, '').match(/(?:[0-9a-f]{2}){8,}/gi) ?? [];
  const numbers = text.match(/\d{1,3}(?:[ ,]{1,2}\d{1,3}){7,}/g) ?? [];
  const bytes = [
    ...[...hex, ...groups].map((word) => Buffer.from(word, 'hex')),
    ...numbers.map((list) => Buffer.from(list.split(/[ ,]{1,2}/).map(Number))),
    ...octets.map((word) => Buffer.from(word.replaceAll('\\', ''), 'hex')),
    ...base64.map((word) => Buffer.from(word, 'base64')),
  ];
  const decoded = bytes.flatMap((each) => [
    each.toString('utf8'),
    each.toString('latin1'),
    each.toString('utf16le'),
    each.toString('hex'),
  ]);
  const percent = text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const escapes = text.replace(/(?:\\u00|\\x|&#x)([0-9a-f]{2});?/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const twice = percent.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return [text, percent, twice, escapes, Buffer.from(percent, 'latin1').toString('utf8'), ...decoded].join('\n');
}

/** The digits by which the SID and the GUID of the corpus are told in bytes. */
const inBytes = new RegExp(`${sidHex.slice(24, 48)}|${guidHex}`, 'i');

describe.each(Object.entries(compoundTexts))('a known name is replaced as %s', (_, texts) => {
  test.each(texts)('%j', (text) => {
    for (const level of ['names', 'all'] as const) {
      const redactor = redactorWithNames(level);
      const redacted = redactor.value('text', text);
      expect(inTheOpen(redacted)).not.toMatch(leftOver);
      expect(inTheOpen(redacted)).not.toMatch(inBytes);
    }
    const redactor = redactorWithNames();
    const once = redactor.value('text', text);
    expect(redactor.value('text', once)).toBe(once);
  });
});

test.each(namelessTexts)('a text without a name stays: %s', (text) => {
  expect(redactorWithNames().value('text', text)).toBe(text);
});

test('a name has the pseudonym of its person in whatever order it is written', () => {
  const redactor = new Redactor('names', testKey);
  redactor.value('dn', 'CN=Zebulonq Farquharson,OU=Quarterdeck,DC=fabrikorp,DC=example');
  const pseudonym = redactor.value('text', 'Zebulonq Farquharson');
  expect(pseudonym).toMatch(/^n-\w{8}$/);
  for (const text of ['Farquharson, Zebulonq', 'FARQUHARSON_zebulonq', 'Zebulonq  Farquharson']) {
    expect(redactor.value('text', text)).toBe(pseudonym);
  }
});

test('an encoded name keeps its encoding, and decodes to the pseudonym that the name has elsewhere', () => {
  const redactor = redactorWithNames();
  const dn = 'CN=Zebulonq Farquharson,OU=Quarterdeck,DC=fabrikorp,DC=example';
  const expected = redactor.value('dn', dn);
  expect(decodeURIComponent(redactor.value('text', encodeURIComponent(dn)))).toBe(expected);
  expect(Buffer.from(redactor.value('text', Buffer.from(dn).toString('hex')), 'hex').toString()).toBe(expected);
  expect(Buffer.from(redactor.value('text', Buffer.from(dn).toString('base64')), 'base64').toString()).toBe(expected);
  const guid = redactor.value('guid', '7d1e3a52-94bc-4f60-8a21-c3f0d9b7e615').replaceAll('-', '');
  expect(redactor.value('text', guidHex).slice(16)).toBe(guid.slice(16));
  expect(redactor.value('text', sidHex)).toMatch(/^010500000000000515000000[0-9a-f]{32}$/);
});

describe('with --redact all', () => {
  test.each([
    ['a public address', 'connection from 203.0.113.77 failed', /203\.0\.113/],
    ['a public IPv6 address', 'connection from 2001:db8::8a2e:370:7334 failed', /370/],
    ['a phone number with a plus sign', 'call +49 (0)30 1234-5678 for help', /1234|5678/],
    ['a phone number with its word', 'Tel. 030 / 12345678, phone: 555-0199', /12345678|0199/],
    ['a phone number of North America', 'call (425) 555-0199 or 425-555-0100', /555/],
  ])('%s goes', (_, text, left) => {
    expect(redactorWithNames('all').value('text', text)).not.toMatch(left);
  });

  test.each([
    'version 2.5.79.0',
    'Change Date : 01/15/2026 11:00:00',
    'at 2026-01-15 11:00:00',
    'started at: 11/22/2026 1:57:59 UTC, ended at: 11/22/2026 1:58:00 UTC',
    'RPC Error 1722 : The RPC server is unavailable',
    'error 8453, count 1234567',
  ])('%s stays', (text) => {
    expect(redactorWithNames('all').value('text', text)).toBe(text);
  });
});

test.each([
  'fabrikorp-',
  'Zebulonq ',
  'Zebulonq, ',
  '%41',
  '%',
  '41',
  '\\41',
  'QUFB',
  '/QUFB',
  '0x41, ',
  '65 ',
  '0105000000000005',
  'svcsvc',
  'aB',
  '&uuml;',
  '\\u00fc',
  '%2541',
  'a_',
  'a-1',
  '+1 ',
  '(425) ',
  '::',
  'u\u0308',
])('takes linear time for 100,000 characters of %j', async (piece) => {
  const read = (text: string): unknown => redactorWithNames('all').value('text', `${text}!`);

  expect(await growthOfText(read, piece)).toBeLessThan(linear);
});
