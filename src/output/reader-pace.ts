import { Turns } from '../base/turns.js';
import type { Context } from '../command-line/context.js';

/** Keeps a long list at the pace of whoever reads stdout: nothing piles up for a slow one, and signals are let in. */
export class ReaderPace {
  private readonly turns = new Turns();

  constructor(
    private readonly ctx: { readonly io: Pick<Context['io'], 'stdoutReady'>; readonly signal: AbortSignal },
  ) {}

  /** After each piece that was written: waits until the next one can be taken, or the signal fires. */
  async next(): Promise<void> {
    await this.turns.next();
    await this.ctx.io.stdoutReady?.(this.ctx.signal);
  }
}
