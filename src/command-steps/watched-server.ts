import type { CollectOptions } from '../collect/collect-status.js';
import type { Context } from '../command-line/context.js';
import { PsError, UsageError } from '../base/errors.js';
import { nameRemote } from '../base/remote-server.js';
import type { Fact, UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { AnswerSource } from '../model/source.js';
import type { OpenedSession, SessionRequest } from '../ps/opened-session.js';
import type { CollectFacts } from './report-on-server.js';

/** How a server is asked, look after look. */
export interface WatchedRequest {
  readonly session: SessionRequest;
  readonly sinceMs: number;
  readonly modulePath: string | undefined;
  /** What to say if a recording answers; `withoutPowerShell`: what to do if only one could, for want of a PowerShell. */
  readonly noRecording: { readonly message: string; readonly hint: string; readonly withoutPowerShell: string };
}

function listReasons(facts: Facts): readonly UnknownReason[] {
  const all: readonly Fact<unknown>[] = [
    facts.platform,
    facts.service,
    facts.module,
    facts.connectors,
    facts.companyFeature,
    facts.scheduler,
    facts.globalSetting,
    facts.channels,
    ...(facts.channels.known ? facts.channels.value.map(({ configuration }) => configuration) : []),
    facts.partitionStates,
    facts.eventLogReach,
    facts.events,
  ];
  return all.flatMap((fact) => (fact.known ? [] : [fact.reason]));
}

/** Reasons for which a new PowerShell can help: what it held of the service may belong to one that was restarted since. */
const staleReasons: readonly string[] = ['failed', 'timeout'];

/**
 * One server that is asked repeatedly through one session. The session is closed when a look fails, and opened
 * again by the next one.
 */
export class WatchedServer {
  private opened: OpenedSession | undefined;
  private hasAnswered = false;
  private hasSeenItStopped = false;
  private earlier: Facts | undefined;

  constructor(
    private readonly ctx: Pick<Context, 'openSession' | 'clock'>,
    private readonly request: WatchedRequest,
    private readonly collect: CollectFacts,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Asks everything once. Rejects with what opening or collecting rejects with, and with E_HOST_EXIT when PowerShell
   * ended on the way: an answer with holes would look like findings that come and go.
   */
  async look(onProgress?: (stage: string) => void): Promise<Facts> {
    try {
      const facts = await this.ask(onProgress);
      this.requireWhole(facts);
      this.hasAnswered ||= facts.connectors.known;
      this.earlier = facts;
      return facts;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Ends the session; the next look opens another one. Never rejects. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    this.hasAnswered = false;
    this.hasSeenItStopped = false;
    await opened?.close();
  }

  /** What answers: this machine, another one, or a simulated server. */
  get source(): AnswerSource {
    const { remote } = this.request.session;
    return this.opened?.simulated === true
      ? { kind: 'simulated' }
      : { kind: 'live', ...(remote === undefined ? {} : { remote: nameRemote(remote) }) };
  }

  private async ask(onProgress: ((stage: string) => void) | undefined): Promise<Facts> {
    this.opened ??= await this.ctx.openSession(this.request.session);
    if (this.opened.recorded !== undefined) {
      const { message, hint } = this.request.noRecording;
      throw new UsageError(message, { hint });
    }
    const options: CollectOptions = {
      now: this.ctx.clock(),
      sinceMs: this.request.sinceMs,
      modulePath: this.request.modulePath,
      signal: this.signal,
      earlier: this.earlier,
      onProgress,
    };
    return this.collect(this.opened.session, options);
  }

  private requireWhole(facts: Facts): void {
    const lost = listReasons(facts).find(({ code }) => code === 'session-lost');
    if (lost !== undefined) {
      throw new PsError('E_HOST_EXIT', `PowerShell ended while it was asked. ${lost.message}`);
    }
    const isRunning = facts.service.known && facts.service.value.status === 'Running';
    const { connectors } = facts;
    this.hasSeenItStopped ||= facts.service.known && !isRunning;
    const mayBeStale = this.hasAnswered || this.hasSeenItStopped;
    if (mayBeStale && isRunning && !connectors.known && staleReasons.includes(connectors.reason.code)) {
      throw new PsError('E_CLOSED', `The service no longer answers this PowerShell. ${connectors.reason.message}`, {
        hint: 'The service may have been restarted; a new PowerShell is started.',
      });
    }
  }
}
