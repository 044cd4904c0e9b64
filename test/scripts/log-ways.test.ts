import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { buildQuestion } from '../../src/collect/event-question.js';
import { signEvents } from '../../src/model/event-catalog.js';
import type { EventRecord } from '../../src/model/facts.js';
import type { LiveSession } from '../../src/ps/live-session.js';
import { getPhsEventLogReach } from '../../src/scripts/get-phs-event-log-reach.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import { getPhsLastEvent } from '../../src/scripts/get-phs-last-event.js';
import type { Operation } from '../../src/scripts/operation.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { formatEventFile, type SimulatedEvent } from '../../src/simulator/events.js';
import { describeWithEngine } from '../support/engine.js';
import { liveSession } from '../support/live.js';

const noWinEvent = {
  name: 'Test-PhsNoWinEvent',
  summary: 'lets Get-WinEvent fail',
  arguments: z.object({}),
  row: z.object({ done: z.boolean() }),
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;

const now = new Date();
const sources = ['Directory Synchronization', 'ADSync', 'FIMSynchronizationService'];

/** Records that differ in what the two cmdlets call differently; none is a whole second. */
function seldom(index: number): SimulatedEvent {
  const kinds: readonly Pick<SimulatedEvent, 'instanceId' | 'source' | 'entryType'>[] = [
    { instanceId: 2506, source: 'Entra Connect Admin Actions', entryType: 'Information' },
    { instanceId: 0xc0001af4, source: 'ADSync', entryType: 'Error' },
    { instanceId: 906, source: 'Directory Synchronization', entryType: index % 2 === 0 ? 'Error' : 'Information' },
    { instanceId: 1012, source: 'AzureADConnect', entryType: 'Warning' },
    { instanceId: 6916, source: 'ADSync', entryType: 'SuccessAudit' },
    { instanceId: 654, source: 'Another product', entryType: 'Information' },
  ];
  const kind = kinds[index % kinds.length] ?? { instanceId: 1, source: 'none', entryType: 'Information' };
  return {
    ...kind,
    at: new Date(now.getTime() - 60_000 * 7 * index - 1_234),
    category: 0,
    message: `Text ${index} <&> 'x'`,
  };
}

/** The lines of a log as a server has them: numbered as they were written. */
function inOrderOfTime(lines: string): string {
  const ticks = (line: string): bigint => BigInt(line.split('\t')[1] ?? '');
  const sorted = lines
    .trimEnd()
    .split('\n')
    .sort((left, right) => Number(ticks(left) - ticks(right)));
  return sorted.map((line, index) => `${line.replace(/^\d+/, String(index + 1))}\n`).join('');
}

/** Get-EventLog hands over what is wanted of another time in another call. */
const newestFirst = (rows: readonly EventRecord[]): readonly EventRecord[] =>
  [...rows].sort((left, right) => right.recordId - left.recordId);

describeWithEngine('the two ways to read the Application log', () => {
  let folder: string;
  let structured: LiveSession;
  let walking: LiveSession;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-log-'));
    await createSimulatedServer('three-forests', folder, { now });
    const log = join(folder, 'events.tsv');
    const more = formatEventFile(Array.from({ length: 240 }, (_, index) => seldom(239 - index)));
    await writeFile(log, inOrderOfTime((await readFile(log, 'utf8')) + more));
    const open = (): LiveSession =>
      liveSession(
        {},
        {
          server: { modulePath: '', simulatorPath: join(packageRoot(), 'simulator'), simulatedServer: folder },
          parameters: { '-OperationPath': join(packageRoot(), 'test', 'support', 'inspect') },
        },
      );
    structured = open();
    walking = open();
    await walking.run(noWinEvent, {});
  });

  afterAll(async () => {
    await Promise.all([structured.close(), walking.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  test('give the same records of all that is asked in a run', async () => {
    const hoursAgo = (hours: number): Date => new Date(now.getTime() - 3_600_000 * hours);
    const question = buildQuestion(hoursAgo(3), hoursAgo(30 * 24));
    const [one, other] = [await structured.run(getPhsEvent, question), await walking.run(getPhsEvent, question)];

    expect(one.state).toBe('completed');
    expect(new Set(one.rows.map(({ entryType }) => entryType))).toEqual(
      new Set(['Information', 'Error', 'Warning', 'SuccessAudit']),
    );
    expect(one.rows.some(({ source }) => source === 'Another product')).toBe(false);
    expect(newestFirst(other.rows)).toEqual(newestFirst(one.rows));
    expect(other).toEqual({ ...one, rows: other.rows, durationMs: other.durationMs });
  });

  test('give the same for some ids of every source, and for all ids of some sources', async () => {
    for (const question of [
      { after: new Date(0), source: [], eventId: [654, 1012] },
      { after: new Date(now.getTime() - 3_600_000), source: sources, eventId: [] },
    ]) {
      const [one, other] = [await structured.run(getPhsEvent, question), await walking.run(getPhsEvent, question)];
      expect(one.rows.length).toBeGreaterThan(5);
      expect(other.rows).toEqual(one.rows);
    }
  });

  test('find the same last sign, and the same oldest record', async () => {
    const question = {
      source: sources,
      eventId: [...signEvents.keys()],
      text: ['Provision', 'ping', 'not in the log'],
    };
    const one = await structured.run(getPhsLastEvent, question);
    expect(one.rows.map(({ text }) => text).sort()).toEqual(['Provision', 'ping']);
    expect((await walking.run(getPhsLastEvent, question)).rows).toEqual(one.rows);

    const [oldest] = (await structured.run(getPhsEventLogReach, {})).rows;
    const [walked] = (await walking.run(getPhsEventLogReach, {})).rows;
    expect(walked?.oldestAt?.slice(0, 19)).toBe(oldest?.oldestAt?.slice(0, 19));
    const [atLeast] = (await walking.run(getPhsEventLogReach, { since: now })).rows;
    expect(atLeast?.isOldest).toBe(false);
  });
});
