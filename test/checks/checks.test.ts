import { describe, expect, test } from '@jest/globals';
import { statusChecks } from '../../src/checks/catalog.js';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Finding, FindingStatus } from '../../src/model/finding.js';
import {
  adConnector,
  channel,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  now,
  partition,
  platform,
  scheduler,
  state,
  tally,
  twoForestFacts,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';
import { inspectionOf, journalRows, type SlotGiven } from '../support/guard-records.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };

function findings(facts: Facts, changes: Partial<CheckContext> = {}): readonly Finding[] {
  return runChecks(facts, { ...context, ...changes });
}

function find(all: readonly Finding[], check: string, subject?: string): Finding {
  const found = all.find(
    (finding) => finding.check === check && (subject === undefined || finding.subject === subject),
  );
  if (found === undefined) {
    throw new Error(`no finding ${check} ${subject ?? ''}`);
  }
  return found;
}

/** Statuses that are not pass, as `PHS204:fail` or `PHS301@contoso.com:skip<PHS204`. */
function notPassed(all: readonly Finding[]): string[] {
  return all
    .filter(({ status }) => status !== 'pass')
    .map(
      ({ check, subject, status, blockedBy }) =>
        `${check}${subject === undefined ? '' : `@${subject}`}:${status}${blockedBy === undefined ? '' : `<${blockedBy}`}`,
    );
}

const off = ['CLAIM', 'ARMED', 'GO', 'PARAM_SET', 'OFF_INTENT'] as const;

/** What the guard knows after one run with these slots. */
function guardAfter(...slots: readonly SlotGiven[]): Pick<Facts, 'guard'> {
  return { guard: known(inspectionOf(journalRows([{ slots }]), { snapshot: null })) };
}

interface Row {
  readonly check: string;
  readonly name: string;
  readonly facts: Partial<Facts>;
  readonly status: FindingStatus;
  /** Part of the finding's message. */
  readonly says?: RegExp;
  /** Part of the remedy, text or commands. */
  readonly advises?: RegExp;
  readonly context?: Partial<CheckContext>;
}

const rows: readonly Row[] = [
  { check: 'PHS101', name: 'Windows PowerShell in full language mode', facts: {}, status: 'pass' },
  {
    check: 'PHS101',
    name: 'constrained language mode',
    facts: { engine: known({ psVersion: '5.1', edition: 'Desktop', languageMode: 'ConstrainedLanguage' }) },
    status: 'fail',
    says: /ConstrainedLanguage/,
    advises: /WDAC/,
  },
  {
    check: 'PHS101',
    name: 'PowerShell 7 on a real server',
    facts: { engine: known({ psVersion: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' }) },
    status: 'warn',
    advises: /5\.1/,
  },
  {
    check: 'PHS101',
    name: 'PowerShell 7 with a simulated server',
    facts: {
      engine: known({ psVersion: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' }),
      platform: known(platform({ simulated: true })),
    },
    status: 'pass',
  },
  { check: 'PHS102', name: 'every question was answered', facts: {}, status: 'pass' },
  {
    check: 'PHS102',
    name: 'the connectors are refused',
    facts: { connectors: unreadable('access-denied') },
    status: 'fail',
    says: /80070005.*Get-ADSyncConnector/,
    advises: /ADSyncAdmins.*ADSyncOperators.*ADSyncBrowse.*Sign out/s,
  },
  {
    check: 'PHS102',
    name: 'only one channel is refused',
    facts: { channels: known([{ connectorName: 'contoso.com', configuration: unreadable('access-denied') }]) },
    status: 'fail',
    says: /Get-ADSyncAADPasswordSyncConfiguration/,
  },
  {
    check: 'PHS102',
    name: 'the cloud does not answer, which says nothing of rights',
    facts: { companyFeature: unreadable('failed') },
    status: 'pass',
  },
  { check: 'PHS102', name: 'the connectors cannot be read', facts: { connectors: unreadable() }, status: 'unknown' },
  { check: 'PHS104', name: 'the service runs', facts: {}, status: 'pass' },
  {
    check: 'PHS104',
    name: 'the service is stopped',
    facts: { service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }) },
    status: 'fail',
    says: /Stopped/,
    advises: /Start-Service ADSync/,
  },
  { check: 'PHS105', name: 'the module is there', facts: {}, status: 'pass', says: /registry/ },
  {
    check: 'PHS105',
    name: 'the module is nowhere',
    facts: { module: unreadable('module-missing') },
    status: 'fail',
    advises: /--module-path/,
  },
  { check: 'PHS105', name: 'the module fails to load', facts: { module: unreadable('failed') }, status: 'unknown' },
  { check: 'PHS106', name: 'a 2.x version', facts: {}, status: 'pass', says: /2\.4\.131\.0/ },
  {
    check: 'PHS106',
    name: 'a 1.x version',
    facts: { platform: known(platform({ productVersion: '1.1.819.0' })) },
    status: 'warn',
    advises: /Upgrade/,
  },
  {
    check: 'PHS106',
    name: 'only the global settings tell the version',
    facts: { platform: known(platform({ productVersion: null })) },
    status: 'pass',
  },
  {
    check: 'PHS106',
    name: 'nothing tells the version',
    facts: {
      platform: known(platform({ productVersion: null })),
      globalSetting: known({ stagingMode: 'False', serverConfigurationVersion: null, schedulerSuspended: null }),
    },
    status: 'unknown',
  },
  {
    check: 'PHS106',
    name: 'the version is not a version',
    facts: { platform: known(platform({ productVersion: 'two' })) },
    status: 'unknown',
    says: /"two"/,
  },
  { check: 'PHS107', name: 'the log reaches back days', facts: {}, status: 'pass' },
  {
    check: 'PHS107',
    name: 'the log starts inside the window',
    facts: { eventLogReach: known({ oldestAt: minutesAgo(30) }) },
    status: 'warn',
    advises: /wevtutil/,
  },
  { check: 'PHS107', name: 'the log is empty', facts: { eventLogReach: known({ oldestAt: null }) }, status: 'warn' },
  { check: 'PHS201', name: 'one Entra connector', facts: {}, status: 'pass' },
  {
    check: 'PHS201',
    name: 'none',
    facts: { connectors: known([adConnector()]) },
    status: 'fail',
    says: /no connector/,
  },
  {
    check: 'PHS201',
    name: 'two',
    facts: {
      connectors: known([
        entraConnector(),
        entraConnector({ name: 'old - AAD', identifier: 'b891884f-051e-4a83-95af-2544101c9084' }),
        adConnector(),
      ]),
    },
    status: 'fail',
    says: /2 connectors/,
  },
  { check: 'PHS202', name: 'one AD connector', facts: {}, status: 'pass', says: /1 AD DS connector\./ },
  {
    check: 'PHS202',
    name: 'none',
    facts: { connectors: known([entraConnector()]) },
    status: 'fail',
    advises: /Customize synchronization options/,
  },
  { check: 'PHS203', name: 'on', facts: {}, status: 'pass' },
  {
    check: 'PHS203',
    name: 'off',
    facts: { companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null }) },
    status: 'fail',
    advises: /Customize synchronization options.*clear.*select/s,
  },
  {
    check: 'PHS203',
    name: 'not told by the build',
    facts: { companyFeature: known({ passwordHashSync: null, forcePasswordChangeOnLogOn: null }) },
    status: 'unknown',
  },
  { check: 'PHS204', name: 'active as expected', facts: {}, status: 'pass' },
  {
    check: 'PHS204',
    name: 'staging by the scheduler',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: true })) },
    status: 'fail',
    advises: /Configure staging mode/,
  },
  {
    check: 'PHS204',
    name: 'the text "False" is not taken for true',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: null })) },
    status: 'pass',
  },
  {
    check: 'PHS204',
    name: 'staging by the global settings alone',
    facts: {
      scheduler: unreadable(),
      globalSetting: known({ stagingMode: 'True', serverConfigurationVersion: null, schedulerSuspended: null }),
    },
    status: 'fail',
  },
  {
    check: 'PHS204',
    name: 'nothing tells it',
    facts: { scheduler: unreadable(), globalSetting: unreadable() },
    status: 'unknown',
  },
  {
    check: 'PHS204',
    name: 'staging where staging is expected',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: true })) },
    context: { expect: 'staging' },
    status: 'pass',
  },
  {
    check: 'PHS204',
    name: 'active where staging is expected',
    facts: {},
    context: { expect: 'staging' },
    status: 'fail',
    says: /active/,
  },
  { check: 'PHS205', name: 'on, to the Entra connector', facts: {}, status: 'pass' },
  {
    check: 'PHS205',
    name: 'off',
    facts: { channels: known([channel('contoso.com', { enabled: false })]) },
    status: 'fail',
    advises: /SourceConnector 'contoso\.com'/,
  },
  {
    check: 'PHS205',
    name: 'to another connector',
    facts: { channels: known([channel('contoso.com', { targetConnector: 'other' })]) },
    status: 'fail',
    says: /"other"/,
  },
  {
    check: 'PHS205',
    name: 'without a target',
    facts: { channels: known([channel('contoso.com', { targetConnector: null })]) },
    status: 'fail',
  },
  { check: 'PHS205', name: 'no answer for this connector', facts: { channels: known([]) }, status: 'unknown' },
  {
    check: 'PHS205',
    name: 'the answer for this connector is unreadable',
    facts: { channels: known([{ connectorName: 'contoso.com', configuration: unreadable() }]) },
    status: 'unknown',
  },
  { check: 'PHS206', name: 'on', facts: {}, status: 'pass' },
  {
    check: 'PHS206',
    name: 'off',
    facts: { scheduler: known(scheduler({ syncCycleEnabled: false })) },
    status: 'warn',
    says: /runs apart/,
  },
  {
    check: 'PHS206',
    name: 'suspended',
    facts: { scheduler: known(scheduler({ schedulerSuspended: true })) },
    status: 'warn',
    advises: /wizard/,
  },
  {
    check: 'PHS206',
    name: 'not told by the build',
    facts: { scheduler: known(scheduler({ syncCycleEnabled: null })) },
    status: 'unknown',
  },
  { check: 'PHS301', name: 'a heartbeat', facts: {}, status: 'pass', says: /latest heartbeat/ },
  {
    check: 'PHS301',
    name: 'busy: batches and no heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(650, 3, 9), tally(651, 3, 9)] })) },
    status: 'pass',
    says: /No heartbeat, but/,
  },
  {
    check: 'PHS301',
    name: 'no event, but a recent cycle',
    facts: { events: known(eventSummary({})) },
    status: 'pass',
  },
  {
    check: 'PHS301',
    name: 'silence in a log that covers the window',
    facts: { events: known(eventSummary({})), partitionStates: known([]) },
    status: 'fail',
    advises: /only once/,
  },
  {
    check: 'PHS301',
    name: 'a heartbeat before the window only',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 200)] })), partitionStates: known([]) },
    status: 'fail',
  },
  {
    check: 'PHS301',
    name: 'silence in a short log',
    facts: {
      events: known(eventSummary({})),
      partitionStates: known([]),
      eventLogReach: known({ oldestAt: minutesAgo(20) }),
    },
    status: 'unknown',
    says: /proves nothing/,
  },
  {
    check: 'PHS301',
    name: 'silence in an empty log',
    facts: { events: known(eventSummary({})), partitionStates: known([]), eventLogReach: known({ oldestAt: null }) },
    status: 'unknown',
  },
  {
    check: 'PHS301',
    name: 'the log cannot be read and no cycle is known',
    facts: { events: unreadable(), partitionStates: unreadable() },
    status: 'unknown',
  },
  {
    check: 'PHS301',
    name: 'an error is no sign of life',
    facts: {
      events: known(eventSummary({}, [errorEvent(605, 5, { entryType: 'Warning' })])),
      partitionStates: known([]),
    },
    status: 'fail',
  },
  { check: 'PHS302', name: 'successful', facts: {}, status: 'pass' },
  {
    check: 'PHS302',
    name: 'another status',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]) },
    status: 'warn',
    says: /contoso\.com ended with Failed/,
  },
  {
    check: 'PHS302',
    name: 'older than the window',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleEndedAt: minutesAgo(300) })]) },
    status: 'warn',
    says: /before the window/,
  },
  {
    check: 'PHS302',
    name: 'no cycle recorded',
    facts: { partitionStates: known([]) },
    status: 'warn',
    says: /No cycle/,
  },
  {
    check: 'PHS302',
    name: 'a partition that is not selected does not count',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('lab.contoso.com', { selected: false })],
        }),
      ]),
      partitionStates: known([
        state(),
        state(ids.contoso, { dn: 'DC=lab,DC=contoso,DC=com', lastCycleStatus: null, lastCycleEndedAt: null }),
      ]),
    },
    status: 'pass',
  },
  { check: 'PHS303', name: 'no problem', facts: {}, status: 'pass' },
  {
    check: 'PHS303',
    name: '611 with 8453',
    facts: {
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 60)] }, [
          errorEvent(611, 5, { message: 'Failed. RPC Error 8453 : Replication access was denied.' }),
        ]),
      ),
    },
    status: 'fail',
    says: /Event 611 .*RPC error 8453/,
    advises: /Replicating Directory Changes All.*Set-ADSyncPasswordHashSyncPermissions .*'MSOL_d1edb676ca03'/s,
  },
  {
    check: 'PHS303',
    name: '611 with 1722',
    facts: { events: known(eventSummary({}, [errorEvent(611, 5, { message: 'RPC Error 1722 : unavailable' })])) },
    status: 'fail',
    advises: /Only use preferred domain controllers/,
  },
  {
    check: 'PHS303',
    name: '655 with code 90',
    facts: {
      events: known(eventSummary({}, [errorEvent(655, 5, { message: 'Error Code: 90. Error Description: …' })])),
    },
    status: 'fail',
    advises: /clear "Password hash synchronization"/,
  },
  {
    check: 'PHS303',
    name: '667 (FIPS)',
    facts: { events: known(eventSummary({}, [errorEvent(667, 5)])) },
    status: 'fail',
    advises: /enforceFIPSPolicy/,
  },
  {
    check: 'PHS303',
    name: '0 of type Error',
    facts: { events: known(eventSummary({}, [errorEvent(0, 5)])) },
    status: 'fail',
  },
  {
    check: 'PHS303',
    name: '0 of type Information',
    facts: { events: known(eventSummary({}, [errorEvent(0, 5, { entryType: 'Information' })])) },
    status: 'warn',
  },
  {
    check: 'PHS303',
    name: 'an error, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 40)])) },
    status: 'warn',
    says: /worked again afterwards/,
  },
  {
    check: 'PHS303',
    name: 'an error, then a heartbeat, but the domain itself still fails',
    facts: {
      events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 40)])),
      partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
    },
    status: 'fail',
  },
  {
    check: 'PHS303',
    name: 'an error before the window',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 300)])) },
    status: 'pass',
  },
  {
    check: 'PHS303',
    name: 'errors of which only the number is kept',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(652, 5, 700)] })) },
    status: 'fail',
    says: /700 times/,
  },
  {
    check: 'PHS303',
    name: 'no problem in a log that starts inside the window, which proves nothing',
    facts: { eventLogReach: known({ oldestAt: minutesAgo(20) }) },
    status: 'unknown',
    says: /inside the window/,
  },
  {
    check: 'PHS303',
    name: 'no problem in an empty log, which proves nothing',
    facts: { eventLogReach: known({ oldestAt: null }), events: known(eventSummary({})) },
    status: 'unknown',
  },
  { check: 'PHS208', name: 'no parameter', facts: {}, status: 'pass' },
  {
    check: 'PHS208',
    name: 'a parameter that was left over',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '1' })]) },
    status: 'warn',
  },
  { check: 'PHS211', name: 'no run of the tool', facts: {}, status: 'pass', says: /has run none/ },
  {
    check: 'PHS211',
    name: 'a run that ended well, its parameter still there',
    facts: {
      ...guardAfter(...off, 'ON_SEEN', 'VERIFIED'),
      connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '1' })]),
    },
    status: 'pass',
  },
  {
    check: 'PHS211',
    name: 'a run that left it off',
    facts: { ...guardAfter(...off), channels: known([channel('contoso.com', { enabled: false })]) },
    status: 'fail',
    says: /left password hash synchronization OFF/,
    advises: /phs-tool guard recover/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off, of a server that does not tell whether it is on',
    facts: { ...guardAfter(...off), channels: unreadable('failed') },
    status: 'fail',
    says: /may have left password hash synchronization OFF/,
    advises: /Restart-Service ADSync/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off, of a server that does not tell its connectors',
    facts: { ...guardAfter(...off), connectors: unreadable('service-stopped'), channels: unreadable('failed') },
    status: 'fail',
    says: /may have left password hash synchronization OFF/,
    advises: /guard recover --connector 'contoso.com'/,
  },
  {
    check: 'PHS211',
    name: 'a run that is over, of a server that does not tell its connectors',
    facts: { ...guardAfter(...off, 'ON_SEEN', 'VERIFIED'), connectors: unreadable('failed') },
    status: 'unknown',
  },
  {
    check: 'PHS211',
    name: 'a run that is watched',
    facts: guardAfter(...off, 'ON_SEEN'),
    status: 'warn',
    says: /guardian/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off before',
    facts: guardAfter('CLAIM'),
    status: 'warn',
    says: /not come to its end/,
  },
  {
    check: 'PHS211',
    name: 'a run that was repaired two days ago',
    facts: guardAfter(...off, 'ON_SEEN', 'REPAIRED'),
    status: 'warn',
  },
  {
    check: 'PHS211',
    name: 'a run that was repaired long ago',
    facts: guardAfter(...off, 'ON_SEEN', { kind: 'REPAIRED', values: { utc: '2026-09-20T10:00:00Z' } }),
    status: 'pass',
  },
  {
    check: 'PHS211',
    name: 'a torn journal',
    facts: guardAfter('CLAIM', { slot: '20-armed', bytes: new Uint8Array() }),
    status: 'warn',
    says: /damaged/,
  },
  {
    check: 'PHS211',
    name: 'a journal that cannot be read',
    facts: { guard: known(inspectionOf([], { directory: { state: 'unreadable' }, snapshot: null })) },
    status: 'unknown',
  },
  { check: 'PHS211', name: 'an answer that was taken away', facts: { guard: unreadable('failed') }, status: 'unknown' },
];

describe('each check', () => {
  test.each(rows)('$check: $name is $status', ({ check, facts, status, says, advises, context: changes }) => {
    const finding = find(findings(healthyFacts(facts), changes), check);

    expect(`${finding.status}: ${finding.message}`).toMatch(new RegExp(`^${status}: `));
    if (says !== undefined) {
      expect(finding.message).toMatch(says);
    }
    if (advises !== undefined) {
      expect([finding.remedy?.text, ...(finding.remedy?.commands ?? [])].join('\n')).toMatch(advises);
    }
    if (status === 'fail' || status === 'warn') {
      expect(finding.remedy?.text).not.toBe(undefined);
      expect(finding.evidence.length).toBeGreaterThan(0);
    }
  });

  // PHS304 is judged with the causes of `diagnose`, and shown beside them.
  const ownChecks = statusChecks.filter(({ id }) => id !== 'PHS304');

  test.each(ownChecks.map(({ id }) => id))('%s is shown to hold, to be broken and to be unreadable', (id) => {
    const statuses = rows.filter(({ check }) => check === id).map(({ status }) => status);

    expect(statuses).toContain('pass');
    expect(statuses.some((status) => status === 'fail' || status === 'warn')).toBe(true);
    const check = statusChecks.find((candidate) => candidate.id === id);
    expect(statuses.includes('unknown') || (check?.needs.length ?? 0) > 0).toBe(true);
  });
});

describe('a healthy server', () => {
  test('passes every check', () => {
    const all = findings(healthyFacts());

    expect(notPassed(all)).toEqual([]);
    expect(all.map(({ check }) => check)).toEqual(statusChecks.map(({ id }) => id));
  });

  test('passes every check with the connector ids in upper case', () => {
    const facts = healthyFacts({
      connectors: known([entraConnector(), adConnector('contoso.com', { identifier: ids.contoso.toUpperCase() })]),
    });

    expect(notPassed(findings(facts))).toEqual([]);
  });
});

describe('two forests', () => {
  test('one silent forest fails alone', () => {
    const facts = twoForestFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
      partitionStates: known([
        state(),
        state(ids.fabrikam, {
          dn: 'DC=fabrikam,DC=com',
          lastCycleEndedAt: minutesAgo(900),
          lastCycleStartedAt: minutesAgo(900),
          lastSuccessEndedAt: minutesAgo(900),
        }),
      ]),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS301@fabrikam.com:fail', 'PHS302@fabrikam.com:warn']);
  });

  test('a disabled channel explains the silence of its own connector only', () => {
    const facts = twoForestFacts({
      channels: known([channel(), channel('fabrikam.com', { enabled: false })]),
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
      partitionStates: known([state()]),
    });

    expect(notPassed(findings(facts))).toEqual([
      'PHS205@fabrikam.com:fail',
      'PHS301@fabrikam.com:skip<PHS205',
      'PHS302@fabrikam.com:skip<PHS205',
    ]);
  });

  test('an error that names no connector is one finding without subject, and does not hide in a connector', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 30)], [ids.fabrikam]: [tally(654, 2)] }, [
          errorEvent(655, 10, { connectorId: null, domain: null }),
        ]),
      ),
    });
    const problems = findings(facts).filter(({ check }) => check === 'PHS303');

    expect(problems.map(({ subject, status }) => [subject, status])).toEqual([
      ['contoso.com', 'pass'],
      ['fabrikam.com', 'pass'],
      [undefined, 'fail'],
    ]);
  });

  test('an error that names no connector is a warning once every forest reached Entra again', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 5)], [ids.fabrikam]: [tally(654, 2)] }, [
          errorEvent(655, 10, { connectorId: null, domain: null }),
        ]),
      ),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS303:warn']);
  });

  test('errors of a connector that no longer exists are not lost', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 30)], [ids.fabrikam]: [tally(654, 30)] }, [
          errorEvent(611, 10, { connectorId: '00000000-0000-0000-0000-000000000001' }),
        ]),
      ),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS303:fail']);
  });

  test('--connector limits the checks of each connector, not those of the server', () => {
    const all = findings(twoForestFacts(), { connectorFilter: 'fabrikam.com' });

    expect([...new Set(all.flatMap(({ subject }) => subject ?? []))]).toEqual(['fabrikam.com']);
    expect(all.map(({ check }) => check)).toEqual(statusChecks.map(({ id }) => id));
  });
});

test('a command for an odd connector name is quoted for PowerShell', () => {
  const name = "O'Brien \u2019$(calc)";
  const facts = healthyFacts({
    connectors: known([entraConnector(), adConnector(name)]),
    channels: known([channel(name, { enabled: false })]),
  });

  expect(find(findings(facts), 'PHS205').remedy?.commands[0]).toBe(
    "Get-ADSyncAADPasswordSyncConfiguration -SourceConnector 'O''Brien \u2019\u2019$(calc)'",
  );
});
