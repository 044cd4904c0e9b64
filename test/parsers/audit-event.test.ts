import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasSucceeded, parseAudit } from '../../src/parsers/audit-event.js';

const fields = {
  ActionType: 'Disable',
  AuditEventType: 'x',
  Category: 'Configuration',
  Name: 'Enable/Disable PHS Sync',
  Status: 'Success',
  Timestamp: '2026-11-28T09:12:11.1234567Z',
  User: 'CONTOSO\\anna.berg',
  Details: 'Connector: contoso.com',
};

describe('the text of an audit event', () => {
  test('in JSON tells who, what, when and how it ended, each as it is written', () => {
    expect(parseAudit(JSON.stringify(fields))).toEqual({
      user: 'CONTOSO\\anna.berg',
      action: 'Disable',
      subject: 'Enable/Disable PHS Sync',
      status: 'Success',
      details: 'Connector: contoso.com',
      changedAt: '2026-11-28T09:12:11.1234567Z',
      turned: 'off',
    });
  });

  test('is read with other capitals, with details that are an object, and with words around it', () => {
    const lower = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
    const text = `The description for Event ID 2506 cannot be found.\r\n${JSON.stringify({ ...lower, details: { state: 'Enabled' }, actiontype: 'Set' })}\r\n`;
    expect(parseAudit(text)).toMatchObject({
      user: 'CONTOSO\\anna.berg',
      details: '{"state":"Enabled"}',
      turned: 'on',
    });
  });

  test.each([
    ['Password hash synchronization was disabled by CONTOSO\\anna.berg.', 'CONTOSO\\anna.berg', 'off'],
    ['PHS Sync enabled. User: anna@contoso.com, Connector: contoso.com', 'anna@contoso.com', 'on'],
    ['Enable/Disable PHS Sync: Disabled; Administrator = CONTOSO\\anna', 'CONTOSO\\anna', 'off'],
    ['Enable/Disable PHS Sync', null, null],
    ['The AD DS connector account contoso.com\\MSOL_1 was changed by CONTOSO\\anna', 'CONTOSO\\anna', null],
    ['Password hash synchronization was switched off by the wizard.', null, 'off'],
    ['User: Anna Berg\r\nRule changed', 'Anna Berg', null],
    ['', null, null],
  ])('as a sentence tells who and whether on or off: %s', (text, user, turned) => {
    expect(parseAudit(text)).toMatchObject({ user, turned, action: null, details: null });
  });

  test('never raises, whatever stands there', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `{"User":${text}`),
        ),
        (text) => {
          parseAudit(text);
        },
      ),
    );
  });
});

test.each([
  ['Success', true],
  [null, true],
  ['Failed', false],
  ['AccessDenied', false],
  ['Cancelled', false],
])('an attempt with the status %s has succeeded: %s', (status, expected) => {
  expect(hasSucceeded({ status })).toBe(expected);
});
