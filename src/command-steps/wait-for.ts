import type { Context } from '../command-line/context.js';
import { CancelledError, PsError, type PsErrorCode } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { WaitGoal } from '../model/wait-line.js';
import { startProgress } from '../output/progress.js';
import { openTrace } from '../output/trace.js';
import { waitLines, waitText, type WaitOutput } from '../output/wait-output.js';
import { judgeWait, readBaseline, type WaitBaseline, type WaitState } from '../report/judge-wait.js';
import { chooseRemote } from './choose-remote.js';
import { describeOpening } from './describe-opening.js';
import {
  openWatchedServer,
  readLookInterval,
  RepeatedLooks,
  type LookHandlers,
  type LooksRequest,
  type LookTools,
} from './repeated-looks.js';
import { resolveConnector } from './resolve-connector.js';

/** The options of `wait`. */
export interface WaitRequest extends LooksRequest {
  readonly goal: WaitGoal;
  readonly timeoutMs: number;
  /** Only signs of life that come after the wait began count. */
  readonly fresh?: boolean | undefined;
}

const noRecording = {
  message: 'wait needs a server that answers; a recording always gives the same answers.',
  hint: 'Ask a server instead of the recording.',
  withoutPowerShell: 'Install PowerShell (pwsh) to wait for a simulated server.',
};

/** PowerShell, or the connection to the server, was lost on the way: also the first look can be tried again. */
const lostCodes: ReadonlySet<PsErrorCode> = new Set<PsErrorCode>([
  'E_HOST_EXIT',
  'E_CLOSED',
  'E_FRAME',
  'E_TIMEOUT_HARD',
  'E_REMOTE_LOST',
]);

/** What was seen last: whether it is so, and whether synchronization was left off. */
class Seen {
  state: WaitState | undefined;
  private isLeftOff = false;
  private baseline: WaitBaseline | undefined;

  constructor(
    private readonly given: WaitRequest,
    private readonly output: WaitOutput,
    private readonly beganMs: number,
  ) {}

  handlers(): LookHandlers {
    return {
      look: (report, facts) => {
        const connector = resolveConnector(this.given.connector, facts);
        this.baseline ??= this.given.fresh === true ? readBaseline(report, this.beganMs) : undefined;
        this.state = judgeWait(this.given.goal, { report, facts, connector, baseline: this.baseline });
        this.isLeftOff = report.summary.exitCode === ExitCode.leftOff;
        this.output.state(this.state, facts.collectedAt);
      },
      session: this.output.session,
      retriesFirst: (error) => error instanceof PsError && lostCodes.has(error.code),
    };
  }

  get met(): boolean {
    return this.state?.met === true;
  }

  exitCode(): ExitCode {
    return this.isLeftOff ? ExitCode.leftOff : this.met ? ExitCode.ok : ExitCode.findings;
  }
}

/** Looks until it is so or the time is over; a signal ends the look that goes on then. */
async function lookUntil(
  seen: Seen,
  looks: RepeatedLooks,
  {
    ctx,
    tools,
    deadlineMs,
    signal,
    onStage,
  }: {
    readonly ctx: Context;
    readonly tools: LookTools;
    readonly deadlineMs: number;
    readonly signal: AbortSignal;
    readonly onStage: (text: string) => void;
  },
): Promise<void> {
  while (!signal.aborted) {
    const waitMs = await looks.round(signal, onStage, () => undefined);
    const leftMs = deadlineMs - ctx.clock().getTime();
    if (seen.met || leftMs <= 0) {
      return;
    }
    await tools.pause(Math.min(waitMs, leftMs), signal);
    if (ctx.clock().getTime() >= deadlineMs) {
      return;
    }
  }
}

/**
 * Looks at the server repeatedly until what is waited for is so (exit code 0) or the time is over (3); 7 if synchronization
 * was left off. A server, a service or a PowerShell that goes away is asked again. Rejects when the first look fails for
 * another reason, and with a CancelledError on Ctrl+C.
 */
export async function waitFor(ctx: Context, given: WaitRequest, tools: LookTools): Promise<ExitCode> {
  const { goal, timeoutMs, quiet } = given;
  const startedMs = ctx.clock().getTime();
  const intervalMs = readLookInterval(given);
  const progress = startProgress(ctx, quiet);
  const trace = await openTrace(given, ctx);
  const output = ctx.io.stdoutIsTerminal ? waitText(ctx, goal, progress, given) : waitLines(ctx, goal);
  const overdue = new AbortController();
  const signal = AbortSignal.any([ctx.signal, overdue.signal]);
  const asking = { onNote: progress.note, debug: trace.write, signal, noRecording };
  const server = openWatchedServer(ctx, given, tools.collect, asking);
  const seen = new Seen(given, output, startedMs);
  const looks = new RepeatedLooks(ctx, given, server, seen.handlers(), intervalMs);
  // Not before what may refuse the options: a timer keeps a process alive that has ended with its error.
  const timer = setTimeout(() => {
    overdue.abort();
  }, timeoutMs);
  try {
    progress.stage(describeOpening(ctx, given, chooseRemote(given, ctx)));
    const how = { ctx, tools, deadlineMs: startedMs + timeoutMs, signal, onStage: progress.reading };
    await lookUntil(seen, looks, how).catch((error: unknown) => {
      if (!signal.aborted) {
        throw error;
      }
    });
    if (ctx.signal.aborted) {
      throw new CancelledError('Interrupted.');
    }
    progress.done();
    // The end of PowerShell, which takes time of its own, is not part of the wait.
    const now = ctx.clock();
    const exitCode = seen.exitCode();
    const { met, state } = seen;
    output.end({ met, state, at: now.toISOString(), waitedMs: now.getTime() - startedMs, exitCode });
    return exitCode;
  } finally {
    clearTimeout(timer);
    progress.done();
    await server.close();
  }
}
