import { describe, expect, test } from '@jest/globals';
import { findArrival } from '../../src/object-checks/password-set.js';
import { known } from '../../src/model/fact.js';
import type { ErrorEvent, Facts, PartitionState } from '../../src/model/facts.js';
import type { ObjectResult } from '../../src/model/object-report.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import { buildObjectResult } from '../../src/report/build-object-result.js';
import { ServerForUsers } from '../../src/report/server-for-users.js';
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
  passwordRule,
  platform,
  reachableDomain,
  replicationRight,
  rootDescriptor,
  scheduler,
  state,
  tally,
} from '../support/facts.js';
import {
  attribute,
  directoryObject,
  healthyTrace,
  logEntry,
  metaverseObject,
  outboundRule,
  plainRule,
  sourceObject,
  syncRule,
  userEvents,
} from '../support/trace.js';

/** A forest of two domains and another forest; each domain has one user whose last change arrived two days ago. */
const places = {
  root: { connector: 'contoso.com', domain: 'contoso.com', dn: 'DC=contoso,DC=com' },
  child: { connector: 'contoso.com', domain: 'emea.contoso.com', dn: 'DC=emea,DC=contoso,DC=com' },
  other: { connector: 'fabrikam.com', domain: 'fabrikam.com', dn: 'DC=fabrikam,DC=com' },
} as const;
type User = keyof typeof places;
const users: readonly User[] = ['root', 'child', 'other'];
const everybody = users;
const { child } = places;

const contoso = { partitions: [partition('contoso.com'), partition('emea.contoso.com')] };
const heartbeats = { [ids.contoso]: [tally(654, 12, 6)], [ids.fabrikam]: [tally(654, 7, 6)] };
const cycles = (changes: Partial<Record<User, Partial<PartitionState>>> = {}): PartitionState[] => [
  state(ids.contoso, changes.root),
  state(ids.contoso, { dn: child.dn, ...changes.child }),
  state(ids.fabrikam, { dn: places.other.dn, ...changes.other }),
];
const failedCycle = { lastCycleStatus: 'Failed', lastSuccessEndedAt: minutesAgo(600) } as const;

function forest(changes: Partial<Facts> = {}): Facts {
  return healthyFacts({
    connectors: known([entraConnector(), adConnector('contoso.com', contoso), adConnector('fabrikam.com')]),
    channels: known([channel(), channel('fabrikam.com')]),
    partitionStates: known(cycles()),
    events: known(eventSummary(heartbeats)),
    rules: known([
      plainRule,
      syncRule(),
      outboundRule(),
      passwordRule('Inbound', { connectorId: ids.fabrikam, identifier: 'aaaaaaaa-0000-4000-8000-000000000102' }),
    ]),
    domains: known([
      reachableDomain(),
      reachableDomain('contoso.com', { domain: child.domain }),
      reachableDomain('fabrikam.com'),
    ]),
    replicationRights: known([
      replicationRight(),
      replicationRight('contoso.com', { domainDn: child.dn }),
      replicationRight('fabrikam.com'),
    ]),
    ...changes,
  });
}

/** The trace of the user of a domain, whole, with the last success long before the window. */
function traceOf(user: User, changes: Partial<ObjectTrace> = {}): ObjectTrace {
  const { connector, domain, dn } = places[user];
  const name = `CN=Anna,OU=Staff,${dn}`;
  const source = sourceObject({ distinguishedName: name, connectorName: connector });
  return healthyTrace({
    reference: { kind: 'dn', text: name },
    distinguishedName: name,
    connectorNames: [connector],
    directory: known(directoryObject({ distinguishedName: name })),
    source: known(source),
    metaverse: known(
      metaverseObject({ attributes: [attribute('domainFQDN', domain), attribute('domainNetBios', 'CONTOSO')] }),
    ),
    log: known([logEntry('Success', 2 * 24 * 60 - 1)]),
    ...changes,
  });
}

function resultFor(user: User, facts: Facts, changes: Partial<ObjectTrace> = {}): ObjectResult {
  const trace = traceOf(user, changes);
  const subject = { trace, server: facts, userEvents: known(userEvents()) };
  const arrived = findArrival(subject);
  const server = new ServerForUsers(facts, 'active');
  const serverCauses = server.listCauses(trace, arrived === null ? undefined : Date.parse(arrived));
  return buildObjectResult(subject, { index: 1, line: null, now, serverCauses, withSides: false });
}

const error = (eventId: number, message: string, changes: Partial<ErrorEvent> = {}): Partial<Facts> => ({
  events: known(eventSummary(heartbeats, [errorEvent(eventId, 3, { message, ...changes })])),
});
const ofChild = { domain: child.domain.toUpperCase() };
const failingChild = { partitionStates: known(cycles({ child: failedCycle })) };

/** A kind of trouble, whose passwords it stops, and which check says so. */
interface Trouble {
  readonly name: string;
  readonly facts: Partial<Facts>;
  readonly stops: readonly User[];
  readonly check: string;
  readonly says?: RegExp;
}

const troubles: readonly Trouble[] = [
  {
    name: 'a build that was cut off',
    facts: { platform: known(platform({ productVersion: '2.4.27.0' })) },
    stops: everybody,
    check: 'PHS106',
    says: /; a new one would not be: .*2\.4\.27\.0/,
  },
  {
    name: 'a stopped service',
    facts: { service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }) },
    stops: everybody,
    check: 'PHS104',
  },
  {
    name: 'a tenant without the feature',
    facts: { companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: false }) },
    stops: everybody,
    check: 'PHS203',
  },
  {
    name: 'staging mode',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: true })) },
    stops: everybody,
    check: 'PHS204',
  },
  {
    name: 'an expired certificate',
    facts: {
      signInEvents: known([
        {
          recordId: 9,
          eventId: 1012,
          source: 'x',
          entryType: 'Error',
          generatedAt: minutesAgo(5),
          message: 'The certificate of the application expired.',
        },
      ]),
    },
    stops: everybody,
    check: 'PHS212',
  },
  {
    name: 'a channel of the other forest that is off',
    facts: { channels: known([channel(), channel('fabrikam.com', { enabled: false })]) },
    stops: ['other'],
    check: 'PHS205',
  },
  {
    name: 'a channel of the forest that is off',
    facts: { channels: known([channel('contoso.com', { enabled: false }), channel('fabrikam.com')]) },
    stops: ['root', 'child'],
    check: 'PHS205',
  },
  {
    name: 'a silent forest',
    facts: {
      events: known(eventSummary({ [ids.fabrikam]: [tally(654, 7, 6)] })),
      partitionStates: known(cycles().slice(2)),
    },
    stops: ['root', 'child'],
    check: 'PHS301',
  },
  {
    name: 'the FIPS policy, met by one connector',
    facts: error(667, 'This implementation is not part of the Windows Platform FIPS validated algorithms.', {
      connectorId: ids.fabrikam,
      domain: 'FABRIKAM.COM',
    }),
    stops: ['other'],
    check: 'PHS210',
  },
  {
    name: 'a domain that cannot be reached',
    facts: {
      domains: known([
        reachableDomain(),
        reachableDomain('contoso.com', { domain: child.domain, isReachable: false, exceptionMessage: 'No server.' }),
        reachableDomain('fabrikam.com'),
      ]),
    },
    stops: ['child'],
    check: 'PHS401',
    says: /^The password of 2026-11-20 is synchronized; a new one would not be: domain emea\.contoso\.com cannot be reached from this server \(No server\.\) \(PHS401\)\.$/,
  },
  {
    name: '611 of a domain with the code of an unreachable one',
    facts: {
      ...error(611, 'Password hash synchronization failed for domain: emea.contoso.com. RPC Error 1722 : x', ofChild),
      ...failingChild,
    },
    stops: ['child'],
    check: 'PHS404',
  },
  {
    name: '611 of a domain whose code is not known, without a later success of it',
    facts: {
      ...error(611, 'Password hash synchronization failed for domain: emea.contoso.com.', ofChild),
      ...failingChild,
    },
    stops: ['child'],
    check: 'PHS303',
  },
  {
    name: '611 of a domain that refuses the account',
    facts: { ...error(611, 'DirectoryEntry.Bind() 0x8007052E', ofChild), ...failingChild },
    stops: ['child'],
    check: 'PHS402',
  },
  {
    name: 'a right that is missing at the root of a domain',
    facts: {
      replicationRights: known([
        replicationRight(),
        replicationRight('contoso.com', { domainDn: child.dn, securityDescriptor: rootDescriptor('') }),
        replicationRight('fabrikam.com'),
      ]),
      ...failingChild,
    },
    stops: ['child'],
    check: 'PHS403',
  },
  {
    name: 'a domain flag that is off',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('emea.contoso.com', { isDomain: false })],
        }),
        adConnector('fabrikam.com'),
      ]),
      partitionStates: known(cycles().filter(({ dn }) => dn !== child.dn)),
    },
    stops: ['child'],
    check: 'PHS213',
  },
  {
    name: 'cycles of a domain that have not succeeded for hours, without an event',
    facts: failingChild,
    stops: ['child'],
    check: 'PHS302',
  },
  {
    name: 'a batch that Entra refused, of one connector, whatever partition its text names',
    facts: {
      ...error(655, 'Failed credential provisioning ping. Error Code: 90.', { domain: 'CONTOSO.COM' }),
    },
    stops: ['root', 'child'],
    check: 'PHS405',
  },
];

describe('what keeps passwords of some users from arriving', () => {
  test.each(troubles.map((trouble) => [trouble.name, trouble] as const))(
    '%s fails for those whom it is about, says so of the next password, and touches nobody else',
    (_name, { facts, stops, check, says }) => {
      const results = users.map((user) => [user, resultFor(user, forest(facts))] as const);

      for (const [user, result] of results) {
        if (!stops.includes(user)) {
          expect([user, result.status, result.serverCauses]).toEqual([user, 'pass', []]);
          continue;
        }
        expect([user, result.status, result.cause?.check]).toEqual([user, 'fail', check]);
        expect(result.password).toMatchObject({ state: 'synchronized', next: 'stopped' });
        expect(result.answer).toMatch(says ?? /^The password of 2026-11-20 is synchronized; a new one would not be: /);
        expect(result.answer).toContain(`(${check})`);
      }
    },
  );

  test.each(troubles.map((trouble) => [trouble.name, trouble] as const))(
    '%s explains that the newest change did not arrive',
    (_name, { facts, stops, check }) => {
      const changed = { directory: known(directoryObject({ passwordLastSetAt: minutesAgo(60) })) };
      for (const user of stops) {
        expect(resultFor(user, forest(facts), changed)).toMatchObject({
          status: 'fail',
          cause: { check },
          answer: expect.stringMatching(
            /^The password of 2026-11-22 is not synchronized, and a new one would not be: /,
          ),
        });
      }
    },
  );

  test.each(troubles.map((trouble) => [trouble.name, trouble] as const))(
    '%s comes after a broken link of the user himself, and is told beside it',
    (_name, { facts, stops, check }) => {
      for (const user of stops) {
        const result = resultFor(user, forest(facts), { source: known(null) });
        expect(result).toMatchObject({ status: 'fail', cause: { check: 'PHS503' } });
        expect(result.serverCauses.map((cause) => cause.check)).toContain(check);
      }
    },
  );
});

describe('as seen in public reports', () => {
  const old = { directory: known(directoryObject({ passwordLastSetAt: minutesAgo(30 * 24 * 60) })) };

  test('a forest with sixty errors of the FIPS policy fails for its users, and says what becomes of the next password', () => {
    const message = 'This implementation is not part of the Windows Platform FIPS validated algorithms.';
    const errors = Array.from({ length: 60 }, (_, index) =>
      errorEvent(667, 3 * (index + 1) - 2, { message, domain: 'CONTOSO.COM' }),
    );
    const facts = forest({ events: known(eventSummary(heartbeats, errors)) });

    expect(resultFor('root', facts)).toMatchObject({
      status: 'fail',
      cause: { check: 'PHS210' },
      answer: expect.stringMatching(
        /^The password of 2026-11-20 is synchronized; a new one would not be: .*FIPS.*\(PHS210\)\.$/,
      ),
    });
    expect(resultFor('other', facts)).toMatchObject({ status: 'pass', serverCauses: [] });
  });

  test('an empty log is no all-clear if the domain cannot be reached', () => {
    const facts = forest({
      events: known(
        eventSummary(heartbeats, [
          errorEvent(611, 3, { message: 'RPC Error 1722 : The RPC server is unavailable.', ...ofChild }),
        ]),
      ),
      domains: known([
        reachableDomain(),
        reachableDomain('contoso.com', { domain: child.domain, isReachable: false, exceptionMessage: 'No server.' }),
        reachableDomain('fabrikam.com'),
      ]),
      ...failingChild,
    });

    expect(resultFor('child', facts, { log: known([]), ...old })).toMatchObject({
      status: 'fail',
      cause: { check: 'PHS401' },
      password: { state: 'not-recorded', next: 'stopped' },
      answer: expect.stringMatching(/domain emea\.contoso\.com cannot be reached from this server \(No server\.\)/),
    });
    expect(resultFor('child', forest(), { log: known([]), ...old }).status).toBe('pass');
  });
});

describe('a user of a domain that is not selected for synchronization', () => {
  const facts = (changes: Partial<Facts> = {}): Facts =>
    forest({
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('emea.contoso.com', { selected: false })],
        }),
        adConnector('fabrikam.com'),
      ]),
      partitionStates: known(cycles().filter(({ dn }) => dn !== child.dn)),
      domains: known([reachableDomain(), reachableDomain('fabrikam.com')]),
      replicationRights: known([replicationRight(), replicationRight('fabrikam.com')]),
      ...changes,
    });
  const outside = { source: known(null) };

  test('has a cause of his own, and the server none, although nothing is known of the domain', () => {
    const result = resultFor('child', facts(), outside);

    expect(result).toMatchObject({ status: 'fail', cause: { check: 'PHS503' }, serverCauses: [] });
    expect(result.answer).toContain('its domain "emea.contoso.com" is not selected');
  });

  test('is told what is wrong with the connector all the same', () => {
    const off = { channels: known([channel('contoso.com', { enabled: false }), channel('fabrikam.com')]) };

    expect(resultFor('child', facts(off), outside).serverCauses.map(({ check }) => check)).toContain('PHS205');
  });
});

describe('what is over, or is about something else', () => {
  const recovered = errorEvent(611, 60, { message: 'RPC Error 1722 : x', ...ofChild });

  test.each<readonly [string, Partial<Facts>]>([
    ['a 611 of the domain, and a later success of it', { events: known(eventSummary(heartbeats, [recovered])) }],
    [
      'a cycle in progress',
      {
        partitionStates: known(
          cycles({
            child: { lastCycleStatus: 'InProgress', lastCycleEndedAt: null, lastSuccessEndedAt: minutesAgo(3) },
          }),
        ),
      },
    ],
    [
      'another user whose password failed',
      { events: known(eventSummary(heartbeats, [errorEvent(664, 3, { message: 'Dn : CN=Other,DC=contoso,DC=com' })])) },
    ],
    ['a build out of support', { platform: known(platform({ productVersion: '2.5.79.0' })) }],
    [
      'a scheduler that is off, with an account',
      {
        scheduler: known(scheduler({ syncCycleEnabled: false })),
        entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
      },
    ],
    [
      'domains and rights that could not be read, where cycles succeed',
      {
        domains: known([]),
        replicationRights: known([]),
      },
    ],
  ])('%s touches nobody', (_name, facts) => {
    expect(users.map((user) => [user, resultFor(user, forest(facts)).status])).toEqual(
      users.map((user) => [user, 'pass']),
    );
  });

  test('a forest that answers is no proof for a domain whose error goes on', () => {
    const facts = forest({ events: known(eventSummary(heartbeats, [recovered])), ...failingChild });

    expect(resultFor('child', facts)).toMatchObject({ status: 'fail', cause: { check: 'PHS404' } });
    expect(resultFor('root', facts).status).toBe('pass');
  });
});

test('what will stop passwords one day is a warning, and the answer is given all the same', () => {
  const result = resultFor('root', forest({ scheduler: known(scheduler({ schedulerSuspended: true })) }));

  expect(result).toMatchObject({ status: 'warn', cause: { check: 'PHS206' }, password: { next: 'arrives' } });
  expect(result.answer).toMatch(
    /^The password of 2026-11-20 is synchronized, and a new one would be, but only for now: the scheduler is suspended\./,
  );
});

test('a user in order gets when his password was changed and when it arrived', () => {
  for (const user of users) {
    expect(resultFor(user, forest()).answer).toBe(
      'The password is synchronized: changed at 2026-11-20 10:15:00 UTC, synchronized at 2026-11-20 10:16:00 UTC.',
    );
  }
  expect(
    resultFor('root', forest(), {
      log: known([]),
      directory: known(directoryObject({ passwordLastSetAt: minutesAgo(30 * 24 * 60) })),
    }),
  ).toMatchObject({
    status: 'pass',
    password: { state: 'not-recorded', synchronizedAt: null },
    answer: expect.stringMatching(/It was changed at 2026-10-23 10:15:00 UTC, before the 7 days that the log keeps/),
  });
});
