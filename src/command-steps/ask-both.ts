import { asPhsError, SideError, UnexpectedError, type PhsError } from '../base/errors.js';
import type { Context } from '../command-line/context.js';
import { startProgress } from '../output/progress.js';
import { askFleet, countAnswers, type FleetAnswer, type FleetOptions } from './ask-fleet.js';
import type { FleetServer } from './fleet-servers.js';
import { readServerFacts, type FactsRequest, type ServerAnswer } from './read-server-facts.js';

/** What two servers answered. */
export interface BothAnswers {
  readonly answers: readonly [ServerAnswer, ServerAnswer];
  /** Waits for what was given up, but not long: false if it still holds on. */
  readonly ended: () => Promise<boolean>;
}

/** To tell an error takes no longer. */
const tellingMs = 2_000;
const sides = ['first', 'second'] as const;

function failureOf(answered: FleetAnswer<ServerAnswer> | undefined): PhsError | undefined {
  return answered === undefined || 'answer' in answered ? undefined : asPhsError(answered.error);
}

/** The error of both, under their names; a bug keeps its stack. */
function nameFailures(
  servers: readonly FleetServer[],
  answers: readonly FleetAnswer<ServerAnswer>[],
): PhsError | undefined {
  const failed = sides.flatMap((side, index) => {
    const error = failureOf(answers[index]);
    return error === undefined ? [] : [{ side, name: servers[index]?.name ?? side, error }];
  });
  const [first, ...others] = failed;
  return first === undefined
    ? undefined
    : (failed.find(({ error }) => error instanceof UnexpectedError)?.error ?? new SideError([first, ...others]));
}

/**
 * Asks two servers at the same time, each with a deadline of its own. Rejects with a SideError that names what could not be
 * asked or read, and with a CancelledError when the operator interrupts.
 */
export async function askBoth(
  ctx: Context,
  given: FactsRequest,
  servers: readonly [FleetServer, FleetServer],
  options: Pick<FleetOptions, 'limitMs' | 'timers'>,
): Promise<BothAnswers> {
  const progress = startProgress(ctx, false);
  const onAnswered = countAnswers(progress, servers.length);
  onAnswered(0);
  try {
    const { answers, ended } = await askFleet(
      servers,
      (server, signal) => readServerFacts(ctx, given, server, signal),
      { ...options, signal: ctx.signal, onAnswered },
    );
    const [first, second] = answers;
    if (first === undefined || second === undefined || 'error' in first || 'error' in second) {
      const failure = nameFailures(servers, answers) ?? new TypeError('One of two servers was not asked.');
      if (!(await ended())) {
        // A PowerShell that cannot be ended must not keep the program alive after the error is told.
        setTimeout(() => ctx.exit?.(asPhsError(failure).exitCode), tellingMs).unref();
      }
      throw failure;
    }
    return { answers: [first.answer, second.answer], ended };
  } finally {
    progress.done();
  }
}
