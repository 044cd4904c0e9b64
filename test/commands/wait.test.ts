import { describe, expect, test } from '@jest/globals';
import { EnvironmentError, PsError, UsageError } from '../../src/base/errors.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { waitFor, type WaitRequest } from '../../src/command-steps/wait-for.js';
import { waitCommand } from '../../src/commands/wait.js';
import { known, unknown } from '../../src/model/fact.js';
import type { EventTally, Facts } from '../../src/model/facts.js';
import { waitLineSchema, type WaitLine } from '../../src/model/wait-line.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { channel, eventSummary, healthyFacts, ids, minutesAgo, now, tally, twoForestFacts } from '../support/facts.js';
import { toOff } from '../support/guard-evidence.js';
import { inspectionOf, journalRows } from '../support/guard-records.js';
import { fakeContext, silentSession, type FakeContext, type FakeOptions } from '../support/fake-context.js';

const request: WaitRequest = {
  goal: 'alive',
  timeoutMs: 600_000,
  expect: 'active',
  failOn: 'fail',
  output: 'text',
  quiet: false,
  verbose: false,
  noColor: true,
  utc: true,
  debug: false,
  sinceMs: 10_800_000,
};

interface Run {
  readonly outcome: unknown;
  readonly ctx: FakeContext;
  readonly lines: readonly WaitLine[];
  readonly pauses: readonly number[];
}

/** Waits for a server that answers these looks one after the other, the last one for ever; an error: the look fails. */
async function wait(
  looks: readonly (Facts | Error)[],
  changes: Partial<WaitRequest> = {},
  options: FakeOptions = {},
): Promise<Run> {
  const ctx = fakeContext(options);
  const pauses: number[] = [];
  let at = 0;
  const collect: CollectFacts = () => {
    const look = looks[Math.min(at, looks.length - 1)] ?? new Error('there is no look');
    at += 1;
    return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
  };
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    ctx.advance(milliseconds);
    return Promise.resolve();
  };
  const outcome = await waitFor(ctx, { ...request, ...changes }, { collect, pause }).catch((error: unknown) => error);
  const text = ctx.io.stdoutIsTerminal ? '' : ctx.out().trimEnd();
  const lines = text === '' ? [] : text.split('\n').map((line) => waitLineSchema.parse(JSON.parse(line)));
  return { outcome, ctx, lines, pauses };
}

function withEvents(...tallies: readonly EventTally[]): Facts {
  return healthyFacts({ events: known(eventSummary({ [ids.contoso]: tallies })) });
}
const off = healthyFacts({ channels: known([channel('contoso.com', { enabled: false })]) });

describe('wait --for alive', () => {
  test('ends with 0 at once if every connector is alive', async () => {
    const { outcome, lines, pauses, ctx } = await wait([healthyFacts()]);

    expect(outcome).toBe(0);
    expect(pauses).toEqual([]);
    expect(lines).toMatchObject([
      { type: 'state', for: 'alive', met: true, text: expect.stringMatching(/^contoso\.com is alive: /) },
      { type: 'end', met: true, exitCode: 0, waitedMs: 0 },
    ]);
    expect(ctx.closedSessions()).toBe(1);
  });

  test('does not count how long PowerShell takes to end', async () => {
    const openSession = (): Promise<OpenedSession> =>
      Promise.resolve({
        ...{ session: silentSession, now, simulated: true },
        close: () => {
          slow.advance(5_000);
          return Promise.resolve();
        },
      });
    const slow = fakeContext({ openSession });
    const tools = { collect: () => Promise.resolve(healthyFacts()), pause: () => Promise.resolve() };

    expect(await waitFor(slow, request, tools)).toBe(0);
    const end = waitLineSchema.parse(JSON.parse(slow.out().trimEnd().split('\n').at(-1) ?? ''));
    expect(end).toMatchObject({ type: 'end', met: true, waitedMs: 0, at: now.toISOString() });
    expect(slow.clock().getTime() - now.getTime()).toBe(5_000);
  });

  test('takes a sign from before the wait for none with --fresh, and a newer one of each for enough', async () => {
    const before = healthyFacts();
    const after = withEvents({ ...tally(654, 1), latestAt: new Date(now.getTime() + 5 * 60_000).toISOString() });
    const { outcome, lines, pauses } = await wait([before, before, after], { fresh: true });

    expect(outcome).toBe(0);
    expect(pauses).toEqual([60_000, 60_000]);
    expect(lines.map((line) => 'text' in line && line.text)).toEqual([
      expect.stringMatching(/^contoso\.com: no sign of life since the wait began; the last one was at 2026-/),
      expect.stringMatching(/^contoso\.com is alive: /),
      expect.stringMatching(/^contoso\.com is alive: /),
    ]);
    expect((await wait([before], { fresh: true })).outcome).toBe(3);
  });

  test('counts with --fresh from the start of the wait if the first look shows no connector', async () => {
    const blind = healthyFacts({ connectors: unknown({ code: 'service-stopped', message: 'It is restarting.' }) });

    expect((await wait([blind, healthyFacts()], { fresh: true })).outcome).toBe(3);
    expect((await wait([blind, healthyFacts()])).outcome).toBe(0);
  });

  test('has --fresh for signs of life only', () => {
    expect(() => {
      waitCommand.check({ for: 'healthy', fresh: true });
    }).toThrow('--fresh is for --for alive.');
    expect(() => {
      waitCommand.check({ for: 'alive', fresh: true });
    }).not.toThrow();
  });

  test('looks every minute until it is, and writes a line for each change only', async () => {
    const { outcome, lines, pauses } = await wait([off, off, off, healthyFacts()]);

    expect(outcome).toBe(0);
    expect(pauses).toEqual([60_000, 60_000, 60_000]);
    expect(lines.map(({ type, ...line }) => [type, 'met' in line ? line.met : null])).toEqual([
      ['state', false],
      ['state', true],
      ['end', true],
    ]);
    expect(lines.at(-1)).toMatchObject({ waitedMs: 180_000 });
  });

  test('ends with 3 when the time is over, and not later', async () => {
    const { outcome, lines, pauses } = await wait([off], { timeoutMs: 150_000 });

    expect(outcome).toBe(3);
    expect(pauses).toEqual([60_000, 60_000, 30_000]);
    expect(lines.at(-1)).toMatchObject({ type: 'end', met: false, exitCode: 3, waitedMs: 150_000 });
  });

  test('waits for all connectors, or for the one that is named', async () => {
    const facts = twoForestFacts({ channels: known([channel(), channel('fabrikam.com', { enabled: false })]) });

    expect((await wait([facts])).outcome).toBe(3);
    expect((await wait([facts], { connector: 'fabrikam.com' })).outcome).toBe(3);
    expect((await wait([facts], { connector: 'CONTOSO.com' })).outcome).toBe(0);
    expect((await wait([facts], { connector: 'nobody.com' })).outcome).toBeInstanceOf(UsageError);
  });

  test('takes nothing that could not be read for alive', async () => {
    const blind = healthyFacts({
      connectors: unknown({ code: 'service-stopped', message: 'The service is stopped.' }),
    });
    const { outcome, lines } = await wait([blind, blind, healthyFacts()]);

    expect(outcome).toBe(0);
    expect(lines[0]).toMatchObject({ met: false, text: expect.stringContaining('The service is stopped.') });
  });
});

describe('wait --for full-sync-end', () => {
  const goal = { goal: 'full-sync-end' } as const;
  const started = [tally(617, 40), tally(618, 39)];
  const running = withEvents(...started, tally(656, 2));
  const ended = withEvents(...started, tally(622, 1), tally(623, 1));

  test('waits while one runs, and ends with its end', async () => {
    const { outcome, lines } = await wait([running, running, ended], goal);

    expect(outcome).toBe(0);
    expect(lines[0]).toMatchObject({
      met: false,
      text: expect.stringMatching(/^contoso\.com: A full password sync is running/),
    });
    expect(lines[1]).toMatchObject({ met: true, text: 'contoso.com: the full sync has finished.' });
  });

  test('does not take the end of an earlier one for that of the run that force-full-sync began', async () => {
    const slots = [...toOff, { kind: 'ON_SEEN', values: { utc: minutesAgo(10) } } as const];
    const guard = known(inspectionOf(journalRows([{ slots }]), { snapshot: null }));
    const earlier = { ...withEvents(tally(617, 90), tally(618, 90), tally(623, 60)), guard };
    const now = { ...withEvents(tally(617, 8), tally(618, 8), tally(623, 1)), guard };
    const { outcome, lines } = await wait([earlier, now], goal);

    expect(outcome).toBe(0);
    expect(lines).toMatchObject([
      { met: false, text: 'contoso.com: asked for at 2026-11-22 10:05:00 UTC; no event of it yet.' },
      { met: true },
      { type: 'end' },
    ]);
    expect((await wait([{ ...earlier, guard: healthyFacts().guard }], goal)).outcome).toBe(0);
  });

  test('does not take it for an end that none was seen', async () => {
    const { outcome, lines } = await wait([healthyFacts()], goal);

    expect(outcome).toBe(3);
    expect(lines[0]).toMatchObject({ text: 'No full password sync was seen in the last 3 h.' });
  });

  test('does not take a failed or a stuck one for an end', async () => {
    expect((await wait([withEvents(...started, tally(621, 20))], goal)).outcome).toBe(3);
    expect((await wait([withEvents(...started)], goal)).outcome).toBe(3);
  });

  test('does not count events that could not be read', async () => {
    const blind = healthyFacts({ events: unknown({ code: 'access-denied', message: 'The log was refused.' }) });
    const { outcome, lines } = await wait([blind], goal);

    expect(outcome).toBe(3);
    expect(lines[0]).toMatchObject({ text: 'contoso.com: The log was refused.' });
  });
});

describe('wait --for healthy', () => {
  test('follows the verdict of status, and what it counts as a fault', async () => {
    const { outcome, lines } = await wait([off, healthyFacts()], { goal: 'healthy' });

    expect(outcome).toBe(0);
    expect(lines[0]).toMatchObject({ met: false, text: expect.stringMatching(/^fail: PHS205: /) });
    expect((await wait([off], { goal: 'healthy', failOn: 'never' })).outcome).toBe(0);
  });
});

describe('what goes away while it waits', () => {
  test.each([
    ['a PowerShell that dies', new PsError('E_HOST_EXIT', 'PowerShell ended.')],
    ['a server that cannot be asked', new EnvironmentError('E_MODULE', 'No module.')],
  ])('%s is asked again, and that is said once', async (_name, error) => {
    const { outcome, lines, pauses, ctx } = await wait([off, error, error, healthyFacts()]);

    expect(outcome).toBe(0);
    expect(pauses).toEqual([60_000, 5_000, 60_000]);
    expect(lines.flatMap((line) => (line.type === 'session' ? [line.state] : []))).toEqual(['lost', 'restored']);
    expect(ctx.closedSessions()).toBe(3);
  });

  test.each([
    ['a PowerShell that dies', new PsError('E_HOST_EXIT', 'PowerShell ended.')],
    ['a connection that breaks', new PsError('E_REMOTE_LOST', 'The connection to the server was lost.')],
  ])('%s in the first look is asked again, too', async (_name, error) => {
    expect((await wait([error, healthyFacts()])).outcome).toBe(0);
  });

  test('a server that is not reached in the first look ends it: nobody waits for a wrong name', async () => {
    const error = new PsError('E_REMOTE_UNREACHABLE', 'Nothing listens there.');

    expect((await wait([error])).outcome).toBe(error);
  });

  test('a server that is not one ends it at the first look: nobody waits for a wrong command line', async () => {
    const error = new EnvironmentError('E_NOT_CONNECT_SERVER', 'Not a server.');

    expect((await wait([error])).outcome).toBe(error);
  });

  test('a service that starts again is asked by a new PowerShell if the old one is not answered', async () => {
    const unread = unknown({ code: 'failed', message: 'The pipe broke.' });
    const service = healthyFacts().service;
    const stopped = healthyFacts({
      service: service.known ? known({ ...service.value, status: 'Stopped' }) : service,
      connectors: unread,
    });
    const { outcome, ctx } = await wait([stopped, healthyFacts({ connectors: unread }), healthyFacts()]);

    expect(outcome).toBe(0);
    expect(ctx.requests).toHaveLength(2);
  });
});

describe('what people see', () => {
  test('on a terminal is progress, and one sentence at the end', async () => {
    const terminal = { stdoutIsTerminal: true, stderrIsTerminal: true };
    const good = await wait([off, healthyFacts()], {}, terminal);
    const late = await wait([off], { timeoutMs: 60_000 }, terminal);

    expect(good.ctx.out()).toMatch(/^alive after 1 min: contoso\.com is alive: /);
    expect(late.ctx.out().replace(/\s+/g, ' ')).toMatch(/^Not alive within 1 min: contoso\.com is off: /);
  });

  test('an interrupted wait is not an answer', async () => {
    const ctx = fakeContext();
    const pause = (): Promise<void> => {
      ctx.abort();
      return Promise.resolve();
    };

    await expect(waitFor(ctx, request, { collect: () => Promise.resolve(off), pause })).rejects.toMatchObject({
      exitCode: 130,
    });
    expect(ctx.out()).not.toContain('"end"');
  });
});

test.each([
  [{ for: 'alive', timeout: '10s' }, '--timeout must be between 30s and 168h'],
  [{ for: 'alive', timeout: 'soon' }, '--timeout needs a time such as 30m or 2h'],
  [{ for: 'spring' }, '--for must be one of alive, full-sync-end, healthy'],
  [{}, '--for'],
])('wait refuses %j', async (given, message) => {
  await expect(waitCommand.run(fakeContext(), given)).rejects.toThrow(message);
});

test('a recording has no future', async () => {
  const recorded: OpenedSession = {
    session: silentSession,
    now,
    simulated: true,
    recorded: { listFollowed: () => Promise.resolve([]), startedAt: now, finishedAt: now },
    close: () => Promise.resolve(),
  };
  const { outcome } = await wait([healthyFacts()], {}, { openSession: () => Promise.resolve(recorded) });

  expect(outcome).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('recording') });
});

test('leaves no timer behind if the options name no server that there can be', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();

  const { outcome } = await wait([healthyFacts()], { computer: 'A,B', timeoutMs: 7_200_000 });

  expect(outcome).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('--computer') });
  expect(timers()).toBe(before);
});
