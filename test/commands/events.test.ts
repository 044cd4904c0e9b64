import { describe, expect, test } from '@jest/globals';
import { pollMs } from '../../src/collect/collect-events.js';
import { createEventsCommand } from '../../src/commands/events.js';
import { atOnce } from '../../src/base/turns.js';
import { NewestLast } from '../../src/output/newest-last.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { CancelledError, EnvironmentError, UsageError } from '../../src/base/errors.js';
import { eventsDocumentSchema } from '../../src/model/events-document.js';
import type { EventRecord } from '../../src/model/facts.js';
import { phsEventSchema } from '../../src/model/phs-event.js';
import { openedEvents, type EventServer } from '../support/event-session.js';
import { ids, minutesAgo } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';

function record(
  eventId: number,
  ago: number,
  message: string = ids.contoso,
  changes: Partial<EventRecord> = {},
): EventRecord {
  return {
    recordId: 100_000 - Math.round(ago * 60),
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: minutesAgo(ago),
    message,
    ...changes,
  };
}

interface Ran {
  readonly ctx: FakeContext;
  readonly code: Promise<number>;
}

/** Runs `events` with words of a command line; `onSleep` is called instead of waiting. */
function events(words: string, server: EventServer, onSleep?: (ctx: FakeContext, ms: number) => void): Ran {
  const ctx = fakeContext({ openSession: () => Promise.resolve(openedEvents(server)) });
  const command = createEventsCommand((ms) => {
    onSleep?.(ctx, ms);
    return Promise.resolve();
  });
  return { ctx, code: command.run(ctx, parseArguments(command, words === '' ? [] : words.split(' '))) };
}

async function printed(words: string, server: EventServer): Promise<FakeContext> {
  const { ctx, code } = events(words, server);
  expect(await code).toBe(0);
  return ctx;
}

const log: EventServer = {
  answers: [
    [
      [record(654, 1), record(611, 30, `RPC Error 8453 : no ${ids.contoso}`, { entryType: 'Error' })],
      [record(654, 60), record(654, 61, ids.fabrikam)],
    ],
  ],
};

describe('silence', () => {
  test.each(['--id 999', '--id 611', '--group problem'])(
    'is not stated with %s, which hides events',
    async (filter) => {
      const text = (await printed(`${filter} --utc`, log)).out();
      const { timelines } = eventsDocumentSchema.parse(JSON.parse((await printed(`${filter} -o json`, log)).out()));

      expect(text).not.toMatch(/silen/);
      expect(text).toContain('none of these events');
      expect(timelines.map(({ longestSilenceMs }) => longestSilenceMs)).toEqual(timelines.map(() => null));
    },
  );

  test.each(['', '--connector contoso.com'])(
    'is stated with the words "%s", which hide none of its events',
    async (words) => {
      const text = (await printed(`${words} --utc`.trim(), log)).out();

      expect(text).toMatch(/contoso\.com .*silent for up to 23 h/);
      expect(text).not.toContain('none of these events');
    },
  );
});

describe('events', () => {
  test('shows the table, the newest last, and a timeline for each connector below it', async () => {
    const out = (await printed('', log)).out();

    expect(out).toMatch(/contoso\.com +\|\.+[-=#.!]+\| 3 events, 1 problem/);
    expect(out).toMatch(/fabrikam\.com +\|[.#]+\| 1 event, 0 problems/);
    const lines = out.slice(0, out.indexOf('\n\n')).split('\n');
    expect(lines.at(-1)).toMatch(/654 {2}contoso\.com .*heartbeat$/);
    expect(lines.at(-2)).toMatch(/611 {2}contoso\.com .*RPC error 8453 \(ERROR_DS_DRA_ACCESS_DENIED\); no/);
  });

  test('takes table for text, and refuses other words', async () => {
    expect((await printed('-o table', log)).out()).toBe((await printed('-o text', log)).out());
    await expect(printed('-o tables', log)).rejects.toThrow(
      '--output must be one of text, table, json, ndjson, csv, but got "tables".',
    );
  });

  test('says that there is none', async () => {
    expect((await printed('', { answers: [[]] })).out()).toContain('No event.');
  });

  test('prints a document that fits its schema', async () => {
    const document = eventsDocumentSchema.parse(JSON.parse((await printed('--output json', log)).out()));

    expect(document.eventCount).toBe(4);
    expect(document.events.map(({ eventId }) => eventId)).toEqual([654, 654, 611, 654]);
    expect(document.log).toEqual({ oldestAt: '2026-01-01T00:00:00Z', coversWindow: true });
  });

  test('prints NDJSON and CSV, one event a line, the newest last', async () => {
    const lines = (await printed('--output ndjson', log)).out().trimEnd().split('\n');
    const csv = (await printed('--output csv', log)).out().trimEnd().split('\r\n');

    expect(lines.map((line) => phsEventSchema.parse(JSON.parse(line)).connectorName)).toEqual([
      'fabrikam.com',
      'contoso.com',
      'contoso.com',
      'contoso.com',
    ]);
    expect(csv[0]).toMatch(/^"generatedAt","recordId"/);
    expect(csv).toHaveLength(5);
    expect(csv[3]).toContain('"domain-failure"');
  });

  test('shows one connector only, in another case too, and refuses one that does not exist', async () => {
    const document: unknown = JSON.parse((await printed('--output json --connector FABRIKAM.com', log)).out());

    expect(eventsDocumentSchema.parse(document).events.map(({ connectorName }) => connectorName)).toEqual([
      'fabrikam.com',
    ]);
    await expect(events('--connector contso.com', log).code).rejects.toThrow('Did you mean contoso.com?');
  });

  test('asks for the ids that --id names only, and refuses what is none', async () => {
    const asked: unknown[] = [];
    await printed('--id 652,611', { ...log, onQuestion: (args) => asked.push(args) });

    expect(asked).toMatchObject([{ eventId: [611, 652] }]);
    await expect(events('--id 611,x', log).code).rejects.toThrow(UsageError);
    await expect(events('--id 70000', log).code).rejects.toThrow(UsageError);
  });

  test('says on stderr when the log does not reach back as far as asked, unless quiet', async () => {
    const short = { ...log, oldestAt: minutesAgo(60) };

    expect((await printed('', short)).err()).toMatch(/reaches back to 2026-11-22 09:15:00 UTC only/);
    expect((await printed('--quiet', short)).err()).toBe('');
    expect((await printed('--since 30m', short)).err()).toBe('');
  });

  test('goes on without the names of connectors, but not when one is asked for', async () => {
    const denied = { ...log, deniesConnectors: true };
    const ctx = await printed('', denied);

    expect(ctx.err()).toMatch(/Connectors are shown by their ids/);
    expect(ctx.out()).toContain('654');
    await expect(events('--connector contoso.com', denied).code).rejects.toThrow(EnvironmentError);
  });

  test('ends with an error when the log cannot be read', async () => {
    await expect(events('', { ...log, deniesLog: true }).code).rejects.toMatchObject({
      code: 'E_EVENT_LOG',
      exitCode: 5,
    });
  });
});

describe('events --follow', () => {
  test('prints each new event once, not faster than every 10 seconds, and ends when interrupted', async () => {
    const old = record(654, 0.5);
    const fresh = record(651, 0.1, ids.contoso, { recordId: 1 });
    const server = { answers: [[[old]], [[old]], [[fresh, old]], [[fresh, old]]] };
    const waits: number[] = [];
    const { ctx, code } = events('--follow --output ndjson', server, (context, ms) => {
      waits.push(ms);
      if (waits.length === 5) {
        context.abort();
      }
    });

    await expect(code).rejects.toThrow(CancelledError);
    const shown = ctx
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => phsEventSchema.parse(JSON.parse(line)).eventId);
    expect(shown).toEqual([654, 651]);
    expect(new Set(waits)).toEqual(new Set([pollMs]));
    expect(pollMs).toBeGreaterThanOrEqual(10_000);
  });

  test('has no end and so no document', async () => {
    await expect(events('--follow --output json', log).code).rejects.toThrow(UsageError);
  });
});

describe('100,000 events', () => {
  const page = Array.from({ length: 2_000 }, (_, index) => record(654, 1 + index / 60));
  const many: EventServer = { answers: [Array.from({ length: 50 }, () => page)] };

  test.each(['ndjson', 'csv'])('come out as %s in bounded memory', async (format) => {
    const ctx = fakeContext({ openSession: () => Promise.resolve(openedEvents(many)) });
    let lines = 0;
    let largest = 0;
    const io = {
      ...ctx.io,
      stdout: (text: string): void => {
        lines += text.split('\n').length - 1;
        largest = Math.max(largest, text.length);
      },
    };
    const command = createEventsCommand(() => Promise.resolve());
    await command.run({ ...ctx, io }, { output: format });

    expect(lines).toBe(format === 'csv' ? 100_001 : 100_000);
    expect(largest).toBeLessThan(4_000_000);
  });

  test('are kept packed, and beyond the limit the oldest are left out and counted', () => {
    const list = new NewestLast(100);
    list.add(['new 2\n', 'new 1\n']);
    list.add(['x'.repeat(10), `${Array.from({ length: 300 }, (_, index) => index * index).join('')}\n`]);
    list.add(['too old\n']);
    const written: string[] = [];
    atOnce(list.drain((text) => written.push(text)));

    expect(written.at(-1)).toBe('new 1\nnew 2\n');
    expect(written).toHaveLength(2);
    expect(list.leftOut).toBe(1);
  });

  test('are counted in the table, which shows the newest 1,000', async () => {
    const out = (await printed('', many)).out();

    expect(out).toContain('99000 older events not shown');
    expect(out.split('\n').filter((line) => line.includes('heartbeat'))).toHaveLength(1_000);
  });
});

describe('events on a terminal', () => {
  async function shown(words: string, server: EventServer): Promise<readonly string[]> {
    const ctx = fakeContext({
      openSession: () => Promise.resolve(openedEvents(server)),
      stdoutIsTerminal: true,
      env: { TZ: 'Europe/Berlin' },
    });
    const command = createEventsCommand(() => Promise.resolve());
    expect(await command.run(ctx, parseArguments(command, words.split(' ')))).toBe(0);
    return ctx.out().trimEnd().split('\n');
  }

  test('are the newest 50 with the timeline last', async () => {
    const many = { answers: [[Array.from({ length: 80 }, (_, index) => record(654, 1 + index))]] };
    const lines = await shown('--no-color', many);

    expect(lines.filter((line) => /^\d\d:\d\d:\d\d {3}654 /.test(line))).toHaveLength(50);
    expect(lines).toContain('30 older events not shown: use --output csv or ndjson for all');
    expect(lines.findLast((line) => !line.startsWith('  Changes by') && /^ {2}\S/.test(line))).toMatch(
      /\|[-=#.]{48}\|/,
    );
  });

  test('say the day and the zone once, in local time', async () => {
    const lines = await shown('--no-color', log);

    expect(lines.filter((line) => line.includes('2026-11-22 (UTC+01)'))).toHaveLength(1);
    expect(lines.filter((line) => /^11:14:00 {3}654 {2}contoso\.com {2}heartbeat$/.test(line))).toHaveLength(1);
    expect((await shown('--no-color --utc', log)).filter((line) => /^10:14:00 {3}654 /.test(line))).toHaveLength(1);
  });
});
