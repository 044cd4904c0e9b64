import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { atOnce } from '../../src/base/turns.js';
import { eventsOfServersSchema, type EventsOfServers } from '../../src/model/events-of-servers-document.js';
import { phsEventSchema } from '../../src/model/phs-event.js';
import { LinesByTime } from '../../src/output/lines-by-time.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { noServer, run } from '../support/recorded-run.js';

const call = (scenarios: readonly string[], ...words: readonly string[]): ReturnType<typeof run> =>
  run(['events', ...scenarios.flatMap((scenario) => ['--replay', recordingPath(scenario)]), ...words], noServer);

const missing = ['--replay', 'no-such-recording.ndjson'];

async function document(scenarios: readonly string[], ...words: readonly string[]): Promise<EventsOfServers> {
  return eventsOfServersSchema.parse(JSON.parse((await call(scenarios, '-o', 'json', ...words)).out));
}

const lineSchema = z.intersection(phsEventSchema, z.object({ server: z.string(), origin: z.literal('recording') }));

async function lines(scenarios: readonly string[]): Promise<readonly z.output<typeof lineSchema>[]> {
  const { out } = await call(scenarios, '-o', 'ndjson');
  return out
    .trimEnd()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

function isSorted(instants: readonly string[]): boolean {
  return instants.every(
    (instant, index) => index === 0 || Date.parse(instants[index - 1] ?? '') <= Date.parse(instant),
  );
}

describe('events of several servers', () => {
  test('are one table by time, each with its server, and a block of timelines for each server', async () => {
    const { exitCode, out } = await call(['healthy', 'two-forests-one-silent'], '--since', '3h', '--utc');
    const [table = '', ...blocks] = out.split(/\n\n(?:each mark|== )/);
    const rows = table.split('\n').filter((line) => /^\d{4}-/.test(line));

    expect(exitCode).toBe(0);
    expect(rows.length).toBeGreaterThan(10);
    expect(isSorted(rows.map((row) => `${row.slice(0, 10)}T${row.slice(11, 19)}Z`))).toBe(true);
    expect(new Set(rows.map((row) => /UTC +\d+ {2}(\S+)/.exec(row)?.[1]))).toEqual(
      new Set(['recording', 'recording-2']),
    );
    expect(blocks).toHaveLength(3);
    expect(blocks[1]).toMatch(/^recording\n {2}REPLAY: recorded [^]*\n {2}contoso\.com +\|/);
    expect(blocks[2]).toMatch(/^recording-2\n[^]*\n {2}contoso\.com +\|[^]*\n {2}fabrikam\.com +\|/);
    expect(out).not.toContain('did not answer');
  });

  test('say below the table which server did not answer, and the exit code is the worst', async () => {
    const { exitCode, out } = await call(['healthy'], ...missing);

    expect(exitCode).toBe(5);
    expect(out).toMatch(/654 {2}recording {2}contoso\.com/);
    expect(out).toMatch(
      /\n== no-such-recording\n\[fail\] The recording [^\n]* cannot be read: there is no such file\.\n/,
    );
    expect(out).toMatch(/\n\[fail\] 1 of 2 servers did not answer; exit code 5\n$/);
  });

  test('are one document: what events says of each server alone, or its error', async () => {
    const { servers, summary } = await document(['healthy', 'staging'], ...missing);
    const alone: unknown = JSON.parse((await call(['healthy'], '-o', 'json')).out);

    const [first, , last] = servers;
    const never = { startedAt: null, finishedAt: null, source: null };
    expect(first !== undefined && 'document' in first && { ...first.document, ...never }).toEqual({
      ...(alone as object),
      ...never,
    });
    expect(last).toMatchObject({ name: 'no-such-recording', exitCode: 5, error: { code: 'E_FILE' } });
    expect(summary).toMatchObject({ exitCode: 5, counts: { servers: 3, error: 1 } });
    expect(summary.counts.events).toBeGreaterThan(0);
  });

  test('are lines by time with the name of the server, in NDJSON and CSV', async () => {
    const events = await lines(['healthy', 'two-forests-one-silent']);
    const csv = (await call(['healthy', 'two-forests-one-silent'], '-o', 'csv')).out.trimEnd().split('\r\n');

    expect(isSorted(events.map(({ generatedAt }) => generatedAt))).toBe(true);
    expect(new Set(events.map(({ server }) => server))).toEqual(new Set(['recording', 'recording-2']));
    expect(csv[0]).toMatch(/^"generatedAt",.*,"origin","server"$/);
    expect(csv).toHaveLength(events.length + 1);
    expect(csv[1]).toMatch(/,"recording","recording(?:-2)?"$/);
  });

  test('tell on stderr, by name, what is not in the lines', async () => {
    const { exitCode, out, err } = await call(['healthy'], ...missing, '-o', 'ndjson');

    expect(exitCode).toBe(5);
    expect(err).toContain('no-such-recording: The recording no-such-recording.ndjson cannot be read');
    expect(err).toMatch(/^recording: REPLAY: recorded /m);
    expect(out).not.toContain('no-such-recording');
    expect((await call(['healthy'], ...missing, '-o', 'ndjson', '-q')).err).not.toContain('REPLAY');
  });

  test('end with 2 if one of them does not have the connector that is asked for', async () => {
    const { servers, summary } = await document(
      ['healthy', 'two-forests-one-silent'],
      ...['--connector', 'fabrikam.com'],
    );

    expect(servers).toMatchObject([{ exitCode: 2, error: { code: 'E_USAGE' } }, { exitCode: 0 }]);
    expect(summary.exitCode).toBe(2);
  });

  test.each([['--follow'], ['--record', 'new.ndjson']])('cannot be used with %s', async (...words) => {
    expect(await call(['healthy', 'staging'], ...words)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is for one server'),
    });
  });

  test('of one server say nothing of servers', async () => {
    expect(JSON.parse((await call(['healthy'], '-o', 'json')).out)).toHaveProperty('events');
    expect((await call(['healthy'], '-o', 'ndjson')).out).not.toContain('"server"');
    expect((await call(['healthy'], '-o', 'csv')).out).toMatch(/^[^\r]*,"origin"\r\n/);
  });
});

describe('lines by time', () => {
  const written = (all: LinesByTime): string => {
    let text = '';
    atOnce(all.drain((part) => (text += part)));
    return text;
  };
  const page = (server: string, ...times: readonly number[]): readonly { atMs: number; line: string }[] =>
    times.map((atMs) => ({ atMs, line: `${server}${atMs}\n` }));

  test('put pages of several servers, the newest first, in order of time', () => {
    const all = new LinesByTime(['a', 'b', 'c']);
    all.add('b', page('b', 9, 6));
    all.add('a', page('a', 8, 6));
    all.add('b', page('b', 5));
    all.add('a', page('a', 4, 1));

    expect(written(all)).toBe('a1\na4\nb5\na6\nb6\na8\nb9\n');
  });

  test('keep the order of one log, and lines with line ends in them whole', () => {
    const all = new LinesByTime(['a', 'b']);
    all.add('a', [...page('a', 3, 5), { atMs: 4, line: '"x\ny"\n' }]);
    all.add('b', page('b', 4));

    expect(written(all)).toBe('"x\ny"\nb4\na5\na3\n');
  });

  test('forget a server that did not answer whole, and count what there is no room for', () => {
    const all = new LinesByTime(['a', 'b'], 100);
    all.add('a', page('a', 1));
    all.add('b', page('b', 6));
    all.add('b', page('b', 5));
    all.add('b', page('b', 4, 3));
    all.drop('a');

    expect(all.leftOut('b')).toBe(2);
    expect(written(all)).toBe('b5\nb6\n');
  });
});
