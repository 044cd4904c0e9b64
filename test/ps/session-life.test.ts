import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { systemClock } from '../../src/ps/clock.js';
import { change, fakeWorld, question, type Behavior } from '../support/fake-host.js';
import { answeredValue, endOf, part } from '../support/phs1.js';

const answered = { state: 'completed', rows: [{ value: answeredValue }] };
const silent: Behavior = { request: () => undefined };
const diesEachTime: Behavior = {
  request: (host) => {
    host.exit(4);
  },
};

describe('a host that dies', () => {
  test('while it is idle is replaced at the next request, after the first waiting time', async () => {
    const { session, hosts, clock } = fakeWorld([
      {
        request: (host, id) => {
          host.answer(id);
          host.exit(1);
        },
      },
      {},
    ]);
    await expect(session.run(question, {})).resolves.toMatchObject(answered);
    await clock.advance(60_000);
    expect(hosts).toHaveLength(1);

    const asked = session.run(question, {});
    await clock.advance(199);
    expect(hosts).toHaveLength(1);
    await clock.advance(1);
    expect(hosts).toHaveLength(2);
    await expect(asked).resolves.toMatchObject(answered);
    await session.close();
  });

  test('in mid-call loses no request that waits: each is rejected or answered, none is repeated', async () => {
    const { session, hosts, clock } = fakeWorld([diesEachTime, {}]);
    const asked = Promise.allSettled([session.run(question, {}), session.run(question, {}), session.run(question, {})]);
    await clock.advance(200);

    expect(await asked).toMatchObject([{ reason: { code: 'E_HOST_EXIT' } }, { value: answered }, { value: answered }]);
    expect(hosts.map(({ sent }) => sent.filter((word) => word === 'REQ').length)).toEqual([1, 2]);
    await session.close();
  });

  test('again and again is started after 0.2, 1 and 5 s, and then given up', async () => {
    const { session, hosts, clock } = fakeWorld([diesEachTime]);
    const outcomes = Promise.allSettled(Array.from({ length: 6 }, () => session.run(question, {})));
    await clock.advance(0);
    for (const [wait, started] of [
      [199, 1],
      [1, 2],
      [999, 2],
      [1, 3],
      [4_999, 3],
      [1, 4],
      [600_000, 4],
    ] as const) {
      await clock.advance(wait);
      expect(hosts).toHaveLength(started);
    }

    const givenUp = { reason: { code: 'E_START', message: expect.stringContaining('giving up') } };
    const died = { reason: { code: 'E_HOST_EXIT' } };
    expect(await outcomes).toMatchObject([died, died, died, died, givenUp, givenUp]);
    await expect(session.info()).rejects.toMatchObject({ code: 'E_START' });
    await session.close();
  });

  test('is forgiven once a later one has answered', async () => {
    const { session, hosts, clock } = fakeWorld([diesEachTime, diesEachTime, diesEachTime, {}]);
    const first = Promise.allSettled([1, 2, 3, 4].map(() => session.run(question, {})));
    await clock.advance(10_000);
    expect((await first)[3]).toMatchObject({ value: answered });

    hosts[3]?.exit(1);
    const again = session.run(question, {});
    await clock.advance(200);
    await expect(again).resolves.toMatchObject(answered);
    await session.close();
  });
});

describe('a PowerShell that ends itself while it connects to another server', () => {
  const crashes: Behavior = {
    start: (host) => {
      host.complain(
        'Unhandled exception. System.IO.IOException: Broken pipe\n   at System.IO.RandomAccess.WriteAtOffset()\n',
      );
      host.exit(null, 'SIGABRT');
    },
  };
  const remote = { kind: 'ssh', computer: 'sync02', user: 'admin' } as const;

  test('is started again, and the question is answered', async () => {
    const { session, hosts, clock } = fakeWorld([crashes, crashes, {}], { remote });
    const asked = session.run(question, {});
    await clock.advance(10_000);

    await expect(asked).resolves.toMatchObject(answered);
    expect(hosts).toHaveLength(3);
    await session.close();
  });

  test('is given up after the third time', async () => {
    const { session, hosts, clock } = fakeWorld([crashes], { remote });
    const asked = Promise.allSettled([session.run(question, {})]);
    await clock.advance(60_000);

    expect(await asked).toMatchObject([{ reason: { code: 'E_START', message: expect.stringContaining('SIGABRT') } }]);
    expect(hosts).toHaveLength(3);
    await session.close();
  });

  test('is not started again here, or for another reason', async () => {
    const refused: Behavior = {
      start: (host) => {
        host.complain('no such module\n');
        host.exit(1);
      },
    };
    for (const world of [fakeWorld([crashes, {}]), fakeWorld([refused, {}], { remote })]) {
      const asked = Promise.allSettled([world.session.run(question, {})]);
      await world.clock.advance(60_000);

      expect(await asked).toMatchObject([{ reason: { code: 'E_START' } }]);
      expect(world.hosts).toHaveLength(1);
      await world.session.close();
    }
  });
});

describe('a deadline', () => {
  test('is that of the operation and five seconds, from the request on', async () => {
    const { session, clock } = fakeWorld([silent]);
    await session.info();
    await clock.advance(3_600_000);
    let settled = false;
    const asked = Promise.allSettled([session.run(question, {})]).finally(() => {
      settled = true;
    });
    await clock.advance(24_999);
    expect(settled).toBe(false);
    await clock.advance(1);
    expect(await asked).toMatchObject([
      { reason: { code: 'E_TIMEOUT_HARD', message: expect.stringContaining('did not answer for 25 s') } },
    ]);
    await session.close();
  });

  test.each([
    ['early in the answer changes nothing', 1_000, 25_000],
    ['past the deadline of the operation gives five seconds more', 24_000, 29_000],
  ])('a page %s', async (_, pageAt, dueAt) => {
    const { session, hosts, clock } = fakeWorld([silent]);
    let settled = false;
    const asked = Promise.allSettled([session.run(question, {})]).finally(() => {
      settled = true;
    });
    await clock.advance(pageAt);
    hosts[0]?.frame('1', 'part', 0, part);
    await clock.advance(dueAt - pageAt - 1);
    expect(settled).toBe(false);
    await clock.advance(1);
    expect(await asked).toMatchObject([{ reason: { code: 'E_TIMEOUT_HARD' } }]);
    await session.close();
  });

  test('an answer that comes after it is dropped with its host', async () => {
    const { session, hosts, clock } = fakeWorld([{ ...silent, survives: ['input'] }, {}]);
    const asked = Promise.allSettled([session.run(question, {})]);
    await clock.advance(25_000);
    hosts[0]?.answer('1');
    await clock.advance(1_000);

    expect(await asked).toMatchObject([{ reason: { code: 'E_TIMEOUT_HARD' } }]);
    await session.close();
  });

  test('an answer that waits behind a blocked event loop is taken, not timed out', async () => {
    const { session, hosts, clock } = fakeWorld([silent]);
    const asked = session.run(question, {});
    clock.unread = (): void => {
      hosts[0]?.answer('1');
    };
    await clock.advance(3_600_000);

    await expect(asked).resolves.toMatchObject(answered);
    expect(hosts).toHaveLength(1);
    await session.close();
  });

  test('a change has none: its own script decides when it is over', async () => {
    const { session, hosts, clock } = fakeWorld([silent]);
    const asked = session.runChange(change, {});
    await clock.advance(86_400_000);
    hosts[0]?.answer('1');

    await expect(asked).resolves.toMatchObject(answered);
    await session.close();
  });

  test('an idle session has none, and keeps no timer', async () => {
    const { session, hosts, clock } = fakeWorld([{}]);
    await session.run(question, {});
    expect(clock.pending).toBe(0);
    await clock.advance(86_400_000);

    await expect(session.run(question, {})).resolves.toMatchObject(answered);
    expect(hosts).toHaveLength(1);
    await session.close();
  });
});

describe('the clock', () => {
  test.each([['a year ahead', 31_536_000_000] as const, ['a year back', -31_536_000_000] as const])(
    'a wall clock that jumps %s moves no deadline',
    (_, jump) => {
      const { now } = Date;
      const before = systemClock.now();
      try {
        Date.now = (): number => now() + jump;
        const passed = systemClock.now() - before;
        expect(passed).toBeGreaterThanOrEqual(0);
        expect(passed).toBeLessThan(86_400_000);
      } finally {
        Date.now = now;
      }
    },
  );

  test('is the only one that a live session reads', () => {
    const folder = join(packageRoot(), 'src', 'ps');
    // A recording is dated, and its date is compared with that of today.
    const dated = /^(recording|replay|open)/;
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !dated.test(name));
    expect(files).toContain('connection.ts');
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect([file, /Date\.now|new Date/.test(text)]).toEqual([file, false]);
      expect([file, file !== 'clock.ts' && /performance\.now|setTimeout/.test(text)]).toEqual([file, false]);
    }
  });
});

describe('closing', () => {
  test('during a request rejects it and those that wait; closing twice and asking afterwards are harmless', async () => {
    const { session, hosts, clock } = fakeWorld([silent]);
    const outcomes = Promise.allSettled([session.run(question, {}), session.run(question, {})]);
    await clock.advance(1);
    await Promise.all([session.close(), session.close()]);

    expect(await outcomes).toMatchObject([{ reason: { code: 'E_CLOSED' } }, { reason: { code: 'E_CLOSED' } }]);
    await expect(session.run(question, {})).rejects.toMatchObject({ code: 'E_CLOSED' });
    await expect(session.info()).rejects.toMatchObject({ code: 'E_CLOSED' });
    expect(hosts[0]?.ending).toEqual(['input']);
  });

  test('while the host still starts rejects what waits for it', async () => {
    const { session, hosts, clock } = fakeWorld([{ start: () => undefined }]);
    const outcomes = Promise.allSettled([session.info(), session.run(question, {})]);
    await clock.advance(1_000);
    await session.close();

    expect(await outcomes).toMatchObject([{ reason: { code: 'E_CLOSED' } }, { reason: { code: 'E_CLOSED' } }]);
    expect(hosts[0]?.isOver).toBe(true);
  });

  test('while a new host is waited for starts none', async () => {
    const { session, hosts, clock } = fakeWorld([diesEachTime]);
    await expect(session.run(question, {})).rejects.toMatchObject({ code: 'E_HOST_EXIT' });
    const interrupt = new AbortController();
    const asked = Promise.allSettled([session.run(question, {}, { signal: interrupt.signal }), session.info()]);
    interrupt.abort();
    await session.close();
    await clock.advance(600_000);

    expect(await asked).toMatchObject([{ reason: { code: 'E_CANCELLED' } }, { reason: { code: 'E_CLOSED' } }]);
    expect(hosts).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('waits for a host that is still being ended, also after a new one was started', async () => {
    const stuck: Behavior = {
      request: (host, id) => {
        host.frame(id, 'end', 0, endOf({ state: 'timeout', stuck: true }));
      },
      survives: ['input', 'tree'],
    };
    const { session, hosts, clock } = fakeWorld([stuck, {}]);
    await expect(session.run(question, {})).resolves.toMatchObject({ state: 'timeout' });
    const asked = session.run(question, {});
    await clock.advance(200);
    await expect(asked).resolves.toMatchObject(answered);

    const closing = session.close();
    await clock.advance(6_000);
    await closing;
    expect(hosts.map(({ isOver }) => isOver)).toEqual([true, true]);
  });
});

describe('an interrupt', () => {
  test('is obeyed while the host is still starting', async () => {
    const { session, clock } = fakeWorld([{ start: () => undefined }]);
    const interrupt = new AbortController();
    const asked = Promise.allSettled([session.info({ signal: interrupt.signal })]);
    await clock.advance(50);
    interrupt.abort();

    expect(await asked).toMatchObject([{ reason: { code: 'E_CANCELLED' } }]);
    await session.close();
  });

  test('ends the request in flight, and the session goes on with a new host', async () => {
    const { session, hosts, clock } = fakeWorld([silent, {}]);
    const interrupt = new AbortController();
    const asked = Promise.allSettled([session.run(question, {}, { signal: interrupt.signal })]);
    await clock.advance(1);
    interrupt.abort();
    expect(await asked).toMatchObject([{ reason: { code: 'E_CANCELLED', exitCode: 130 } }]);

    const next = session.run(question, {});
    await clock.advance(200);
    await expect(next).resolves.toMatchObject(answered);
    expect(hosts).toHaveLength(2);
    await session.close();
  });

  test('of a request that is answered already touches no other', async () => {
    const { session, hosts } = fakeWorld([{}]);
    const interrupt = new AbortController();
    await session.run(question, {}, { signal: interrupt.signal });
    const next = session.run(question, {});
    interrupt.abort();

    await expect(next).resolves.toMatchObject(answered);
    expect(hosts).toHaveLength(1);
    await session.close();
  });

  test('does not touch a change that was sent; a cut does, with its reason', async () => {
    const { session, hosts, clock } = fakeWorld([silent]);
    const stop = new AbortController();
    const cut = new AbortController();
    const options = { signal: stop.signal, cut: { signal: cut.signal, reason: () => new Error('cut on purpose') } };
    let settled = false;
    const asked = Promise.allSettled([session.runChange(change, {}, options)]).finally(() => {
      settled = true;
    });
    await clock.advance(1);
    stop.abort();
    await clock.advance(60_000);
    expect([settled, hosts[0]?.ending]).toEqual([false, []]);

    cut.abort();
    expect(await asked).toMatchObject([{ reason: { message: 'cut on purpose' } }]);
    await session.close();
  });

  test('or a cut before a change is sent keeps it from being sent', async () => {
    const { session, hosts } = fakeWorld([{}]);
    await session.info();
    await expect(session.runChange(change, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'E_CANCELLED',
    });
    const cut = { signal: AbortSignal.abort(), reason: (): Error => new Error('cut before') };
    await expect(session.runChange(change, {}, { cut })).rejects.toThrow('cut before');

    expect(hosts[0]?.sent).toEqual(['OPEN']);
    await session.close();
  });
});

test('a page that its reader does not take makes the request fail when its end is there, and the host is kept', async () => {
  const { session, hosts } = fakeWorld([{}]);
  const refuse = (): never => {
    throw new Error('the disk is full');
  };
  await expect(session.run(question, {}, { onRows: refuse })).rejects.toThrow('the disk is full');
  await expect(session.run(question, {})).resolves.toMatchObject(answered);

  expect(hosts).toHaveLength(1);
  await session.close();
});

test('requests are answered one after the other, in their order', async () => {
  const { session, hosts } = fakeWorld([{}]);
  const order: number[] = [];
  await Promise.all([0, 1, 2, 3, 4].map((index) => session.run(question, {}).then(() => order.push(index))));

  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(hosts[0]?.sent).toEqual(['OPEN', 'REQ', 'REQ', 'REQ', 'REQ', 'REQ']);
  await session.close();
});
