import type { Clock } from '../../src/ps/clock.js';

interface Timer {
  readonly dueAt: number;
  readonly due: () => void;
}

/**
 * A clock that stands still until a test moves it. Between two timers everything that follows from the first is done, as
 * in a process that has nothing else to do.
 */
export class FakeClock implements Clock {
  private time = 1_000;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(ms: number, due: () => void): () => void {
    const timer = { dueAt: this.time + ms, due };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** What waits to be read when the next deadline passes, as behind a blocked event loop. */
  unread: () => void = () => undefined;

  afterInput(then: () => void): void {
    this.unread();
    setImmediate(then);
  }

  /** How many timers are set: what a process that should end would still wait for. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets so many ms pass, and all that follows happen. */
  async advance(ms: number): Promise<void> {
    const target = this.time + ms;
    await allDone();
    for (;;) {
      const [next] = [...this.timers].filter(({ dueAt }) => dueAt <= target).sort((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) {
        break;
      }
      this.timers.delete(next);
      this.time = next.dueAt;
      next.due();
      await allDone();
    }
    this.time = target;
  }
}

/** Until nothing is left to do but waiting: promises are settled and input is read. */
async function allDone(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
