import { PsError } from '../base/errors.js';
import { measureJson } from '../base/json-size.js';
import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import {
  recordedArguments,
  recordingFormat,
  type RecordingHeader,
  type RecordingLine,
  type RecordingOutcome,
} from './recording-format.js';
import type { AheadQuestion, Answer, PsSession, RunOptions, SessionInfo } from './session.js';
import { rowTaker } from './take-rows.js';

/** The last word about changes, for callers that got past the compiler: raises E_REPLAY_MUTATES. */
export function refuseChange({ name, mutates }: Operation): void {
  if (mutates) {
    throw new PsError('E_REPLAY_MUTATES', `${name} can change a server; no recording takes or answers it.`);
  }
}

/** What a recording says of the run. */
export type RecordingOrigin = Omit<RecordingHeader, 'type' | 'format'>;

/** Rows in one line, so that a line stays small enough to be read back at once. */
const rowsPerLine = 500;
/** A line ends behind the row that makes it longer than this: events can have 65,536 characters each. */
const charactersPerLine = 4_000_000;
/** So too behind the row with which it has more values than this: a line of too many is refused (recordingLimits.rowValues). */
const valuesPerLine = 20_000;

/**
 * Wraps a session and writes what was asked and answered, one JSON document a line: a header, the session, then for each
 * request its pages of rows as they come and its end, and the end of the run. Only checked rows are written, so a
 * recording holds no more than the schemas of the operations allow. Keeps nothing in memory.
 */
export class RecordingSession implements PsSession {
  private requestCount = 0;
  private lineCount = 0;
  private sessionWritten = false;
  private ended = false;

  constructor(
    private readonly inner: PsSession,
    origin: RecordingOrigin,
    private readonly write: (line: string) => void,
  ) {
    this.put({ type: 'header', format: recordingFormat, ...origin, redact: 'none' });
  }

  async info(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<SessionInfo> {
    try {
      const info = await this.inner.info(options);
      this.putSession({ type: 'session', info });
      return info;
    } catch (error) {
      if (error instanceof PsError) {
        this.putSession({ type: 'no-session', code: error.code, message: error.message, hint: error.hint ?? null });
      }
      throw error;
    }
  }

  ahead(questions: readonly AheadQuestion[]): void {
    this.inner.ahead?.(questions);
  }

  async run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    refuseChange(operation);
    await this.info(options.signal === undefined ? {} : { signal: options.signal });
    this.requestCount += 1;
    const request = this.requestCount;
    const asked = { request, operation: operation.name, arguments: recordedArguments(args) };
    const { take, kept } = rowTaker(options);
    let rowCount = 0;
    const onRows = (rows: readonly RowOf<Op>[]): void | Promise<void> => {
      this.putRows(request, rows);
      rowCount += rows.length;
      return take(rows);
    };
    try {
      const answer = await this.inner.run(operation, args, { ...options, onRows });
      const { state, durationMs } = answer;
      const said = {
        errors: [...answer.errors],
        warnings: [...answer.warnings],
        information: [...answer.information],
      };
      this.put({ type: 'answer', ...asked, rowCount, state, ...said, durationMs });
      return { ...answer, rows: kept };
    } catch (error) {
      if (error instanceof PsError) {
        const { code, message, hint = null } = error;
        this.put({ type: 'failure', ...asked, rowCount, code, message, hint });
      }
      throw error;
    }
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** Writes the last line, once: how the run ended, and when. */
  end(outcome: RecordingOutcome, finishedAt: Date): void {
    if (!this.ended) {
      this.ended = true;
      this.put({ type: 'end', outcome, finishedAt: finishedAt.toISOString(), lines: this.lineCount });
    }
  }

  private putSession(line: RecordingLine): void {
    if (!this.sessionWritten) {
      this.sessionWritten = true;
      this.put(line);
    }
  }

  private putRows(request: number, rows: readonly unknown[]): void {
    let page: unknown[] = [];
    let length = 0;
    let values = 0;
    for (const row of rows) {
      page.push(row);
      const text = JSON.stringify(row);
      length += text.length;
      values += measureJson(text, { depth: Infinity, values: Infinity }).values;
      if (page.length === rowsPerLine || length > charactersPerLine || values > valuesPerLine) {
        this.put({ type: 'rows', request, rows: page });
        page = [];
        length = 0;
        values = 0;
      }
    }
    if (page.length > 0) {
      this.put({ type: 'rows', request, rows: page });
    }
  }

  private put(line: RecordingHeader | RecordingLine): void {
    this.lineCount += 1;
    this.write(`${JSON.stringify(line)}\n`);
  }
}
