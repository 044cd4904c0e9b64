import type { PsFailure } from '../../src/model/ps-failure.js';
import { checkRows } from '../../src/ps/pages.js';
import type { Answer, ChangeOptions, ChangingSession } from '../../src/ps/session.js';
import type { ArgumentsOf, ChangingOperation, RowOf } from '../../src/scripts/operation.js';
import { FakeSession, type FakeReplies } from './fake-session.js';

/** What a changing mode does: its rows, how it failed or timed out, the error with which the session is lost, or a hang that only a cut ends. */
export type ChangeReply = readonly unknown[] | Error | 'hangs' | EndedReply | (() => readonly unknown[]);

/** A change that did not complete: what came before, and the error of one that failed. */
export interface EndedReply {
  readonly rows: readonly unknown[];
  readonly failed?: PsFailure;
}

/** A fake session that also takes changing operations; replies by the argument `mode`, or by the operation's name if it has none. */
export class FakeChangingSession extends FakeSession implements ChangingSession {
  /** The modes that were asked for, in order, with their arguments. */
  readonly changes: { readonly mode: string; readonly args: unknown }[] = [];

  constructor(
    replies: FakeReplies,
    private readonly modes: Readonly<Record<string, ChangeReply>>,
  ) {
    super(replies);
  }

  runChange<Op extends ChangingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: ChangeOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    const checked: unknown = operation.arguments.parse(args);
    const mode =
      typeof checked === 'object' && checked !== null && 'mode' in checked ? String(checked.mode) : operation.name;
    this.changes.push({ mode, args: checked });
    const reply = this.modes[mode];
    if (reply === 'hangs') {
      return new Promise((_, reject) => {
        options.cut?.signal.addEventListener('abort', () => {
          reject(options.cut?.reason() ?? new Error('The call was cut.'));
        });
      });
    }
    if (reply === undefined || reply instanceof Error) {
      return Promise.reject(reply ?? new Error(`The test has no reply for ${mode}.`));
    }
    const ended = 'rows' in reply ? reply : undefined;
    const came = 'rows' in reply ? reply.rows : typeof reply === 'function' ? reply() : reply;
    const rows = checkRows(operation, came);
    void options.onRows?.(rows);
    return Promise.resolve({
      state: ended === undefined ? 'completed' : ended.failed === undefined ? 'timeout' : 'failed',
      rows: options.onRows === undefined ? rows : [],
      errors: ended?.failed === undefined ? [] : [ended.failed],
      warnings: [],
      information: [],
      durationMs: 1,
    });
  }
}
