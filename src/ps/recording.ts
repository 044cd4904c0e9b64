import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import { PsError } from '../errors.js';
import { recordedArguments, type RecordingHeader, type RecordingLine } from './recording-format.js';
import type { Answer, PsSession, RunOptions, SessionInfo } from './session.js';

/** The last word about changes, for callers that got past the compiler: raises E_REPLAY_MUTATES. */
export function refuseChange({ name, mutates }: Operation): void {
  if (mutates) {
    throw new PsError('E_REPLAY_MUTATES', `${name} can change a server; no recording takes or answers it.`);
  }
}

/** What a recording says of itself beside the session's own information. */
export type RecordingOrigin = Pick<RecordingHeader, 'toolVersion' | 'recordedAt' | 'simulated'>;

/**
 * Wraps a session and writes what was asked and answered, one JSON document a line: a header, then for each request
 * its pages of rows as they come and its end. Only checked rows are written, so a recording holds no more than the
 * schemas of the operations allow.
 */
export class RecordingSession implements PsSession {
  private requestCount = 0;
  private headerWritten = false;

  constructor(
    private readonly inner: PsSession,
    private readonly origin: RecordingOrigin,
    private readonly write: (line: string) => void,
  ) {}

  async info(options: { readonly signal?: AbortSignal } = {}): Promise<SessionInfo> {
    const info = await this.inner.info(options);
    if (!this.headerWritten) {
      this.headerWritten = true;
      this.put({ type: 'header', format: 'phs-recording/1', ...this.origin, info });
    }
    return info;
  }

  async run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    refuseChange(operation);
    await this.info(options.signal === undefined ? {} : { signal: options.signal });
    this.requestCount += 1;
    const asked = { request: this.requestCount, operation: operation.name, arguments: recordedArguments(args) };
    const kept: RowOf<Op>[] = [];
    const onRows = (rows: readonly RowOf<Op>[]): void => {
      this.put({ type: 'rows', request: asked.request, rows: [...rows] });
      if (options.onRows === undefined) {
        kept.push(...rows);
      } else {
        options.onRows(rows);
      }
    };
    try {
      const answer = await this.inner.run(operation, args, { ...options, onRows });
      const { state, errors, warnings, information, durationMs } = answer;
      this.put({
        type: 'answer',
        ...asked,
        state,
        errors: [...errors],
        warnings: [...warnings],
        information: [...information],
        durationMs,
      });
      return { ...answer, rows: kept };
    } catch (error) {
      if (error instanceof PsError) {
        this.put({ type: 'failure', ...asked, code: error.code, message: error.message, hint: error.hint ?? null });
      }
      throw error;
    }
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private put(line: RecordingHeader | RecordingLine): void {
    this.write(`${JSON.stringify(line)}\n`);
  }
}
