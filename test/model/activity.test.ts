import { describe, expect, test } from '@jest/globals';
import { ActivityBuilder, type ConnectorActivity } from '../../src/model/activity.js';
import { listErrorCauses } from '../../src/report/error-causes.js';
import { signEvents } from '../../src/model/event-catalog.js';
import type { EventRecord } from '../../src/model/facts.js';
import { parseEvent } from '../../src/parsers/event.js';
import { adConnector, errorEvent, eventSummary, ids, minutesAgo } from '../support/facts.js';
import { dayWindow, eventOf, heartbeats } from '../support/report-pages.js';

const contoso = adConnector();

function activityOf(records: readonly EventRecord[], oldestMs = -Infinity): ConnectorActivity {
  const builder = new ActivityBuilder(dayWindow, [contoso], (eventId) => signEvents.has(eventId));
  for (const record of records) {
    builder.add(parseEvent(record, [contoso]));
  }
  const [first] = builder.connectors(oldestMs);
  if (first === undefined) {
    throw new Error('no connector');
  }
  return first;
}

describe('activity of a connector', () => {
  test('counts heartbeats, batches with their passwords, and problems', () => {
    const {
      heartbeats: beats,
      batches,
      problems,
    } = activityOf([
      eventOf(654, 100, ids.contoso),
      eventOf(654, 70, ids.contoso),
      eventOf(651, 60, ids.contoso, 'Count: 7.'),
      eventOf(650, 61, ids.contoso, 'Count: 7.'),
      eventOf(611, 50, ids.contoso),
    ]);

    expect(beats).toEqual({ count: 2, latestAt: minutesAgo(70) });
    expect(batches).toMatchObject({ count: 1, latestAt: minutesAgo(60) });
    expect(problems).toEqual({ count: 1, latestAt: minutesAgo(50) });
  });

  test('is silent between signs that are more than 35 minutes apart, whatever the order of the records', () => {
    const day = [...heartbeats(ids.contoso, 24 * 60, 300), ...heartbeats(ids.contoso, 200, 20)];
    const expected = [{ startsAt: minutesAgo(305), endsAt: minutesAgo(175) }];

    expect(activityOf(day).silences).toEqual(expected);
    expect(activityOf([...day].reverse()).silences).toEqual(expected);
    expect(activityOf(heartbeats(ids.contoso, 24 * 60)).silences).toEqual([]);
  });

  test('is silent for the whole time without a sign, but never before the log begins', () => {
    const whole = { startsAt: minutesAgo(24 * 60), endsAt: minutesAgo(0) };

    expect(activityOf([]).silences).toEqual([whole]);
    expect(activityOf([eventOf(611, 30, ids.contoso)]).silences).toEqual([whole]);
    expect(activityOf([], Date.parse(minutesAgo(90))).silences).toEqual([{ ...whole, startsAt: minutesAgo(90) }]);
    expect(activityOf([], Infinity).silences).toEqual([]);
  });

  test('pairs the start of a full sync with its end', () => {
    const spans = (...records: EventRecord[]): unknown => activityOf(records).fullSyncs;

    expect(spans(eventOf(623, 50, ids.contoso), eventOf(617, 90, ids.contoso))).toMatchObject([
      { startsAt: minutesAgo(90), endsAt: minutesAgo(50), outcome: 'completed' },
    ]);
    expect(spans(eventOf(617, 90, ids.contoso))).toMatchObject([{ endsAt: minutesAgo(0), outcome: 'open' }]);
    expect(spans(eventOf(617, 90, ids.contoso), eventOf(621, 80, ids.contoso))).toMatchObject([{ outcome: 'failed' }]);
    expect(spans(eventOf(623, 50, ids.contoso))).toMatchObject([
      { startsAt: minutesAgo(24 * 60), outcome: 'completed' },
    ]);
    expect(spans()).toEqual([]);
  });

  test('leaves out what lies outside the window', () => {
    expect(activityOf([eventOf(654, 24 * 60 + 1, ids.contoso)]).heartbeats.count).toBe(0);
    expect(activityOf([eventOf(654, 24 * 60, ids.contoso)]).heartbeats.count).toBe(1);
  });

  test('is kept for a bounded number of connectors', () => {
    const builder = new ActivityBuilder(dayWindow, [], () => false);
    for (let number = 0; number < 1_000; number += 1) {
      const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      builder.add(parseEvent(eventOf(654, 30, id), []));
    }
    const connectors = builder.connectors(-Infinity);

    expect(connectors.length).toBeLessThan(150);
    expect(connectors.reduce((sum, { heartbeats: { count } }) => sum + count, 0)).toBe(1_000);
  });
});

describe('errors by cause', () => {
  const fabrikam = adConnector('fabrikam.com');
  const denied = { message: 'RPC Error 8453 : Replication access was denied.' };

  test('of several connectors are one when the cause is one, the worst and most frequent first', () => {
    const events = eventSummary({}, [
      errorEvent(664, 3),
      errorEvent(611, 5, denied),
      errorEvent(611, 9, { ...denied, connectorId: ids.fabrikam, domain: 'fabrikam.com' }),
      errorEvent(611, 7, { message: 'RPC Error 1722 : The RPC server is unavailable.' }),
    ]);
    const causes = listErrorCauses(events, [contoso, fabrikam], dayWindow.startsAt);

    expect(causes.map(({ eventId, cause, count }) => [eventId, cause, count])).toEqual([
      [611, 'RPC error 8453 (ERROR_DS_DRA_ACCESS_DENIED)', 2],
      [611, 'RPC error 1722 (RPC_S_SERVER_UNAVAILABLE)', 1],
      [664, null, 1],
    ]);
    expect(causes[0]).toMatchObject({
      connectors: ['contoso.com', 'fabrikam.com'],
      firstAt: minutesAgo(9),
      latestAt: minutesAgo(5),
      severity: 'fail',
    });
  });

  test('of a connector that does not exist are kept', () => {
    const events = eventSummary({}, [errorEvent(611, 5, { ...denied, connectorId: ids.fabrikam })]);

    expect(listErrorCauses(events, [contoso], dayWindow.startsAt)).toMatchObject([{ connectors: [null], count: 1 }]);
    expect(listErrorCauses(eventSummary({}), [contoso], dayWindow.startsAt)).toEqual([]);
  });
});
