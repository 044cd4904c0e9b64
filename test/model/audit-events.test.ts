import { describe, expect, test } from '@jest/globals';
import { explainAuditGap, readAuditState } from '../../src/model/audit-logging.js';
import { auditEventIds, eventMeaning, passwordHashSyncEventIds } from '../../src/model/event-catalog.js';
import type { EventIdentity } from '../../src/model/event-meaning.js';
import { auditTopics } from '../../src/model/known-events/audit-events.js';

const telemetryName = "telemetry of Microsoft's diagnostics";

function record(eventId: number, source: string, message: string): EventIdentity {
  return { eventId, source, message, entryType: 'Information' };
}

const json = (name: string, action = 'Update'): string =>
  JSON.stringify({
    ActionType: action,
    Category: 'Configuration',
    Name: name,
    Status: 'Success',
    User: 'A\\b',
    Details: '',
  });

describe('the audit of administrators', () => {
  test('has the numbers of both states of the page, and none of them takes part in a verdict', () => {
    const numbers = Array.from({ length: 24 }, (_, index) => index + 3);
    expect(auditEventIds).toEqual([
      ...numbers.map((number) => 2_500 + number),
      ...numbers.map((number) => 2_600 + number),
    ]);
    expect(auditEventIds.filter((id) => passwordHashSyncEventIds.includes(id))).toEqual([]);
    expect([...auditTopics.keys()].sort((a, b) => a - b)).toEqual(auditEventIds);
  });

  test.each([
    ['of its own source, whatever the text is', 2506, 'Entra Connect Admin Actions', ''],
    [
      'by its form, from a source that nobody knows',
      2510,
      'AzureADConnect',
      json('Create/Update/Delete custom sync rule'),
    ],
    [
      'by its form, from the source of the telemetry',
      2518,
      'Directory Synchronization',
      json('Change ADDS Connector credential'),
    ],
    [
      'by what a sentence says',
      2506,
      'Directory Synchronization',
      'Password hash synchronization was disabled by CONTOSO\\anna.',
    ],
    [
      'by what a sentence of another source says',
      2512,
      'Microsoft Entra Connect',
      'OU based filtering has been enabled. User: CONTOSO\\anna',
    ],
    ['by the text of the second numbers', 2606, 'Azure AD Connect', 'PHS Sync: Disabled'],
    [
      'with the words that Windows puts around a text of a source that is not registered',
      2503,
      'Entra Connect Admin Actions',
      `The description for Event ID 2503 cannot be found. The following information is included: ${json('x')}`,
    ],
  ])('is told %s', (_, eventId, source, message) => {
    expect(eventMeaning(record(eventId, source, message))?.kind).toBe('audit');
  });

  // One text of each kind that the object diagnostics write under these numbers (facts 2.1).
  test.each([
    [2503, 'Failed to import MSOnline Module.'],
    [2504, 'Single object diagnostics has been run.'],
    [2505, 'UPN Mismatch. AADConnect Object UPN: a@contoso.com, AAD Tenant Object UPN: b@contoso.com.'],
    [2506, 'UPN update is blocked for the AAD Tenant Object: a@contoso.com.'],
    [2507, 'AADConnect object UPN suffix contoso.local is NOT verified with AAD Tenant contoso.onmicrosoft.com.'],
    [2509, 'Federated Domain Change. AADConnect Object UPN: a@contoso.com, AAD Tenant Object UPN: b@contoso.com.'],
    [2510, 'Object CN=Ruler,DC=contoso,DC=com filtered due to domain filtering. Domain: contoso.com'],
    [2511, 'Object CN=x,OU=Domain Users,DC=contoso,DC=com filtered due to OU filtering. OU: OU=Domain Users'],
    [2512, 'Connector space object attribute is not found. Attribute Name: userPrincipalName.'],
    [2515, 'Group membership troubleshooting workflow has been run.'],
    [
      2517,
      'Comparing read permissions on object. AD Connector Name: contoso.com, Object DN: CN=x, Connector account: a, Provided account: b',
    ],
    [2518, 'Cloud owned attributes found. AAD Object DN: CN=Updated Account, Attributes: [password]'],
    [
      2519,
      "Object CN=x is of type 'user' which is not part of the object type inclusion list for connector contoso.com",
    ],
  ])('is not the telemetry of %i: %s', (eventId, message) => {
    expect(eventMeaning(record(eventId, 'Directory Synchronization', message))?.name).toBe(telemetryName);
  });

  test.each([
    ['of another program', 2506, 'MSExchange ADAccess', 'Password hash of the cache was updated.'],
    [
      'of a source that could be, about something else',
      2506,
      'Azure Backup',
      'The backup was enabled by CONTOSO\\anna.',
    ],
    ['of JSON that names no action', 2510, 'AzureADConnect', '{"state":"done"}'],
  ])('is not a record %s', (_, eventId, source, message) => {
    expect(eventMeaning(record(eventId, source, message))).toBeUndefined();
  });
});

describe('whether the audit is on', () => {
  test.each([
    ['on', { auditLogging: 'on' }, '2.6.92.0', 'on'],
    ['off', { auditLogging: 'off' }, '2.6.92.0', 'off'],
    ['a build that writes none, whatever the registry says', { auditLogging: 'on' }, '2.4.27.0', 'not-written'],
    ['the first build that writes it', { auditLogging: 'on' }, '2.4.129.0', 'on'],
    ['a registry that could not be read', { auditLogging: null }, '2.6.92.0', 'not-known'],
    ['a recording from before it was read', {}, '2.6.92.0', 'not-known'],
    ['a build that is not known', { auditLogging: 'off' }, undefined, 'off'],
  ] as const)('%s', (_, platform, version, state) => {
    expect(readAuditState(platform, version)).toBe(state);
    expect(explainAuditGap(state) === undefined).toBe(state === 'on');
  });
});
