import { CancelledError } from '../base/errors.js';
import type { Context } from '../command-line/context.js';
import { ReaderPace } from './reader-pace.js';

/**
 * Writes to stdout what comes in steps, no faster than a reader takes it ({@link ReaderPace}). Rejects with a CancelledError when the signal fires.
 */
export async function writeSteps(
  { io, signal }: Pick<Context, 'io' | 'signal'>,
  drain: (write: (text: string) => void) => Generator<undefined, void>,
): Promise<void> {
  const steps = drain(io.stdout);
  const pace = new ReaderPace({ io, signal });
  while (steps.next().done !== true) {
    await pace.next();
    if (signal.aborted) {
      throw new CancelledError('Interrupted.');
    }
  }
}
