import type { Context } from '../command-line/context.js';
import { CancelledError, PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { Facts } from '../model/facts.js';
import type { WatchReading } from '../model/watch-changes.js';
import { parseInterval } from '../parsers/interval.js';
import type { SessionRequest } from '../ps/opened-session.js';
import { toolVersion } from '../base/version.js';
import type { WatchOutput } from '../output/watch-output.js';
import { startProgress, type Progress } from '../output/progress.js';
import type { CollectFacts, ReportRequest } from './report-on-server.js';
import { resolveConnector } from './resolve-connector.js';
import { openTrace } from '../output/trace.js';
import { WatchedServer } from './watched-server.js';

/** The options of `status` as far as a watch needs them. */
export interface WatchRequest extends ReportRequest {
  readonly sinceMs: number;
  /** As typed; absent: 60s. */
  readonly interval?: string | undefined;
}

/** What a watch asks with, and how it waits; tests put something else in its place. */
export interface WatchTools {
  readonly collect: CollectFacts;
  /** Waits so long, or until the signal fires; never rejects. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const defaultInterval = '60s';
const firstRetryMs = 5_000;
const longestRetryMs = 600_000;
/** How often a watch asks whether anybody still reads it: it may have nothing to write for hours. */
const readerCheckMs = 5_000;

/** Time until the next attempt after `failures` failed ones: soon after the first, then rarer and rarer. */
export function retryDelayMs(failures: number, intervalMs: number): number {
  return failures <= 1
    ? firstRetryMs
    : Math.min(longestRetryMs, Math.max(intervalMs, intervalMs * 2 ** (failures - 2)));
}

function sessionRequest(
  given: WatchRequest,
  onNote: (text: string) => void,
  debug: SessionRequest['debug'],
): SessionRequest {
  const { simulate, modulePath, powershell } = given;
  return { onNote, simulate, modulePath, powershell, debug };
}

/** The rounds of one watch: what the last look was, and how often asking failed since. */
class Watch {
  private before: WatchReading | undefined;
  private failures = 0;
  private reported: string | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly given: WatchRequest,
    private readonly server: WatchedServer,
    private readonly output: WatchOutput,
    private readonly intervalMs: number,
  ) {}

  /** One look, and the time until the next one. Rejects when the first one fails: nobody watches a wrong command line. */
  async round(signal: AbortSignal, progress: Progress): Promise<number> {
    const startedAt = this.ctx.clock();
    try {
      const facts = await this.server.look(this.before === undefined ? progress.stage : undefined);
      // The progress erases the line on which it stands: not one of the screen that is about to be drawn.
      progress.done();
      await this.show(facts, startedAt);
      return Math.max(0, this.intervalMs - (this.ctx.clock().getTime() - startedAt.getTime()));
    } catch (error) {
      if (this.before === undefined || signal.aborted || !(error instanceof PhsError)) {
        throw error;
      }
      return this.fail(error);
    }
  }

  private async show(facts: Facts, startedAt: Date): Promise<void> {
    const [{ buildReport }, { takeWatchReading }] = await Promise.all([
      import('../report/build-report.js'),
      import('../model/watch-changes.js'),
    ]);
    const connectorFilter = resolveConnector(this.given.connector, facts);
    const report = buildReport(facts, {
      toolVersion: toolVersion(),
      command: 'status',
      startedAt,
      finishedAt: this.ctx.clock(),
      source: { kind: this.server.simulated ? 'simulated' : 'live' },
      expect: this.given.expect,
      failOn: this.given.failOn,
      connectorFilter,
    });
    const look = takeWatchReading(report, facts, this.before);
    this.restored();
    this.output.look(look, this.before, facts.collectedAt);
    this.before = look;
  }

  private restored(): void {
    if (this.reported !== undefined) {
      const message = 'The server answers again.';
      this.output.session({ type: 'session', at: this.now(), state: 'restored', code: null, message, retryInMs: null });
    }
    this.failures = 0;
    this.reported = undefined;
  }

  /** The same failure is reported once, however often it comes again. */
  private fail({ code, message, hint }: PhsError & { readonly code: string }): number {
    this.failures += 1;
    const retryInMs = retryDelayMs(this.failures, this.intervalMs);
    if (this.reported !== code) {
      this.reported = code;
      const rest = hint === undefined ? {} : { hint };
      this.output.session({ type: 'session', at: this.now(), state: 'lost', code, message, ...rest, retryInMs });
    }
    return retryInMs;
  }

  private now(): string {
    return this.ctx.clock().toISOString();
  }
}

async function makeOutput(ctx: Context, given: WatchRequest, intervalMs: number): Promise<WatchOutput> {
  const { lineOutput, screenOutput } = await import('../output/watch-output.js');
  const { quiet, verbose, noColor, utc = false, output } = given;
  const canDraw = ctx.io.stdoutIsTerminal && ctx.env['TERM'] !== 'dumb' && output !== 'ndjson';
  const verbosity = quiet ? 'quiet' : verbose ? 'verbose' : 'normal';
  return (canDraw ? screenOutput : lineOutput)(ctx, { intervalMs, noColor, utc, verbosity });
}

/**
 * Looks at the server again and again until Ctrl+C (CancelledError, exit code 130) or until nobody reads stdout any more
 * (exit code 0). Rejects when the first look fails; later failures are reported and tried again.
 */
export async function watchStatus(ctx: Context, given: WatchRequest, tools: WatchTools): Promise<ExitCode> {
  const intervalMs = parseInterval(given.interval ?? defaultInterval);
  const output = await makeOutput(ctx, given, intervalMs);
  const trace = await openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  const signal = ctx.io.stdoutClosed === undefined ? ctx.signal : AbortSignal.any([ctx.signal, ctx.io.stdoutClosed]);
  const { sinceMs, modulePath } = given;
  const request = { session: sessionRequest(given, progress.note, trace.write), sinceMs, modulePath };
  const server = new WatchedServer(ctx, request, tools.collect, signal);
  const watch = new Watch(ctx, given, server, output, intervalMs);
  const asking = setInterval(() => ctx.io.checkStdout?.(), readerCheckMs);
  try {
    progress.stage('Starting PowerShell');
    while (!signal.aborted) {
      const waitMs = await watch.round(signal, progress);
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
