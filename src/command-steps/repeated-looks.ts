import type { Context } from '../command-line/context.js';
import { PhsError } from '../base/errors.js';
import { toolVersion } from '../base/version.js';
import type { Facts } from '../model/facts.js';
import type { Report } from '../model/report.js';
import type { SessionLine } from '../model/watch-line.js';
import { parseInterval } from '../parsers/interval.js';
import type { SessionRequest } from '../ps/opened-session.js';
import { chooseRole, type CollectFacts, type JudgeRequest, type ReportRequest } from './report-on-server.js';
import { chooseRemote } from './choose-remote.js';
import { remediesForSameServer, type SameServer } from './for-same-server.js';
import { resolveConnector } from './resolve-connector.js';
import { WatchedServer, type WatchedRequest } from './watched-server.js';

/** The options of a command that looks at a server repeatedly. */
export interface LooksRequest extends ReportRequest {
  readonly sinceMs: number;
  /** As typed; absent: 60s. */
  readonly interval?: string | undefined;
}

/** The options of a command that looks at several servers repeatedly: they may have either role. */
export type FleetLooksRequest = Omit<LooksRequest, 'expect'> & Pick<JudgeRequest, 'expect'>;

/** A server that can be looked at, as often as needed. */
export type LookedServer = Pick<WatchedServer, 'look' | 'source'>;

/** What looking asks with, and how it waits; tests put something else in its place. */
export interface LookTools {
  readonly collect: CollectFacts;
  /** Waits so long, or until the signal fires; never rejects. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Where looks and troubles go. */
export interface LookHandlers {
  readonly look: (report: Report, facts: Facts) => void;
  /** The server could not be asked, or can be asked again. */
  readonly session: (line: SessionLine) => void;
  /** Whether to try again after this failure of the first look; absent: the first look must succeed. */
  readonly retriesFirst?: (error: PhsError) => boolean;
}

const defaultInterval = '60s';
const firstRetryMs = 5_000;
const longestRetryMs = 600_000;

/** Time until the next attempt after `failures` failed ones: soon after the first, then rarer and rarer. */
export function retryDelayMs(failures: number, intervalMs: number): number {
  return failures <= 1
    ? firstRetryMs
    : Math.min(longestRetryMs, Math.max(intervalMs, intervalMs * 2 ** (failures - 2)));
}

/** Time between two looks. Raises a UsageError. */
export function readLookInterval({ interval }: Pick<LooksRequest, 'interval'>): number {
  return parseInterval(interval ?? defaultInterval);
}

/** The server that the options name, to be asked repeatedly. `noRecording` is what to say if only a recording can answer. */
export function openWatchedServer(
  ctx: Context,
  given: FleetLooksRequest,
  collect: CollectFacts,
  how: {
    readonly onNote: (text: string) => void;
    readonly debug: SessionRequest['debug'];
    readonly signal: AbortSignal;
    readonly noRecording: WatchedRequest['noRecording'];
  },
): WatchedServer {
  const { simulate, modulePath, powershell, sinceMs } = given;
  const { onNote, debug, signal, noRecording } = how;
  const remote = chooseRemote(given, ctx);
  const needsPowerShell = simulate === undefined ? undefined : noRecording.withoutPowerShell;
  const session = { onNote, simulate, remote, modulePath, powershell, needsPowerShell, debug };
  return new WatchedServer(ctx, { session, sinceMs, modulePath, noRecording }, collect, signal);
}

/** Looks at one server, one after the other: whether one succeeded, and how often asking failed since. */
export class RepeatedLooks {
  private hasLooked = false;
  private failures = 0;
  private reported: string | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly given: JudgeRequest & SameServer,
    private readonly server: LookedServer,
    private readonly handlers: LookHandlers,
    private readonly intervalMs: number,
  ) {}

  /**
   * One look, and the time until the next one. Rejects when the first one fails: nobody watches a wrong command line. `onStage`
   * hears of the parts of a look, `onAnswer` comes before it is handed over.
   */
  async round(signal: AbortSignal, onStage: (text: string) => void, onAnswer: () => void): Promise<number> {
    const startedAt = this.ctx.clock();
    try {
      const facts = await this.server.look(this.hasLooked ? undefined : onStage);
      onAnswer();
      await this.handOver(facts, startedAt);
      return Math.max(0, this.intervalMs - (this.ctx.clock().getTime() - startedAt.getTime()));
    } catch (error) {
      if (signal.aborted || !(error instanceof PhsError) || !this.isRetried(error)) {
        throw error;
      }
      return this.fail(error);
    }
  }

  private isRetried(error: PhsError): boolean {
    return this.hasLooked || this.handlers.retriesFirst?.(error) === true;
  }

  private async handOver(facts: Facts, startedAt: Date): Promise<void> {
    const { buildReport } = await import('../report/build-report.js');
    const connectorFilter = resolveConnector(this.given.connector, facts);
    const report = buildReport(facts, {
      toolVersion: toolVersion(),
      command: 'status',
      startedAt,
      finishedAt: this.ctx.clock(),
      source: this.server.source,
      expect: chooseRole(this.given.expect, facts),
      failOn: this.given.failOn,
      connectorFilter,
    });
    this.restored();
    const findings = remediesForSameServer(report.findings, this.given);
    this.handlers.look({ ...report, findings }, facts);
    this.hasLooked = true;
  }

  private restored(): void {
    if (this.reported !== undefined) {
      const message = 'The server answers again.';
      this.handlers.session({
        type: 'session',
        at: this.now(),
        state: 'restored',
        code: null,
        message,
        retryInMs: null,
      });
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
      this.handlers.session({ type: 'session', at: this.now(), state: 'lost', code, message, ...rest, retryInMs });
    }
    return retryInMs;
  }

  private now(): string {
    return this.ctx.clock().toISOString();
  }
}
