import type { Clock } from './clock.js';
import type { ConnectionInput } from './protocol-state.js';
import type { StartedHost } from './started-host.js';

/** What was held back, and for how long, in ms. */
export interface Kept {
  readonly inputs: readonly ConnectionInput[];
  readonly heldMs: number;
}

/** What comes out of a host, in the order in which it came; everything else is a wish of this side. */
const outputs: ReadonlySet<ConnectionInput['type']> = new Set(['frame', 'stray', 'damaged', 'exit']);

/**
 * Holds back what a host says while a page is not taken: the host is not read any further, so that it waits, and what was in the
 * last piece that was read is kept.
 */
export class HeldOutput {
  private kept: ConnectionInput[] = [];
  private since: number | undefined;
  private count = 0;

  constructor(
    private readonly host: Pick<StartedHost, 'pauseOutput' | 'resumeOutput'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Whether a page is not taken yet: no deadline runs meanwhile. */
  get isHeld(): boolean {
    return this.since !== undefined;
  }

  /** Begins to hold back; answers the number of this hold. */
  begin(): number {
    this.since ??= this.clock.now();
    this.host.pauseOutput();
    this.count += 1;
    return this.count;
  }

  /** Whether an input is kept for later, or was due while nothing was read. */
  keeps(input: ConnectionInput): boolean {
    if (this.since === undefined || (input.type !== 'tick' && !outputs.has(input.type))) {
      return false;
    }
    if (input.type !== 'tick') {
      this.kept.push(input);
    }
    return true;
  }

  /** Ends the hold, or only the one with this number, and lets the host be read; undefined if there is none. */
  end(id = this.count): Kept | undefined {
    if (this.since === undefined || id !== this.count) {
      return undefined;
    }
    const heldMs = this.clock.now() - this.since;
    const inputs = this.kept;
    this.since = undefined;
    this.kept = [];
    this.host.resumeOutput();
    return { inputs, heldMs };
  }
}
