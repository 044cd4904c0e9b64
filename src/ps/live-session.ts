import { CancelledError, PsError } from '../base/errors.js';
import type { PsFailure } from '../model/ps-failure.js';
import type { ClixmlInput } from '../parsers/clixml.js';
import type {
  ArgumentsOf,
  ArgumentValue,
  ChangingOperation,
  Operation,
  ReadingOperation,
  RowOf,
} from '../scripts/operation.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { deferred, type Deferred } from './deferred.js';
import { columnsOf, readPage } from './pages.js';
import { StartedHost } from './started-host.js';
import type { Envelope, WireRequest } from './wire.js';
import type { Answer, ChangeOptions, ChangingSession, RunOptions, SessionInfo } from './session.js';

/** A request that waits for its turn. */
interface Job {
  readonly request: WireRequest;
  readonly outcome: Deferred<Envelope>;
}

/** Failures that a second start would only repeat. */
const permanent: ReadonlySet<string> = new Set(['E_NO_POWERSHELL', 'E_POLICY', 'E_LANGMODE']);

/**
 * The one persistent PowerShell session: requests go one after the other to one host process. When the host dies the
 * request in flight is rejected, never repeated, and the next request starts a new host.
 */
export class LiveSession implements ChangingSession {
  private connection: Connection | undefined;
  private connecting: Promise<Connection> | undefined;
  private readonly jobs: Job[] = [];
  private working: Promise<void> | undefined;
  private readonly closing = new AbortController();
  private deaths = 0;
  private gaveUp: Error | undefined;

  /** `firstHost`: a host that was started early, with the same start options. */
  constructor(
    private readonly options: ConnectionOptions,
    private firstHost?: StartedHost,
  ) {}

  async info(options: { readonly signal?: AbortSignal } = {}): Promise<SessionInfo> {
    const connection = await abortable(this.connect(), options.signal);
    return abortable(connection.info(), options.signal);
  }

  async run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    requireKind(operation, false);
    return this.send(operation, args, options);
  }

  async runChange<Op extends ChangingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: ChangeOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    requireKind(operation, true);
    return this.send(operation, args, options);
  }

  async close(): Promise<void> {
    if (!this.closing.signal.aborted) {
      this.closing.abort();
      for (const job of this.jobs.splice(0)) {
        job.outcome.reject(closedError());
      }
    }
    await this.connecting?.catch(() => undefined);
    this.firstHost?.discard();
    await this.connection?.close();
    await this.working;
  }

  /** Starts the host without waiting for it, so that other work can be done meanwhile. */
  warmUp(): void {
    void this.connect().catch(() => undefined);
  }

  /** Process id of the host, while there is one. */
  get pid(): number | undefined {
    return this.connection?.pid;
  }

  private async send<Op extends Operation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: ChangeOptions<RowOf<Op>>,
  ): Promise<Answer<RowOf<Op>>> {
    const rows: RowOf<Op>[] = [];
    const take = options.onRows ?? ((page: readonly RowOf<Op>[]): void => void rows.push(...page));
    const envelope = await this.enqueue({
      operation: operation.name,
      arguments: toInput(operation, args),
      columns: columnsOf(operation),
      deadlineMs: operation.deadlineMs,
      mutates: operation.mutates,
      signal: options.signal,
      cut: options.cut,
      onPage: (page) => {
        take(readPage(operation, page));
      },
    });
    return toAnswer(operation, envelope, rows);
  }

  private enqueue(request: WireRequest): Promise<Envelope> {
    const outcome = deferred<Envelope>();
    if (this.closing.signal.aborted) {
      outcome.reject(closedError());
    } else {
      this.jobs.push({ request, outcome });
      this.working ??= this.work().finally(() => {
        this.working = undefined;
      });
    }
    return outcome.promise;
  }

  private async work(): Promise<void> {
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) {
      try {
        job.outcome.resolve(await this.perform(job.request));
      } catch (error) {
        job.outcome.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  private async perform(request: WireRequest): Promise<Envelope> {
    this.refuseWhenOver(request);
    const connection = await abortable(this.connect(), request.signal);
    await abortable(connection.info(), request.signal);
    this.refuseWhenOver(request);
    const envelope = await connection.request(request);
    this.deaths = 0;
    return envelope;
  }

  private refuseWhenOver(request: WireRequest): void {
    if (request.signal?.aborted === true) {
      throw new CancelledError('Interrupted.');
    }
    if (this.closing.signal.aborted) {
      throw closedError();
    }
  }

  /** The one connection; callers that come while it is being made get the same one. */
  private connect(): Promise<Connection> {
    if (this.gaveUp !== undefined) {
      return Promise.reject(this.gaveUp);
    }
    if (this.closing.signal.aborted) {
      return Promise.reject(closedError());
    }
    if (this.connection?.usable === true) {
      return Promise.resolve(this.connection);
    }
    this.connecting ??= this.open().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async open(): Promise<Connection> {
    if (this.connection !== undefined) {
      await this.waitAfterDeath();
    }
    // Closing during the wait must not be followed by a host that nobody would end.
    if (this.closing.signal.aborted) {
      throw closedError();
    }
    const host = this.firstHost ?? new StartedHost(this.options);
    this.firstHost = undefined;
    const connection = new Connection(this.options, host);
    this.connection = connection;
    connection.info().catch((error: unknown) => {
      if (error instanceof PsError && permanent.has(error.code)) {
        this.gaveUp = error;
      }
    });
    return connection;
  }

  private async waitAfterDeath(): Promise<void> {
    const { backoffMs } = this.options.limits;
    const wait = backoffMs[this.deaths];
    this.deaths += 1;
    if (wait === undefined) {
      this.gaveUp = new PsError('E_START', `PowerShell ended ${this.deaths} times in a row; giving up.`, {
        hint: 'Run again with --debug to see what it wrote.',
      });
      throw this.gaveUp;
    }
    await pause(wait, this.closing.signal);
  }
}

/** What the types say, for callers that got past them: a change goes the way of changes, and nothing else does. */
function requireKind({ name, mutates }: Operation, expected: boolean): void {
  if (mutates !== expected) {
    throw new TypeError(
      `${name} ${mutates ? 'can change the server: it needs runChange' : 'changes nothing: it needs run'}.`,
    );
  }
}

/** Waits so long, or until the signal fires; leaves no timer behind. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}

function closedError(): PsError {
  return new PsError('E_CLOSED', 'The PowerShell session is closed.');
}

/** Waits for the promise, but no longer than until the signal fires. */
async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) {
    return promise;
  }
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = (): void => {
      reject(new CancelledError('Interrupted.'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function toInput(operation: Operation, args: object): Record<string, ClixmlInput> {
  const checked: Record<string, unknown> = operation.arguments.parse(args);
  return Object.fromEntries(Object.entries(checked).map(([name, value]) => [name, argumentInput(name, value)]));
}

function argumentInput(name: string, value: unknown): ArgumentValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value instanceof Date) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => argumentInput(name, item));
  }
  throw new TypeError(`The argument ${name} cannot be sent to PowerShell.`);
}

function toAnswer<Row>(operation: Operation, envelope: Envelope, rows: readonly Row[]): Answer<Row> {
  const { state, errors, warnings, information, durationMs } = envelope;
  const [first] = errors;
  if (state === 'unknown-operation' || (first !== undefined && isBindingFailure(operation, first))) {
    throw new PsError('E_COMMAND', `PowerShell could not bind the request to ${operation.name}.`, {
      hint: 'The scripts folder does not belong to this version of phs-tool: install it again.',
      fields: { operation: operation.name, errorId: first?.errorId ?? '', message: first?.message ?? '' },
    });
  }
  if (envelope.stray > 0) {
    throw new PsError('E_SCHEMA', `${operation.name} wrote ${envelope.stray} objects that are no rows.`, {
      fields: { operation: operation.name },
    });
  }
  return { state, rows, errors, warnings, information, durationMs };
}

/** The operation's own parameters did not fit, as opposed to those of a cmdlet inside it. */
function isBindingFailure(operation: Operation, failure: PsFailure): boolean {
  return (
    failure.exceptionTypes.some((name) => name.endsWith('ParameterBindingException')) &&
    failure.errorId.endsWith(`,${operation.name}`)
  );
}
