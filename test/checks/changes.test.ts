import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { known } from '../../src/model/fact.js';
import type { EventRecord, Facts } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  now,
  passwordRule,
  platform,
  scheduler,
  state,
  tally,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };
const auditSource = 'Entra Connect Admin Actions';

function record(eventId: number, ago: number, message: string, source = 'Directory Synchronization'): EventRecord {
  return { recordId: 40_000 - ago, eventId, source, entryType: 'Information', generatedAt: minutesAgo(ago), message };
}

/** One record of the audit; its text has the form that the product's has. */
function audit(eventId: number, ago: number, action: string, details: string, more: object = {}): EventRecord {
  const text = { ActionType: action, Name: 'x', Status: 'Success', User: 'CONTOSO\\anna', Details: details, ...more };
  return record(eventId, ago, JSON.stringify(text), auditSource);
}

function finding(check: string, facts: Partial<Facts>, changes: readonly EventRecord[]): Finding {
  const all = runChecks(diagnosedFacts({ changeEvents: known(changes), ...facts }), context, catalog);
  const found = all.find((each) => each.check === check);
  if (found === undefined) {
    throw new Error(`no finding ${check}`);
  }
  return found;
}

const featureOff: Partial<Facts> = {
  companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null }),
};
const channelOff: Partial<Facts> = { channels: known([channel('contoso.com', { enabled: false })]) };
const auditOn: Partial<Facts> = { platform: known(platform({ auditLogging: 'on' })) };
const twoForests: Partial<Facts> = {
  connectors: known([entraConnector(), adConnector(), adConnector('fabrikam.com')]),
  channels: known([channel('contoso.com', { enabled: false }), channel('fabrikam.com')]),
};

describe('who switched it off (PHS203, PHS205)', () => {
  test('is said with the instant, the operator and the event, and the text is shown as it is', () => {
    const off = audit(2506, 300, 'Disable', '<b>contoso.com</b>');
    const { status, message, evidence } = finding('PHS203', featureOff, [off]);

    expect(status).toBe('fail');
    expect(message).toContain(`It was switched off at 2026-11-22 05:15:00 UTC by CONTOSO\\anna (event 2506).`);
    expect(evidence.map(({ value }) => value)).toContain(off.message);
  });

  test('is quoted from a sentence that names nobody', () => {
    const said = record(2506, 300, 'Password hash synchronization was disabled.', 'Azure AD Connect');
    expect(finding('PHS205', channelOff, [said]).message).toContain(
      'It was switched off at 2026-11-22 05:15:00 UTC (event 2506: "Password hash synchronization was disabled.").',
    );
  });

  test('is told by the later numbers too', () => {
    expect(finding('PHS203', featureOff, [audit(2606, 5, 'Disable', '')]).message).toMatch(
      /by CONTOSO\\anna \(event 2606\)/,
    );
  });

  test('is the newest change; one that switched on points elsewhere', () => {
    const changes = [audit(2506, 100, 'Enable', ''), audit(2506, 300, 'Disable', '')];
    expect(finding('PHS203', featureOff, changes).message).toMatch(
      /switched on at .*08:35.*may have been switched off elsewhere/,
    );
  });

  test('is not an attempt that failed, nor telemetry under the same number', () => {
    const changes = [
      audit(2506, 100, 'Disable', '', { Status: 'Failed' }),
      record(2506, 200, 'UPN update is blocked for the AAD Tenant Object: anna@contoso.com.'),
    ];
    const { message, evidence } = finding('PHS203', { ...featureOff, ...auditOn }, changes);
    expect(message).toMatch(
      /No audit event in the Application log, which reaches back to .*, says who switched it off/,
    );
    expect(JSON.stringify(evidence)).not.toContain('anna');
  });

  test.each([
    ['the audit is off', { platform: known(platform({ auditLogging: 'off' })) }, /AuditEventLogging = 0/],
    [
      'the build writes none',
      { platform: known(platform({ productVersion: '2.4.27.0' })) },
      /before 2\.4\.129\.0 write no audit/,
    ],
    ['nobody could tell', { platform: known(platform({ auditLogging: null })) }, /could not be determined/],
    ['the audit is on', auditOn, /can also be switched off on another server or through Microsoft Graph/],
  ] as const)('is not in the log and the reason is said: %s', (_, facts, reason) => {
    expect(finding('PHS203', { ...featureOff, ...facts }, []).message).toMatch(reason);
  });

  test('is not invented where the events could not be read', () => {
    const { message } = finding('PHS203', { ...featureOff, changeEvents: unreadable() }, []);
    expect(message).toMatch(
      /^Password hash synchronization is off in the Microsoft Entra tenant\. Who did it could not be read: /,
    );
    const recorded = finding('PHS203', { ...featureOff, changeEvents: unreadable('not-collected') }, []);
    expect(recorded.message).toBe('Password hash synchronization is off in the Microsoft Entra tenant.');
  });

  test('has the instant at which the engine stopped, unless it started again', () => {
    const stop = [record(609, 299, 'stopped'), record(602, 300, 'stopping')];
    expect(finding('PHS205', channelOff, stop).message).toMatch(/stopped at 2026-11-22 05:16:00 UTC \(event 609\)/);
    expect(finding('PHS205', channelOff, [record(601, 200, 'starting'), ...stop]).message).not.toMatch(/609/);
  });

  test('is of the connector: 6911 and 2506 of another forest are left out', () => {
    const changes = [
      audit(2506, 100, 'Disable', `Connector: fabrikam.com (${ids.fabrikam})`),
      record(6911, 101, 'Password hash synchronization was disabled for fabrikam.com.', 'ADSync'),
      audit(2506, 300, 'Disable', `Connector: contoso.com (${ids.contoso})`),
      record(6911, 301, 'Password hash synchronization was disabled for contoso.com.', 'ADSync'),
    ];
    const { message } = finding('PHS205', twoForests, changes);
    expect(message).toMatch(
      /switched off at 2026-11-22 05:15:00 UTC.*disabled .* at 2026-11-22 05:14:00 UTC \(event 6911/,
    );
    expect(message).not.toContain('08:3');
  });

  test('shows what the wizard wrote beside it, as evidence', () => {
    const changes = [
      audit(2513, 299, 'Update', 'Old: PHS, New: PTA'),
      audit(2506, 300, 'Disable', ''),
      audit(2510, 600, 'Update', 'far'),
    ];
    const { evidence } = finding('PHS203', featureOff, changes);
    expect(evidence.map(({ label }) => label).filter((label) => label.startsWith('Event'))).toEqual([
      expect.stringContaining('Event 2506'),
      expect.stringContaining('Event 2513'),
    ]);
  });
});

describe('who entered staging mode (PHS204)', () => {
  const staging: Partial<Facts> = { scheduler: known(scheduler({ stagingModeEnabled: true })), ...auditOn };

  test('is not in the audit, which is said; when the engine stopped is', () => {
    expect(finding('PHS204', staging, [record(609, 299, 'stopped')]).message).toMatch(
      /stopped at 2026-11-22 05:16:00 UTC \(event 609\)\. Who did it is not in the log: the audit has no event for staging mode\./,
    );
  });

  test('stands beside what administrators changed at that time', () => {
    const changes = [record(350, 299, 'on'), audit(2507, 300, 'Disable', ''), audit(2510, 900, 'Update', 'far')];
    const { message } = finding('PHS204', staging, changes);
    expect(message).toMatch(
      /switched on at 2026-11-22 05:16:00 UTC \(event 350, whose meaning is known from third parties/,
    );
    expect(message).toMatch(
      /administrators changed: start of synchronization after setup at .*05:15:00 UTC by CONTOSO\\anna/,
    );
    expect(message).not.toContain('2510');
  });

  test('is not said of a server that is expected to be active and is', () => {
    expect(finding('PHS204', {}, [audit(2507, 300, 'Disable', '')]).message).toBe('The server is active.');
  });
});

describe('changes shortly before a trouble', () => {
  const silence: Partial<Facts> = {
    events: known(eventSummary({})),
    partitionStates: known([
      state(ids.contoso, {
        lastCycleEndedAt: minutesAgo(400),
        lastSuccessEndedAt: minutesAgo(400),
        lastCycleStartedAt: minutesAgo(400),
      }),
    ]),
  };

  test('are evidence of silence: rules and filters, with both instants', () => {
    const changes = [audit(2510, 410, 'Update', 'Rule: x'), audit(2512, 500, 'Update', 'OU=y')];
    const { status, message } = finding('PHS301', silence, changes);
    expect(status).toBe('fail');
    expect(message).toMatch(
      /Rules were changed at 2026-11-22 03:25:00 UTC by CONTOSO\\anna \(event 2510\); the filters of synchronization were changed at .*\(event 2512\); silence began at 2026-11-22 03:35:00 UTC/,
    );
  });

  test('lead to whom to ask before a last resort is taken, by name', () => {
    const silent = { ...silence, changeEvents: known([audit(2510, 410, 'Update', 'Rule: x')]) };
    const advice = (facts: Partial<Facts>): string =>
      runChecks(diagnosedFacts(facts), context, catalog).find(({ check }) => check === 'PHS301')?.remedy?.text ?? '';

    expect(advice(silent)).toMatch(/^First ask CONTOSO\\anna, who made the change\. /);
    expect(advice({ ...silence, changeEvents: known([]) })).not.toMatch(/ask/);
  });

  test('are dated by the last sign of life if the log holds one', () => {
    const lastSigns = known([{ text: ids.contoso, recordId: 1, eventId: 654, generatedAt: minutesAgo(420) }]);
    const { message } = finding('PHS301', { ...silence, lastSigns }, [audit(2510, 430, 'Update', 'Rule: x')]);

    expect(message).toMatch(/silence began at 2026-11-22 03:15:00 UTC, after the last sign of life/);
  });

  test.each([
    ['long before it', audit(2510, 400 + 25 * 60, 'Update', 'x')],
    ['after it had to show', audit(2510, 300, 'Update', 'x')],
    ['about something else', audit(2514, 410, 'Update', 'x')],
    ['of another forest', audit(2503, 410, 'Update', `Connector: fabrikam.com (${ids.fabrikam})`)],
  ])('are not those %s', (_, change) => {
    const facts = { ...silence, connectors: known([entraConnector(), adConnector(), adConnector('fabrikam.com')]) };
    expect(finding('PHS301', facts, [change]).message).not.toContain('event 25');
  });

  test('change no status: with and without them the findings are the same', () => {
    const statuses = (changes: readonly EventRecord[]): readonly string[] =>
      runChecks(diagnosedFacts({ ...silence, changeEvents: known(changes) }), context, catalog).map(
        ({ check, status }) => `${check} ${status}`,
      );
    expect(
      statuses([audit(2506, 410, 'Disable', ''), audit(2510, 410, 'Delete', ''), audit(2518, 1, 'Update', '')]),
    ).toEqual(statuses([]));
  });

  const refused: Partial<Facts> = {
    events: known(
      eventSummary({ [ids.contoso]: [tally(654, 170)] }, [
        errorEvent(611, 10, { message: 'failed for domain: contoso.com. 0x8007052E DirectoryEntry.Bind' }),
      ]),
    ),
    partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed', lastSuccessEndedAt: minutesAgo(200) })]),
  };

  test('2518 is evidence of refused credentials, however old it is', () => {
    expect(finding('PHS402', refused, [audit(2518, 15_000, 'Update', 'contoso.com')]).message).toMatch(
      /AD DS connector account or its credential was changed at .* by CONTOSO\\anna \(event 2518\)/,
    );
    expect(finding('PHS402', {}, [audit(2518, 15, 'Update', 'contoso.com')])).toMatchObject({ status: 'pass' });
    expect(finding('PHS402', {}, [audit(2518, 15, 'Update', 'contoso.com')]).message).not.toContain('2518');
  });

  test('2510 is evidence of rules that synchronize no passwords', () => {
    const rules = known([passwordRule('Inbound', { disabled: true }), passwordRule('Outbound')]);
    expect(finding('PHS207', { rules }, [audit(2510, 15_000, 'Update', 'x')]).message).toMatch(/Rules were changed at/);
    expect(finding('PHS207', {}, [audit(2510, 15_000, 'Update', 'x')]).message).not.toMatch(/were changed/);
  });
});
