import { expect, test } from '@jest/globals';
import { atOnce } from '../../src/base/turns.js';
import type { ObjectReference } from '../../src/model/object-trace.js';
import { equalsFilter, guidFilter } from '../../src/parsers/ldap-filter.js';
import { findFollowed } from '../../src/ps/followed-users.js';
import type { RecordedEnding } from '../../src/ps/recording-format.js';

const [ann, ben] = ['CN=Ann,DC=contoso,DC=com', 'CN=Ben,DC=contoso,DC=com'];
const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';

function question(operation: string, args: RecordedEnding['arguments']): RecordedEnding {
  const shape = { type: 'failure', request: 1, rowCount: 0, code: '', message: '', hint: null } as const;
  return { ...shape, operation, arguments: args };
}

function inSpace(distinguishedName: string, connectorName = 'contoso.com', identifier = ''): RecordedEnding {
  return question('Get-PhsConnectorSpaceObject', { connectorName, distinguishedName, identifier });
}

function inDirectory(ldapFilter: string): RecordedEnding {
  return question('Search-PhsDirectoryObject', { connectorId: guid, ldapFilter });
}

const byDn = (dn: string): RecordedEnding => inDirectory(equalsFilter('distinguishedName', dn));
const byUpn = (upn: string): RecordedEnding => inDirectory(equalsFilter('userPrincipalName', upn));

function followed(...asked: readonly RecordedEnding[]): readonly ObjectReference[] {
  return atOnce(findFollowed({ asked: () => asked[Symbol.iterator]() as Generator<RecordedEnding> }));
}

test('a user who was named by DN is found once, in however many connectors it was looked for', () => {
  expect(followed(inSpace(ann), inSpace(ann, 'fabrikam.com'), byDn(ann), inSpace('', '', guid))).toEqual([
    { kind: 'dn', text: ann },
  ]);
});

test('a user who was named otherwise is found by that name, and the DN that it led to is nobody else', () => {
  expect(followed(byUpn('ann@contoso.com'), inSpace(ann), byUpn('ben@contoso.com'), inSpace(ben))).toEqual([
    { kind: 'upn', text: 'ann@contoso.com' },
    { kind: 'upn', text: 'ben@contoso.com' },
  ]);
  expect(followed(inDirectory(equalsFilter('sAMAccountName', 'a(b)')), inSpace(ann))).toEqual([
    { kind: 'sam', text: 'a(b)' },
  ]);
  // The GUID of an object in the connector space: its DN is looked up in the directory only.
  expect(followed(inDirectory(guidFilter(guid)), inSpace('', '', guid), byDn(ann))).toEqual([
    { kind: 'guid', text: guid },
  ]);
});

test('a DN that comes after a name that led to nobody is a user of its own', () => {
  expect(followed(byUpn('nobody@contoso.com'), inSpace(ann), byDn(ann), inSpace(ben), byDn(ben))).toEqual([
    { kind: 'upn', text: 'nobody@contoso.com' },
    { kind: 'dn', text: ann },
    { kind: 'dn', text: ben },
  ]);
});

test('a run that followed nobody has none', () => {
  expect(followed()).toEqual([]);
  expect(followed(inSpace('', '', guid), inDirectory('(|(cn=a)(cn=b))'))).toEqual([]);
});
