import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { equalsFilter, guidFilter, readFilter } from '../../src/parsers/ldap-filter.js';

test('no value ends a filter or widens it', () => {
  for (const [value, filter] of [
    ['jdoe', '(sAMAccountName=jdoe)'],
    ['*)(objectClass=*', '(sAMAccountName=\\2a\\29\\28objectClass=\\2a)'],
    ['\\2a', '(sAMAccountName=\\5c2a)'],
    ['x)(|(cn=*', '(sAMAccountName=x\\29\\28|\\28cn=\\2a)'],
    ['a\0b', '(sAMAccountName=a\\00b)'],
    ['Ünï', '(sAMAccountName=Ünï)'],
  ] as const) {
    expect(equalsFilter('sAMAccountName', value)).toBe(filter);
  }
});

test('every value can be read back from its filter', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from('\\*()\0a=2')) }), (value) => {
      const filter = equalsFilter('cn', value);
      expect(filter).toMatch(/^\(cn=[^()*\0]*\)$/);
      expect(readFilter(filter)).toEqual({ attribute: 'cn', value });
    }),
  );
});

test('a GUID is looked for by its bytes in the order of the directory', () => {
  expect(guidFilter('6f9619ff-8b86-d011-b42d-00c04fc964ff')).toBe(
    '(objectGUID=\\ff\\19\\96\\6f\\86\\8b\\11\\d0\\b4\\2d\\00\\c0\\4f\\c9\\64\\ff)',
  );
});

test('a GUID is read back as one, and what is not a filter for one value is not read', () => {
  const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
  expect(readFilter(guidFilter(guid))).toEqual({ attribute: 'objectGUID', value: guid });
  for (const filter of ['', 'cn=a', '(cn=a', '(|(cn=a)(cn=b))', '(cn=a*)', '(&(cn=a))']) {
    expect(readFilter(filter)).toBeUndefined();
  }
});
