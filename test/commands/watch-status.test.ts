import { describe, expect, jest, test } from '@jest/globals';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { createStatusCommand } from '../../src/commands/status.js';
import { pause } from '../../src/base/async.js';
import { retryDelayMs, type LooksRequest } from '../../src/command-steps/repeated-looks.js';
import { watchStatus } from '../../src/command-steps/watch-status.js';
import { EnvironmentError, PsError, UsageError } from '../../src/base/errors.js';
import { known, unknown, type UnknownCode } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import { watchLineSchema, type WatchLine } from '../../src/model/watch-line.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import {
  adConnector,
  channel,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  now,
  scheduler,
  state,
  tally,
  twoForestFacts,
} from '../support/facts.js';
import { fakeContext, silentSession, type FakeContext, type FakeOptions } from '../support/fake-context.js';
import { hostileName } from '../support/reports.js';
import { watchOptions } from '../support/watch-options.js';

const request: LooksRequest = {
  expect: 'active',
  ...watchOptions,
};

interface Run {
  readonly outcome: unknown;
  readonly ctx: FakeContext;
  readonly lines: readonly WatchLine[];
  readonly pauses: readonly number[];
}

/** Watches a server that answers these looks one after the other (an error: the look fails); then Ctrl+C is pressed. */
async function watch(
  looks: readonly (Facts | Error)[],
  options: FakeOptions = {},
  changes: Partial<LooksRequest> = {},
): Promise<Run> {
  const ctx = fakeContext(options);
  const pauses: number[] = [];
  let at = 0;
  const collect: CollectFacts = () => {
    const look = looks[at] ?? new Error('nobody looks again');
    at += 1;
    return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
  };
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    ctx.advance(milliseconds);
    if (at >= looks.length) {
      ctx.abort();
    }
    return Promise.resolve();
  };
  const outcome = await watchStatus(ctx, { ...request, ...changes }, { collect, pause }).catch(
    (error: unknown) => error,
  );
  const text = ctx.io.stdoutIsTerminal && changes.output !== 'ndjson' ? '' : ctx.out();
  const lines =
    text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => watchLineSchema.parse(JSON.parse(line)));
  return { outcome, ctx, lines, pauses };
}

const staging = healthyFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });
const lost = (code: UnknownCode): ReturnType<typeof unknown> => unknown({ code, message: 'The pipe broke.' });

describe('status --watch, not on a terminal', () => {
  test('writes the whole state once, then nothing while nothing changes', async () => {
    const { lines, outcome, ctx } = await watch([healthyFacts(), healthyFacts(), healthyFacts()]);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      type: 'state',
      schemaVersion: '1.0',
      intervalMs: 60_000,
      report: { command: 'status' },
    });
    expect(outcome).toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
    expect(ctx.err()).toBe('');
    expect(ctx.closedSessions()).toBe(1);
    expect(ctx.requests).toHaveLength(1);
  });

  test('tells which findings, connectors and verdicts changed, and when they are good again', async () => {
    const { lines } = await watch([healthyFacts(), staging, healthyFacts()]);
    const short = lines
      .slice(1)
      .map((line) =>
        'from' in line ? [line.type, 'check' in line ? line.check : '', line.from, line.to] : [line.type],
      );

    const there = [
      ['finding', 'PHS204', 'pass', 'fail'],
      ['finding', 'PHS301', 'pass', 'skip'],
      ['finding', 'PHS302', 'pass', 'skip'],
      ['connector', '', 'alive', 'explained'],
      ['verdict', '', 'pass', 'fail'],
    ];
    expect(short).toEqual([...there, ...there.map(([type, check, from, to]) => [type, check, to, from])]);
    expect(lines[5]).toMatchObject({ exitCode: 3, firstCause: { check: 'PHS204' } });
  });

  test('tells connectors that go off, come and go', async () => {
    const off = twoForestFacts({ channels: known([channel(), channel('fabrikam.com', { enabled: false })]) });
    const gone = healthyFacts({ connectors: known([entraConnector(), adConnector()]) });
    const { lines } = await watch([twoForestFacts(), off, gone]);
    const connectors = lines.flatMap((line) =>
      line.type === 'connector' ? [[line.connector, line.from, line.to]] : [],
    );

    expect(connectors).toEqual([
      ['fabrikam.com', 'alive', 'off'],
      ['fabrikam.com', 'off', null],
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ type: 'finding', check: 'PHS205', subject: 'fabrikam.com', from: 'fail', to: null }),
    );
  });

  test('tells new problems and steps of a full sync by connector, and no heartbeat', async () => {
    const quiet = healthyFacts({ events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })) });
    const busy = healthyFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 1), tally(617, 2)] }, [
          errorEvent(611, 3, { recordId: 5001 }),
          errorEvent(611, 4, { recordId: 5000 }),
        ]),
      ),
    });
    const { lines } = await watch([quiet, busy, busy]);
    const events = lines.filter((line) => line.type === 'event');

    expect(events.map(({ eventId, connector, count, severity }) => [eventId, connector, count, severity])).toEqual(
      expect.arrayContaining([
        [617, 'contoso.com', null, 'none'],
        [611, 'contoso.com', expect.any(Number), 'fail'],
      ]),
    );
    expect(events.map(({ eventId }) => eventId)).not.toContain(654);
  });

  test('tells no event twice, also when the log could not be read in between', async () => {
    const failing = healthyFacts({ events: known(eventSummary({}, [errorEvent(611, 3)])) });
    const { lines } = await watch([healthyFacts(), failing, healthyFacts({ events: lost('failed') }), failing]);

    expect(lines.filter((line) => line.type === 'event')).toHaveLength(1);
  });

  test('escapes what a terminal would act on', async () => {
    const hostile = healthyFacts({ connectors: known([entraConnector(), adConnector(hostileName)]) });
    const { ctx } = await watch([healthyFacts(), hostile]);

    expect(ctx.out()).not.toMatch(/[^\P{Cc}\n]/u);
    expect(ctx.out()).not.toMatch(/\u202e/u);
  });
});

describe('a watch', () => {
  test('keeps its rhythm, whatever a look takes', async () => {
    expect((await watch([healthyFacts(), healthyFacts()], {}, { interval: '5m' })).pauses).toEqual([300_000, 300_000]);
  });

  test('survives PowerShell that dies: a new session, told once, and no finding made of the holes', async () => {
    const hole = healthyFacts({ events: lost('session-lost') });
    const { lines, ctx, pauses } = await watch([healthyFacts(), hole, hole, hole, healthyFacts()]);

    expect(lines.slice(1)).toEqual([
      expect.objectContaining({ type: 'session', state: 'lost', code: 'E_HOST_EXIT', retryInMs: 5_000 }),
      expect.objectContaining({ type: 'session', state: 'restored', code: null, retryInMs: null }),
    ]);
    expect(pauses).toEqual([60_000, 5_000, 60_000, 120_000, 60_000]);
    expect(ctx.requests).toHaveLength(4);
    expect(ctx.closedSessions()).toBe(4);
    expect(ctx.err()).toContain('PowerShell ended while it was asked. The pipe broke. Next attempt in 5 s.');
  });

  test('tells another failure as another one', async () => {
    const start = new PsError('E_START', 'It gave up.', { hint: 'Look.' });
    const module = new EnvironmentError('E_MODULE', 'The module is gone.');
    const { lines } = await watch([healthyFacts(), start, start, module, healthyFacts()]);
    const codes = lines.flatMap((line) => (line.type === 'session' ? [line.code] : []));

    expect(codes).toEqual(['E_START', 'E_MODULE', null]);
    expect(lines[1]).toMatchObject({ message: 'It gave up.', hint: 'Look.' });
  });

  test('takes a new PowerShell when the service was restarted and no longer answers the old one', async () => {
    const stopped = healthyFacts({
      service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }),
      connectors: lost('service-stopped'),
    });
    const stale = healthyFacts({ connectors: lost('failed') });
    const { lines, ctx } = await watch([healthyFacts(), stopped, stale, healthyFacts()]);

    expect(lines).toContainEqual(expect.objectContaining({ check: 'PHS104', from: 'pass', to: 'fail' }));
    expect(lines).toContainEqual(expect.objectContaining({ check: 'PHS104', from: 'fail', to: 'pass' }));
    expect(lines).toContainEqual(expect.objectContaining({ type: 'session', state: 'lost', code: 'E_CLOSED' }));
    expect(ctx.requests).toHaveLength(2);
  });

  test('shows what a new PowerShell cannot read either, instead of trying for ever', async () => {
    const stale = healthyFacts({ connectors: lost('failed') });
    const { lines, ctx } = await watch([healthyFacts(), stale, stale, stale]);

    expect(ctx.requests).toHaveLength(2);
    expect(lines).toContainEqual(expect.objectContaining({ check: 'PHS201', from: 'pass', to: 'unknown' }));
  });

  test('ends with the error when the first look fails', async () => {
    const none = new PsError('E_NO_POWERSHELL', 'No PowerShell was found.');

    expect((await watch([none])).outcome).toBe(none);
    expect((await watch([healthyFacts()], {}, { connector: 'nowhere.com' })).outcome).toBeInstanceOf(UsageError);
  });

  test('goes on when the one connector it looks at is gone, and says so', async () => {
    const { lines, outcome } = await watch(
      [twoForestFacts(), healthyFacts(), twoForestFacts()],
      {},
      { connector: 'fabrikam.com' },
    );

    expect(lines.slice(1).map(({ type }) => type)).toEqual(['session', 'session']);
    expect(outcome).toMatchObject({ exitCode: 130 });
  });

  test('ends with a bug of its own, and never hides it', async () => {
    const bug = new TypeError('a bug');

    expect((await watch([healthyFacts(), bug])).outcome).toBe(bug);
  });

  test('ends with 0 when nobody reads its lines any more', async () => {
    const reader = new AbortController();
    const fake = fakeContext();
    const ctx = { ...fake, io: { ...fake.io, stdoutClosed: reader.signal } };
    const pause = (): Promise<void> => {
      reader.abort();
      return Promise.resolve();
    };

    expect(await watchStatus(ctx, request, { collect: () => Promise.resolve(healthyFacts()), pause })).toBe(0);
    expect(fake.closedSessions()).toBe(1);
  });

  test('asks on its own whether anybody reads, while it waits, and stops asking when it has ended', async () => {
    jest.useFakeTimers();
    try {
      const reader = new AbortController();
      const fake = fakeContext();
      let asked = 0;
      const checkStdout = (): void => {
        asked += 1;
        if (asked === 3) {
          reader.abort();
        }
      };
      const ctx = { ...fake, io: { ...fake.io, stdoutClosed: reader.signal, checkStdout } };
      const tools = { collect: () => Promise.resolve(healthyFacts()), pause };
      const watching = watchStatus(ctx, { ...request, interval: '10m' }, tools);
      for (let second = 0; second < 60 && !reader.signal.aborted; second += 1) {
        await jest.advanceTimersByTimeAsync(1_000);
      }
      expect(await watching).toBe(0);
      expect(fake.closedSessions()).toBe(1);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(asked).toBe(3);
    } finally {
      jest.useRealTimers();
    }
  });

  test('refuses a recording, which never changes', async () => {
    const recorded: OpenedSession = {
      session: silentSession,
      now,
      simulated: true,
      recorded: { listFollowed: () => Promise.resolve([]), startedAt: now, finishedAt: now },
      close: () => Promise.resolve(),
    };
    const { outcome } = await watch([healthyFacts()], { openSession: () => Promise.resolve(recorded) });

    expect(outcome).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('recording') });
  });
});

describe('the commands to copy of a watch', () => {
  const silent = twoForestFacts({
    events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
    partitionStates: known([state()]),
  });
  const commandsOf = ({ lines }: Run): readonly string[] =>
    lines
      .flatMap((line) => (line.type === 'state' ? line.report.findings : []))
      .flatMap(({ remedy }) => remedy?.commands ?? [])
      .filter((line) => line.startsWith('phs-tool '));

  test('are for the simulated server that is watched, in lines and on a terminal', async () => {
    const commands = commandsOf(await watch([silent], {}, { simulate: 'two-forests' }));
    const { ctx } = await watch([silent], { stdoutIsTerminal: true }, { simulate: 'two-forests' });

    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((line) => !line.includes("--simulate 'two-forests'"))).toEqual([]);
    expect(ctx.out()).toContain("phs-tool diagnose --simulate 'two-forests'");
  });

  test('have no such option if this server is watched', async () => {
    const commands = commandsOf(await watch([silent]));

    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((line) => line.includes('--simulate'))).toEqual([]);
  });
});

describe('status --watch on a terminal', () => {
  const terminal = { stdoutIsTerminal: true };

  test('draws on the alternate screen and gives everything back, with the last state left to read', async () => {
    const { ctx, outcome } = await watch([healthyFacts(), staging], terminal);
    const [before = '', drawn = ''] = ctx.out().split('\u001b[?1049h');
    const [, after = ''] = drawn.split('\u001b[?1049l');

    expect(before).toBe('');
    expect(ctx.out().match(/\u001b\[\?1049h/g)).toHaveLength(1);
    expect(ctx.out().match(/\u001b\[H/g)?.length).toBeGreaterThanOrEqual(2);
    expect(drawn).toContain('\u001b[?25h\u001b[?1049l');
    expect(drawn).toContain('\u001b[?7h');
    expect(after).toContain('The server is in staging mode');
    expect(after.split('\n').length).toBeGreaterThan(10);
    expect(after).not.toContain('\u001b[');
    expect(outcome).toMatchObject({ exitCode: 130 });
  });

  test('gives the terminal back when a bug ends it', async () => {
    const { ctx } = await watch([healthyFacts(), new TypeError('a bug')], terminal);

    expect(ctx.out()).toContain('\u001b[?25h\u001b[?1049l');
  });

  test('leaves the terminal alone when the first look fails', async () => {
    const { ctx } = await watch([new PsError('E_START', 'no')], terminal);

    expect(ctx.out()).toBe('');
  });

  test('shows below the last state that the server does not answer, until it does', async () => {
    const { ctx } = await watch(
      [healthyFacts(), new PsError('E_START', 'It gave\u0007 up.'), healthyFacts()],
      terminal,
    );
    const frames = ctx.out().split('\u001b[H').slice(2);

    expect(frames[1]).toContain('It gave\\u{7} up. Next attempt in 5 s.');
    expect(frames.at(-1)).not.toContain('It gave');
  });

  test('writes lines with --output ndjson, and where the terminal cannot draw', async () => {
    expect((await watch([healthyFacts()], terminal, { output: 'ndjson' })).lines).toHaveLength(1);
    const dumb = await watch([healthyFacts()], { ...terminal, env: { TERM: 'dumb' } }, { output: 'ndjson' });
    expect(dumb.ctx.out()).not.toContain('\u001b');
  });
});

describe('its options', () => {
  const check = (words: string): void => {
    const command = createStatusCommand(() => Promise.reject(new Error('not reached')));
    command.check(parseArguments(command, words.split(' ')));
  };

  test.each([
    ['--watch --output json', '--watch writes text or ndjson only.'],
    ['--watch --output nagios', '--watch writes text or ndjson only.'],
    ['--output ndjson', '--output ndjson needs --watch.'],
    ['--interval 60s', '--interval needs --watch.'],
    ['--watch --record x.ndjson', '--watch cannot be used with --record'],
  ])('%s is refused', (words, message) => {
    expect(() => {
      check(words);
    }).toThrow(message);
  });

  test.each(['29s', '0m', '25h', 'soon', '60', '1.5m', '-60s'])(
    '--interval %s is refused before anything is started',
    async (interval) => {
      const { outcome, ctx } = await watch([healthyFacts()], {}, { interval });

      expect(outcome).toBeInstanceOf(UsageError);
      expect(ctx.requests).toEqual([]);
    },
  );

  test.each([
    ['30s', 30_000],
    ['2m', 120_000],
    ['24h', 86_400_000],
  ])('--interval %s is kept', async (interval, ms) => {
    expect((await watch([healthyFacts()], {}, { interval })).pauses).toEqual([ms]);
  });
});

describe('waiting', () => {
  test('grows from seconds to ten minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelayMs(failures, 60_000))).toEqual([
      5_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000,
    ]);
  });

  test('ends at once when the signal fires, or has fired', async () => {
    const controller = new AbortController();
    const waiting = pause(3_600_000, controller.signal);
    controller.abort();

    await waiting;
    await pause(3_600_000, controller.signal);
    await pause(1, new AbortController().signal);
    expect(controller.signal.aborted).toBe(true);
  });
});
