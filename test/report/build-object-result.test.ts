import { describe, expect, test } from '@jest/globals';
import { buildObjectResult } from '../../src/report/build-object-result.js';
import { ServerForUsers } from '../../src/report/server-for-users.js';
import { findArrival } from '../../src/object-checks/password-set.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectResult, ServerCause } from '../../src/model/object-report.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import {
  channel,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  now,
  scheduler,
  state,
  tally,
  twoForestFacts,
  unreadable,
} from '../support/facts.js';
import { resultOf, tailOf } from '../support/object-results.js';
import { healthyTrace, logEntry, serverFacts, userEvents } from '../support/trace.js';

function causesOf(facts: Facts, trace = healthyTrace(), expected: 'active' | 'staging' = 'active') {
  const arrived = findArrival({ trace, server: facts, userEvents: known(userEvents()) });
  return new ServerForUsers(facts, expected).listCauses(trace, arrived === null ? undefined : Date.parse(arrived));
}

function judged(server: Partial<Facts>, changes: Partial<ObjectTrace> = {}): ObjectResult {
  const facts = serverFacts(server);
  const trace = healthyTrace(changes);
  return buildObjectResult(
    { trace, server: facts, userEvents: known(userEvents()) },
    { index: 1, line: null, now, serverCauses: causesOf(facts, trace), withSides: false },
  );
}

/** A user whose newest success is older than the window, so that he proves nothing for the next change. */
const quiet = { log: known([logEntry('Success', 2 * 24 * 60 - 1)]) };
const silent: Partial<Facts> = { events: known(eventSummary({})), partitionStates: known([]) };
const cause = (changes: Partial<ServerCause> = {}): ServerCause => ({
  check: 'PHS205',
  title: 'The channel is enabled',
  message: 'It is not.',
  status: 'fail',
  effect: 'stops',
  ...changes,
});

describe('a server that could not be checked', () => {
  test.each([
    ['PHS102', { connectors: unreadable(), scheduler: unreadable(), companyFeature: unreadable() }],
    ['PHS104', { service: unreadable() }],
    ['PHS105', { module: unreadable() }],
    ['PHS201', { connectors: unreadable() }],
    ['PHS203', { companyFeature: unreadable() }],
    ['PHS204', { scheduler: unreadable(), globalSetting: unreadable() }],
    ['PHS205', { channels: unreadable() }],
  ] as const)('(%s) is told and keeps an object from being in order', (check, server) => {
    const causes = causesOf(serverFacts(server));
    const told = causes.find((each) => each.check === check);

    expect(told).toMatchObject({ status: 'unknown', effect: 'hides' });
    const result = resultOf({}, { serverCauses: told === undefined ? [] : [told] });
    expect(result).toMatchObject({ status: 'unknown', cause: { check }, password: { next: 'unknown' } });
    expect(tailOf([result]).summary).toMatchObject({ status: 'unknown', exitCode: 4 });
  });

  test('is no cause where everything could be read', () => {
    expect(causesOf(healthyFacts())).toEqual([]);
    expect(judged({})).toMatchObject({ status: 'pass', password: { state: 'synchronized', next: 'arrives' } });
  });

  test('comes after a broken link and a gap of the object itself', () => {
    const server = { companyFeature: unreadable() };

    expect(judged(server, { source: known(null) })).toMatchObject({ status: 'fail', cause: { check: 'PHS503' } });
    expect(judged(server, { log: unreadable() })).toMatchObject({ status: 'unknown', cause: { check: 'PHS511' } });
  });

  test('comes before a warning of the object itself', () => {
    const trace = { log: known([logEntry('RetryRequestedByTarget')]) };

    expect(judged({ companyFeature: unreadable() }, trace)).toMatchObject({
      status: 'unknown',
      cause: { check: 'PHS203' },
    });
  });

  test('matters less than what is known to be wrong with it', () => {
    const off = known({ passwordHashSync: false, forcePasswordChangeOnLogOn: false });

    expect(judged({ companyFeature: off, channels: unreadable() })).toMatchObject({
      status: 'fail',
      cause: { check: 'PHS203' },
    });
  });

  test('does not matter where the domain was read and Entra answered in the window', () => {
    expect(judged({ domains: unreadable(), replicationRights: unreadable() }, quiet).status).toBe('pass');
    expect(
      judged({ domains: unreadable(), partitionStates: known([]), events: known(eventSummary({})) }, quiet),
    ).toMatchObject({ status: 'fail', cause: { check: 'PHS301' } });
  });

  test('does not matter to a user whose own password arrived in the window', () => {
    const server = { domains: unreadable(), partitionStates: unreadable() };

    expect(judged(server).status).toBe('pass');
    expect(causesOf(serverFacts({ ...server, events: known(eventSummary({})) }), healthyTrace(quiet))).toContainEqual(
      expect.objectContaining({ check: 'PHS401', status: 'unknown' }),
    );
  });
});

describe('a staging server', () => {
  const server = serverFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });

  test('stops the passwords of users, unless it is meant to be one', () => {
    expect(causesOf(server)).toMatchObject([{ check: 'PHS204', status: 'fail', effect: 'stops' }]);
    expect(causesOf(server, healthyTrace(), 'staging')).toEqual([]);
  });

  test('that is meant to be one stops nobody, whatever else is wrong with it, until it takes over', () => {
    const off = { ...server, channels: known([channel('contoso.com', { enabled: false })]) };

    expect(causesOf(off, healthyTrace(), 'staging')).toMatchObject([
      { check: 'PHS205', status: 'warn', effect: 'later' },
    ]);
  });

  test('that is active although it is meant to be one stops nobody', () => {
    expect(causesOf(serverFacts(), healthyTrace(), 'staging')).toEqual([]);
  });
});

describe('a connector without signs of life', () => {
  test('is a failure for its users, whose way is whole, and says so of the next password', () => {
    const result = judged(silent);

    expect(result).toMatchObject({ status: 'fail', cause: { check: 'PHS301', subject: 'contoso.com' } });
    expect(result.answer).toMatch(
      /^The password of 2026-11-20 is synchronized; a new one would not be: no heartbeat and no other sign of life in the whole Application log, which begins at .* \(PHS301\)\.$/,
    );
  });

  test('is a failure, too, when an event explains the silence', () => {
    const events = known(eventSummary({}, [errorEvent(611, 9)]));

    expect(judged({ events, partitionStates: known([]) })).toMatchObject({
      status: 'fail',
      cause: { check: 'PHS303', subject: 'contoso.com' },
    });
  });

  test('comes after a broken link of the object itself', () => {
    expect(judged(silent, { source: known(null) })).toMatchObject({ status: 'fail', cause: { check: 'PHS503' } });
  });

  test('explains an attempt that failed or was not made', () => {
    for (const log of [known([]), known([logEntry('Error')])]) {
      expect(judged(silent, { log })).toMatchObject({
        status: 'fail',
        cause: { check: 'PHS301' },
        password: { state: 'not-synchronized', next: 'stopped' },
        answer: expect.stringMatching(/^The password of 2026-11-20 is not synchronized, and a new one would not be: /),
      });
    }
  });

  test('concerns the users of no other connector', () => {
    const facts = twoForestFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12, 6)] })),
      partitionStates: known([state()]),
    });

    expect(causesOf(facts)).toEqual([]);
    expect(
      causesOf(facts, healthyTrace({ connectorNames: ['fabrikam.com'], distinguishedName: 'CN=F,DC=fabrikam,DC=com' })),
    ).toMatchObject([
      { check: 'PHS301', subject: 'fabrikam.com', status: 'fail' },
      { check: 'PHS302', subject: 'fabrikam.com' },
    ]);
  });
});

test('the summary names what is wrong everywhere and what concerned one of the objects, each once', () => {
  const feature = cause({ check: 'PHS203' });
  const mine = cause({ subject: 'contoso.com' });
  const results = [resultOf({}, { serverCauses: [feature, mine] }), resultOf({}, { serverCauses: [feature, mine] })];

  expect(tailOf(results, [feature]).summary.serverCauses).toEqual([feature, mine]);
  expect(tailOf([], [feature]).summary.serverCauses).toEqual([feature]);
  const off = healthyFacts({ channels: known([channel('contoso.com', { enabled: false })]) });
  expect(causesOf(off)).toMatchObject([{ check: 'PHS205', subject: 'contoso.com', status: 'fail' }]);
  expect(new ServerForUsers(off, 'active').everywhere()).toEqual([]);
});
