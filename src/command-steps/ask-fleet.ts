import { counted } from '../base/text.js';
import { abortable, settlesWithin, systemTimers, type Timers } from '../base/async.js';
import { CancelledError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import type { Context } from '../command-line/context.js';
import type { Progress } from '../output/progress.js';
import { parseTimeout } from '../parsers/interval.js';
import { describeError } from '../report/describe-error.js';
import { deadlineError } from './deadline-error.js';

/** So many servers are asked at a time; each is a PowerShell of its own. */
export const mostAtOnce = 8;

/** A server has so long unless something else is said. */
export const defaultLimitMs = 120_000;

/** How long each server has: what `--timeout` says, else `otherwise`. Raises a UsageError. */
export function readLimit(timeout: string | undefined, otherwise = defaultLimitMs): number {
  return timeout === undefined ? otherwise : parseTimeout(timeout);
}

/** After the result, servers that did not end in time have so long before they are no longer waited for. */
export const endingMs = 8_000;

/** What one server answered, or why it did not. */
export type FleetAnswer<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** How a fleet is asked. */
export interface FleetOptions {
  readonly signal: AbortSignal;
  /** How long each server has, from when it is asked on. */
  readonly limitMs: number;
  /** Is told how many have answered, or failed to. */
  readonly onAnswered?: ((count: number) => void) | undefined;
  readonly timers?: Timers | undefined;
}

/** The answers in the order of the servers. */
export interface FleetAnswers<Answer> {
  readonly answers: readonly FleetAnswer<Answer>[];
  /** Waits for servers that were given up, but not long: false if one of them still holds on. */
  readonly ended: () => Promise<boolean>;
}

/**
 * Asks every server, at most {@link mostAtOnce} at a time, each with a deadline of its own. One that does not answer in time is
 * given up at once, so that it holds nobody up. Rejects with a CancelledError when `signal` fires, and never otherwise.
 */
export async function askFleet<Server, Answer>(
  servers: readonly Server[],
  ask: (server: Server, signal: AbortSignal) => Promise<Answer>,
  { signal, limitMs, onAnswered, timers = systemTimers }: FleetOptions,
): Promise<FleetAnswers<Answer>> {
  const answers: FleetAnswer<Answer>[] = [];
  const asked = new Set<Promise<unknown>>();
  let count = 0;
  const askOne = async (server: Server): Promise<FleetAnswer<Answer>> => {
    const overdue = new AbortController();
    const cancel = timers.after(limitMs, () => {
      overdue.abort();
    });
    const stop = AbortSignal.any([signal, overdue.signal]);
    const asking = ask(server, stop);
    asked.add(asking);
    void asking.catch(() => undefined).finally(() => asked.delete(asking));
    try {
      return { answer: await abortable(asking, stop) };
    } catch (error) {
      return { error: overdue.signal.aborted ? deadlineError(limitMs) : error };
    } finally {
      cancel();
    }
  };
  const waiting = servers.entries();
  const work = async (): Promise<void> => {
    for (const [index, server] of waiting) {
      if (signal.aborted) {
        return;
      }
      answers[index] = await askOne(server);
      onAnswered?.((count += 1));
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, servers.length) }, work));
  const ended = (): Promise<boolean> => settlesWithin(Promise.allSettled([...asked]), endingMs, timers);
  if (signal.aborted) {
    await ended();
    throw new CancelledError('Interrupted.');
  }
  return { answers, ended };
}

/** Shows how many of the servers have answered. */
export function countAnswers({ stage }: Pick<Progress, 'stage'>, servers: number): (count: number) => void {
  return (count) => {
    stage(`${count} of ${counted(servers, 'server')} answered`);
  };
}

/** One server in a document of several: what it answered, or why there is nothing. */
export type ServerResult<Document> =
  | { readonly name: string; readonly exitCode: ExitCode; readonly document: Document }
  | { readonly name: string; readonly exitCode: ExitCode; readonly error: ReturnType<typeof describeError> };

/** The servers of a document, in their order; `read` takes what goes into it from an answer. */
export function listResults<Answer, Document>(
  { signal }: Pick<Context, 'signal'>,
  servers: readonly { readonly name: string }[],
  answers: readonly FleetAnswer<Answer>[],
  read: (answer: Answer) => { readonly exitCode: ExitCode; readonly document: Document },
): ServerResult<Document>[] {
  return servers.map(({ name }, index) => {
    const answered = answers[index];
    if (answered !== undefined && 'answer' in answered) {
      const { exitCode, document } = read(answered.answer);
      return { name, exitCode, document };
    }
    const error = describeError(answered?.error, signal);
    return { name, exitCode: error.exitCode, error };
  });
}

/** Ends a run whose result is written: a PowerShell that cannot be ended must not keep it back. */
export async function endFleetRun(
  ctx: Context,
  code: ExitCode,
  ended: FleetAnswers<unknown>['ended'],
): Promise<ExitCode> {
  if (!(await ended())) {
    await ctx.io.finishStdout?.(ctx.signal);
    ctx.exit?.(code);
  }
  return code;
}
