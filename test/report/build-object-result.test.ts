import { describe, expect, test } from '@jest/globals';
import { buildObjectResult, findServerCauses } from '../../src/report/build-object-result.js';
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

function judged(server: Partial<Facts>, trace: Partial<ObjectTrace> = {}): ObjectResult {
  const facts = serverFacts(server);
  return buildObjectResult(
    { trace: healthyTrace(trace), server: facts, userEvents: known(userEvents()) },
    { index: 1, line: null, now, serverCauses: findServerCauses(facts, 'active'), withSides: false },
  );
}

const silent: Partial<Facts> = { events: known(eventSummary({})), partitionStates: known([]) };
const cause = (changes: Partial<ServerCause> = {}): ServerCause => ({
  check: 'PHS205',
  title: 'The channel is enabled',
  message: 'It is not.',
  status: 'fail',
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
    const causes = findServerCauses(serverFacts(server), 'active');
    const told = causes.find((each) => each.check === check);

    expect(told).toMatchObject({ status: 'unknown' });
    const result = resultOf({}, { serverCauses: told === undefined ? [] : [told] });
    expect(result).toMatchObject({ status: 'unknown', cause: { check } });
    expect(tailOf([result], causes).summary).toMatchObject({ status: 'unknown', exitCode: 4 });
  });

  test('is no cause where everything could be read', () => {
    expect(findServerCauses(healthyFacts(), 'active')).toEqual([]);
    expect(judged({}).status).toBe('pass');
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

  test('is not asked whether it is in staging mode when it is meant to be', () => {
    const server = serverFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });

    expect(findServerCauses(server, 'active').map(({ check }) => check)).toContain('PHS204');
    expect(findServerCauses(server, 'staging')).toEqual([]);
  });
});

describe('a connector without signs of life', () => {
  test('is a warning for its users, whose way is whole', () => {
    expect(judged(silent)).toMatchObject({ status: 'warn', cause: { check: 'PHS301', subject: 'contoso.com' } });
  });

  test('is a warning, too, when an event explains the silence', () => {
    const events = known(eventSummary({}, [errorEvent(611, 9)]));

    expect(judged({ events, partitionStates: known([]) })).toMatchObject({
      status: 'warn',
      cause: { check: 'PHS303', subject: 'contoso.com' },
    });
  });

  test('comes after a broken link of the object itself', () => {
    expect(judged(silent, { source: known(null) })).toMatchObject({ status: 'fail', cause: { check: 'PHS503' } });
  });

  test('concerns the users of no other connector', () => {
    const facts = twoForestFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12, 6)] })),
      partitionStates: known([state()]),
    });

    expect(findServerCauses(facts, 'active')).toMatchObject([{ check: 'PHS301', subject: 'fabrikam.com' }]);
    expect(resultOf({}, { serverCauses: findServerCauses(facts, 'active') }).status).toBe('pass');
  });
});

test('the summary names the causes of the server and of the connectors of its objects', () => {
  const causes = [cause({ check: 'PHS203' }), cause({ subject: 'contoso.com' }), cause({ subject: 'fabrikam.com' })];

  expect(tailOf([resultOf()], causes).summary.serverCauses).toEqual(causes.slice(0, 2));
  expect(tailOf([], causes).summary.serverCauses).toEqual(causes.slice(0, 1));
  expect(
    findServerCauses(healthyFacts({ channels: known([channel('contoso.com', { enabled: false })]) }), 'active'),
  ).toMatchObject([{ check: 'PHS205', subject: 'contoso.com', status: 'fail' }]);
});
