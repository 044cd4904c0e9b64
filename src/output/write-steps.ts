import { CancelledError } from '../base/errors.js';
import { Turns } from '../base/turns.js';
import type { Context } from '../command-line/context.js';

/**
 * Writes to stdout what comes in steps, no faster than a reader takes it: nothing piles up for a slow one, and signals are let in.
 * Rejects with a CancelledError when the signal fires.
 */
export async function writeSteps(
  { io, signal }: Pick<Context, 'io' | 'signal'>,
  drain: (write: (text: string) => void) => Generator<undefined, void>,
): Promise<void> {
  const steps = drain(io.stdout);
  const turns = new Turns();
  while (steps.next().done !== true) {
    await turns.next();
    await io.stdoutReady?.(signal);
    if (signal.aborted) {
      throw new CancelledError('Interrupted.');
    }
  }
}
