import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDn, printDn, isWithin, readDnsName } from '../../src/parsers/dn.js';
import {
  parseChangeRequests,
  parseChangeResults,
  parseFilteredObjects,
  parseRetriedObjects,
} from '../../src/parsers/event-changes.js';
import { parseAudit } from '../../src/parsers/audit-event.js';
import { parseEventPlace } from '../../src/parsers/event-message.js';
import { guidFilter } from '../../src/parsers/ldap-filter.js';
import { findDns } from '../../src/redact/dn-in-text.js';
import { Redactor } from '../../src/redact/redactor.js';
import { Pseudonyms } from '../../src/redact/pseudonyms.js';
import { testKey } from '../support/redacted.js';
import { growth, linear } from '../support/growth.js';

const redactor = (level: 'names' | 'all' = 'names'): Redactor => new Redactor(level, testKey);
const identifier = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';

const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const dn = fc
  .tuple(fc.array(value, { minLength: 1, maxLength: 4 }), fc.array(label, { minLength: 1, maxLength: 3 }))
  .map(([parts, labels]) =>
    printDn([
      ...parts.map((part, index) => [{ type: index === 0 ? 'CN' : 'OU', encoding: 'text' as const, value: part }]),
      ...labels.map((part) => [{ type: 'DC', encoding: 'text' as const, value: part }]),
    ]),
  );

function shapeOf(text: string): unknown {
  const parsed = parseDn(text);
  return parsed.ok ? parsed.dn.map((rdn) => rdn.map(({ type }) => type)) : parsed;
}

describe('a pseudonym', () => {
  test('is the same for the same name in any case, and another one for another name', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { selector: (name) => name.normalize('NFC').toLowerCase() }),
        (names) => {
          const pseudonyms = new Pseudonyms(testKey);
          const given = names.map((name) => pseudonyms.of('user', name));
          expect(new Set(given).size).toBe(names.length);
          expect(
            names.map((name) =>
              pseudonyms.of(
                'host',
                name.toUpperCase().toLowerCase() === name.toLowerCase() ? name.toUpperCase() : name,
              ),
            ),
          ).toEqual(given);
          expect(given.map((pseudonym) => pseudonyms.of('user', pseudonym))).toEqual(given);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('spells no word that the search for secrets looks for', () => {
    const pseudonyms = new Pseudonyms(Buffer.alloc(32, 7));
    const words = Array.from({ length: 100_000 }, (_, index) => pseudonyms.of('user', `user ${index}`).slice(2));

    expect(words.filter((word) => /[aeio]|pwd|ntlm|md4/.test(word))).toEqual([]);
    expect(words.every((word) => /^[a-z0-9]{8}$/.test(word))).toBe(true);
  });

  test('is another one under another key', () => {
    expect(new Pseudonyms(testKey).of('user', 'ann')).not.toBe(new Pseudonyms(Buffer.alloc(32, 8)).of('user', 'ann'));
  });
});

describe('a redacted DN', () => {
  test('is a DN of the same structure, and stays as it is when it is redacted again', () => {
    fc.assert(
      fc.property(dn, (text) => {
        const one = redactor();
        const redacted = one.value('dn', text);
        expect(shapeOf(redacted)).toEqual(shapeOf(text));
        expect(one.value('dn', redacted)).toBe(redacted);
        expect(one.value('text', redacted)).toBe(redacted);
      }),
      { numRuns: 100 },
    );
  });

  test('lies below the same container as before, and in the domain that its DNS name says', () => {
    const one = redactor();
    const [user, unit] = ['CN=Ann Lee,OU=Staff,DC=emea,DC=contoso,DC=com', 'ou=staff,dc=EMEA,dc=contoso,dc=com'].map(
      (text) => {
        const parsed = parseDn(one.value('dn', text));
        return parsed.ok ? parsed.dn : [];
      },
    );
    expect(isWithin(user ?? [], unit ?? [])).toBe(true);
    expect(readDnsName(user ?? [])?.toLowerCase()).toBe(one.value('domain', 'emea.contoso.com'));
    expect(one.value('domain', 'emea.contoso.com').endsWith(`.${one.value('domain', 'CONTOSO.com')}`)).toBe(true);
  });

  test.each([
    ['a conflict', 'CN=x\\0ACNF:6f9619ff-8b86-d011-b42d-00c04fc964ff,DC=c', /^CN=n-\w{8}\\0ACNF:[0-9a-f-]{36},DC=/],
    ['an Entra object', 'CN={6F546C364958577067452B686D6A4478766F387642413D3D}', /^CN=\{[0-9A-F]{48}\}$/],
    ['well-known containers', 'CN=Ann,CN=Users,DC=c,DC=com', /^CN=n-\w{8},CN=Users,DC=d-\w{8},DC=com$/],
    ['a GUID', '<GUID=6f9619ff-8b86-d011-b42d-00c04fc964ff>', /^<GUID=(?!6f9619ff)[0-9a-f-]{36}>$/],
    ['an odd backslash', 'CN=Ann\\,DC=c', /^(?!.*Ann)/],
  ])('keeps the form of %s', (_, text, expected) => {
    expect(redactor().value('dn', text)).toMatch(expected);
  });
});

describe('redacted values', () => {
  const one = redactor();
  test.each([
    ['upn', 'ann@contoso.com', (): string => `${one.value('user', 'ANN')}@${one.value('domain', 'contoso.com')}`],
    ['account', 'CONTOSO\\ann', (): string => `${one.value('domain', 'contoso')}\\${one.value('user', 'ann')}`],
    ['account', 'NT AUTHORITY\\SYSTEM', (): string => 'NT AUTHORITY\\SYSTEM'],
    [
      'connector',
      'contoso.onmicrosoft.com - AAD',
      (): string => `${one.value('domain', 'contoso')}.onmicrosoft.com - AAD`,
    ],
    ['guid', 'b891884f-051e-4a83-95af-2544101c9083', (): string => 'b891884f-051e-4a83-95af-2544101c9083'],
    ['guid', `{${identifier.toUpperCase()}}`, (): string => `{${one.value('guid', identifier)}}`],
    ['sid', 'S-1-5-32-544', (): string => 'S-1-5-32-544'],
    ['sid', 'S-1-5-21-1-2-3-512', (): string => `${one.value('sid', 'S-1-5-21-1-2-3')}-512`],
    [
      'sddl',
      'O:BAD:(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1-2-3-1131)',
      (): string => `O:BAD:(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${one.value('sid', 'S-1-5-21-1-2-3-1131')})`,
    ],
    [
      'ldap-filter',
      '(userPrincipalName=ann@contoso.com)',
      (): string => `(userPrincipalName=${one.value('upn', 'ann@contoso.com')})`,
    ],
    ['ldap-filter', guidFilter(identifier), (): string => guidFilter(one.value('guid', identifier))],
    ['attribute-value', 'true', (): string => 'true'],
    ['attribute-value', '2026-01-15T12:00:00Z', (): string => '2026-01-15T12:00:00Z'],
  ] as const)('%s %s fits the others', (kind, text, expected) => {
    expect(one.value(kind, text)).toBe(expected());
  });

  test('the account of the Entra connector keeps the form that says how it signs in', () => {
    const names = redactor();
    const application = names.value('user', '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77@contoso.onmicrosoft.com');

    expect(names.value('user', 'Sync_SYNC01_5d2b1f0c9a77@contoso.onmicrosoft.com')).toMatch(
      /^Sync_u-\w{8}@t-\w{8}\.onmicrosoft\.com$/,
    );
    expect(application).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}@t-\w{8}\.onmicrosoft\.com$/);
    expect(application).not.toContain('0f6f3c52');
    expect(names.value('user', 'sync.ann@contoso.com')).toMatch(/^u-\w{8}@/);
  });

  test('an account keeps the SID of its domain', () => {
    expect(one.value('sid', 'S-1-5-21-1-2-3-1131').startsWith(`${one.value('sid', 'S-1-5-21-1-2-3')}-`)).toBe(true);
    expect(one.value('sid', 'S-1-5-21-1-2-3-1131')).not.toBe(one.value('sid', 'S-1-5-21-1-2-3-1132'));
  });
});

describe('a redacted text', () => {
  const place = `\n<forest-info>\n  <partition-name>CONTOSO.COM</partition-name>\n  <connector-id>${identifier}</connector-id>\n</forest-info>\n`;

  test.each([
    ['a domain account', 'CONTOSO\\anna'],
    ['an account of a domain that nobody knows', 'fabrikam.example\\anna'],
    ['a principal name', 'anna@contoso.com'],
    ['a name with blanks', 'CONTOSO\\Anna Berg'],
    ['a bare name', 'anna'],
  ])('of the audit is read as before, without the operator: %s', (_, user) => {
    for (const level of ['names', 'all'] as const) {
      const details = 'Changed by CONTOSO\\annaberg for Configuration';
      const message = JSON.stringify({ ActionType: 'Disable', Status: 'Success', User: user, Details: details });
      const one = redactor(level);
      const redacted = one.value('text', message);

      expect(redacted).not.toMatch(/anna|berg/i);
      expect(parseAudit(redacted)).toMatchObject({ action: 'Disable', status: 'Success', turned: 'off' });
      expect(one.value('text', redacted)).toBe(redacted);
    }
  });

  test('of an event is read as before, with the other names', () => {
    fc.assert(
      fc.property(dn, fc.constantFrom('Success', 'Failed'), (text, result) => {
        const one = redactor('all');
        const request = `Password Change Request - Anchor : ECHovRm+QBmpFE9zmMuxcw==, Dn : ${text}, Change Date : 01/15/2026 11:00:00${place}`;
        const outcome = `Password Change Result - Anchor : ECHovRm+QBmpFE9zmMuxcw==, Dn : ${text}, PwdChangeOnLogon=False, Result : ${result}.${place}`;
        const expected = one.value('dn', text);
        expect(parseChangeRequests(one.value('text', request))).toEqual([
          expect.objectContaining({ dn: expected, changeDate: '01/15/2026 11:00:00' }),
        ]);
        expect(parseChangeResults(one.value('text', outcome))).toEqual([
          expect.objectContaining({ dn: expected, result, pwdChangeOnLogon: false }),
        ]);
        expect(parseEventPlace(one.value('text', outcome), [])).toEqual({
          connectorId: one.value('guid', identifier),
          domain: expect.stringMatching(/^d-\w{8}\.COM$/),
        });
      }),
      { numRuns: 100 },
    );
  });

  test('holds none of the names that stand elsewhere, and all that belongs to nobody', () => {
    const one = redactor();
    one.value('upn', 'ann.lee@contoso.com');
    one.value('host', 'DC01.contoso.com');
    const text =
      'RPC Error 1722 : The RPC server is unavailable. DC01 and dc01.contoso.com (10.0.0.5), CONTOSO\\ann.lee; version 2.5.79.0; ' +
      'System.InvalidOperationException at login.microsoftonline.com';
    const redacted = one.value('text', text);
    expect(redacted).not.toMatch(/dc01|contoso|ann\.lee|10\.0\.0\.5/i);
    expect(redacted).toMatch(/RPC Error 1722 : The RPC server is unavailable\./);
    expect(redacted).toMatch(/version 2\.5\.79\.0; System\.InvalidOperationException at login\.microsoftonline\.com$/);
    expect(one.value('text', redacted)).toBe(redacted);
  });

  test('of a list of objects holds the same lists, without the names', () => {
    const one = redactor();
    const retried = 'DN=CN=Lee\\, Ann,OU=Sales,DC=contoso,DC=com, Attempts=3, ErrorType=TransientError';
    const filtered = 'DN=CN=Lee\\, Ann,OU=Sales,DC=contoso,DC=com, PasswordSyncResultType=FilteredByTarget';
    const cloud =
      'Password Change Request - Anchor : A==, CloudAnchor: User_1f2e3d4c-0000-4111-8222-333344445555, Dn : CN=Lee\\, Ann,OU=Sales,DC=contoso,DC=com, Change Date : 11/22/2026 10:00:00';
    for (const text of [retried, filtered, cloud]) {
      expect(one.value('text', text)).not.toMatch(/Ann|Sales|contoso|1f2e3d4c/i);
    }
    expect(parseRetriedObjects(one.value('text', retried))).toEqual([
      expect.objectContaining({ attempts: 3, errorType: 'TransientError' }),
    ]);
    expect(parseFilteredObjects(one.value('text', filtered))).toEqual([
      expect.objectContaining({ result: 'FilteredByTarget' }),
    ]);
    expect(parseChangeRequests(one.value('text', cloud))).toEqual([
      expect.objectContaining({
        changeDate: '11/22/2026 10:00:00',
        dn: one.value('dn', 'CN=Lee\\, Ann,OU=Sales,DC=contoso,DC=com'),
      }),
    ]);
  });

  test('with --redact all keeps what tells the cause of an event, and loses the translated words around it', () => {
    const one = redactor('all');
    for (const [text, kept] of [
      [
        'DirectoryServicesCOMException (0x8007052E): Der Benutzername ist falsch.',
        /DirectoryServicesCOMException \(0x8007052E\): \*\*\*/,
      ],
      ['   bei System.DirectoryServices.DirectoryEntry.Bind(Boolean)', /DirectoryEntry\.Bind\(/],
      ['AcceptSecurityContext error, data 52e', /AcceptSecurityContext error, data 52e/],
      ['RPC Error 0x6ba : no', /RPC Error 0x6ba : no/],
      ['AADSTS700027: Miraculix', /AADSTS700027: \*\*\*/],
      ['DN=CN=Ann,DC=contoso,DC=com, Attempts=3, ErrorType=X', /, Attempts=3, ErrorType=/],
      [
        'DN=CN=Ann,DC=contoso,DC=com, PasswordSyncResultType=FilteredByTarget',
        /, PasswordSyncResultType=FilteredByTarget$/,
      ],
      ['The management agent "contoso.onmicrosoft.com - AAD" failed', /management agent "[^"]* - AAD"/],
    ] as const) {
      expect(one.value('text', text)).toMatch(kept);
    }
  });

  test('with --redact all loses every word that no text of Microsoft uses', () => {
    expect(redactor('all').value('text', 'Access is denied for Miraculix (80070005)')).toBe(
      'Access is denied for *** (80070005)',
    );
    expect(redactor('names').value('text', 'Access is denied for Miraculix')).toBe('Access is denied for Miraculix');
  });

  test.each([
    ['a', 50_000],
    ['CN=', 20_000],
    ['\\', 50_000],
    ['CN=a,', 10_000],
    ['a.', 25_000],
    ['a@', 25_000],
    ['1.', 25_000],
    ['ab:', 20_000],
    ['S-1-5-21-1', 5_000],
    [' ', 50_000],
    ['\\\\a', 15_000],
    ['C:\\', 15_000],
    ['+/a', 15_000],
    ['/a.', 15_000],
  ])('takes linear time for a run of %j', async (piece, most) => {
    const redacts = (count: number): unknown => redactor().value('text', `${piece.repeat(count)}!`);

    expect(await growth(redacts, most / 4)).toBeLessThan(linear);
  });
});

test.each([
  [
    'in quotes, before a full stop',
    'The object "CN=Ann\\, Lee,OU=Staff,DC=contoso,DC=com" is gone.',
    ['CN=Ann\\, Lee,OU=Staff,DC=contoso,DC=com'],
  ],
  ['at the end of a sentence', 'failed. Dn : CN=Ann,DC=contoso,DC=com. Details: none', ['CN=Ann,DC=contoso,DC=com']],
  [
    'with spaces after commas',
    'DN = CN=Dr. Ann, OU=Staff, DC=contoso, DC=com',
    ['CN=Dr. Ann, OU=Staff, DC=contoso, DC=com'],
  ],
  ['two of them', 'from OU=a,DC=b to OU=c,DC=d', ['OU=a,DC=b', 'OU=c,DC=d']],
  ['none', 'PwdChangeOnLogon=False, Result : Success.', []],
])('a DN is found in a text: %s', (_, text, expected) => {
  expect(findDns(text).map(({ from, to }) => text.slice(from, to))).toEqual(expected);
});

describe('names of servers in paths', () => {
  test.each([
    ['\\\\FILESRV99\\share', /^\\\\h-\w{8}\\share$/],
    ['copy to \\\\filesrv99\\c$ failed', /^copy to \\\\h-\w{8}\\c\$ failed$/],
    ['\\\\FILESRV99@SSL\\DavWWWRoot', /^\\\\h-\w{8}@SSL\\DavWWWRoot$/],
    ['\\\\FILESRV99@SSL@8443\\DavWWWRoot', /^\\\\h-\w{8}@SSL@8443\\DavWWWRoot$/],
    ['"\\\\files.contoso.com\\share"', /^"\\\\h-\w{8}\.d-\w{8}\.com\\share"$/],
    ['\\\\?\\UNC\\FILESRV99\\share', /^\\\\\?\\UNC\\h-\w{8}\\share$/],
    ['\\\\10.1.2.3\\share', /^\\\\10\.(?!1\.2\.3)[\d.]+\\share$/],
  ])('%s has a pseudonym in place of the server', (text, expected) => {
    for (const level of ['names', 'all'] as const) {
      expect(
        redactor(level)
          .value('text', text)
          .replace(/\*\*\*/g, 'share'),
      ).toMatch(level === 'names' ? expected : /^(?!.*(?:filesrv|contoso|10\.1\.2\.3))/i);
    }
    expect(redactor().value('text', redactor().value('text', text))).toMatch(expected);
  });

  test('is the pseudonym that the same server has elsewhere', () => {
    const one = redactor();
    expect(one.value('text', '\\\\FILESRV99\\share')).toBe(`\\\\${one.value('host', 'filesrv99')}\\share`);
  });

  test.each(['\\\\.\\pipe\\phs', '\\\\?\\Volume', '\\\\localhost\\share', 'C:\\\\Windows\\\\System32'])(
    '%s names no server and stays',
    (text) => {
      expect(redactor().value('text', text)).toBe(text);
    },
  );
});

describe('a redacted path', () => {
  test.each([
    'C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1',
    'C:\\Program Files\\phs-tool\\scripts\\Get-PhsConnector.ps1',
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    'C:\\Program Files\\WindowsPowerShell\\Modules\\ADSync\\2.5.79.0\\ADSync.psm1',
    '<root>/simulator/ADSync/ADSync.psd1',
    '',
  ])('%j is the same on every machine and stays', (path) => {
    expect(redactor().value('path', path)).toBe(path);
    expect(redactor().value('text', path)).toBe(path);
  });

  test.each([
    ['D:\\Fabrikam\\phs-tool\\scripts', /^D:\\n-\w{8}\\phs-tool\\scripts$/],
    ['C:\\Users\\ann.lee\\phs-tool', /^C:\\Users\\u-\w{8}\\phs-tool$/],
    ['/srv/fabrikam/simulator/ADSync/ADSync.psd1', /^\/n-\w{8}\/n-\w{8}\/simulator\/ADSync\/ADSync\.psd1$/],
    ['\\\\FILESRV99\\Fabrikam Tools\\ADSync', /^\\\\h-\w{8}\\n-\w{8}\\ADSync$/],
  ])('%s keeps what is known', (path, expected) => {
    const one = redactor();
    const redacted = one.value('path', path);
    expect(redacted).toMatch(expected);
    expect(one.value('path', redacted)).toBe(redacted);
    expect(redacted).toBe(one.value('path', path));
  });

  test('stands in the texts of errors as well', () => {
    const text =
      'At D:\\Fabrikam Inc\\phs-tool\\scripts\\Get-PhsConnector.ps1:12 char:3; At /srv/fabrikam/scripts/x.ps1:1';
    const redacted = redactor().value('text', text);
    expect(redacted).toMatch(/^At D:\\n-\w{8}\\phs-tool\\scripts\\Get-PhsConnector\.ps1:12 char:3; At \//);
    expect(redacted).not.toMatch(/fabrikam/i);
  });

  test('is so in the fields of the platform and of the module', () => {
    const one = redactor();
    const path = 'D:\\Fabrikam\\ADSync\\ADSync.psd1';
    const rows = [{ moduleCandidates: [path], installFolder: path, path, simulated: true }];
    for (const operation of ['Get-PhsPlatform', 'Import-PhsModule']) {
      const text = JSON.stringify(one.redact({ type: 'rows', request: 1, rows }, operation));
      expect(text).toContain('ADSync.psd1');
      expect(text).not.toMatch(/fabrikam/i);
    }
    const failed = one.redact(
      {
        type: 'failure',
        request: 1,
        rowCount: 0,
        operation: 'Import-PhsModule',
        arguments: { modulePath: path, candidates: [path], installFolder: path },
        code: 'E_TIMEOUT',
        message: `${path} did not answer.`,
        hint: null,
      },
      'Import-PhsModule',
    );
    expect(JSON.stringify(failed)).not.toMatch(/fabrikam/i);
  });
});
