import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EventRecord } from '../../src/model/facts.js';
import { phsEventSchema } from '../../src/model/phs-event.js';
import { parseEvent } from '../../src/parsers/event.js';
import { eventDetails } from '../../src/views/event-details.js';
import { readForestInfo, readWithXmlParser } from '../../src/parsers/forest-info.js';
import { growth, linear } from '../support/growth.js';

const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const tracking = '07e93e8a-1b2c-4d3e-8f90-a1b2c3d4e5f6';
const connectors = [{ identifier: contoso, name: 'contoso.com' }];
const block = `\n<forest-info>\n  <partition-name>CONTOSO.COM</partition-name>\n  <connector-id>${contoso}</connector-id>\n</forest-info>\n`;

function record(eventId: number, message: string, changes: Partial<EventRecord> = {}): EventRecord {
  return {
    recordId: 1,
    eventId,
    source: eventId > 6000 ? 'ADSync' : 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: '2026-11-22T10:00:00Z',
    message,
    ...changes,
  };
}

function parse(eventId: number, message: string, changes: Partial<EventRecord> = {}) {
  return parseEvent(record(eventId, message, changes), connectors);
}

describe('a typed event', () => {
  test('is a heartbeat with its tracking id and its place', () => {
    expect(parse(654, `Provision credentials ping end. TrackingID : ${tracking}\n${block}`)).toMatchObject({
      type: 'heartbeat',
      kind: 'sign-of-life',
      trackingId: tracking,
      connectorId: contoso,
      connectorName: 'contoso.com',
      domain: 'CONTOSO.COM',
    });
  });

  test('is a batch with its number of users; without a number it is null', () => {
    expect(parse(650, 'Provision credentials batch start. Count: 17')).toMatchObject({ phase: 'start', count: 17 });
    expect(parse(651, 'Provision credentials batch end.')).toMatchObject({ type: 'batch', phase: 'end', count: null });
  });

  test('is a request with several users, in old and current wording', () => {
    const text =
      'Password Change Request - Anchor : H552hI9GwEykZwosf74JeOQ==, Dn : CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=local, Change Date : 05/01/2013 16:34:08\r\n' +
      'Anchor: abc==, Dn: CN=Doe\\, John,DC=contoso,DC=local, Change Date: 5.1.2013 16:34';
    expect(parse(656, text)).toMatchObject({
      type: 'change-request',
      changes: [
        {
          anchor: 'H552hI9GwEykZwosf74JeOQ==',
          dn: 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=local',
          changeDate: '05/01/2013 16:34:08',
        },
        { anchor: 'abc==', dn: 'CN=Doe\\, John,DC=contoso,DC=local', changeDate: '5.1.2013 16:34' },
      ],
    });
  });

  test('is a result, with and without PwdChangeOnLogon, and with an extended error', () => {
    const text =
      'Password Change Result - Anchor : a==, Dn : CN=A,DC=c, PwdChangeOnLogon=False, Result : Success.\n' +
      'Password Change Result - Anchor : b==, Dn : CN=B,DC=c, Result : Failed.\n' +
      'Anchor: c==, Dn: CN=C,DC=c, Result: failed, Extended Error: no such user, Result : odd';
    expect(parse(657, text)).toMatchObject({
      changes: [
        { dn: 'CN=A,DC=c', pwdChangeOnLogon: false, result: 'Success', extendedError: null },
        { dn: 'CN=B,DC=c', pwdChangeOnLogon: null, result: 'Failed' },
        { dn: 'CN=C,DC=c', result: 'failed', extendedError: 'no such user, Result : odd' },
      ],
    });
  });

  test('is a problem if one of its results is not a success; of one that is cut off that is not known', () => {
    const of = (...results: readonly string[]): string =>
      results.map((said) => `Password Change Result - Anchor : a==, Dn : CN=A,DC=c${said}`).join('\n');

    expect(parse(657, of(', Result : Success.', ', Result : success'))).toMatchObject({ severity: 'none' });
    expect(parse(657, of(', Result : Success.', ', Result : Failed.'))).toMatchObject({ severity: 'warn' });
    expect(parse(657, of(', PwdChangeOnLogon=True'))).toMatchObject({ severity: 'none' });
  });

  test('is a failure of a domain with its domain controller, exceptions and RPC code', () => {
    const text =
      'Password hash synchronization failed for domain: contoso.com, domain controller hostname: <not available>, domain controller IP address: <not available>.\n' +
      'Details:\nMicrosoft.Online.PasswordSynchronization.SynchronizationManagerException: Unable to open connection to domain: contoso.com. Domain controller hostname: server1.contoso.com, domain controller IP address: 10.0.0.202 ---> Microsoft.Online.DrsException: There was an error creating the connection context. ---> Microsoft.Online.DrsCommunicationException: RPC Error 1722 : The RPC server is unavailable. Error creating the RPC binding handle\n' +
      '   at Microsoft.Online.PasswordSynchronization.SynchronizationManager.SynchronizeDomain()\n   --- End of inner exception stack trace ---\n';
    const event = parse(611, text, { entryType: 'Error' });
    expect(event).toMatchObject({
      type: 'domain-failure',
      domain: 'contoso.com',
      domainController: { hostName: 'server1.contoso.com', ipAddress: '10.0.0.202' },
      rpcCode: 1722,
    });
    expect(event.type === 'domain-failure' && event.exceptions.map(({ type }) => type)).toEqual([
      'Microsoft.Online.PasswordSynchronization.SynchronizationManagerException',
      'Microsoft.Online.DrsException',
      'Microsoft.Online.DrsCommunicationException',
    ]);
    expect(event.type === 'domain-failure' && event.exceptions[2]?.message).toBe(
      'RPC Error 1722 : The RPC server is unavailable. Error creating the RPC binding handle',
    );
  });

  test('is a failure in the older wording, without a domain controller', () => {
    const text =
      'Password synchronization failed for domain: Contoso.com. Details: \nMicrosoft.X.SynchronizationManagerException: Recovery task failed. ---> Microsoft.X.DrsException: RPC Error 8453 : Replication access was denied.';
    expect(parse(611, text)).toMatchObject({
      domain: 'Contoso.com',
      rpcCode: 8453,
      domainController: { hostName: null, ipAddress: null },
    });
  });

  test('is a failure of provisioning with code, description and tracking id', () => {
    const text = `Failed credential provisioning batch. Error: Microsoft.Online.Coexistence.ProvisionException: An error occurred. Error Code: 90. Error Description: Password Synchronization has not been activated for this company. Tracking ID: ${tracking} Server Name: BL2GR1BBA003. ---> System.ServiceModel.FaultException`;
    expect(parse(652, text)).toMatchObject({
      type: 'provisioning-failure',
      errorCode: 90,
      errorDescription: 'Password Synchronization has not been activated for this company.',
      trackingId: tracking,
    });
    expect(
      parse(655, 'Failed credential provisioning ping. Error: The user name or password is incorrect.'),
    ).toMatchObject({
      errorCode: null,
      errorDescription: null,
      exceptions: [{ type: null, message: 'The user name or password is incorrect.' }],
    });
  });

  test('is either kind of event 0', () => {
    const retry =
      'The following password changes failed to synchronized and have scheduled for retry.\nDN = CN=Eli McLean,OU=Cloud Objects,DC=contoso,DC=local\nDN = CN=B,DC=c';
    expect(parse(0, retry)).toMatchObject({
      type: 'retry-scheduled',
      severity: 'warn',
      objects: [
        { dn: 'CN=Eli McLean,OU=Cloud Objects,DC=contoso,DC=local', attempts: null, errorType: null },
        { dn: 'CN=B,DC=c', attempts: null, errorType: null },
      ],
    });
    expect(parse(0, 'The user name or password is incorrect.', { entryType: 'Error' })).toMatchObject({
      type: 'client-error',
      severity: 'fail',
    });
  });

  test('is denied access, or an error of the engine with the text that it quotes', () => {
    expect(parse(115, 'Access to Windows Azure Active Directory has been denied.').type).toBe('access-denied');
    const text =
      'The server encountered an unexpected error while processing a password change notification:\n"System.X: no"';
    expect(parse(6900, text)).toMatchObject({ type: 'engine-error', error: 'System.X: no' });
    expect(parse(6900, text.split('\n')[0] ?? '')).toMatchObject({ error: null });
    expect(parse(6900, text, { source: 'FIMSynchronizationService' }).type).toBe('engine-error');
  });

  test.each([
    [617, 'started', 'forest'],
    [618, 'started', 'domain'],
    [619, 'progress', 'domain'],
    [621, 'failed', null],
    [622, 'completed', 'domain'],
    [623, 'completed', 'forest'],
  ])('%i is a step of a full sync: %s', (eventId, phase, scope) => {
    expect(parse(eventId, block)).toMatchObject({ type: 'full-sync', phase, scope, scopeName: 'CONTOSO.COM' });
    expect(parse(eventId, 'Full password hash synchronization completed for forest: contoso.local')).toMatchObject({
      scope: 'forest',
      scopeName: 'contoso.local',
    });
  });

  test('of an unknown id, or of another program with a known id, is kept', () => {
    expect(parse(4711, 'anything')).toMatchObject({ type: 'unknown', kind: 'unknown', message: 'anything' });
    expect(parse(654, 'Volume snapshot end.', { source: 'BackupAgent' })).toMatchObject({
      type: 'unknown',
      severity: 'none',
    });
    expect(parse(654, '').type).toBe('heartbeat');
  });
});

describe('the users of an event', () => {
  const cloud =
    'Password Change Request - Anchor : A==, CloudAnchor: User_1, Dn : CN=x,DC=y, Change Date : 11/22/2026 10:00:00';

  test('have an anchor of their own beside the cloud anchor', () => {
    expect(parse(656, cloud)).toMatchObject({
      changes: [{ anchor: 'A==', cloudAnchor: 'User_1', dn: 'CN=x,DC=y', changeDate: '11/22/2026 10:00:00' }],
    });
    expect(parse(656, cloud.replace(' CloudAnchor: User_1,', ''))).toMatchObject({
      changes: [{ anchor: 'A==', cloudAnchor: null, dn: 'CN=x,DC=y' }],
    });
  });

  test('count without a DN, which the oldest results do not have', () => {
    expect(parse(657, 'Anchor: a, Result: failed, Extended Error:')).toMatchObject({
      changes: [{ anchor: 'a', dn: null, result: 'failed', extendedError: null }],
    });
    expect(parse(657, 'Anchor: a, Result: failed, Extended Error: no, Dn : CN=z')).toMatchObject({
      changes: [{ anchor: 'a', dn: null, result: 'failed', extendedError: 'no, Dn : CN=z' }],
    });
    expect(eventDetails(parse(657, 'Anchor: a, Result: failed, Extended Error: no user'))).toBe(
      'failed; anchor a; no user',
    );
  });

  test.each([605, 609])('are listed in %i with DN, attempts and error, cut from the right', (eventId) => {
    const list = `Retried.\nDN=CN=x,DC=y, Attempts=3, ErrorType=Z\nDN=CN=Doe\\, Ann, Attempts=1,DC=y, Attempts=12, ErrorType=W${block}`;
    const event = parse(eventId, list);

    expect(event).toMatchObject({
      type: 'retry-scheduled',
      objects: [
        { dn: 'CN=x,DC=y', attempts: 3, errorType: 'Z' },
        { dn: 'CN=Doe\\, Ann, Attempts=1,DC=y', attempts: 12, errorType: 'W' },
      ],
    });
    expect(eventDetails(event)).toContain('CN=x,DC=y (3 attempts, Z)');
  });

  test('are not there where an event has no list', () => {
    expect(parse(605, 'Added 0 objects.').type).toBe('problem');
    expect(parse(609, 'Stopped.').type).toBe('information');
  });

  test('are listed in 620 with the result that says why, which is no problem', () => {
    const event = parse(
      620,
      'Objects:\nDN=CN=x,OU=a,DC=y, PasswordSyncResultType=FilteredByTarget\nDN=CN=z,DC=y, PasswordSyncResultType=NoTargetConnection.',
    );
    expect(event).toMatchObject({
      type: 'filtered-objects',
      severity: 'none',
      objects: [
        { dn: 'CN=x,OU=a,DC=y', result: 'FilteredByTarget' },
        { dn: 'CN=z,DC=y', result: 'NoTargetConnection' },
      ],
    });
    expect(eventDetails(event)).toBe('2 users; FilteredByTarget 1, NoTargetConnection 1');
  });
});

describe('a code in a text', () => {
  test.each([
    ['RPC Error 1722 : The RPC server is unavailable.', 1722],
    ['RPC Error 0x6ba : The RPC server is unavailable.', 1722],
    ['RPC Error 0x800706BA', 1722],
    ['DrsException: failed (0x6ba)', 1722],
    ['DirectoryServicesCOMException (0x8007052E): Der Benutzername ist falsch.', 1326],
    ['flags 0x6, length 0x5', null],
    ['an unknown 0x12345', null],
    ['no code at all', null],
  ])('%j is %p', (text, code) => {
    expect(parse(611, `Details: ${text}`)).toMatchObject({ type: 'domain-failure', rpcCode: code });
    expect(parse(612, `Details: ${text}`)).toMatchObject({ type: 'domain-failure', rpcCode: code });
  });

  test('of the provisioning service is read in 662 as in 655', () => {
    expect(parse(662, 'Failed. Error: X.ProvisionException: no. Error Code: 15.')).toMatchObject({
      type: 'provisioning-failure',
      errorCode: 15,
    });
  });
});

describe('an event of password writeback', () => {
  test.each([
    [
      6329,
      'ADSync',
      'An unexpected error has occurred during a password set operation.\n "BAIL: MMS(1): admaexport.cpp(2952): 0x6ba (The RPC server is unavailable.)\nERR: ExportPasswordSet failed with 0x6ba"',
      1722,
    ],
    [6329, 'ADSync', 'No password writeback targets found.', null],
    [33004, 'PasswordResetService', 'Access was denied.', null],
  ])(
    '%i of %s is told as what it is, with the code of its text, and is no problem',
    (eventId, source, text, rpcCode) => {
      expect(parse(eventId, text, { source, entryType: 'Error' })).toMatchObject({
        type: 'password-writeback',
        kind: 'information',
        severity: 'none',
        name: 'password writeback',
        rpcCode,
      });
    },
  );
});

describe('names of users', () => {
  /** A value of a DN with the commas escaped, as Active Directory writes it. */
  const name = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\\,]/g, '').trim());
  const dn = name.map((value) => `CN=x${value}\\, Result : Success\\, Dn : y,OU=A\\\\,DC=contoso,DC=com`);

  test('cannot imitate the marks of a text', () => {
    fc.assert(
      fc.property(
        fc.base64String({ minLength: 4 }),
        dn,
        fc.constantFrom('Success', 'Failed'),
        (anchor, given, result) => {
          const event = parse(
            657,
            `Password Change Result - Anchor : ${anchor}, Dn : ${given}, PwdChangeOnLogon=True, Result : ${result}.${block}`,
          );
          expect(event).toMatchObject({ changes: [{ anchor, dn: given, pwdChangeOnLogon: true, result }] });
        },
      ),
    );
  });
});

describe('the forest-info block', () => {
  const word = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[<&]/g, ''));

  test('is read at once in its usual form, with the same answer as the XML parser', () => {
    fc.assert(
      fc.property(word, fc.uuid(), (partition, id) => {
        const text = `<forest-info>\n  <partition-name>${partition}</partition-name>\n  <connector-id>${id}</connector-id>\n</forest-info>`;
        expect(readForestInfo(text)).toEqual(readWithXmlParser(text));
      }),
    );
  });

  test('is read by the XML parser in every other form', () => {
    const expected = { partitionName: 'A & B', connectorId: contoso };
    const other = `<forest-info ><connector-id kind="x">${contoso}</connector-id><more/><partition-name>A &amp; B</partition-name></forest-info>`;
    expect(readForestInfo(`text ${other} after`)).toEqual(expected);
  });

  test('is not given to the parser with declarations, comments or too much text; whole elements are still taken', () => {
    const declared = `<forest-info><!DOCTYPE x [<!ENTITY a "b">]><partition-name>&a;</partition-name><connector-id>${contoso}</connector-id></forest-info>`;
    expect(readWithXmlParser(declared)).toBeUndefined();
    expect(readForestInfo(declared)).toEqual({ partitionName: '&a;', connectorId: contoso });
    expect(readWithXmlParser(`<forest-info>${' '.repeat(5_000)}</forest-info>`)).toBeUndefined();
    expect(readForestInfo(`<forest-info><partition-name>A</partition-name><connector-id>${contoso}`)).toEqual({
      partitionName: 'A',
      connectorId: null,
    });
  });

  test.each(['<__proto__>1</__proto__>', '<constructor>1</constructor>', '<partition-name><a/></partition-name>'])(
    'survives %s',
    (odd) => {
      expect(
        readForestInfo(`<forest-info>${odd}<connector-id>${contoso}</connector-id></forest-info>`).connectorId,
      ).toBe(contoso);
    },
  );
});

/** Corpora F, M and N: terminal controls, texts that make patterns slow, odd numbers and times. */
const hostile = [
  '\u001b[2J',
  '\u001b]52;c;Y2FsYw==\u0007',
  '\u009b2J',
  '\u202egpj.exe',
  '\r OK',
  `${'a'.repeat(50_000)}!`,
  'CN='.repeat(20_000),
  '\\'.repeat(50_000),
  ' '.repeat(50_000),
  'Dn : '.repeat(10_000),
  ', Dn : '.repeat(10_000),
  'Anchor : a, Dn : '.repeat(5_000),
  `Anchor : a${', Result : '.repeat(10_000)}`,
  `Anchor : a, Dn : ${'\\, Result : '.repeat(10_000)}`,
  '\n   at '.repeat(10_000),
  ' ---> '.repeat(10_000),
  '<forest-info>'.repeat(10_000),
  `<forest-info>${'<a>'.repeat(1_000)}`,
  'for domain: '.repeat(10_000),
  'Error Description:'.repeat(10_000),
  'domain controller hostname: '.repeat(5_000),
  'Tracking ID: '.repeat(5_000),
  'DN = '.repeat(10_000),
];
const ids = [0, 115, 611, 616, 617, 623, 650, 652, 654, 656, 657, 663, 667, 6900, 4711];

describe('a hostile text', () => {
  test.each(hostile.map((text, index) => [index, text] as const))(
    'number %i is read for every id, in linear time',
    async (_index, text) => {
      const read = (count: number): void => {
        for (const eventId of ids) {
          const event = parse(eventId, text.repeat(count));
          expect(phsEventSchema.safeParse(event).success).toBe(true);
        }
      };

      expect(await growth(read, 1)).toBeLessThan(linear);
    },
  );

  test('of any kind makes an event of the schema', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('Error', '\u001b[2J'),
        (id, text, entryType) => {
          expect(phsEventSchema.safeParse(parse(id, `${text}${block}`, { entryType })).success).toBe(true);
        },
      ),
    );
  });

  test.each(['1601-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999Z'])('keeps the instant %s', (generatedAt) => {
    expect(parse(654, '', { generatedAt, recordId: 4_294_967_296 })).toMatchObject({
      generatedAt,
      recordId: 4_294_967_296,
    });
  });
});
