import { describe, expect, test } from '@jest/globals';
import type { Timers } from '../../src/base/async.js';
import { UsageError } from '../../src/base/errors.js';
import { Gate } from '../../src/base/gate.js';
import { mostAtOnce } from '../../src/command-steps/ask-fleet.js';
import type { FleetServer } from '../../src/command-steps/fleet-servers.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { watchFleet, type FleetWatchRequest } from '../../src/command-steps/watch-fleet.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import { fleetWatchLineSchema } from '../../src/model/fleet-watch-line.js';
import type { PsSession } from '../../src/ps/session.js';
import { channel, eventSummary, now } from '../support/facts.js';
import { fakeContext, silentSession, type FakeContext, type FakeOptions } from '../support/fake-context.js';
import { fleetFacts, inStaging } from '../support/fleet.js';
import { watchOptions } from '../support/watch-options.js';

const request: FleetWatchRequest = {
  ...watchOptions,
  useSsl: false,
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Timers that a test fires itself. */
class HandTimers implements Timers {
  private readonly waiting = new Set<() => void>();

  after(_ms: number, due: () => void): () => void {
    this.waiting.add(due);
    return () => this.waiting.delete(due);
  }

  fire(): void {
    this.waiting.forEach((due) => {
      due();
    });
  }
}

type Look = Facts | Error | 'silence';

interface Watched {
  readonly ctx: FakeContext;
  readonly outcome: unknown;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly mostAtATime: number;
}

/** Watches servers that answer these looks one after the other, the last one again and again; after `pauses` pauses Ctrl+C is pressed. */
async function watch(
  looks: Readonly<Record<string, readonly Look[]>>,
  { pauses, ...options }: FakeOptions & { readonly pauses: number },
  servers: readonly FleetServer[] = Object.keys(looks).map((name) => ({ name, request: { simulate: name } })),
): Promise<Watched> {
  const names = new Map<PsSession, string>();
  const [opened, closed]: [string[], string[]] = [[], []];
  const ctx = fakeContext({
    ...options,
    openSession: ({ simulate = '' }) => {
      const session = { ...silentSession };
      names.set(session, simulate);
      opened.push(simulate);
      const close = (): Promise<void> => {
        closed.push(simulate);
        return Promise.resolve();
      };
      return Promise.resolve({ session, now, simulated: true, close });
    },
  });
  const timers = new HandTimers();
  const asked = new Map<string, number>();
  let [running, mostAtATime] = [0, 0];
  const collect: CollectFacts = async (session, { signal }) => {
    const name = names.get(session) ?? '';
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    const list = looks[name] ?? [];
    const look = list[Math.min(count, list.length - 1)];
    mostAtATime = Math.max(mostAtATime, (running += 1));
    await turn();
    running -= 1;
    if (look === 'silence') {
      // Once nobody else is being asked, the time of this one alone is over.
      while (running > 0) await turn();
      timers.fire();
      expect(signal?.aborted).toBe(true);
    }
    if (look instanceof Error) throw look;
    if (look === undefined || look === 'silence') throw new Error('ended');
    return look;
  };
  let paused = 0;
  const pause = async (): Promise<void> => {
    paused += 1;
    if (paused >= pauses) ctx.abort();
    await turn();
  };
  const tools = { collect, pause, timers };
  const outcome = await watchFleet(ctx, request, servers, tools).catch((error: unknown) => error);
  return { ctx, outcome, opened, closed, mostAtATime };
}

function linesOf({ ctx }: Watched): readonly Record<string, unknown>[] {
  return ctx
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => ({ ...fleetWatchLineSchema.parse(JSON.parse(line)) }));
}

const active = fleetFacts(1);
const staging = fleetFacts(2, inStaging);

describe('status --watch of several servers, not on a terminal', () => {
  test('writes the state of each server with its name, then that of all together, then nothing while nothing changes', async () => {
    const watched = await watch({ SYNC01: [active], SYNC02: [staging] }, { pauses: 8 });
    const lines = linesOf(watched);

    expect(lines.map(({ type, server }) => [type, server])).toEqual([
      ['state', 'SYNC01'],
      ['state', 'SYNC02'],
      ['fleet-state', undefined],
    ]);
    expect(lines[2]).toMatchObject({ summary: { status: 'pass', exitCode: 0, counts: { servers: 2, pass: 2 } } });
    expect(watched.outcome).toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
  });

  test('has commands to copy for the server that each of them is about', async () => {
    const silent = fleetFacts(1, { events: known(eventSummary({})), partitionStates: known([]) });
    const [state] = linesOf(await watch({ SYNC01: [silent], SYNC02: [staging] }, { pauses: 8 }));
    const text = JSON.stringify(state);

    expect(text).toContain("phs-tool diagnose --simulate 'SYNC01'");
    expect(text).not.toMatch(/phs-tool diagnose["\\]|--simulate 'SYNC02'/);
  });

  test('tells what changed on which server', async () => {
    const off = fleetFacts(1, { channels: known([channel('contoso.com', { enabled: false })]) });
    const lines = linesOf(await watch({ SYNC01: [active, off], SYNC02: [staging] }, { pauses: 10 })).slice(3);

    expect(lines).toContainEqual(
      expect.objectContaining({ type: 'finding', server: 'SYNC01', check: 'PHS205', from: 'pass', to: 'fail' }),
    );
    expect(lines.filter(({ server }) => server === 'SYNC02')).toEqual([]);
  });

  test('tells what changed for all together, although each server is in order', async () => {
    const watched = await watch({ SYNC01: [active], SYNC02: [staging, staging, fleetFacts(2)] }, { pauses: 10 });
    const changes = linesOf(watched).slice(3);

    expect(changes).toContainEqual(
      expect.objectContaining({ type: 'fleet-finding', check: 'PHS601', from: 'pass', to: 'fail' }),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ type: 'fleet-verdict', from: 'pass', to: 'fail', exitCode: 3 }),
    );
    expect(changes.filter(({ server }) => server !== undefined)).toEqual([]);
  });

  test('keeps one session for each of few servers', async () => {
    const { opened, closed } = await watch({ SYNC01: [active], SYNC02: [staging] }, { pauses: 8 });

    expect([...opened].sort()).toEqual(['SYNC01', 'SYNC02']);
    expect([...closed].sort()).toEqual(['SYNC01', 'SYNC02']);
  });

  test('asks at most eight of many at a time, with a new session for each look', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `SYNC${index}`);
    const watched = await watch(Object.fromEntries(names.map((name) => [name, [active]])), { pauses: 50 });

    expect(watched.mostAtATime).toBe(mostAtOnce);
    expect(watched.opened.length).toBeGreaterThanOrEqual(40);
    expect(watched.closed).toHaveLength(watched.opened.length);
  });

  test('gives up a silent server after its time, which holds nobody up, and says when it answers again', async () => {
    const watched = await watch({ SYNC01: [active], SYNC02: ['silence', staging] }, { pauses: 20 });
    const lines = linesOf(watched);
    const ofSilent = lines.filter(({ server }) => server === 'SYNC02');

    expect(ofSilent[0]).toMatchObject({ type: 'session', state: 'lost', code: 'E_DEADLINE' });
    expect(ofSilent[1]).toMatchObject({ type: 'session', state: 'restored' });
    expect(ofSilent[2]).toMatchObject({ type: 'state' });
    expect(lines.find(({ type }) => type === 'fleet-state')).toMatchObject({
      summary: { exitCode: 5, counts: { error: 1, pass: 1 } },
    });
    expect(lines.at(-1)).toMatchObject({ type: 'fleet-verdict', from: 'error', to: 'pass', exitCode: 0 });
    expect(watched.ctx.err()).toContain('SYNC02: 2026');
    expect(watched.opened.filter((name) => name === 'SYNC02')).toHaveLength(2);
  });

  test('ends at once, by name, if the command line is wrong for one of them', async () => {
    const wrong = new UsageError('There is no AD connector named "x".');
    const watched = await watch({ SYNC01: [active], SYNC02: [wrong] }, { pauses: 1000 });

    expect(watched.outcome).toMatchObject({
      code: 'E_USAGE',
      message: 'SYNC02: There is no AD connector named "x".',
    });
    expect(watched.closed).toHaveLength(2);
  });

  test('refuses recordings', async () => {
    const replay = { name: 'old', replay: 'old.ndjson', request: {} };
    const { outcome } = await watch({ old: [active] }, { pauses: 1 }, [replay]);

    expect(outcome).toMatchObject({
      code: 'E_USAGE',
      hint: 'Leave out --watch, or ask a server instead of the recording.',
    });
  });
});

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[a-zA-Z]`, 'g');

/** The screen as it was drawn last. */
function screenOf({ ctx }: Watched): readonly string[] {
  const frames = ctx.out().split(`${String.fromCharCode(27)}[H`);
  return (frames.at(-1)?.split(`${String.fromCharCode(27)}[J`)[0] ?? '').replace(escapes, '').split(/\r?\n/);
}

describe('status --watch of several servers on a terminal', () => {
  const terminal = { stdoutIsTerminal: true, env: { TERM: 'xterm' } };

  test('is a line for each server, what was found of them together, the totals and when the next look is', async () => {
    const screen = screenOf(
      await watch({ SYNC01: [active], SYNC02: [staging], SYNC03: [fleetFacts(3)] }, { pauses: 12, ...terminal }),
    );

    expect(screen[0]).toMatch(/^phs-tool \S+ .* 3 servers /);
    expect(screen[2]).toMatch(/server +role +last sign +verdict$/);
    expect(screen[3]).toMatch(/^\S+ +SYNC01 +active +\d+ min +SIMULATED: in order$/);
    expect(screen[4]).toMatch(/^\S+ +SYNC02 +staging +- +SIMULATED: in order$/);
    expect(screen.join('\n')).toMatch(/PHS601: .*SYNC01 and SYNC03 are active/);
    expect(screen.at(-3)).toMatch(/3 servers: 3 in order; 1 finding from comparing them$/);
    expect(screen.at(-1)).toMatch(/^Last look \d\d:\d\d:\d\d, (?:next \d\d:\d\d:\d\d|looking now).*Ctrl\+C ends$/);
  });

  const off = fleetFacts(1, { channels: known([channel('contoso.com', { enabled: false })]) });

  test('says what to do about the worst server, with its command', async () => {
    const screen = screenOf(await watch({ SYNC01: [off], SYNC02: [staging] }, { pauses: 12, ...terminal }));
    const step = screen.findIndex((line) => line.startsWith('Next step for SYNC01: '));

    expect(step).toBeGreaterThan(4);
    expect(screen.slice(step).join('\n')).toMatch(
      /\n {4}& "\$env:ProgramFiles\\Microsoft Azure Active Directory Connect/,
    );
    expect(screen).toContain('More: phs-tool help PHS205');
    expect(screen.length).toBeLessThanOrEqual(24);
  });

  test('says nothing to do if every server is in order', async () => {
    const screen = screenOf(await watch({ SYNC01: [active], SYNC02: [staging] }, { pauses: 12, ...terminal }));

    expect(screen.join('\n')).not.toContain('Next step');
  });

  test('shows a server that does not answer as such, with the reason', async () => {
    const screen = screenOf(await watch({ SYNC01: [active], SYNC02: ['silence'] }, { pauses: 20, ...terminal })).join(
      '\n',
    );

    expect(screen).toMatch(/SYNC02 +unknown +- +The server did not answer within 120 s\./);
    expect(screen).toMatch(/2 servers: 1 did not answer, 1 in order/);
  });

  test('shows the worst of many first, and how many more there are, in the height of the window', async () => {
    const off = fleetFacts(39, { channels: known([channel('contoso.com', { enabled: false })]) });
    const names = Array.from({ length: 40 }, (_, index) => `SYNC${index}`);
    const looks = Object.fromEntries(names.map((name) => [name, [name === 'SYNC39' ? off : staging]]));
    const screen = screenOf(await watch(looks, { pauses: 60, ...terminal }));

    expect(screen.length).toBeLessThanOrEqual(24);
    expect(screen[3]).toMatch(/SYNC39 +active .*failed: PHS205$/);
    expect(screen.join('\n')).toMatch(/\n {2}and \d+ more: enlarge the window, or leave out --watch\n/);
  });
});

describe('a gate', () => {
  test('lets so many in at a time, the others in their order, also when one fails', async () => {
    const gate = new Gate(2);
    const order: number[] = [];
    let [running, most] = [0, 0];
    const work = (index: number) => async (): Promise<number> => {
      most = Math.max(most, (running += 1));
      order.push(index);
      await turn();
      running -= 1;
      if (index === 1) throw new Error('fails');
      return index;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => gate.run(work(index))));

    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      ...Array.from({ length: 3 }, () => 'fulfilled'),
    ]);
  });
});
