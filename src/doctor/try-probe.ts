import { CancelledError, PhsError } from '../base/errors.js';
import { unknown, type Fact } from '../model/fact.js';

/** How long one probe may take, and what ends all of them. */
export interface ProbeLimits {
  /** Fires on Ctrl+C. */
  readonly signal: AbortSignal;
  /** Time for one probe, in ms. */
  readonly probeMs: number;
}

function failed(summary: string, error: unknown): ReturnType<typeof unknown> {
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof PhsError ? error.hint : undefined;
  return unknown({
    code: 'failed',
    message: `Could not check ${summary}: ${text}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * Does one thing of `doctor` so that it can hide no other: whatever goes wrong becomes the reason why it is not known, and
 * after `probeMs` it is given up. Rejects with a CancelledError when the operator interrupts, and in no other case.
 */
export async function tryProbe<Value>(
  summary: string,
  { signal, probeMs }: ProbeLimits,
  work: (signal: AbortSignal) => Promise<Fact<Value>>,
): Promise<Fact<Value>> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
  }, probeMs);
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (signal.aborted) {
      throw new CancelledError('Interrupted.', { cause: error });
    }
    return limit.signal.aborted
      ? unknown({ code: 'timeout', message: `Could not check ${summary}: no answer within ${probeMs / 1000} s.` })
      : failed(summary, error);
  } finally {
    clearTimeout(timer);
  }
}
