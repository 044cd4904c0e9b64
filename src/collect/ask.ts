import { CancelledError, PsError, type PsErrorCode } from '../base/errors.js';
import { known, unknown, type Fact, type UnknownCode } from '../model/fact.js';
import type { SyncModule } from '../model/facts.js';
import { notRecorded } from '../model/quote-finding.js';
import type { AheadQuestion, Answer, OnRows, PsSession, RunOptions } from '../ps/session.js';
import { getPhsConnector } from '../scripts/get-phs-connector.js';
import { importPhsModule } from '../scripts/import-phs-module.js';
import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import { classifyFailure, reason } from '../model/classify-failure.js';

/** Failures after which nothing can be asked any more, or that are our own mistake: they end the collection. */
const fatal: ReadonlySet<PsErrorCode> = new Set<PsErrorCode>([
  'E_NO_POWERSHELL',
  'E_START',
  'E_POLICY',
  'E_LANGMODE',
  'E_CLOSED',
  'E_REPLAY_MUTATES',
  'E_REMOTE_NAME',
  'E_REMOTE_UNREACHABLE',
  'E_REMOTE_DENIED',
  'E_REMOTE_TRUST',
  'E_REMOTE_CERTIFICATE',
  'E_REMOTE_HOP',
  'E_REMOTE_ENDPOINT',
  'E_REMOTE_LANGUAGE',
  'E_REMOTE_SSH',
  'E_REMOTE_WINRM',
  'E_REMOTE_MODULE',
  'E_REMOTE_LOST',
  'E_REMOTE',
]);

const codes: Partial<Record<PsErrorCode, UnknownCode>> = {
  E_HOST_EXIT: 'session-lost',
  E_FRAME: 'session-lost',
  E_TIMEOUT: 'timeout',
  E_TIMEOUT_HARD: 'timeout',
};

/** Far beyond any real server: the time of the checks grows with the square of the number of connectors. */
const mostConnectors = 500;

/** How an {@link Asker} asks. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives the summary of each operation before it runs. */
  readonly onProgress?: ((stage: string) => void) | undefined;
}

/**
 * Asks a session for one operation after the other and turns failures into reasons, so that the rest goes on. After the
 * session was lost, or may have been, the ADSync module is loaded again before the next operation that needs it: a later
 * request starts a new PowerShell. A connection to another server that was lost is made once more, and the question asked again
 * unless a part of its answer was handed over. CancelledError and failures to start or to reach the server are rejections.
 */
export class Asker {
  /** Status of the ADSync service once it is known; explains failures of operations that ask it. */
  serviceStatus: string | undefined;
  private moduleArguments: ArgumentsOf<typeof importPhsModule> | undefined;
  private moduleFact: Fact<SyncModule> | undefined;
  private moduleInDoubt = false;
  private hasReconnected = false;

  constructor(
    private readonly session: PsSession,
    private readonly options: AskOptions,
  ) {}

  /** Loads the ADSync module; {@link fromModule} loads it again in the same way when that is needed. */
  async module(args: ArgumentsOf<typeof importPhsModule>): Promise<Fact<SyncModule>> {
    this.moduleArguments = args;
    this.moduleInDoubt = false;
    this.moduleFact = await this.one(importPhsModule, args);
    return this.moduleFact;
  }

  /** Takes the module for loaded, as another asker of the same session found it; it is only loaded again when that is needed. */
  assumeModule(args: ArgumentsOf<typeof importPhsModule>, fact: Fact<SyncModule>): void {
    this.moduleArguments = args;
    this.moduleFact = fact;
  }

  /** Says which questions will come that do not need ADSync (`PsSession.ahead`). */
  ahead(questions: readonly AheadQuestion[]): void {
    this.session.ahead?.(questions);
  }

  /** The single row of an operation. No row is a reason, too: an operation of one row never has nothing to say. */
  async one<Op extends ReadingOperation>(operation: Op, args: ArgumentsOf<Op>): Promise<Fact<RowOf<Op>>> {
    return first(await this.rows(operation, args), operation);
  }

  /** All rows of an operation; with `onRows` they go there page by page instead. */
  async rows<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    onRows?: OnRows<RowOf<Op>>,
  ): Promise<Fact<readonly RowOf<Op>[]>> {
    return this.request(operation, args, undefined, onRows);
  }

  /** As {@link one}, for an operation that calls cmdlets of the ADSync module. */
  async oneFromModule<Op extends ReadingOperation>(operation: Op, args: ArgumentsOf<Op>): Promise<Fact<RowOf<Op>>> {
    return first(await this.rowsFromModule(operation, args), operation);
  }

  /** As {@link rows}, for an operation that calls cmdlets of the ADSync module. */
  async rowsFromModule<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    onRows?: OnRows<RowOf<Op>>,
  ): Promise<Fact<readonly RowOf<Op>[]>> {
    if (this.moduleInDoubt && this.moduleArguments !== undefined) {
      await this.module(this.moduleArguments);
    }
    if (this.moduleFact?.known === false) {
      return unknown(this.moduleFact.reason);
    }
    return this.request(operation, args, this.serviceStatus, onRows);
  }

  private async request<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    serviceStatus: string | undefined,
    onRows?: OnRows<RowOf<Op>>,
  ): Promise<Fact<readonly RowOf<Op>[]>> {
    const { signal, onProgress } = this.options;
    if (signal?.aborted === true) {
      throw new CancelledError('Interrupted.');
    }
    onProgress?.(operation.summary);
    const taken = { part: false };
    const take: OnRows<RowOf<Op>> = (rows) => {
      taken.part = true;
      return onRows?.(rows);
    };
    const options: RunOptions<RowOf<Op>> = { signal, onRows: onRows === undefined ? undefined : take };
    try {
      return this.judge(operation, await this.session.run(operation, args, options), serviceStatus);
    } catch (error) {
      if (this.hasReconnected || taken.part || !(error instanceof PsError) || error.code !== 'E_REMOTE_LOST') {
        return this.explain(operation, error);
      }
      await this.reconnect(operation);
      return this.request(operation, args, serviceStatus, onRows);
    }
  }

  /** The next question reaches the server again; a module that was loaded there is not in the new session. */
  private async reconnect(operation: Operation): Promise<void> {
    this.hasReconnected = true;
    this.options.onProgress?.('the server again: the connection was lost');
    if (this.moduleArguments !== undefined && operation.name !== importPhsModule.name) {
      await this.module(this.moduleArguments);
    }
  }

  private judge<Row>(
    { name, summary, deadlineMs }: Operation,
    answer: Answer<Row>,
    serviceStatus: string | undefined,
  ): Fact<readonly Row[]> {
    const [failure] = answer.errors;
    if (answer.state === 'timeout') {
      // An operation that could not be stopped takes its PowerShell with it.
      this.moduleInDoubt = true;
      return unknown(reason('timeout', `Could not read ${summary}: no answer within ${deadlineMs / 1000} s.`));
    }
    // A row that is missing because of a non-terminating error would look like one that does not exist. A module that
    // complains while it loads, and loads, is loaded.
    if (failure !== undefined && (answer.state === 'failed' || name !== importPhsModule.name)) {
      return unknown(classifyFailure(failure, { summary, serviceStatus, operation: name }));
    }
    if (answer.state === 'failed') {
      return unknown(reason('failed', `Could not read ${summary}: PowerShell gave no reason.`));
    }
    if (name === getPhsConnector.name && answer.rows.length > mostConnectors) {
      const count = answer.rows.length;
      return unknown(
        reason('failed', `Could not read ${summary}: ${count} came, and at most ${mostConnectors} are read.`),
      );
    }
    return known(answer.rows);
  }

  private explain({ summary }: Operation, error: unknown): Fact<never> {
    if (!(error instanceof PsError) || fatal.has(error.code)) {
      throw error;
    }
    if (error.code === 'E_REPLAY_MISSING') {
      const message = `Could not read ${summary}${notRecorded}`;
      return unknown({ code: 'not-collected', message, ...(error.hint === undefined ? {} : { hint: error.hint }) });
    }
    this.moduleInDoubt = true;
    return unknown(reason(codes[error.code] ?? 'failed', `Could not read ${summary}: ${error.message}`));
  }
}

function first<Row>(rows: Fact<readonly Row[]>, { summary }: Operation): Fact<Row> {
  if (!rows.known) {
    return rows;
  }
  const [row] = rows.value;
  return row === undefined
    ? unknown(reason('not-found', `Could not read ${summary}: the answer is empty.`))
    : known(row);
}
