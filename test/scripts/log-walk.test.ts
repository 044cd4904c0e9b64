import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import type { Operation } from '../../src/scripts/operation.js';
import { describeWithEngine } from '../support/engine.js';
import { sessionWithModules, testVariable } from '../support/operations-session.js';

const longLog = {
  name: 'Test-PhsLongLog',
  summary: 'a long log that counts what it hands over',
  arguments: z.object({
    recent: z.number(),
    older: z.number(),
    wrongClockAt: z.number().optional(),
    oldestFirst: z.boolean().optional(),
  }),
  row: z.object({ done: z.boolean() }),
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;

/** A little more than an hour before the newest record. */
const hourAgo = new Date('2026-11-22T06:59:30Z');

interface Walk {
  readonly found: number;
  readonly handedOver: unknown;
}

describeWithEngine('Get-EventLog, which would walk the whole log', () => {
  let session: LiveSession;

  beforeEach(() => {
    session = sessionWithModules('other');
  });

  afterEach(async () => {
    await session.close();
  });

  async function walk(log: z.input<typeof longLog.arguments>): Promise<Walk> {
    await session.run(longLog, log);
    const { rows } = await session.run(getPhsEvent, {
      after: hourAgo,
      source: ['Directory Synchronization'],
      eventId: [654],
    });
    const [counted] = (await session.run(testVariable, { name: 'PhsHandedOver' })).rows;
    return { found: rows.length, handedOver: counted?.value };
  }

  test('is left when twenty records in a row are older than the time asked for, and two hours more', async () => {
    expect(await walk({ recent: 50, older: 5000 })).toEqual({ found: 50, handedOver: 50 + 2 + 20 });
  });

  test('is not left for a record whose clock was wrong', async () => {
    expect(await walk({ recent: 50, older: 5000, wrongClockAt: 10 })).toEqual({ found: 49, handedOver: 50 + 2 + 20 });
  });

  test('is walked to its end if nothing in it is that old, or if it does not begin with the newest', async () => {
    expect(await walk({ recent: 50, older: 10 })).toEqual({ found: 50, handedOver: 60 });
    expect(await walk({ recent: 50, older: 500, oldestFirst: true })).toEqual({ found: 50, handedOver: 550 });
  });
});
