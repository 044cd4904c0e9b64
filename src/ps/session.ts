import { z } from 'zod';
import type { PsFailure } from '../model/ps-failure.js';
import type { ArgumentsOf, ChangingOperation, ReadingOperation, RowOf } from '../scripts/operation.js';

/** One line that a cmdlet wrote to the host or the information stream. */
export const psInformationSchema = z.object({
  text: z.string(),
  foreground: z.string().nullable(),
  noNewLine: z.boolean(),
});

/** See {@link psInformationSchema}. */
export type PsInformation = z.output<typeof psInformationSchema>;

/** How an operation ended inside PowerShell. */
export type AnswerState = 'completed' | 'failed' | 'timeout';

/** What the session says of itself when it is ready. */
export const sessionInfoSchema = z.object({
  psVersion: z.string(),
  edition: z.enum(['Desktop', 'Core']),
  languageMode: z.string(),
  processId: z.number().int(),
  is64Bit: z.boolean(),
  clrVersion: z.string(),
  osVersion: z.string(),
  culture: z.string(),
  timeZone: z.string(),
});

/** See {@link sessionInfoSchema}. */
export type SessionInfo = z.output<typeof sessionInfoSchema>;

/** The answer to one request. `failed` and `timeout` keep the rows that came before. */
export interface Answer<Row> {
  readonly state: AnswerState;
  readonly rows: readonly Row[];
  /** Terminating error first when the state is `failed`; then the non-terminating ones. */
  readonly errors: readonly PsFailure[];
  readonly warnings: readonly string[];
  readonly information: readonly PsInformation[];
  /** Time spent inside PowerShell, in ms. */
  readonly durationMs: number;
}

/** Options of one request. */
export interface RunOptions<Row> {
  readonly signal?: AbortSignal | undefined;
  /** Receives the rows page by page; they are then not kept in the answer. */
  readonly onRows?: OnRows<Row> | undefined;
}

/**
 * Takes one page of rows. While its promise is pending no further page is asked for, unless another question waits for its turn:
 * whoever takes the pages could be waiting for that one.
 */
export type OnRows<Row> = (rows: readonly Row[]) => void | Promise<void>;

/** A question that will come: the operation and its arguments, exactly as they will be asked. */
export interface AheadQuestion {
  readonly operation: ReadingOperation;
  readonly arguments: object;
}

/** Options of a request that changes something. */
export interface ChangeOptions<Row> extends RunOptions<Row> {
  /** Ends PowerShell also in mid-call, with this error; only for changes that may be cut anywhere. */
  readonly cut?: { readonly signal: AbortSignal; readonly reason: () => Error } | undefined;
}

/**
 * A place that answers operations that change nothing: a live PowerShell, a recording of one, or a wrapper that records.
 * Operations that can change a server need a {@link ChangingSession}.
 */
export interface PsSession {
  /** What the other side is; starts it when it is not started yet. Rejects with a PsError, or when the signal fires. */
  info(options?: { readonly signal?: AbortSignal | undefined }): Promise<SessionInfo>;
  /**
   * Runs one operation. Requests are answered in the order in which they were made.
   * Rejects with a PsError when the session could not answer, with a CancelledError when `signal` fired;
   * an operation that failed inside PowerShell is an answer with state `failed`, not a rejection. An operation that can
   * change a server is refused by type, and at run time by those who get it past the compiler.
   */
  run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options?: RunOptions<RowOf<Op>>,
  ): Promise<Answer<RowOf<Op>>>;
  /**
   * Says which questions will come that do not need ADSync, so that a live session can read their answers beside the others. They are
   * asked with {@link run} all the same; what they answer, and in which order, does not change.
   */
  ahead?(questions: readonly AheadQuestion[]): void;
  /** Ends the other side; further requests are refused with E_CLOSED. Never rejects. */
  close(): Promise<void>;
}

/**
 * A session that may change the server: a live PowerShell and nothing else. A recording, a replay and every wrapper of a
 * session implement {@link PsSession} only, so that no change can reach or come out of a recording.
 */
export interface ChangingSession extends PsSession {
  /**
   * Runs one operation that can change the server, in turn with all other requests. It is never repeated by itself, has no
   * deadline on this side and is not cut by `signal` once it has been sent, only by `cut`. Otherwise as {@link PsSession.run}.
   */
  runChange<Op extends ChangingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options?: ChangeOptions<RowOf<Op>>,
  ): Promise<Answer<RowOf<Op>>>;
}
