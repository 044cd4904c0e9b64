import { setImmediate as nextTurn } from 'node:timers/promises';
import { CancelledError } from './errors.js';

/** Longest time of work without looking at signals, in ms. */
const turnMs = 50;

/** Does long work at once, for callers that need no signals meanwhile. */
export function atOnce<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/**
 * Does long work step by step and lets signals, timers and input in between, so that Ctrl+C ends the tool at any time.
 * Rejects with a CancelledError when the signal fires; the work is told to clean up (`finally`).
 */
export async function inTurns<Result>(steps: Generator<unknown, Result>, signal?: AbortSignal): Promise<Result> {
  let turnAt = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - turnAt < turnMs) {
      continue;
    }
    await nextTurn();
    if (signal?.aborted === true) {
      const cancelled = new CancelledError('Interrupted.');
      try {
        steps.throw(cancelled);
      } catch {
        // Its own cleaning up is done; what it raises meanwhile does not matter any more.
      }
      throw cancelled;
    }
    turnAt = performance.now();
  }
}

/** As {@link inTurns}, for long work that is awaited step by step: promises that are settled already let nothing in. */
export class Turns {
  private turnAt = performance.now();

  /** Lets signals, timers and input in, when it is time to. */
  async next(): Promise<void> {
    if (performance.now() - this.turnAt >= turnMs) {
      await nextTurn();
      this.turnAt = performance.now();
    }
  }
}
