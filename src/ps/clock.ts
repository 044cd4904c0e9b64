import { systemTimers, type Timers } from '../base/async.js';

/** The time that deadlines go by: a monotonic clock, so that a change of the wall clock ends nothing early or late. */
export interface Clock extends Timers {
  /** Milliseconds since some fixed moment; never goes back and never jumps. */
  now(): number;
  /** Calls `then` once the input that waits to be read has been read: after a blocked event loop an answer may be in it. */
  afterInput(then: () => void): void;
}

/** The clock of Node. */
export const systemClock: Clock = {
  ...systemTimers,
  now: () => performance.now(),
  afterInput: (then) => {
    setImmediate(() => setImmediate(then));
  },
};
