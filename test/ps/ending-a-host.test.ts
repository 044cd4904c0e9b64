import { describe, expect, test } from '@jest/globals';
import { StartedHost } from '../../src/ps/started-host.js';
import { change, fakeHost, fakeWorld, question, type Behavior } from '../support/fake-host.js';
import { answeredValue } from '../support/phs1.js';

const stillRuns = 'PowerShell (process 4711) could not be ended and still runs: end it in Task Manager.';

/** How a host ends that is closed while it is idle; `after` in ms. */
interface Ending {
  readonly what: string;
  readonly host: Behavior;
  readonly steps: readonly string[];
  readonly after: number;
  readonly notes?: readonly string[];
  readonly debug?: string;
}

const endings: readonly Ending[] = [
  { what: 'a host that ends by itself', host: {}, steps: ['input'], after: 0 },
  {
    what: 'a host that does not listen is ended with its tree after a second',
    host: { survives: ['input'] },
    steps: ['input', 'tree'],
    after: 1_000,
  },
  {
    what: 'ending the tree has no effect: five seconds later the process alone is ended',
    host: { survives: ['input', 'tree'] },
    steps: ['input', 'tree', 'process'],
    after: 6_000,
  },
  {
    what: 'taskkill is missing: the process is ended at once',
    host: { survives: ['input'], treeFails: 'spawn taskkill.exe ENOENT' },
    steps: ['input', 'tree', 'process'],
    after: 1_000,
    debug: 'ending PowerShell: spawn taskkill.exe ENOENT',
  },
  {
    what: 'taskkill hangs: it has five seconds',
    host: { survives: ['input'], treeFails: 'hangs' },
    steps: ['input', 'tree', 'process'],
    after: 6_000,
  },
  {
    what: 'nothing ends it: after eight seconds it is let go, and the operator is told',
    host: { survives: ['input', 'tree', 'process'] },
    steps: ['input', 'tree', 'process', 'let go'],
    after: 8_000,
    notes: [stillRuns],
  },
];

describe('closing an idle session', () => {
  test.each(endings)('$what', async ({ host, steps, after, notes, debug }) => {
    const world = fakeWorld([host]);
    await world.session.run(question, {});

    let closed = false;
    const closing = world.session.close().then(() => {
      closed = true;
    });
    if (after > 0) {
      await world.clock.advance(after - 1);
      expect(closed).toBe(false);
    }
    await world.clock.advance(1);
    expect(closed).toBe(true);

    await closing;
    expect(world.hosts[0]?.ending).toEqual(steps);
    expect(world.notes).toEqual(notes ?? []);
    if (debug !== undefined) {
      expect(world.debug).toContain(debug);
    }
    expect(world.clock.pending).toBe(0);
  });
});

describe('a process that ended while its output stays open', () => {
  const leaves: Behavior = {
    keepsOutputOpen: true,
    request: (host, id) => {
      host.answer(id);
      host.exit(0);
    },
  };

  test('answers as usual, and is let go two seconds after its exit', async () => {
    const world = fakeWorld([leaves]);
    await expect(world.session.run(question, {})).resolves.toMatchObject({ rows: [{ value: answeredValue }] });

    await world.clock.advance(1_999);
    expect(world.hosts[0]?.ending).toEqual([]);
    await world.clock.advance(1);
    expect(world.hosts[0]?.ending).toEqual(['let go']);
    expect(world.debug.at(-1)).toMatch(/^ended \(exit code 0; a program that it started may still run/);
    expect(world.notes).toEqual([]);
    await world.session.close();
  });

  test('is an E_HOST_EXIT when it had not answered, and the next request gets a new host', async () => {
    const silent: Behavior = {
      keepsOutputOpen: true,
      request: (host) => {
        host.exit(3);
      },
    };
    const world = fakeWorld([silent, {}]);
    const [asked] = await Promise.all([
      Promise.allSettled([world.session.run(question, {}), world.session.run(question, {})]),
      world.clock.advance(5_000),
    ]);

    expect(asked).toMatchObject([
      { reason: { code: 'E_HOST_EXIT', fields: { exitCode: 3 } } },
      { value: { state: 'completed' } },
    ]);
    await world.session.close();
  });

  test('is not waited for when its output ends as well', async () => {
    const world = fakeWorld([{ ...leaves, keepsOutputOpen: false }]);
    await world.session.run(question, {});
    await world.clock.advance(1);

    expect(world.debug.at(-1)).toBe('ended (exit code 0)');
    expect(world.hosts[0]?.ending).toEqual([]);
    await world.session.close();
  });
});

describe('a host that is ended in mid-call', () => {
  const deaf: Behavior = { request: () => undefined, survives: ['input'] };

  test('has a second to stop the operation by itself', async () => {
    const { session, hosts, clock } = fakeWorld([deaf]);
    const interrupt = new AbortController();
    const asked = Promise.allSettled([session.run(question, {}, { signal: interrupt.signal })]);
    await clock.advance(10);
    interrupt.abort();

    await clock.advance(999);
    expect(hosts[0]?.ending).toEqual(['input']);
    await clock.advance(1);
    expect(hosts[0]?.ending).toEqual(['input', 'tree']);
    expect(await asked).toMatchObject([{ reason: { code: 'E_CANCELLED' } }]);
    await session.close();
  });

  test('has none when it runs a change, which would not stop by itself', async () => {
    const { session, hosts, clock } = fakeWorld([deaf]);
    const asked = Promise.allSettled([session.runChange(change, {})]);
    await clock.advance(10);
    const closing = session.close();
    await clock.advance(1);

    expect(hosts[0]?.ending).toEqual(['input', 'tree']);
    expect(await asked).toMatchObject([{ reason: { code: 'E_CLOSED' } }]);
    await closing;
  });

  test('whose process is left: the error is told, and so is the process', async () => {
    const { session, notes, clock } = fakeWorld([
      { request: () => undefined, survives: ['input', 'tree', 'process'] },
      {},
    ]);
    const asked = Promise.allSettled([session.run(question, {})]);
    await clock.advance(25_000 + 7_999);
    expect(notes).toEqual([]);
    await clock.advance(1);

    expect(notes).toEqual([stillRuns]);
    expect(await asked).toMatchObject([{ reason: { code: 'E_TIMEOUT_HARD' } }]);
    await session.close();
  });
});

describe('a host that was started early', () => {
  const start = { executable: '/nowhere/powershell', script: 'x.ps1', parameters: {}, cwd: '/', env: {} };

  test('and is not needed has no time to end by itself', async () => {
    const { world, clock, hosts } = fakeHost({ start: () => undefined, survives: ['input'] });
    const early = new StartedHost(start, undefined, world);
    early.discard();
    await clock.advance(1);

    expect(hosts[0]?.ending).toEqual(['input', 'tree']);
    expect(clock.pending).toBe(0);
  });

  test('and is taken over hands on what it said before, and is not discarded any more', async () => {
    const { world, clock, hosts } = fakeHost({});
    const early = new StartedHost(start, undefined, world);
    await clock.advance(10_000);
    const said: string[] = [];
    early.attach({ onOutput: (text) => said.push(text), onExit: () => undefined });
    early.discard();
    await clock.advance(10_000);

    expect(said.join('')).toContain(` hello 0 `);
    expect(hosts[0]?.ending).toEqual([]);
  });

  test('and has ended before it was taken over says so', async () => {
    const { world, clock } = fakeHost({
      start: (host) => {
        host.exit(9);
      },
    });
    const early = new StartedHost(start, undefined, world);
    await clock.advance(1);
    const exits: unknown[] = [];
    early.attach({ onOutput: () => undefined, onExit: (exit) => exits.push(exit) });

    expect(exits).toEqual([{ code: 9, signal: null, error: undefined }]);
    await early.end(true);
  });
});
