import { parseTimeout } from '../parsers/interval.js';
import { deferred } from '../base/async.js';
import { PhsError, type EnvironmentError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { Context } from '../command-line/context.js';
import { deadlineError } from './deadline-error.js';

/** Before the end the server is no longer asked: so long it can take to end PowerShell in all (`src/ps/limits.ts`). */
const endingMs = 8_000;
/** Before the end the result is printed, whether PowerShell has ended or not. */
const printingMs = 500;

/** How long a run may take, and the exit code of one that is ended from outside. */
export interface Deadline {
  readonly limitMs: number;
  readonly lostCode: ExitCode;
}

/** A run with a deadline, once its result is printed. */
export type OnResult = (code: ExitCode) => void;

/**
 * Lets a run take so long and no longer, from the start of the process on: first it is told to end, then it is no longer waited
 * for, and at the deadline the process ends with everything that it started. Rejects with E_DEADLINE if there is no result by then.
 */
export async function withDeadline(
  ctx: Context,
  { limitMs, lostCode }: Deadline,
  use: (ctx: Context, onResult: OnResult) => Promise<ExitCode>,
): Promise<ExitCode> {
  const leftMs = Math.max(0, limitMs - (ctx.elapsedMs?.() ?? 0));
  const keptMs = Math.min(endingMs, leftMs / 3);
  const late = (): EnvironmentError => deadlineError(limitMs, limitMs - keptMs);
  const overdue = new AbortController();
  const given = deferred<ExitCode>();
  let result: ExitCode | undefined;
  const giveUp = (): void => {
    if (result === undefined) given.reject(late());
    else given.resolve(result);
  };
  const timers = [
    setTimeout(() => {
      overdue.abort();
    }, leftMs - keptMs),
    setTimeout(giveUp, leftMs - Math.min(printingMs, leftMs / 6)),
  ];
  // Not waited for: it also ends a run whose result nobody reads.
  setTimeout(() => ctx.exit?.(result ?? lostCode), leftMs).unref();
  const onResult = (code: ExitCode): void => {
    result = code;
  };
  const signal = AbortSignal.any([ctx.signal, overdue.signal]);
  try {
    return await Promise.race([use({ ...ctx, signal }, onResult), given.promise]);
  } catch (error) {
    if (!overdue.signal.aborted || ctx.signal.aborted) {
      throw error;
    }
    const failed = late();
    failed.run = error instanceof PhsError ? error.run : undefined;
    throw failed;
  } finally {
    timers.forEach(clearTimeout);
  }
}

/** Runs something no longer than `--timeout` says, if it says anything. Raises a UsageError; rejects with E_DEADLINE then. */
export async function withTimeout(
  ctx: Context,
  timeout: string | undefined,
  use: (ctx: Context) => Promise<ExitCode>,
): Promise<ExitCode> {
  return timeout === undefined
    ? use(ctx)
    : withDeadline(ctx, { limitMs: parseTimeout(timeout), lostCode: ExitCode.couldNotRun }, use);
}
