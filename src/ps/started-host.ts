import { randomBytes } from 'node:crypto';
import { HostProcess, type HostEvents, type HostExit, type HostStart } from './process.js';

/**
 * A host that runs already and nobody listens to yet: what it says is kept until a connection takes it over.
 * So PowerShell can start while Node still loads what comes later.
 */
export class StartedHost {
  /** The random text that marks this host's frames. */
  readonly nonce = randomBytes(16).toString('hex');
  readonly process: HostProcess;
  private readonly early: string[] = [];
  private exit: HostExit | undefined;
  private events: HostEvents | undefined;

  constructor(readonly start: HostStart) {
    this.process = new HostProcess(
      { ...start, parameters: { '-Nonce': this.nonce, ...start.parameters } },
      {
        onOutput: (text) => {
          if (this.events === undefined) {
            this.early.push(text);
          } else {
            this.events.onOutput(text);
          }
        },
        onExit: (exit) => {
          this.exit = exit;
          this.events?.onExit(exit);
        },
      },
    );
  }

  /** Hands over what was said so far, and all that follows. Called once. */
  attach(events: HostEvents): void {
    this.events = events;
    for (const text of this.early.splice(0)) {
      events.onOutput(text);
    }
    if (this.exit !== undefined) {
      events.onExit(this.exit);
    }
  }

  /** Ends a host that nobody took over. */
  discard(): void {
    if (this.events === undefined) {
      void this.process.killTree();
    }
  }
}
