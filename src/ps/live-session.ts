import { abortable, deferred, pause, type Deferred } from '../base/async.js';
import { CancelledError, PsError } from '../base/errors.js';
import type { ArgumentsOf, ChangingOperation, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { listColumns, readPage } from './pages.js';
import { toAnswer, toInput } from './binding.js';
import type { HostWorld } from './host.js';
import { realWorld } from './process.js';
import { isTransportCrash } from './start-error.js';
import { StartedHost } from './started-host.js';
import type { AheadData, Envelope, WireRequest } from './wire.js';
import type {
  AheadQuestion,
  Answer,
  ChangeOptions,
  ChangingSession,
  OnRows,
  RunOptions,
  SessionInfo,
} from './session.js';

/** A request that waits for its turn. */
interface Job {
  readonly request: WireRequest;
  readonly outcome: Deferred<Envelope>;
}

/** Failures that a second start would only repeat. */
const permanent: ReadonlySet<string> = new Set(['E_NO_POWERSHELL', 'E_POLICY', 'E_LANGMODE']);

/** So often a host is started again that did not become ready because of PowerShell itself. */
const mostCrashes = 2;

/**
 * The one persistent PowerShell session: requests go one after the other to one host process. When the host dies the
 * request in flight is rejected, never repeated, and the next request starts a new host.
 */
export class LiveSession implements ChangingSession {
  private connection: Connection | undefined;
  /** All hosts that are not gone yet: one that is being ended can outlive the start of the next. */
  private readonly connections = new Set<Connection>();
  private connecting: Promise<Connection> | undefined;
  private readonly jobs: Job[] = [];
  private working: Promise<void> | undefined;
  private readonly closing = new AbortController();
  private deaths = 0;
  private gaveUp: Error | undefined;
  /** Questions that will come, until the next request takes them along. */
  private coming: readonly AheadData[] | undefined;

  /** `firstHost`: a host that was started early, with the same start options. */
  constructor(
    private readonly options: ConnectionOptions,
    private firstHost?: StartedHost,
    private readonly world: HostWorld = realWorld,
  ) {}

  async info(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<SessionInfo> {
    return (await abortable(this.reach(), options.signal)).info();
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

  ahead(questions: readonly AheadQuestion[]): void {
    // Another double of the server would have to be loaded a second time, which takes longer than it saves.
    if (this.options.server.simulatorPath === '') {
      this.coming = questions.map(({ operation, arguments: args }) => ({
        ...{ operation: operation.name, arguments: toInput(operation, args) },
        ...{ columns: listColumns(operation), mutates: operation.mutates },
      }));
    }
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
    await Promise.all([...this.connections].map((connection) => connection.close()));
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
    const take: OnRows<RowOf<Op>> = options.onRows ?? ((page): void => void rows.push(...page));
    const envelope = await this.enqueue({
      operation: operation.name,
      arguments: toInput(operation, args),
      columns: listColumns(operation),
      deadlineMs: operation.deadlineMs,
      mutates: operation.mutates,
      signal: options.signal,
      cut: options.cut,
      onPage: (page) => {
        const taken = take(readPage(operation, page));
        // Who takes the pages may wait for a request behind this one.
        return this.jobs.length === 0 ? taken : undefined;
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
      this.connection?.readOn();
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
    const connection = await abortable(this.reach(), request.signal);
    this.refuseWhenOver(request);
    const ahead = this.coming;
    this.coming = undefined;
    const envelope = await connection.request({ ...request, ahead });
    this.deaths = 0;
    return envelope;
  }

  private refuseWhenOver(request: WireRequest): void {
    if (request.signal?.aborted === true) {
      throw new CancelledError('Interrupted.');
    }
    if (request.cut?.signal.aborted === true) {
      throw request.cut.reason();
    }
    if (this.closing.signal.aborted) {
      throw closedError();
    }
  }

  /** The one connection, ready for requests. */
  private async reach(): Promise<Connection> {
    for (let left = mostCrashes; ; left -= 1) {
      const connection = await this.connect();
      try {
        await connection.info();
        return connection;
      } catch (error) {
        if (left === 0 || this.options.server.remote === undefined || !isTransportCrash(error)) {
          throw error;
        }
      }
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
    const { limits, onDebug } = this.options;
    const host = this.firstHost ?? new StartedHost(this.options, limits, this.world, onDebug);
    this.firstHost = undefined;
    const connection = new Connection(this.options, host, this.world.clock);
    this.connection = connection;
    this.connections.add(connection);
    void connection.ended().then(() => this.connections.delete(connection));
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
    await pause(wait, this.closing.signal, this.world.clock);
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

function closedError(): PsError {
  return new PsError('E_CLOSED', 'The PowerShell session is closed.');
}
