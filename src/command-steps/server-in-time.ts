import { abortable, systemTimers, type Timers } from '../base/async.js';
import type { Facts } from '../model/facts.js';
import type { AnswerSource } from '../model/source.js';
import { deadlineError } from './deadline-error.js';
import type { LookedServer } from './repeated-looks.js';
import type { WatchedServer } from './watched-server.js';

interface Opened {
  readonly server: WatchedServer;
  readonly stop: AbortController;
}

/** One of several watched servers: a look that takes too long is given up with its session, so that it holds nobody up. */
export class ServerInTime implements LookedServer {
  private opened: Opened | undefined;
  private readonly ending = new Set<Promise<unknown>>();

  constructor(
    private readonly open: (signal: AbortSignal) => WatchedServer,
    private readonly limit: { readonly ms: number; readonly signal: AbortSignal; readonly timers?: Timers | undefined },
  ) {}

  /** As {@link WatchedServer.look}; rejects with E_DEADLINE if there is no answer in time. */
  async look(onProgress?: (stage: string) => void): Promise<Facts> {
    const { ms, signal, timers = systemTimers } = this.limit;
    const { server, stop } = (this.opened ??= this.begin());
    const cancel = timers.after(ms, () => {
      stop.abort();
    });
    const looking = server.look(onProgress);
    this.letEnd(looking);
    try {
      return await abortable(looking, AbortSignal.any([stop.signal, signal]));
    } catch (error) {
      if (!stop.signal.aborted) {
        throw error;
      }
      // What still hangs there ends by itself, or with the tool; the next look is a new session.
      this.opened = undefined;
      this.letEnd(server.close());
      throw deadlineError(ms);
    } finally {
      cancel();
    }
  }

  /** Ends the session; the next look opens another one. Never rejects. */
  async close(): Promise<void> {
    await this.opened?.server.close();
  }

  /** Settles when every session has ended, also those that were given up. */
  async ended(): Promise<void> {
    await this.close();
    await Promise.allSettled([...this.ending]);
  }

  get source(): AnswerSource {
    return this.opened?.server.source ?? { kind: 'live' };
  }

  private begin(): Opened {
    const stop = new AbortController();
    return { server: this.open(AbortSignal.any([stop.signal, this.limit.signal])), stop };
  }

  private letEnd(ending: Promise<unknown>): void {
    this.ending.add(ending);
    void ending.catch(() => undefined).finally(() => this.ending.delete(ending));
  }
}
