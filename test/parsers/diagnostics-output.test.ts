import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DiagnosticLine } from '../../src/model/diagnostic-entry.js';
import { parseDiagnostics } from '../../src/parsers/diagnostics-output.js';
import { growth, linear } from '../support/growth.js';

function line(text: string, color: string | null = null, more: Partial<DiagnosticLine> = {}): DiagnosticLine {
  const nothing = { propertyName: null, propertyValue: null, outputType: null };
  return { kind: 'host', text, color, noNewLine: false, ...nothing, ...more };
}

const general: readonly DiagnosticLine[] = [
  line('='.repeat(62), 'White'),
  line('Password Hash Synchronization General Diagnostics', 'White'),
  line('\r\n'),
  line('AAD Tenant - contoso.onmicrosoft.com', 'White'),
  line('Password Hash Synchronization cloud configuration is enabled', 'Green'),
  line('AD Connector - contoso.com', 'White'),
  line('Password Hash Synchronization is enabled', 'Green'),
  line('Latest Password Hash Synchronization heartbeat is detected at: 02/28/2017 21:31:09 UTC', 'Green'),
  line('  Directory Partition - contoso.com', 'White'),
  line('  Only Use Preferred Domain Controllers: False', 'Green'),
  line('  Domain "child.contoso.com" is NOT reachable', 'Red'),
  line('Something that nobody knows', 'Yellow'),
];

describe('the general diagnostics', () => {
  test('become entries below their headings, rulers and blank lines left out', () => {
    const told = parseDiagnostics(general).map(({ section, subject, topic, status }) => [
      section,
      subject,
      topic,
      status,
    ]);
    expect(told).toEqual([
      ['Password Hash Synchronization General Diagnostics', null, 'heading', 'information'],
      ['AAD Tenant - contoso.onmicrosoft.com', 'contoso.onmicrosoft.com', 'heading', 'information'],
      ['AAD Tenant - contoso.onmicrosoft.com', 'contoso.onmicrosoft.com', 'cloud-configuration', 'ok'],
      ['AD Connector - contoso.com', 'contoso.com', 'heading', 'information'],
      ['AD Connector - contoso.com', 'contoso.com', 'channel', 'ok'],
      ['AD Connector - contoso.com', 'contoso.com', 'heartbeat', 'ok'],
      ['Directory Partition - contoso.com', 'contoso.com', 'heading', 'information'],
      ['Directory Partition - contoso.com', 'contoso.com', 'preferred-domain-controllers', 'information'],
      ['Directory Partition - contoso.com', 'child.contoso.com', 'domain-reachable', 'problem'],
      ['Directory Partition - contoso.com', 'contoso.com', 'other', 'information'],
    ]);
    expect(parseDiagnostics(general).at(-1)).toMatchObject({ text: 'Something that nobody knows', color: 'Yellow' });
  });

  for (const [text, color, topic, status] of [
    ['Password Hash Synchronization cloud configuration is NOT enabled', 'Red', 'cloud-configuration', 'problem'],
    ['Password Hash Synchronization is NOT enabled', null, 'channel', 'problem'],
    ['Staging mode is enabled: password hash synchronization is disabled', 'Cyan', 'staging', 'warning'],
    ['No Password Hash Synchronization heartbeat is detected', null, 'heartbeat', 'problem'],
    ['Domain "contoso.com" is reachable', 'Green', 'domain-reachable', 'ok'],
    ['Object "CN=a" is not found in AD Connector Space - "contoso.com"', 'Red', 'connector-space', 'problem'],
    ['Object "CN=a" is found in AAD Connector Space', 'Green', 'entra-connector-space', 'ok'],
    ['Object "CN=a" is not found in Metaverse', null, 'metaverse', 'problem'],
    ['The object is NOT exported to Azure AD', null, 'exported', 'problem'],
    ['Object "CN=a" has export error(s)', null, 'exported', 'problem'],
    ['Password Hash Synchronization inbound rule(s): In - not exported', null, 'inbound-rule', 'ok'],
    ['There is no inbound synchronization rule with Password Hash', null, 'inbound-rule', 'problem'],
    ['Password Hash Synchronization outbound rule(s): Out to AAD - User Join', 'Green', 'outbound-rule', 'ok'],
    ['There is no outbound synchronization rule applied', 'Red', 'outbound-rule', 'problem'],
    ['The last attempt was at 1/2/2026, with the result: Success', null, 'last-attempt', 'ok'],
    ['The last attempt was at 1/2/2026, with the result: FilteredByTarget', null, 'last-attempt', 'problem'],
    ['The user has a temporary password', null, 'temporary-password', 'problem'],
    ['Object "CN=not there,OU=Staging mode" is found in Metaverse', null, 'metaverse', 'ok'],
    // Sentences as those of the module (facts 2.4): each is known by what it is about.
    ['Password Hash Synchronization is disabled', null, 'channel', 'problem'],
    ['Password Hash Synchronization feature is disabled for the tenant', null, 'cloud-configuration', 'problem'],
    ['AD Connector - contoso.com is disabled for synchronization', null, 'channel', 'problem'],
    ['Password Writeback is disabled', null, 'other', 'information'],
    ['Password Hash Synchronization is NOT running for AD Connector - contoso.com.', null, 'heartbeat', 'problem'],
    ['Password Hash Synchronization is running for AD Connector - contoso.com', null, 'heartbeat', 'ok'],
    ['It has never attempted to synchronize passwords from this directory partition', null, 'last-cycle', 'problem'],
    ['It is synchronizing passwords from this directory partition now', 'Green', 'last-cycle', 'information'],
    ['It has never completed a cycle for this directory partition', null, 'last-cycle', 'problem'],
    ['Password Hash Synchronization had an error while pinging AAD tenant', null, 'entra', 'problem'],
    ['The AAD tenant was pinged', 'Green', 'entra', 'ok'],
    ['Password Hash Synchronization local and cloud configurations are different', null, 'configuration', 'problem'],
    ['Local and cloud configurations are the same', null, 'configuration', 'ok'],
    ['Password hash of the object is synchronized', null, 'last-attempt', 'ok'],
    ['Password hash of the object is not synchronized', null, 'last-attempt', 'problem'],
    ['The user does not have any password change history', null, 'history', 'warning'],
    [
      'There is no Password Hash Synchronization rule for target AAD connector space object',
      null,
      'outbound-rule',
      'problem',
    ],
    [
      'There is no Password Hash Synchronization rule for source AD connector space object',
      null,
      'inbound-rule',
      'problem',
    ],
    ['Synchronization rules are not applied to the object', null, 'rules', 'problem'],
    ['Object "CN=a" has a synchronization error', null, 'synchronization-error', 'problem'],
    ['The domain flag of the partition is not set', null, 'domain-flag', 'problem'],
    ['The AD DS account does not have the correct permissions', null, 'permissions', 'problem'],
    ['The AD DS account has an incorrect user name or password', null, 'credentials', 'problem'],
    ['Staging mode is NOT enabled', 'Green', 'staging', 'ok'],
    ['Staging mode is disabled', null, 'staging', 'ok'],
    ['The server is in staging mode', null, 'staging', 'warning'],
    ['Der Vorgang ist fehlgeschlagen', 'Red', 'other', 'problem'],
    ['Alles in Ordnung', 'Green', 'other', 'ok'],
  ] as const) {
    test(`"${text}" is ${topic}, ${status}`, () => {
      expect(parseDiagnostics([line(text, color)])).toMatchObject([{ topic, status, text }]);
    });
  }
});

test('objects of the non-interactive mode say themselves what they are', () => {
  const result = (message: string, outputType: string) => line(message, null, { kind: 'result', outputType });
  expect(
    parseDiagnostics([
      result('Password Hash Synchronization is enabled', 'Output'),
      result('Domain "x" is reachable', 'Error'),
      result('careful', 'Warning'),
    ]).map(({ status }) => status),
  ).toEqual(['ok', 'problem', 'warning']);
});

test('a result with a property and no message is kept, and judges nothing unless it says so itself', () => {
  const property = (propertyName: string, propertyValue: string, outputType: string) =>
    line('', null, { kind: 'result', outputType, propertyName, propertyValue });
  const entries = parseDiagnostics(
    [
      property('LastSuccessfulCycle', '11/14/2018 3:48:14 PM', 'Output'),
      property('Heartbeats', '', 'Warning'),
      property('ADConnectorName', 'fabrikam.com', 'Output'),
      line('Password Hash Synchronization is disabled', null, { kind: 'result', outputType: 'Output' }),
    ],
    'contoso.com',
  );
  expect(entries.map(({ subject, topic, status, text }) => [subject, topic, status, text])).toEqual([
    ['contoso.com', 'other', 'information', 'LastSuccessfulCycle: 11/14/2018 3:48:14 PM'],
    ['contoso.com', 'other', 'warning', 'Heartbeats:'],
    ['fabrikam.com', 'heading', 'information', 'ADConnectorName: fabrikam.com'],
    ['fabrikam.com', 'channel', 'problem', 'Password Hash Synchronization is disabled'],
  ]);
});

test('a feature below the heading of the tenant is that of the tenant; a sentence that names a connector is about it', () => {
  const entries = parseDiagnostics([
    line('AAD Tenant - contoso.onmicrosoft.com', 'White'),
    line('Password Hash Synchronization is disabled', 'Red'),
    line('AD Connector - contoso.com', 'White'),
    line('Password Hash Synchronization is NOT running for AD Connector - fabrikam.com.', 'Red'),
  ]);
  expect(entries.map(({ subject, topic }) => [subject, topic])).toEqual([
    ['contoso.onmicrosoft.com', 'heading'],
    ['contoso.onmicrosoft.com', 'cloud-configuration'],
    ['contoso.com', 'heading'],
    ['fabrikam.com', 'heartbeat'],
  ]);
});

test('texts that are written in pieces are one line, texts of several lines are several', () => {
  const entries = parseDiagnostics([
    line('Password Hash ', null, { noNewLine: true }),
    line('Synchronization is ', null, { noNewLine: true }),
    line('enabled', 'Green'),
    line('one\r\ntwo\nthree'),
    line('left open', null, { noNewLine: true }),
    line('broken', null, { kind: 'error' }),
    line('Restart?', null, { kind: 'answered' }),
    line('gone', null, { kind: 'failure' }),
    line('', null, { kind: 'prompt' }),
  ]);
  expect(entries.map(({ text, status, topic }) => [text, status, topic])).toEqual([
    ['Password Hash Synchronization is enabled', 'ok', 'channel'],
    ['one', 'information', 'other'],
    ['two', 'information', 'other'],
    ['three', 'information', 'other'],
    ['left open', 'information', 'other'],
    ['broken', 'problem', 'other'],
    ['Restart?', 'information', 'question'],
    ['gone', 'problem', 'cut'],
    ['', 'information', 'cut'],
  ]);
});

test('no text is lost and none raises, however long and odd', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const entries = parseDiagnostics(texts.map((text) => line(text)));
      const shown = entries.map(({ text }) => text).join(' ');
      for (const text of texts.flatMap((each) => each.split(/\r\n|\r|\n/))) {
        expect(/^[\s=*_-]*$/.test(text) || shown.includes(text.trim())).toBe(true);
      }
    }),
  );
});

test.each([
  ['', 'a', ''],
  ['', '"', ''],
  ['', ' ', ''],
  ['', 'AD Connector - ', ''],
  ['AD Connector - a', ' ', 'b'],
  ['', 'local ', ''],
  ['', 'is synchronizing ', ''],
  ['', 'AD Connector', ''],
  ['password sync', ' is not', ''],
])('%j, then a run of %j, then %j is read in linear time', async (start, piece, end) => {
  const read = (count: number): unknown => parseDiagnostics([line(start + piece.repeat(count) + end)]);

  expect(await growth(read, 10_000)).toBeLessThan(linear);
});
