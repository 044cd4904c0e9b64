import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dnKey,
  readDnsName,
  isSameDn,
  isWithin,
  parentDn,
  parseDn,
  parseGuid,
  parseGuidDn,
  printDn,
  suggestDn,
  type Dn,
  type DnAttribute,
} from '../../src/parsers/dn.js';
import { growth, linear } from '../support/growth.js';

function dn(text: string): Dn {
  const parsed = parseDn(text);
  if (!parsed.ok) {
    throw new Error(`${text}: ${parsed.error.message} at ${parsed.error.position}`);
  }
  return parsed.dn;
}

function value(text: string): string | undefined {
  return dn(text)[0]?.[0]?.value;
}

describe('a valid name', () => {
  test('is parted into its RDNs', () => {
    expect(dn('CN=Jane Doe,OU=People,DC=contoso,DC=com')).toEqual([
      [{ type: 'CN', encoding: 'text', value: 'Jane Doe' }],
      [{ type: 'OU', encoding: 'text', value: 'People' }],
      [{ type: 'DC', encoding: 'text', value: 'contoso' }],
      [{ type: 'DC', encoding: 'text', value: 'com' }],
    ]);
  });

  for (const [text, expected] of [
    ['CN=Doe\\, John,OU=A,DC=c,DC=com', 'Doe, John'],
    ['CN=a\\+b,DC=c', 'a+b'],
    ['CN=\\23lead,DC=c', '#lead'],
    ['CN=\\#lead,DC=c', '#lead'],
    ['CN=\\E2\\80\\99,DC=c', '\u2019'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'Lučić'],
    ['CN=\\F0\\9F\\98\\80x', '😀x'],
    ['CN=trail\\ ,DC=c', 'trail '],
    ['CN=trail\\ \\  ,DC=c', 'trail  '],
    ['CN=trail\\20,DC=c', 'trail '],
    ['CN=\\ lead,DC=c', ' lead'],
    ['CN=  spaces around  ,DC=c', 'spaces around'],
    ['CN="quoted, old",DC=c', 'quoted, old'],
    ['CN="with \\" and \\\\" ,DC=c', 'with " and \\'],
    ['CN=a\\00b,DC=c', 'a\0b'],
    ['CN=x\\0ACNF:6f9619ff-8b86-d011-b42d-00c04fc964ff,DC=c', 'x\nCNF:6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    ['CN=a=b,DC=c', 'a=b'],
    ['CN=a\\=b,DC=c', 'a=b'],
    ['CN=a\\"\\;\\<\\>\\\\b', 'a";<>\\b'],
    ['CN=,DC=c', ''],
    ['CN=a#b', 'a#b'],
    ['CN=TestUserCN=Users,DC=contoso,DC=com', 'TestUserCN=Users'],
    // The comma is escaped, so this is one RDN: valid, though rarely meant.
    ['CN=a\\,DC=c', 'a,DC=c'],
  ] as const) {
    test(`${text} has the value ${JSON.stringify(expected)}`, () => {
      expect(value(text)).toBe(expected);
    });
  }

  test('may have several attributes in one RDN, OIDs as types, values in hexadecimal, spaces around separators', () => {
    expect(dn('OU=A+CN=B,DC=c')[0]).toHaveLength(2);
    expect(dn('2.5.4.3=x,DC=c')[0]?.[0]).toEqual({ type: '2.5.4.3', encoding: 'text', value: 'x' });
    expect(dn('CN=#04024869,DC=c')[0]?.[0]).toEqual({ type: 'CN', encoding: 'hex', value: '04024869' });
    expect(dn('CN = a , DC = c')).toEqual(dn('CN=a,DC=c'));
  });

  test('may have 5,000 RDNs', () => {
    expect(dn(`CN=x${',OU=a'.repeat(5_000)}`)).toHaveLength(5_001);
  });

  test.each([
    ['CN=x', ',OU=a', ''],
    ['', 'CN=', ''],
    ['CN=', '\\', ''],
    ['CN=', ' ', '!'],
  ])('%j, then a run of %j, then %j is read in linear time', async (start, piece, end) => {
    const read = (count: number): unknown => {
      const text = start + piece.repeat(count) + end;
      return [parseDn(text), suggestDn(text)];
    };

    expect(await growth(read, 5_000)).toBeLessThan(linear);
  });
});

describe('text that is no name', () => {
  for (const [text, position, message] of [
    ['', 0, 'the name ends here'],
    ['CN', 2, '"=" is expected'],
    ['=x', 0, 'an attribute such as CN= is expected'],
    ['CN=a,,DC=c', 5, 'an attribute such as CN= is expected'],
    ['CN=a,', 5, 'the name ends here'],
    ['CN=a+', 5, 'the name ends here'],
    ['CN=\\GG', 3, 'after a backslash'],
    ['CN=a\\', 4, 'there is a backslash at the end'],
    ['CN=a\\\\\\', 6, 'there is a backslash at the end'],
    ['CN=a;DC=c', 4, '";" must be written with a backslash'],
    ['CN=a"b', 4, 'backslash'],
    ['CN=a<b', 4, 'backslash'],
    ['CN=a\0b', 4, 'NUL'],
    ['CN="open,DC=c', 3, 'never closed'],
    ['CN="a"b,DC=c', 6, 'closing quotation mark'],
    ['CN=#xyz', 3, 'hexadecimal'],
    ['CN=#041', 3, 'hexadecimal'],
    ['CN=\\80', 3, 'UTF-8'],
    ['CN=\\C4,DC=c', 3, 'UTF-8'],
    ['CN=\ud800', 3, 'half of a character'],
    ['C N=x', 2, '"=" is expected'],
    ['01.2=x', 0, 'an attribute'],
    ['<GUID=6f9619ff-8b86-d011-b42d-00c04fc964ff>', 0, 'an attribute'],
    ['jane@contoso.com', 4, '"=" is expected'],
  ] as const) {
    test(`${JSON.stringify(text)} fails at ${position}`, () => {
      const parsed = parseDn(text);
      expect(parsed).toMatchObject({ ok: false, error: { position, message: expect.stringContaining(message) } });
    });
  }
});

const attribute = fc.oneof(
  fc.record({
    type: fc.constantFrom('CN', 'ou', 'DC', 'x-y1', '2.5.4.3', '1.0.22'),
    encoding: fc.constant('text' as const),
    value: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('\\"+,;<>=# \0\n\u200b\u202eab\u00e9')) }),
    ),
  }),
  fc.record({
    type: fc.constant('CN'),
    encoding: fc.constant('hex' as const),
    value: fc.stringMatching(/^([0-9a-f]{2}){1,8}$/),
  }),
) satisfies fc.Arbitrary<DnAttribute>;
const anyDn = fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

describe('properties of every name', () => {
  test('printing and parsing gives the same name, and printing it again the same text', () => {
    fc.assert(
      fc.property(anyDn, (any) => {
        const text = printDn(any);
        expect(parseDn(text)).toEqual({ ok: true, dn: any });
        expect(printDn(dn(text))).toBe(text);
      }),
    );
  });

  test('printed text holds no control and no invisible characters', () => {
    fc.assert(fc.property(anyDn, (any) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(printDn(any))));
  });

  test('any text is read or refused at a place in it, and never raises', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('CN=,+\\#"02af ;x')) }),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parseDn(any);
        if (parsed.ok) {
          expect(parseDn(printDn(parsed.dn))).toEqual(parsed);
        } else {
          expect(parsed.error.position).toBeLessThanOrEqual(any.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('every name lies within itself and within its parent', () => {
    fc.assert(
      fc.property(anyDn, (any) => {
        expect(isWithin(any, any)).toBe(true);
        expect(isWithin(any, parentDn(any) ?? any)).toBe(true);
        expect(parentDn(any) === null || !isWithin(parentDn(any) ?? any, any)).toBe(true);
      }),
    );
  });
});

describe('comparing names', () => {
  test('regards neither case nor escapes nor the order in one RDN, and knows OIDs', () => {
    expect(isSameDn(dn('cn=JANE,dc=Contoso'), dn('CN=jane,DC=contoso'))).toBe(true);
    expect(isSameDn(dn('CN=a\\2cb'), dn('CN=A\\,B'))).toBe(true);
    expect(isSameDn(dn('OU=A+CN=B'), dn('CN=b+OU=a'))).toBe(true);
    expect(isSameDn(dn('2.5.4.3=x'), dn('CN=x'))).toBe(true);
    expect(isSameDn(dn('CN=\u00c9t\u00e9'), dn('CN=\u00e9T\u00c9'))).toBe(true);
  });

  test('tells different names apart, also letters that some systems fold together', () => {
    expect(isSameDn(dn('CN=a,DC=c'), dn('CN=a,DC=d'))).toBe(false);
    expect(isSameDn(dn('CN=a'), dn('CN=a,DC=c'))).toBe(false);
    expect(isSameDn(dn('CN=a\\,DC=c'), dn('CN=a,DC=c'))).toBe(false);
    expect(isSameDn(dn('CN=#0401'), dn('CN=\\#0401'))).toBe(false);
    const keys = ['i', '\u0130', '\u0131', '\u00df', 'ss'].map((name) => dnKey(dn(`CN=${name}`)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('finds the partition, and is not misled by a name that ends alike', () => {
    const partition = dn('dc=contoso,dc=com');
    expect(isWithin(dn('CN=a,OU=b,DC=Contoso,DC=COM'), partition)).toBe(true);
    expect(isWithin(dn('CN=a,DC=xcontoso,DC=com'), partition)).toBe(false);
    expect(isWithin(dn('CN=a\\,DC=contoso,DC=com'), partition)).toBe(false);
    expect(isWithin(dn('DC=com'), partition)).toBe(false);
  });

  test('reads the name of the domain from the DC parts at the end', () => {
    expect(readDnsName(dn('CN=a,OU=DC,DC=child,DC=contoso,DC=com'))).toBe('child.contoso.com');
    expect(readDnsName(dn('CN=a,O=x'))).toBeNull();
  });
});

describe('a name that was probably meant', () => {
  test("gets the comma that Microsoft's example lacks", () => {
    const meant = 'CN=TestUser,CN=Users,DC=contoso,DC=com';
    expect(suggestDn('CN=TestUserCN=Users,DC=contoso,DC=com')).toBe(meant);
    expect(suggestDn('CN=aOU=bDC=contosoDC=com')).toBe('CN=a,OU=b,DC=contoso,DC=com');
    expect(suggestDn('CN=Doe\\, Johnou=b,DC=c')).toBe('CN=Doe\\, John,ou=b,DC=c');
  });

  for (const text of ['CN=a,DC=c', 'CN=a=b,DC=c', 'CN', 'CN=#04024869,DC=c', 'CN=CN=x', 'OU=A+CN=bOU=c']) {
    test(`is not invented for ${text}`, () => {
      expect(suggestDn(text)).toBeNull();
    });
  }
});

describe('a GUID in the place of a name', () => {
  const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';

  test('is read in every form that Active Directory takes', () => {
    expect(parseGuidDn(`<GUID=${guid}>`)).toBe(guid);
    expect(parseGuidDn(` <guid={${guid.toUpperCase()}}> `)).toBe(guid);
    expect(parseGuidDn('<GUID=ff19966f868b11d0b42d00c04fc964ff>')).toBe('6f9619ff-8b86-d011-b42d-00c04fc964ff');
    expect(parseGuid(`{${guid}}`)).toBe(guid);
  });

  for (const text of [guid, '<GUID=x>', '<GUID=>', `<SID=${guid}>`, `<GUID=${guid}`, `<GUID=${guid}>,DC=c`]) {
    test(`is not read from ${text}`, () => {
      expect(parseGuidDn(text)).toBeNull();
    });
  }
});
