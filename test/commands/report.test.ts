import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { Asker } from '../../src/collect/ask.js';
import { adConnectors } from '../../src/collect/collect-channels.js';
import type { CollectOptions } from '../../src/collect/collect-server.js';
import { createReportCommand } from '../../src/commands/report.js';
import { EnvironmentError, UsageError } from '../../src/base/errors.js';
import { known } from '../../src/model/fact.js';
import type { EventRecord, Facts } from '../../src/model/facts.js';
import { diagnosedFacts, ids, now, platform, scheduler, unreadable } from '../support/facts.js';
import { fakeContext, type FakeContext, type FakeOptions } from '../support/fake-context.js';
import { noServer, run } from '../support/recorded-run.js';
import { factsWithConnectors, heartbeats } from '../support/report-pages.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-report-'));
const start = process.cwd();
afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly asked: readonly CollectOptions[];
}

/** Runs `report` over facts, with a day of heartbeats of contoso.com in the log. */
async function report(
  options: Readonly<Record<string, unknown>> = {},
  facts: Facts = diagnosedFacts(),
  world: FakeOptions = {},
  olderChanges: readonly EventRecord[] = [],
): Promise<Run> {
  const ctx = fakeContext(world);
  const asked: CollectOptions[] = [];
  const command = createReportCommand(() =>
    Promise.resolve({
      collect: (session, request) => {
        asked.push(request);
        request.onEvents?.(
          heartbeats(ids.contoso, 24 * 60),
          adConnectors(facts.connectors),
          new Date(now.getTime() - (request.widestWindowMs ?? 0)),
        );
        request.onOlderChanges?.(olderChanges);
        return Promise.resolve({ asker: new Asker(session, {}), facts });
      },
    }),
  );
  return { code: await command.run(ctx, options), ctx, asked };
}

const staging = diagnosedFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });
const broken = factsWithConnectors(['a.example', 'b.example']);

describe('report', () => {
  test('takes --utc, which changes nothing: the page is in UTC', async () => {
    const world = { env: { TZ: 'Europe/Berlin' } };
    const plain = await report({}, diagnosedFacts(), world);
    expect((await report({ utc: true }, diagnosedFacts(), world)).ctx.out()).toBe(plain.ctx.out());
    expect(plain.ctx.out()).toContain('all times are UTC');
    await expect(report({ local: true })).rejects.toThrow(UsageError);
  });

  test('prints one HTML document on stdout when that is no terminal, and nothing else', async () => {
    const { code, ctx } = await report();

    expect(code).toBe(0);
    expect(ctx.out()).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
    expect(ctx.out()).toContain('48 heartbeats');
    expect(ctx.err()).toBe('');
  });

  test('gives the exit code that diagnose gives', async () => {
    expect((await report({}, broken)).code).toBe(3);
    expect((await report({ failOn: 'never' }, staging)).code).toBe(0);
    expect((await report({}, staging)).code).toBe(3);
    expect((await report({ expect: 'staging' }, staging)).code).toBe(0);
    expect((await report({}, diagnosedFacts({ rules: unreadable() }))).code).toBe(4);
    expect((await report({}, broken)).ctx.out()).toContain('<dt>Exit code</dt><dd>3</dd>');
  });

  test('reads the events once, as far back as the timeline; findings look at three hours of it at most', async () => {
    const [byDefault] = (await report()).asked;
    const [week] = (await report({ since: '7d' })).asked;
    const [hour] = (await report({ since: '1h' })).asked;

    expect(byDefault).toMatchObject({ sinceMs: 3 * 3_600_000, widestWindowMs: 24 * 3_600_000, now });
    expect(week).toMatchObject({ sinceMs: 3 * 3_600_000, widestWindowMs: 7 * 24 * 3_600_000 });
    expect(hour).toMatchObject({ sinceMs: 3_600_000, widestWindowMs: 3_600_000 });
    expect((await report({ since: '7d' })).ctx.out()).toContain('Connectors over the last 7 days');
  });

  test('shows the changes by administrators as far back as the timeline, also those that are not judged', async () => {
    const change: EventRecord = {
      recordId: 9,
      eventId: 2510,
      source: 'Entra Connect Admin Actions',
      entryType: 'Information',
      generatedAt: new Date(now.getTime() - 45 * 24 * 3_600_000).toISOString(),
      message: JSON.stringify({ ActionType: 'Delete', Name: 'Custom rule', User: 'CONTOSO\\eva' }),
    };
    const sixty = await report({ since: '60d' }, diagnosedFacts(), {}, [change]);
    const forty = await report({ since: '40d' }, diagnosedFacts(), {}, [change]);

    expect(sixty.ctx.out()).toContain('1 change in the audit of administrators');
    expect(sixty.ctx.out()).toContain('CONTOSO\\eva');
    expect(forty.ctx.out()).toContain('No change in the audit of administrators.');
    expect(sixty.code).toBe(forty.code);
  });

  test('shows one connector when --connector names it', async () => {
    const { ctx } = await report({ connector: 'B.EXAMPLE' }, broken);

    expect(ctx.out()).toContain('<h3>b.example ');
    expect(ctx.out()).not.toContain('a.example ');
  });

  test('writes the file that --out names, and says on stderr where it is and what the verdict is', async () => {
    const path = join(folder, 'report.html');
    const { ctx } = await report({ out: path }, broken);

    expect(ctx.out()).toBe('');
    expect(ctx.err()).toMatch(
      /^The report is in .*report\.html \(\d+ KB\)\.\nSIMULATED: Most likely cause: PHS\d{3}: /,
    );
    expect(readFileSync(path, 'utf8')).toContain('</html>');
    expect((await report({ out: path, quiet: true })).ctx.err()).toMatch(
      /^The report is in .*, in place of the file that was there\.\n$/,
    );
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  test('makes a file of its own on a terminal, never over one that is there', async () => {
    const place = mkdtempSync(join(folder, 'place-'));
    process.chdir(place);
    const facts = diagnosedFacts({ platform: known(platform({ machineName: '../SYNC 01\u202e' })) });
    const first = await report({}, facts, { stdoutIsTerminal: true });
    const second = await report({}, facts, { stdoutIsTerminal: true });
    const piped = await report({ out: '-' }, facts, { stdoutIsTerminal: true });

    expect(first.ctx.out() + second.ctx.out()).toBe('');
    expect(readdirSync(place).sort()).toEqual([
      'phs-report-SYNC-01-20261122-101500-2.html',
      'phs-report-SYNC-01-20261122-101500.html',
    ]);
    expect(first.ctx.err()).toContain('phs-report-SYNC-01-20261122-101500.html');
    expect(piped.ctx.out()).toContain('</html>');
    process.chdir(start);
  });

  test('refuses a target that cannot be written before a server is asked', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const out of [folder, join(folder, 'missing', 'report.html'), join(file, 'report.html')]) {
      const ctx = fakeContext();
      const command = createReportCommand(() => Promise.reject(new Error('not reached')));

      await expect(command.run(ctx, { out })).rejects.toThrow(EnvironmentError);
      expect(ctx.requests).toEqual([]);
    }
  });

  (process.platform === 'linux' ? test : test.skip)(
    'refuses a folder that takes no file, though its rights say that it does, in words and without a name of ours',
    async () => {
      const ctx = fakeContext();
      const run = createReportCommand(() => Promise.reject(new Error('not reached'))).run(ctx, { out: '/proc/x.html' });

      await expect(run).rejects.toMatchObject({
        code: 'E_FILE',
        message: 'The file /proc/x.html cannot be written: no file can be created in /proc.',
        hint: 'Name a file in another folder.',
      });
      expect(ctx.requests).toEqual([]);
    },
  );

  test('refuses what it does not understand', async () => {
    await expect(report({ since: 'soon' })).rejects.toThrow(UsageError);
    await expect(report({ output: 'json' })).rejects.toThrow(UsageError);
    await expect(report({ connector: 'nobody.example' }, broken)).rejects.toThrow(UsageError);
  });
});

describe('of recordings', () => {
  const recordingOf = (scenario: string): string => {
    const path = join(folder, `${scenario}.ndjson.gz`);
    copyFileSync(join(packageRoot(), 'fixtures', 'ps-output', scenario, 'recording.ndjson.gz'), path);
    return path;
  };

  test('makes one page of several, with a line for each server on it and on stderr, and the worst exit code', async () => {
    const out = join(folder, 'several.html');
    const from = ['healthy', 'two-forests-one-silent'].map(recordingOf);
    const { code, ctx } = await report({ from, out, title: 'Contoso' });
    const page = readFileSync(out, 'utf8');

    expect(code).toBe(3);
    expect(page).toContain('<h1>2 servers</h1>');
    expect(page.match(/<section class="server"/g)).toHaveLength(2);
    expect(ctx.err()).toMatch(/SYNC01: REPLAY .* configured and alive\./);
    expect(ctx.err()).toMatch(/SYNC01: REPLAY .* PHS301/);
  });

  test.each([
    [['healthy', 'staging'], {}, 0, []],
    [['healthy', 'staging'], { expect: 'staging' }, 3, []],
    [['healthy', 'staging-imports-failing'], {}, 3, ['PHS603']],
    [['healthy', 'healthy'], {}, 4, ['PHS601', 'PHS604']],
  ])('judges %j with %j as several servers are judged: exit code %i', async (scenarios, options, expected, checks) => {
    const out = join(folder, 'judged.html');
    const from = scenarios.map(recordingOf);
    const { code } = await report({ from, out, ...options });
    const together = await run(
      [
        ...['diagnose', ...from.flatMap((file) => ['--replay', file])],
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ],
      noServer,
    );
    const [, found = ''] =
      /<caption>All servers together<\/caption>(.*?)<\/table>/s.exec(readFileSync(out, 'utf8')) ?? [];

    expect([code, together.exitCode]).toEqual([expected, expected]);
    expect([...new Set(found.match(/PHS60\d/g))].sort()).toEqual(expect.arrayContaining(checks));
    expect(found === '').toBe(checks.length === 0);
  });

  test('of which one cannot be read show it as a line; one alone is judged as active', async () => {
    const out = join(folder, 'missing.html');
    const { code } = await report({ from: [recordingOf('healthy'), join(folder, 'nothing.ndjson')], out });

    expect(code).toBe(5);
    expect(readFileSync(out, 'utf8')).toMatch(/<a href="#s1">nothing<\/a>/);
    expect((await report({ from: [recordingOf('staging')], out })).code).toBe(3);
    expect(readFileSync(out, 'utf8')).toContain('PHS204');
  });

  test('refuses a way to a server beside several recordings', async () => {
    const from = ['healthy', 'staging'].map(recordingOf);
    await expect(report({ from, port: '5986' })).rejects.toThrow(UsageError);
  });

  test('is refused beside a simulated server and for a file that is not there, and nothing is written', async () => {
    const out = join(folder, 'none.html');
    await expect(report({ from: [recordingOf('healthy')], simulate: 'healthy', out })).rejects.toThrow(UsageError);
    await expect(report({ from: [join(folder, 'nothing.ndjson')], out })).rejects.toThrow(EnvironmentError);
    expect(readdirSync(folder)).not.toContain('none.html');
  });
});
