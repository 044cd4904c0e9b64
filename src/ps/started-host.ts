import { randomBytes } from 'node:crypto';
import { deferred } from '../base/async.js';
import { endHost, type EndLimits } from './end-host.js';
import type { Host, HostExit, HostStart, HostWorld } from './host.js';
import { defaultLimits } from './limits.js';
import { realWorld } from './process.js';

/** What is reported to whoever takes a host over. */
export interface HostListener {
  onOutput(text: string): void;
  /** Once, at the end: the process is gone, or was let go. */
  onExit(exit: HostExit): void;
}

/** How long a host may take to end; see {@link EndLimits}. */
export interface HostLimits extends EndLimits {
  /** From the exit of the process to the end of its output, in ms. */
  readonly outputMs: number;
}

/**
 * One host process from its start to its end. Until a connection takes it over, what it says is kept, so that PowerShell
 * can start while Node still loads what comes later.
 */
export class StartedHost {
  /** The random text that marks this host's frames. */
  readonly nonce = randomBytes(16).toString('hex');
  private readonly host: Host;
  private readonly gone = deferred<HostExit>();
  private readonly early: string[] = [];
  private listener: HostListener | undefined;
  private isClaimed = false;
  private exit: HostExit | undefined;
  private ending: Promise<void> | undefined;
  private stopWaiting: () => void = () => undefined;

  constructor(
    readonly start: HostStart,
    private readonly limits: HostLimits = defaultLimits,
    private readonly world: HostWorld = realWorld,
    private readonly onDebug: (text: string) => void = () => undefined,
  ) {
    this.host = world.launch(
      { ...start, parameters: { '-Nonce': this.nonce, ...start.parameters } },
      {
        onOutput: (text) => {
          this.takeOutput(text);
        },
        onError: (error) => {
          this.finish({ code: null, signal: null, error });
        },
        onExit: (code, signal) => {
          this.waitForOutput({ code, signal, error: undefined });
        },
        onClose: (code, signal) => {
          this.finish({ code, signal, error: undefined });
        },
      },
    );
  }

  /** Process id, undefined when the process never started. */
  get pid(): number | undefined {
    return this.host.pid;
  }

  /** Sends one line. */
  writeLine(line: string): void {
    this.host.writeLine(line);
  }

  /** Stops reading what the host says. */
  pauseOutput(): void {
    this.host.pauseOutput();
  }

  /** Reads on. */
  resumeOutput(): void {
    this.host.resumeOutput();
  }

  /** The end of what the host wrote to stderr. */
  stderrTail(): string {
    return this.host.stderrTail();
  }

  /** True for the first who asks: a host belongs to one session. */
  claim(): boolean {
    const isFree = !this.isClaimed;
    this.isClaimed = true;
    return isFree;
  }

  /** Hands over what was said so far, and all that follows. Called once. */
  attach(listener: HostListener): void {
    this.listener = listener;
    for (const text of this.early.splice(0)) {
      listener.onOutput(text);
    }
    if (this.exit !== undefined) {
      listener.onExit(this.exit);
    }
  }

  /**
   * Ends the host: it has `closeMs` to end by itself, or no time at all when `waits` is false; then it is ended by force.
   * Resolves when it is gone or was let go; never rejects.
   */
  end(waits: boolean): Promise<void> {
    this.ending ??= this.exit === undefined ? this.endByForce(waits) : Promise.resolve();
    return this.ending;
  }

  /** Ends a host that nobody took over. */
  discard(): void {
    if (this.listener === undefined) {
      void this.end(false);
    }
  }

  private async endByForce(waits: boolean): Promise<void> {
    const limits = waits ? this.limits : { ...this.limits, closeMs: 0 };
    const { left, problems } = await endHost(this.host, this.gone.promise, this.world.clock, limits);
    for (const problem of problems) {
      this.onDebug(`ending PowerShell: ${problem}`);
    }
    if (left) {
      this.host.letGo();
      this.finish({ code: null, signal: null, error: undefined, left: 'process' });
    }
  }

  private takeOutput(text: string): void {
    if (this.listener === undefined) {
      this.early.push(text);
    } else if (this.exit === undefined) {
      this.listener.onOutput(text);
    }
  }

  /** A program that the host started can hold its output open for ever; what the host itself wrote comes at once. */
  private waitForOutput(exit: HostExit): void {
    this.stopWaiting = this.world.clock.after(this.limits.outputMs, () => {
      this.host.letGo();
      this.finish({ ...exit, left: 'output' });
    });
  }

  private finish(exit: HostExit): void {
    if (this.exit === undefined) {
      this.stopWaiting();
      this.exit = exit;
      this.gone.resolve(exit);
      this.listener?.onExit(exit);
    }
  }
}
