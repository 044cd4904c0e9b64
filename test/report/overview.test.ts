import { describe, expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Overview } from '../../src/model/report.js';
import {
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  platform,
  tally,
  unreadable,
} from '../support/facts.js';
import { reportOf } from '../support/reports.js';

function overviewOf(changes: Partial<Facts>): Partial<Overview> {
  return reportOf(healthyFacts(changes)).overview ?? {};
}

function fullSyncOf(changes: Partial<Facts>): unknown {
  const { connectors } = overviewOf(changes);
  return connectors?.known === true ? connectors.value[0]?.fullSync : undefined;
}

const rejected = { message: 'Failed for contoso.com. RPC Error 8453 : Replication access was denied.' };

describe('the problems of an overview', () => {
  test('are counted by connector, id and code, and those whose texts are not kept without a code', () => {
    const errors = [
      errorEvent(611, 5, rejected),
      errorEvent(611, 9, { ...rejected, domain: 'emea.contoso.com' }),
      errorEvent(611, 7),
      errorEvent(667, 8, { connectorId: null }),
    ];
    const { problems } = overviewOf({
      events: known({ ...eventSummary({ [ids.contoso]: [tally(652, 30)] }, errors), errorCount: 900 }),
    });

    expect(problems?.known === true ? problems.value : []).toEqual([
      expect.objectContaining({
        connector: 'contoso.com',
        eventId: 611,
        code: '8453',
        count: 2,
        latestAt: minutesAgo(5),
      }),
      expect.objectContaining({ connector: 'contoso.com', eventId: 611, code: null, count: 1 }),
      expect.objectContaining({ connector: 'contoso.com', eventId: 652, code: null, count: 1 }),
      expect.objectContaining({ connector: null, eventId: 667, severity: 'fail', count: 1 }),
    ]);
  });

  test('are unknown if the log could not be read', () => {
    expect(overviewOf({ events: unreadable() }).problems).toMatchObject({ known: false });
    expect(overviewOf({ connectors: unreadable() }).problems).toMatchObject({ known: false });
  });
});

describe('a full sync of an overview', () => {
  test.each([
    ['none', [tally(654, 10)]],
    ['running', [tally(617, 20), tally(656, 5)]],
    ['none', [tally(617, 20), tally(623, 5)]],
    ['stuck', [tally(617, 120)]],
    ['failed', [tally(621, 20)]],
    ['paused', [tally(613, 20)]],
  ])('is %s', (state, tallies) => {
    expect(fullSyncOf({ events: known(eventSummary({ [ids.contoso]: tallies })) })).toEqual(known(state));
  });
});

describe('the days of an overview', () => {
  test('are those of the list of builds', () => {
    const build = (productVersion: string | null): Overview['build'] | undefined =>
      overviewOf({ platform: known(platform({ productVersion })) }).build;

    expect(build('2.6.91.0')).toEqual({
      version: '2.6.91.0',
      supportEndsAt: '2027-09-23T00:00:00.000Z',
      stopsAt: null,
    });
    expect(build('99.0.0.0')).toEqual({ version: '99.0.0.0', supportEndsAt: null, stopsAt: null });
    expect(build('1.6.0.0')?.stopsAt).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  });

  test('of the certificate are those of its warnings, unless the sign-in events could not be read', () => {
    expect(overviewOf({}).certificate).toEqual(known({ renewalDueAt: null, expiredAt: null }));
    expect(overviewOf({ signInEvents: unreadable() }).certificate).toMatchObject({ known: false });
  });
});
