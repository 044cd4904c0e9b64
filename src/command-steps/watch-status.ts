import type { Context } from '../command-line/context.js';
import { CancelledError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { takeWatchReading, type WatchReading } from '../model/watch-changes.js';
import type { WatchOutput, WatchOutputRequest } from '../output/watch-output.js';
import { chooseRemote } from './choose-remote.js';
import { lineForServer } from './for-same-server.js';
import { describeOpening } from './describe-opening.js';
import { startProgress } from '../output/progress.js';
import { openTrace } from '../output/trace.js';
import {
  openWatchedServer,
  readLookInterval,
  RepeatedLooks,
  type LookHandlers,
  type LooksRequest,
  type LookTools,
} from './repeated-looks.js';

/** How often a watch asks whether anybody still reads it: it may have nothing to write for hours. */
export const readerCheckMs = 5_000;

/** The error of a watch that a recording would answer. */
export const noRecording = {
  message: '--watch needs a server that answers; a recording always gives the same answers.',
  hint: 'Leave out --watch, or ask a server instead of the recording.',
  withoutPowerShell: 'Install PowerShell (pwsh) to watch a simulated server, or leave out --watch.',
};

function compareLooks(output: WatchOutput): LookHandlers {
  let before: WatchReading | undefined;
  return {
    look: (report, facts) => {
      const reading = takeWatchReading(report, facts, before);
      output.look(reading, before, facts.collectedAt);
      before = reading;
    },
    session: output.session,
  };
}

/** How the result of a watch looks: drawn over itself on a terminal, else lines. */
export function chooseWatchOutput(
  ctx: Context,
  given: Pick<LooksRequest, 'quiet' | 'verbose' | 'noColor' | 'utc' | 'output'>,
  intervalMs: number,
): { readonly canDraw: boolean; readonly request: WatchOutputRequest } {
  const { quiet, verbose, noColor, utc = false, output } = given;
  const canDraw = ctx.io.stdoutIsTerminal && ctx.env['TERM'] !== 'dumb' && output !== 'ndjson';
  const verbosity = quiet ? 'quiet' : verbose ? 'verbose' : 'normal';
  return { canDraw, request: { intervalMs, noColor, utc, verbosity } };
}

async function makeOutput(ctx: Context, given: LooksRequest, intervalMs: number): Promise<WatchOutput> {
  const { lineOutput, screenOutput } = await import('../output/watch-output.js');
  const { canDraw, request } = chooseWatchOutput(ctx, given, intervalMs);
  return (canDraw ? screenOutput : lineOutput)(ctx, { ...request, forServer: lineForServer(given) });
}

/**
 * Looks at the server repeatedly until Ctrl+C (CancelledError, exit code 130) or until nobody reads stdout any more
 * (exit code 0). Rejects when the first look fails; later failures are reported and tried again.
 */
export async function watchStatus(ctx: Context, given: LooksRequest, tools: LookTools): Promise<ExitCode> {
  const intervalMs = readLookInterval(given);
  const output = await makeOutput(ctx, given, intervalMs);
  const trace = await openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  const signal = ctx.io.stdoutClosed === undefined ? ctx.signal : AbortSignal.any([ctx.signal, ctx.io.stdoutClosed]);
  const how = { onNote: progress.note, debug: trace.write, signal, noRecording };
  const server = openWatchedServer(ctx, given, tools.collect, how);
  const looks = new RepeatedLooks(ctx, given, server, compareLooks(output), intervalMs);
  const asking = setInterval(() => ctx.io.checkStdout?.(), readerCheckMs);
  try {
    progress.stage(describeOpening(ctx, given, chooseRemote(given, ctx)));
    while (!signal.aborted) {
      // The progress erases the line on which it stands: not one of the screen that is about to be drawn.
      const waitMs = await looks.round(signal, progress.reading, progress.done);
      await tools.pause(waitMs, signal);
    }
  } catch (error) {
    if (!(error instanceof CancelledError) && !signal.aborted) {
      throw error;
    }
  } finally {
    clearInterval(asking);
    progress.done();
    output.end();
    await server.close();
  }
  if (ctx.signal.aborted) {
    throw new CancelledError('Interrupted.');
  }
  return ExitCode.ok;
}
