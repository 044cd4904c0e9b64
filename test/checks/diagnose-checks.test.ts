import { describe, expect, test } from '@jest/globals';
import { catalog, statusChecks } from '../../src/checks/catalog.js';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { known } from '../../src/model/fact.js';
import type { ErrorEvent, EventTally, Facts } from '../../src/model/facts.js';
import type { Finding, FindingStatus } from '../../src/model/finding.js';
import { instantText } from '../../src/model/instant.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';
import {
  accountSid,
  adConnector,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  now,
  partition,
  passwordRule,
  platform,
  reachableDomain,
  replicationRight,
  rootDescriptor,
  state,
  tally,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };

function diagnose(facts: Partial<Facts>, changes: Partial<CheckContext> = {}): readonly Finding[] {
  return runChecks(diagnosedFacts(facts), { ...context, ...changes }, catalog);
}

/** Statuses that are not pass, as `PHS404@contoso.com:fail` or `PHS303@contoso.com:skip<PHS404`. */
function notPassed(all: readonly Finding[]): string[] {
  return all
    .filter(({ status }) => status !== 'pass')
    .map(
      ({ check, subject, status, blockedBy }) =>
        `${check}${subject === undefined ? '' : `@${subject}`}:${status}${blockedBy === undefined ? '' : `<${blockedBy}`}`,
    );
}

/** Facts of a connector whose passwords do not flow: these events, and no cycle that succeeds. */
function failing(...errors: readonly ErrorEvent[]): Partial<Facts> {
  return {
    events: known(eventSummary({ [ids.contoso]: [tally(654, 150)] }, errors)),
    partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
  };
}

function rpc(code: number, changes: Partial<ErrorEvent> = {}): ErrorEvent {
  return errorEvent(611, 5, { message: `Failed for domain: contoso.com. RPC Error ${code} : text.`, ...changes });
}

/** Facts with only these events, and a log that covers the window. */
function log(...tallies: readonly EventTally[]): Partial<Facts> {
  return { events: known(eventSummary({ [ids.contoso]: tallies })) };
}

/** The log could not be read, and nothing else tells. */
const blind: Partial<Facts> = { events: unreadable(), partitionStates: unreadable(), companyFeature: unreadable() };

interface Row {
  readonly check: string;
  readonly name: string;
  readonly facts: Partial<Facts>;
  readonly status: FindingStatus;
  readonly says?: RegExp;
  readonly advises?: RegExp;
  /** Which of the check's findings; absent: the first. */
  readonly subject?: string | null;
}

function policies(policy: string, scope: 'MachinePolicy' | 'LocalMachine'): Partial<Facts> {
  return {
    executionPolicy: known([
      { scope: 'MachinePolicy', policy: scope === 'MachinePolicy' ? policy : 'Undefined' },
      { scope: 'Process', policy: 'RemoteSigned' },
      { scope: 'LocalMachine', policy: scope === 'LocalMachine' ? policy : 'RemoteSigned' },
    ]),
  };
}

const rows: readonly Row[] = [
  { check: 'PHS103', name: 'RemoteSigned for the machine', facts: {}, status: 'pass', says: /LocalMachine/ },
  {
    check: 'PHS103',
    name: 'Restricted for the machine, RemoteSigned for this process only',
    facts: policies('Restricted', 'LocalMachine'),
    status: 'warn',
    says: /Restricted, set in the scope LocalMachine/,
    advises: /Set-ExecutionPolicy RemoteSigned -Scope LocalMachine/,
  },
  {
    check: 'PHS103',
    name: 'a Group Policy says AllSigned',
    facts: policies('AllSigned', 'MachinePolicy'),
    status: 'warn',
    says: /scope MachinePolicy/,
    advises: /Group Policy.*does not help/,
  },
  {
    check: 'PHS103',
    name: 'no scope sets anything',
    facts: { executionPolicy: known([{ scope: 'LocalMachine', policy: 'Undefined' }]) },
    status: 'pass',
    says: /No scope/,
  },
  { check: 'PHS103', name: 'no scope is told', facts: { executionPolicy: known([]) }, status: 'unknown' },
  { check: 'PHS207', name: 'both default rules', facts: {}, status: 'pass' },
  {
    check: 'PHS207',
    name: 'the inbound rule is disabled',
    facts: { rules: known([passwordRule('Inbound', { disabled: true }), passwordRule('Outbound')]) },
    status: 'fail',
    says: /No enabled inbound rule of "contoso\.com".*disabled/,
    advises: /In from AD - User AccountEnabled/,
  },
  {
    check: 'PHS207',
    name: 'a custom rule takes the place of the disabled default one',
    facts: {
      rules: known([
        passwordRule('Inbound', { disabled: true }),
        passwordRule('Inbound', { name: 'Contoso - In from AD', isStandardRule: false }),
        passwordRule('Outbound'),
      ]),
    },
    status: 'pass',
    says: /Contoso - In from AD/,
  },
  {
    check: 'PHS207',
    name: 'the inbound rule belongs to another forest',
    facts: { rules: known([passwordRule('Inbound', { connectorId: ids.fabrikam }), passwordRule('Outbound')]) },
    status: 'fail',
    says: /is not there/,
  },
  {
    check: 'PHS207',
    name: 'the outbound rule is there without EnablePasswordSync',
    facts: { rules: known([passwordRule('Inbound'), passwordRule('Outbound', { enablePasswordSync: false })]) },
    status: 'fail',
    subject: null,
    says: /"Out to AAD - User Join" is there, but without EnablePasswordSync/,
  },
  { check: 'PHS208', name: 'the parameter is not set', facts: {}, status: 'pass' },
  {
    check: 'PHS208',
    name: 'the parameter is set, whatever its value',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '0' })]) },
    status: 'warn',
    says: /"0"/,
    advises: /run it once/,
  },
  { check: 'PHS209', name: 'off', facts: {}, status: 'pass', says: /not synchronized/ },
  {
    check: 'PHS209',
    name: 'on, with a version that can',
    facts: {
      companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: true }),
      platform: known(platform({ productVersion: '2.0.3.0' })),
    },
    status: 'pass',
    says: /are synchronized/,
  },
  {
    check: 'PHS209',
    name: 'on, with a version that cannot',
    facts: {
      companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: true }),
      platform: known(platform({ productVersion: '2.0.2.999' })),
    },
    status: 'warn',
    says: /2\.0\.2\.999/,
    advises: /Upgrade/,
  },
  {
    check: 'PHS209',
    name: 'not told by the build',
    facts: { companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: null }) },
    status: 'unknown',
  },
  { check: 'PHS210', name: 'no 667', facts: {}, status: 'pass' },
  { check: 'PHS210', name: '667', facts: failing(errorEvent(667, 5)), status: 'fail', advises: /enforceFIPSPolicy/ },
  {
    check: 'PHS210',
    name: '667, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(667, 50, { domain: null })])) },
    status: 'pass',
    says: /worked again/,
  },
  { check: 'PHS210', name: 'the log is unreadable', facts: blind, status: 'skip' },
  { check: 'PHS304', name: 'no full sync', facts: {}, status: 'pass' },
  {
    check: 'PHS304',
    name: 'a full sync that came to its end',
    facts: log(tally(617, 90), tally(618, 90), tally(619, 60), tally(622, 50), tally(623, 50)),
    status: 'pass',
    says: /came to its end/,
  },
  {
    check: 'PHS304',
    name: 'one domain is done, the forest is not, and batches go on',
    facts: log(tally(617, 90), tally(618, 60), tally(622, 50), tally(651, 3)),
    status: 'warn',
    says: /is running/,
    advises: /Wait/,
  },
  {
    check: 'PHS304',
    name: 'a full sync without an end and without progress',
    facts: log(tally(617, 90), tally(618, 90), tally(619, 70)),
    status: 'fail',
    says: /no progress/,
    advises: /Do not start another full sync/,
  },
  {
    check: 'PHS304',
    name: 'heartbeats after a start whose end is missing',
    facts: log(tally(618, 90), tally(654, 10)),
    status: 'pass',
  },
  {
    check: 'PHS304',
    name: 'paused',
    facts: log(tally(613, 20), tally(654, 100)),
    status: 'fail',
    says: /Paused/,
    advises: /full synchronization of the directory/,
  },
  {
    check: 'PHS304',
    name: 'paused since the first of several records of it',
    facts: log(tally(613, 20, 3), tally(654, 100)),
    status: 'fail',
    says: new RegExp(`^Paused since ${instantText(minutesAgo(80))} \\(event 613\\)`),
  },
  {
    check: 'PHS304',
    name: 'paused again after something went on: since when is not known',
    facts: log(tally(613, 20, 3), tally(651, 50)),
    status: 'fail',
    says: new RegExp(`^Paused: latest event 613 at ${instantText(minutesAgo(20))}, 3 times in the window`),
  },
  { check: 'PHS304', name: 'paused, then resumed', facts: log(tally(613, 20), tally(654, 10)), status: 'pass' },
  {
    check: 'PHS304',
    name: 'a full sync that failed',
    facts: failing(errorEvent(621, 20)),
    status: 'fail',
    says: /failed/,
  },
  { check: 'PHS304', name: 'the log is unreadable', facts: blind, status: 'skip' },
  { check: 'PHS401', name: 'reachable', facts: {}, status: 'pass' },
  {
    check: 'PHS401',
    name: 'not reachable',
    facts: {
      domains: known([reachableDomain('contoso.com', { isReachable: false, exceptionMessage: 'No such host.' })]),
    },
    status: 'fail',
    says: /contoso\.com \(No such host\.\)/,
    advises: /DNS and the firewall/,
  },
  {
    check: 'PHS401',
    name: 'a domain that is not selected cannot be reached',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('lab.contoso.com', { selected: false })],
        }),
      ]),
      domains: known([
        reachableDomain(),
        reachableDomain('contoso.com', { domain: 'lab.contoso.com', isReachable: false }),
      ]),
    },
    status: 'pass',
  },
  { check: 'PHS401', name: 'no domain is told', facts: { domains: known([]) }, status: 'unknown' },
  {
    check: 'PHS401',
    name: 'the connector could not be asked',
    facts: {
      domains: known([
        reachableDomain('contoso.com', {
          domain: null,
          isReachable: null,
          failure: {
            message: 'It broke.',
            errorId: 'Broke',
            category: 'NotSpecified',
            exceptionTypes: [],
            hresult: '80131500',
            position: '',
          },
        }),
      ]),
    },
    status: 'unknown',
    says: /It broke/,
  },
  { check: 'PHS402', name: 'cycles succeed', facts: {}, status: 'pass' },
  {
    check: 'PHS402',
    name: 'a wrong password',
    facts: failing(
      errorEvent(611, 5, {
        message: 'Unable to open connection. ---> System.Security.Authentication.AuthenticationException: refused.',
      }),
    ),
    status: 'fail',
    advises: /contoso\.com\\MSOL_d1edb676ca03.*password.*current one/,
  },
  { check: 'PHS402', name: 'RPC error 1331', facts: failing(rpc(1331)), status: 'fail' },
  { check: 'PHS402', name: 'RPC error 5', facts: failing(rpc(5)), status: 'fail' },
  {
    check: 'PHS402',
    name: 'the account is disabled',
    facts: { replicationRights: known([replicationRight('contoso.com', { accountDisabled: true })]) },
    status: 'fail',
    says: /is disabled/,
  },
  {
    check: 'PHS402',
    name: 'the domain refuses the account',
    facts: {
      domains: known([
        reachableDomain('contoso.com', { isReachable: false, exceptionMessage: 'AuthenticationException: refused' }),
      ]),
    },
    status: 'fail',
    says: /refused the account/,
  },
  {
    check: 'PHS402',
    name: 'the account is not there, and no cycle succeeds',
    facts: {
      ...failing(),
      replicationRights: known([replicationRight('contoso.com', { accountSid: null })]),
    },
    status: 'fail',
    says: /not found/,
  },
  { check: 'PHS402', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS403', name: 'both rights', facts: {}, status: 'pass' },
  {
    check: 'PHS403',
    name: 'one right is missing',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', {
          securityDescriptor: rootDescriptor(`(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${accountSid})`),
        }),
      ]),
    },
    status: 'fail',
    says: /"Replicating Directory Changes All" is missing in contoso\.com/,
    advises: /Set-ADSyncPasswordHashSyncPermissions .*'MSOL_d1edb676ca03'/,
  },
  {
    check: 'PHS403',
    name: 'a right is denied to a group of the account',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-2000'],
          securityDescriptor: rootDescriptor(
            `(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000)(A;;GA;;;${accountSid})`,
          ),
        }),
      ]),
    },
    status: 'fail',
    says: /is denied in contoso\.com by \(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000\)/,
    advises:
      /^Remove this entry from the permissions at the root of contoso\.com: \(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000\)\.$/,
  },
  {
    check: 'PHS403',
    name: 'both rights are denied, and nothing grants them',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', { securityDescriptor: rootDescriptor(`(D;;CR;;;${accountSid})`) }),
      ]),
    },
    status: 'fail',
    says: /is denied/,
    advises: /^Remove this entry .*: \(D;;CR;;;S-[-\d]+\)\. Give .*Set-ADSyncPasswordHashSyncPermissions/s,
  },
  {
    check: 'PHS403',
    name: 'a denial has a condition',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          securityDescriptor: rootDescriptor(`(XD;;CR;;;${accountSid};(@User.Title == "a"))(A;;CR;;;${accountSid})`),
        }),
      ]),
    },
    status: 'unknown',
    says: /depends on \(XD;;CR/,
  },
  {
    check: 'PHS403',
    name: 'the rights come from a group in letters, of which the domain is not known',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-512'],
          securityDescriptor: rootDescriptor(''),
        }),
      ]),
    },
    status: 'unknown',
    says: /depends on \(A;;0xf01ff;;;DA\)/,
  },
  {
    check: 'PHS403',
    name: 'the rights come from a group by its SID',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-512'],
          securityDescriptor: rootDescriptor('(A;;CR;;;S-1-5-21-1004336348-1177238915-682003330-512)'),
        }),
      ]),
    },
    status: 'pass',
  },
  {
    check: 'PHS403',
    name: 'no right is seen, but the cycle succeeds',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: rootDescriptor('') })]) },
    status: 'warn',
    says: /but the last cycle succeeded/,
  },
  {
    check: 'PHS403',
    name: 'the descriptor could not be read',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: null })]) },
    status: 'unknown',
  },
  {
    check: 'PHS403',
    name: 'the descriptor is not understood',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: 'nonsense' })]) },
    status: 'unknown',
  },
  {
    check: 'PHS403',
    name: 'a domain was not asked',
    facts: { replicationRights: known([]) },
    status: 'unknown',
  },
  { check: 'PHS404', name: 'no error', facts: {}, status: 'pass' },
  {
    check: 'PHS404',
    name: '8456, which the diagnostics of Microsoft do not know',
    facts: failing(rpc(8456)),
    status: 'fail',
    says: /ERROR_DS_DRA_SOURCE_DISABLED/,
    advises: /DISABLE_OUTBOUND_REPL/,
  },
  {
    check: 'PHS404',
    name: 'a code that nobody knows',
    facts: failing(rpc(4242)),
    status: 'fail',
    says: /4242 is not on the list/,
  },
  {
    check: 'PHS404',
    name: 'two domains with two codes',
    facts: failing(rpc(8456), rpc(8593, { domain: 'emea.contoso.com' })),
    status: 'fail',
    says: /8456.*contoso\.com.*8593.*emea\.contoso\.com/,
    advises: /DISABLE_OUTBOUND_REPL.*epoch/s,
  },
  {
    check: 'PHS404',
    name: 'an event that names no connector',
    facts: failing(rpc(8456, { connectorId: null })),
    status: 'fail',
    subject: null,
  },
  { check: 'PHS404', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS405', name: 'the tenant answers', facts: {}, status: 'pass' },
  {
    check: 'PHS405',
    name: '655 with code 90',
    facts: failing(errorEvent(655, 5, { message: 'Error Code: 90. Error Description: …' })),
    status: 'fail',
    says: /Code 90/,
    advises: /clear "Password hash synchronization"/,
  },
  {
    check: 'PHS405',
    name: '652 with code 81',
    facts: failing(errorEvent(652, 5, { message: 'Error Code: 81. busy' })),
    status: 'fail',
    says: /Code 81.*tried again/,
  },
  { check: 'PHS405', name: '115', facts: failing(errorEvent(115, 5, { connectorId: null })), status: 'fail' },
  { check: 'PHS405', name: '0 of type Error', facts: failing(errorEvent(0, 5)), status: 'fail' },
  {
    check: 'PHS405',
    name: '655, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(655, 40, { domain: null })])) },
    status: 'pass',
    says: /worked again/,
  },
  { check: 'PHS405', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS406', name: 'no preferred ones', facts: {}, status: 'pass' },
  {
    check: 'PHS406',
    name: '616',
    facts: failing(
      errorEvent(616, 5, { message: 'domain controller hostname: dc09.contoso.com, domain controller IP address: x' }),
    ),
    status: 'fail',
    says: /dc09\.contoso\.com/,
    advises: /Only use preferred domain controllers.*Restart the ADSync service/s,
  },
  {
    check: 'PHS406',
    name: 'the last one used is not on the list',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com', { preferredDomainControllers: ['dc02.contoso.com'] })],
        }),
      ]),
    },
    status: 'warn',
    says: /DC01\.contoso\.com, which is not on its list/,
    advises: /Restart the ADSync service/,
  },
  {
    check: 'PHS406',
    name: 'the last one used is on the list, by its short name',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com', { preferredDomainControllers: ['dc01'] })],
        }),
      ]),
    },
    status: 'pass',
  },
  { check: 'PHS406', name: 'nothing tells', facts: blind, status: 'skip' },
];

describe('each check of diagnose', () => {
  test.each(rows.map((row) => [`${row.check} is ${row.status}: ${row.name}`, row] as const))('%s', (_name, row) => {
    const mine = diagnose(row.facts).filter(({ check }) => check === row.check);
    const finding = row.subject === null ? mine.find(({ subject }) => subject === undefined) : mine[0];

    expect(finding?.status).toBe(row.status);
    expect(finding?.message).toMatch(row.says ?? /./);
    if (row.advises !== undefined) {
      expect([finding?.remedy?.text, ...(finding?.remedy?.commands ?? [])].join('\n')).toMatch(row.advises);
    }
    if (row.status === 'fail' || row.status === 'warn') {
      expect(finding?.remedy?.text).not.toBe(undefined);
      expect(finding?.evidence.length).toBeGreaterThan(0);
    }
  });

  const ownChecks = catalog.filter(({ id, onlyDiagnose }) => onlyDiagnose === true || id === 'PHS304');

  test.each(ownChecks.map((check) => [check.id, check] as const))(
    '%s is shown to hold, to be broken and to be unreadable',
    (id, { needs }) => {
      const statuses = rows.filter(({ check }) => check === id).map(({ status }) => status);

      expect(statuses).toContain('pass');
      expect(statuses.some((status) => status === 'fail' || status === 'warn')).toBe(true);
      expect(statuses.some((status) => status === 'unknown' || status === 'skip') || needs.length > 0).toBe(true);
    },
  );

  test('a healthy server passes all of them, in order', () => {
    const all = diagnose({});

    expect(notPassed(all)).toEqual([]);
    expect([...new Set(all.map(({ check }) => check))]).toEqual(catalog.map(({ id }) => id));
  });
});

describe('a cause that several checks see', () => {
  test.each([
    ['667', failing(errorEvent(667, 5)), 'PHS210'],
    ['a wrong password', failing(rpc(1326)), 'PHS402'],
    ['replication that is rejected', failing(rpc(8456)), 'PHS404'],
    ['a tenant that does not accept hashes', failing(errorEvent(655, 5)), 'PHS405'],
    ['a preferred domain controller', failing(errorEvent(616, 5)), 'PHS406'],
    ['a full sync that failed', failing(errorEvent(621, 20)), 'PHS304'],
  ] as const)('%s is reported once, by the check of the cause', (_name, facts, id) => {
    const all = diagnose(facts);

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual([id]);
    expect(notPassed(all)).toContain(`PHS303@contoso.com:skip<${id}`);
    expect(notPassed(all)).toContain(`PHS302@contoso.com:skip<${id}`);
  });

  test('a missing right is stated by the right itself, not by the event about it', () => {
    const all = diagnose({
      ...failing(rpc(8453)),
      replicationRights: known([replicationRight('contoso.com', { securityDescriptor: rootDescriptor('') })]),
    });

    expect(notPassed(all)).toEqual([
      'PHS302@contoso.com:skip<PHS403',
      'PHS303@contoso.com:skip<PHS403',
      'PHS403@contoso.com:fail',
      'PHS404@contoso.com:skip<PHS403',
    ]);
  });

  test('without a view of the rights, the event tells it', () => {
    const all = diagnose({ ...failing(rpc(8453)), replicationRights: unreadable('not-supported') });

    expect(notPassed(all)).toContain('PHS404@contoso.com:fail');
    expect(all.find(({ check }) => check === 'PHS404')?.remedy?.text).toMatch(/Replicating Directory Changes All/);
  });

  test('a domain that cannot be reached is stated once, with its domain controllers', () => {
    const all = diagnose({
      ...failing(rpc(1722)),
      domains: known([reachableDomain('contoso.com', { isReachable: false })]),
    });

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual(['PHS401']);
  });

  test('events of several causes stay a finding of their own when one has no check', () => {
    const all = diagnose(failing(rpc(8456), errorEvent(603, 5)));

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual(['PHS303', 'PHS404']);
  });

  test('every code of replication is told with its meaning, by the account or by replication', () => {
    const missed = [...rpcCodes.values()].filter(({ code, category }) => {
      const id = category === 'credentials' ? 'PHS402' : 'PHS404';
      const finding = diagnose(failing(rpc(code))).find(({ check }) => check === id);
      return finding?.status !== 'fail' || !finding.message.includes(String(code)) || finding.remedy === undefined;
    });

    expect(missed).toEqual([]);
  });

  test('status does not run them, and judges the same events by PHS303', () => {
    const all = runChecks(diagnosedFacts(failing(rpc(8456))), context, statusChecks);

    expect(notPassed(all)).toEqual(['PHS302@contoso.com:skip<PHS303', 'PHS303@contoso.com:fail']);
  });
});

describe('a full sync of all passwords as the last resort', () => {
  const silent: Partial<Facts> = { events: known(eventSummary({})), partitionStates: known([]) };
  const advice = (facts: Partial<Facts>): string =>
    diagnose({ ...silent, ...facts }).find(({ check }) => check === 'PHS301')?.remedy?.text ?? '';

  test('is advised where everything else holds and no earlier run is known', () => {
    expect(advice({})).toMatch(/force-full-sync.*only once/);
  });

  test('is not advised where an earlier run is known', () => {
    const connector = adConnector('contoso.com', { forceFullPasswordSync: '1' });
    const earlier = eventSummary({ [ids.contoso]: [tally(623, 150)] });

    expect(advice({ connectors: known([entraConnector(), connector]) })).toMatch(/already triggered/);
    expect(advice({ events: known(earlier) })).toMatch(/already triggered/);
  });

  test('is not advised while something else is not in order or not known', () => {
    for (const facts of [
      { rules: known([]) },
      { rules: unreadable() },
      { domains: unreadable() },
      { replicationRights: unreadable('not-supported') },
    ] satisfies Partial<Facts>[]) {
      expect(advice(facts)).not.toMatch(/force-full-sync/);
    }
  });

  test('is not mentioned by any other finding', () => {
    const texts = diagnose({ ...silent, rules: known([]) }).map(({ remedy }) => remedy?.text ?? '');

    expect(texts.filter((text) => text.includes('force-full-sync'))).toEqual([]);
  });
});

test('a short log makes the checks of causes say once that nothing is known', () => {
  const all = diagnose({
    events: known(eventSummary({})),
    partitionStates: known([]),
    companyFeature: unreadable(),
    eventLogReach: known({ oldestAt: minutesAgo(10) }),
  });

  expect(notPassed(all)).toEqual([
    'PHS107:warn',
    'PHS203:unknown',
    'PHS209:unknown',
    'PHS210@contoso.com:skip<PHS303',
    'PHS301@contoso.com:unknown',
    'PHS302@contoso.com:warn',
    'PHS303@contoso.com:unknown',
    'PHS304@contoso.com:skip<PHS303',
    'PHS402@contoso.com:skip<PHS303',
    'PHS404@contoso.com:skip<PHS303',
    'PHS405:skip<PHS203',
    'PHS406@contoso.com:skip<PHS303',
  ]);
});

test('the tenant that cannot be asked without an Entra connector is explained by that alone', () => {
  const none = { connectors: known([adConnector()]), companyFeature: unreadable() };
  const several = {
    connectors: known([entraConnector(), entraConnector(), adConnector()]),
    companyFeature: unreadable(),
  };
  const ofTenant = ({ check }: Finding): boolean => ['PHS203', 'PHS209'].includes(check);

  expect(notPassed(diagnose(none).filter(ofTenant))).toEqual(['PHS203:skip<PHS201', 'PHS209:skip<PHS201']);
  expect(notPassed(diagnose(several).filter(ofTenant))).toEqual(['PHS203:unknown', 'PHS209:unknown']);
});
