import type { AnswerSource } from '../model/source.js';

/** When a run began and ended, as its result says it, and what answered. */
export interface RunTimes {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly source: AnswerSource;
}

const timesByError = new WeakMap<object, RunTimes>();

/** Remembers the times of the run that an error ended, so that its error document can say the same as its recording. */
export function noteTimes(error: unknown, times: RunTimes): void {
  if (typeof error === 'object' && error !== null) {
    timesByError.set(error, times);
  }
}

/** The times of the run that the error ended; undefined when it did not get as far as a server. */
export function timesOf(error: unknown): RunTimes | undefined {
  return typeof error === 'object' && error !== null ? timesByError.get(error) : undefined;
}
