import { describe, expect, test } from '@jest/globals';
import { deferred } from '../../src/base/async.js';
import { describeWithEngine } from '../support/engine.js';
import { fakeWorld, question, type Behavior, type FakeWorld } from '../support/fake-host.js';
import { echo, liveSession } from '../support/live.js';
import { answeredValue, endOf, part } from '../support/phs1.js';

/** Sends two pages and the end in one piece, before anybody could stop reading. */
const twoPages: Behavior = {
  request: (host, id) => {
    host.frame(id, 'part', 0, part);
    host.frame(id, 'part', 1, part);
    host.frame(id, 'end', 2, endOf());
  },
};

/** Asks, and takes a page only when told. */
function askSlowly({ session }: FakeWorld, signal?: AbortSignal) {
  const waiting: (() => void)[] = [];
  const pages: unknown[] = [];
  const answer = session.run(
    question,
    {},
    {
      signal,
      onRows: (rows) => {
        pages.push(rows);
        const taken = deferred<undefined>();
        waiting.push(() => {
          taken.resolve(undefined);
        });
        return taken.promise.then(() => undefined);
      },
    },
  );
  answer.catch(() => undefined);
  return { answer, pages, take: () => waiting.shift()?.() };
}

describe('pages that are taken slowly', () => {
  test('come one by one, and PowerShell is not read meanwhile', async () => {
    const world = fakeWorld([twoPages]);
    const { answer, pages, take } = askSlowly(world);
    await world.clock.advance(0);
    expect(pages).toEqual([[{ value: answeredValue }]]);
    expect(world.hosts[0]?.isRead).toBe(false);

    take();
    await world.clock.advance(0);
    expect(pages).toHaveLength(2);
    take();
    await expect(answer).resolves.toMatchObject({ state: 'completed', rows: [] });
    expect(world.hosts[0]?.isRead).toBe(true);
    await world.session.close();
  });

  test('cost the operation nothing of its deadline, which then goes on', async () => {
    const world = fakeWorld([
      {
        request: (host, id) => {
          host.frame(id, 'part', 0, part);
        },
      },
    ]);
    const { answer, take } = askSlowly(world);
    await world.clock.advance(10_000_000);
    take();
    await world.clock.advance(24_000);
    expect(world.hosts[0]?.isOver).toBe(false);
    await world.clock.advance(1_000);
    await expect(answer).rejects.toMatchObject({ code: 'E_TIMEOUT_HARD' });
    await world.session.close();
  });

  test('are read to the end when another question comes or waits: it could be what holds them up', async () => {
    for (const isEarly of [true, false]) {
      const world = fakeWorld([twoPages, {}]);
      const first = askSlowly(world);
      if (!isEarly) await world.clock.advance(0);
      const second = world.session.run(question, {});
      await world.clock.advance(0);
      await expect(first.answer).resolves.toMatchObject({ state: 'completed' });
      await expect(second).resolves.toMatchObject({ state: 'completed' });
      expect(first.pages).toHaveLength(2);
      await world.session.close();
    }
  });

  test('do not keep an interrupted question, or a session that closes', async () => {
    for (const [end, code] of [
      ['signal', 'E_CANCELLED'],
      ['close', 'E_CLOSED'],
    ] as const) {
      const stop = new AbortController();
      const world = fakeWorld([twoPages, {}]);
      const { answer } = askSlowly(world, stop.signal);
      await world.clock.advance(0);
      if (end === 'signal') stop.abort();
      const closed = end === 'close' ? world.session.close() : Promise.resolve();
      await world.clock.advance(0);
      await expect(answer).rejects.toMatchObject({ code });
      expect(world.hosts[0]?.isRead).toBe(true);
      await closed;
      await world.session.close();
    }
  });

  test('that somebody refuses late fail the request, as those refused at once', async () => {
    const world = fakeWorld([twoPages]);
    const answer = world.session.run(question, {}, { onRows: () => Promise.reject(new Error('the disk is full')) });
    await expect(answer).rejects.toThrow('the disk is full');
    await world.session.close();
  });
});

describeWithEngine('a real PowerShell whose pages are taken slowly', () => {
  test('waits with the next one, and all rows come', async () => {
    const session = liveSession({ pageSize: 10 });
    let rows = 0;
    let open = 0;
    try {
      const answer = await session.run(
        echo,
        { value: 'x'.repeat(20_000), count: 200 },
        {
          onRows: async (page) => {
            open += 1;
            expect(open).toBe(1);
            await new Promise((resolve) => setImmediate(resolve));
            rows += page.length;
            open -= 1;
          },
        },
      );
      expect(answer.state).toBe('completed');
      expect(rows).toBe(200);
    } finally {
      await session.close();
    }
  });
});
