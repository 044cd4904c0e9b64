import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsEventLogReach } from '../../src/scripts/get-phs-event-log-reach.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import { getPhsLastEvent } from '../../src/scripts/get-phs-last-event.js';
import { describeWithEngine } from '../support/engine.js';
import { sessionWithModules, testVariable } from '../support/operations-session.js';

const sources = ['Directory Synchronization', 'ADSync'];
const anHourIn = new Date('2026-03-29T01:00:00Z');

// In Berlin the clocks go forward at the very instant that is asked for; in Los Angeles nothing happens.
for (const zone of ['Europe/Berlin', 'America/Los_Angeles']) {
  describeWithEngine(`events in the zone ${zone}`, () => {
    let session: LiveSession;

    beforeAll(() => {
      session = sessionWithModules('other', { ...process.env, TZ: zone });
    });

    afterAll(async () => {
      await session.close();
    });

    test('the instant asked for is exact although the cmdlet compares local times', async () => {
      const { state, rows } = await session.run(getPhsEvent, { after: anHourIn, source: sources, eventId: [654] });
      expect(state).toBe('completed');
      expect(rows.map(({ recordId }) => recordId)).toEqual([5, 3]);
      expect(rows[1]).toEqual({
        recordId: 3,
        eventId: 654,
        source: 'directory synchronization',
        entryType: 'Information',
        message: 'exactly at the instant',
        generatedAt: expect.stringMatching(/^2026-03-29T01:00:00(\.0+)?Z$/),
      });
    });
  });
}

describeWithEngine('Get-PhsEvent and Get-PhsEventLogReach', () => {
  let session: LiveSession;

  beforeAll(() => {
    session = sessionWithModules('other');
  });

  afterAll(async () => {
    await session.close();
  });

  test('without sources and ids every record of the time is answered', async () => {
    const { rows } = await session.run(getPhsEvent, { after: new Date(0), source: [], eventId: [] });
    expect(rows.map(({ recordId }) => recordId)).toEqual([5, 4, 3, 2, 1]);
  });

  test('what comes seldom is answered with it and further back, of every source that is named like the products', async () => {
    const ask = async (more: object): Promise<readonly number[]> => {
      const question = { after: anHourIn, source: sources, eventId: [654], anySourceAfter: new Date(0), ...more };
      // Another length of time is another call of Get-EventLog, whose records come behind.
      return (await session.run(getPhsEvent, question)).rows.map(({ recordId }) => recordId).sort((a, b) => b - a);
    };

    expect(await ask({ anySourceEventId: [999], anySourceMaxCount: 9 })).toEqual([5, 4, 3]);
    expect(await ask({ anySourceEventId: [654], anySourceMaxCount: 9 })).toEqual([5, 3, 2]);
    // At most so many of each id, the newest; those that are asked for anyway come all the same.
    expect(await ask({ anySourceEventId: [654, 999], anySourceMaxCount: 1 })).toEqual([5, 4, 3]);
    expect(
      await ask({ anySourceEventId: [999], anySourceMaxCount: 9, anySourceAfter: new Date('2026-03-29T02:00:00Z') }),
    ).toEqual([5, 3]);
    // Records of the type Information are no errors.
    expect(await ask({ anySourceErrorEventId: [999], anySourceMaxCount: 9 })).toEqual([5, 3]);
  });

  test('"no matches found" in any language is an empty answer', async () => {
    const { state, rows, errors } = await session.run(getPhsEvent, {
      after: new Date(0),
      source: ['nobody'],
      eventId: [],
    });
    expect({ state, rows, errors }).toEqual({ state: 'completed', rows: [], errors: [] });
  });

  test('the newest record that holds each text is answered, and none for a text that no record holds', async () => {
    const ask = async (text: string[], eventId = [654]): Promise<readonly unknown[]> =>
      (await session.run(getPhsLastEvent, { source: sources, eventId, text })).rows;

    expect(await ask(['EXACTLY at', 'nowhere to be found'])).toEqual([
      {
        text: 'EXACTLY at',
        recordId: 3,
        eventId: 654,
        generatedAt: expect.stringMatching(/^2026-03-29T01:00:00(\.0+)?Z$/),
      },
    ]);
    expect(await ask(['exactly at'], [611])).toEqual([]);
    expect((await session.run(getPhsLastEvent, { source: ['nobody'], eventId: [654], text: ['x'] })).rows).toEqual([]);
  });

  test('without Get-WinEvent the reach of the log is told by a walk through it', async () => {
    const { rows } = await session.run(getPhsEventLogReach, {});
    expect(rows).toEqual([{ oldestAt: expect.stringMatching(/^2026-03-29T00:00:00(\.0+)?Z$/), isOldest: true }]);
  });

  test('a log of 20,000 records arrives page by page and whole', async () => {
    await session.run(testVariable, { name: 'OtherEventCount', value: 20_000 });
    const counted: number[] = [];
    await session.run(
      getPhsEvent,
      { after: new Date('2026-03-29T00:00:00Z'), source: [], eventId: [] },
      { onRows: (rows) => void counted.push(rows.length) },
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(20_000);
    expect(counted.length).toBeGreaterThan(1);
  });
});

describeWithEngine('the text of an event', () => {
  // Anybody may write events, and 100 MB in one would be carried through every step.
  test.each([
    [65_536, 65_536],
    [65_537, 65_536],
    [100_000_000, 65_536],
  ])('of %i characters comes with %i', async (written, read) => {
    const session = sessionWithModules('other');
    try {
      await session.run(testVariable, { name: 'OtherEventCount', value: 1 });
      await session.run(testVariable, { name: 'OtherMessageLength', value: written });
      const { rows } = await session.run(getPhsEvent, { after: new Date(0), source: [], eventId: [] });

      expect(rows.map(({ message }) => message.length)).toEqual([read]);
    } finally {
      await session.close();
    }
  });
});

describeWithEngine('an empty Application log', () => {
  test('has no oldest record and no events, and neither is a failure', async () => {
    const session = sessionWithModules('other');
    try {
      await session.run(testVariable, { name: 'OtherEventCount', value: 0 });
      expect((await session.run(getPhsEventLogReach, {})).rows).toEqual([{ oldestAt: null, isOldest: true }]);
      const { state, rows } = await session.run(getPhsEvent, { after: new Date(0), source: sources, eventId: [] });
      expect({ state, rows }).toEqual({ state: 'completed', rows: [] });
    } finally {
      await session.close();
    }
  });
});
