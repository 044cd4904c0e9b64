import { CancelledError, PsError } from '../base/errors.js';
import { brokenModule, damaged, hostEnded, noAnswer, notReady } from './connection-errors.js';
import { deferred } from './deferred.js';
import { FrameReader, type Frame } from './frames.js';
import type { SessionLimits } from './limits.js';
import { decodePayload, encodeRequest } from './payload.js';
import type { HostExit, HostStart } from './process.js';
import { helpers } from '../scripts/helpers.js';
import { sessionInfoSchema, type SessionInfo } from './session.js';
import { describeExit, startError } from './start-error.js';
import type { StartedHost } from './started-host.js';
import { envelopeSchema, openedSchema, type Envelope, type WireRequest } from './wire.js';

interface InFlight {
  readonly id: string;
  readonly request: WireRequest;
  readonly startedAt: number;
  readonly resolve: (envelope: Envelope) => void;
  readonly reject: (error: Error) => void;
  readonly onAbort: () => void;
  timer: NodeJS.Timeout | undefined;
  nextSequence: number;
  received: number;
  pageError: Error | undefined;
}

/** The server that a host is to talk to; each field empty when it does not apply. */
export interface ServerSettings {
  /** Folder of modules that go before all others. */
  readonly modulePath: string;
  /** Folder of the simulator's modules. */
  readonly simulatorPath: string;
  /** Folder of the simulated server. */
  readonly simulatedServer: string;
}

/** How to open a connection. */
export interface ConnectionOptions extends HostStart {
  readonly server: ServerSettings;
  readonly limits: SessionLimits;
  readonly onDebug: (text: string) => void;
}

/**
 * One host process from its start to its end, with at most one request in flight. It is never used again after its
 * end: the session makes a new one.
 */
export class Connection {
  private readonly reader: FrameReader;
  private readonly strayLines: string[] = [];
  private readonly ready = deferred<SessionInfo>();
  private readonly ended = deferred<HostExit>();
  private startTimer: NodeJS.Timeout | undefined;
  private current: InFlight | undefined;
  private requestCount = 0;
  private exit: HostExit | undefined;
  /** Why we ended the host ourselves; the request in flight gets this error. */
  private doom: Error | undefined;

  private greeting: SessionInfo | undefined;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly host: StartedHost,
  ) {
    this.reader = new FrameReader(host.nonce, options.limits.maxLineLength, {
      onFrame: (frame) => {
        this.handleFrame(frame);
      },
      onStray: (line) => {
        this.handleStray(line);
      },
      onDamaged: (problem) => {
        this.handleDamage(problem);
      },
    });
    const { limits, onDebug, executable } = options;
    onDebug(`start ${executable} ${options.script}`);
    this.startTimer = setTimeout(() => {
      this.end(notReady(executable, limits.startMs));
    }, limits.startMs);
    host.attach({
      onOutput: (text) => {
        this.reader.push(text);
      },
      onExit: (exit) => {
        this.handleExit(exit);
      },
    });
  }

  /** False once the host has ended or is being ended. */
  get usable(): boolean {
    return this.exit === undefined && this.doom === undefined;
  }

  /** Process id of the host. */
  get pid(): number | undefined {
    return this.host.process.pid;
  }

  /** What the host is, once it is ready; rejects with the typed reason when it does not become so. */
  info(): Promise<SessionInfo> {
    return this.ready.promise;
  }

  /** Runs one request. The caller sees to it that none is in flight. */
  request(request: WireRequest): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      this.requestCount += 1;
      const onAbort = (): void => {
        // A changing operation is never cut: it ends by itself and the journal stays truthful.
        if (!request.mutates) {
          this.end(new CancelledError('Interrupted.'));
        }
      };
      this.current = {
        id: String(this.requestCount),
        request,
        startedAt: performance.now(),
        resolve,
        reject,
        onAbort,
        timer: undefined,
        nextSequence: 0,
        received: 0,
        pageError: undefined,
      };
      request.signal?.addEventListener('abort', onAbort, { once: true });
      const { cut } = request;
      cut?.signal.addEventListener('abort', () => {
        if (this.current?.request === request) this.end(cut.reason());
      });
      this.armDeadline(this.current);
      this.send(this.current);
    });
  }

  /** Ends the host: gently when it is idle, else with its process tree. Resolves when it is gone. */
  async close(): Promise<void> {
    if (this.exit !== undefined) {
      return;
    }
    if (this.current === undefined && this.doom === undefined) {
      this.host.process.endInput();
      const timer = setTimeout(() => void this.host.process.killTree(), this.options.limits.closeMs);
      await this.ended.promise;
      clearTimeout(timer);
    } else {
      this.end(new PsError('E_CLOSED', 'The PowerShell session was closed during this request.'));
      await this.ended.promise;
    }
  }

  /** Ends the host at once, for the reason given. */
  end(reason: Error): void {
    if (this.usable) {
      this.doom = reason;
      void this.host.process.killTree();
    }
  }

  private send({ id, request }: InFlight): void {
    const payload = encodeRequest({
      operation: request.operation,
      arguments: request.arguments,
      columns: [...request.columns],
      pageSize: this.options.limits.pageSize,
      mutates: request.mutates,
    });
    this.options.onDebug(`request ${id} ${request.operation}`);
    this.host.process.writeLine(`REQ ${id} ${request.deadlineMs} ${payload}`);
  }

  private armDeadline(flight: InFlight): void {
    clearTimeout(flight.timer);
    // The changing operation has no deadline in Node (guard design): its own script decides when it is over.
    if (flight.request.mutates) {
      return;
    }
    const { graceMs } = this.options.limits;
    const left = flight.startedAt + flight.request.deadlineMs - performance.now();
    flight.timer = setTimeout(
      () => {
        // After a blocked event loop the answer may be waiting unread: look at the input once before judging.
        setImmediate(() =>
          setImmediate(() => {
            this.expire(flight);
          }),
        );
      },
      Math.max(left, 0) + graceMs,
    );
  }

  private expire(flight: InFlight): void {
    if (this.current === flight) {
      this.end(noAnswer(flight.request.operation, performance.now() - flight.startedAt));
    }
  }

  private handleFrame(frame: Frame): void {
    if (frame.kind === 'hello' || frame.kind === 'ready') {
      this.handleStart(frame);
      return;
    }
    const flight = this.current;
    if (!this.usable) {
      return;
    }
    if (flight?.id !== frame.requestId) {
      this.options.onDebug(`dropped a late frame of request ${frame.requestId}`);
      return;
    }
    flight.received += frame.payload.length;
    if (frame.sequence !== flight.nextSequence) {
      this.end(new PsError('E_FRAME', 'PowerShell sent an answer with a part missing.'));
    } else if (flight.received > this.options.limits.maxAnswerLength) {
      this.end(new PsError('E_TOO_LARGE', 'PowerShell sent an answer that is larger than allowed.'));
    } else if (frame.kind === 'part') {
      flight.nextSequence += 1;
      this.armDeadline(flight);
      this.takePage(flight, frame);
    } else {
      this.finish(flight, frame);
    }
  }

  /** HELLO tells what the host is and is answered with the server to talk to; READY ends the start. */
  private handleStart(frame: Frame): void {
    try {
      if (frame.kind === 'hello') {
        const info = sessionInfoSchema.parse(decodePayload(frame.payload, this.options.limits.maxFrameBytes));
        this.options.onDebug(`hello ${info.edition} ${info.psVersion} process ${info.processId}`);
        this.greeting = info;
        this.host.process.writeLine(`OPEN ${encodeRequest({ ...this.options.server, helpers: [...helpers] })}`);
      } else if (this.greeting !== undefined) {
        const { failure } = openedSchema.parse(decodePayload(frame.payload, this.options.limits.maxFrameBytes));
        clearTimeout(this.startTimer);
        if (failure === null) {
          this.options.onDebug('ready');
          this.ready.resolve(this.greeting);
        } else {
          this.end(brokenModule(failure.message));
        }
      }
    } catch (cause) {
      this.end(new PsError('E_START', 'PowerShell said HELLO in an unexpected form.', { cause }));
    }
  }

  private takePage(flight: InFlight, frame: Frame): void {
    if (flight.pageError !== undefined) {
      return;
    }
    try {
      flight.request.onPage(
        decodePayload(frame.payload, this.options.limits.maxFrameBytes, (document) => {
          this.options.onDebug(`undecodable ${document.slice(0, 4_000)}`);
        }),
      );
    } catch (error) {
      this.keepPageError(flight, error);
    }
  }

  private keepPageError(flight: InFlight, error: unknown): void {
    const kept = error instanceof Error ? error : new Error(String(error));
    if (kept instanceof PsError && (kept.code === 'E_FRAME' || kept.code === 'E_TOO_LARGE')) {
      this.end(kept);
    } else {
      flight.pageError = kept;
    }
  }

  private finish(flight: InFlight, frame: Frame): void {
    let envelope: Envelope | undefined;
    try {
      envelope = envelopeSchema.parse(decodePayload(frame.payload, this.options.limits.maxFrameBytes));
    } catch (error) {
      this.keepPageError(flight, error);
      if (!this.usable) {
        return;
      }
    }
    this.settle(flight);
    if (envelope?.stuck === true) {
      this.end(new PsError('E_TIMEOUT_HARD', `${flight.request.operation} could not be stopped.`));
    }
    if (flight.pageError !== undefined || envelope === undefined) {
      flight.reject(flight.pageError ?? new PsError('E_DECODE', 'PowerShell sent an answer without an end.'));
    } else {
      flight.resolve(envelope);
    }
  }

  private settle(flight: InFlight): void {
    clearTimeout(flight.timer);
    flight.request.signal?.removeEventListener('abort', flight.onAbort);
    this.current = undefined;
  }

  private handleStray(line: string): void {
    if (this.strayLines.length < 50) {
      this.strayLines.push(line.slice(0, 500));
    }
    this.options.onDebug(`stray ${line.slice(0, 500)}`);
  }

  private handleDamage(problem: 'malformed' | 'length' | 'too-long'): void {
    this.end(damaged(problem));
  }

  private handleExit(exit: HostExit): void {
    this.reader.end();
    this.exit = exit;
    clearTimeout(this.startTimer);
    const stderr = this.host.process.stderrTail();
    this.options.onDebug(`ended (${describeExit(exit)})${stderr === '' ? '' : `\n${stderr}`}`);
    this.ready.reject(
      this.doom ?? startError({ executable: this.options.executable, exit, stderr, strayLines: this.strayLines }),
    );
    const flight = this.current;
    if (flight !== undefined) {
      this.settle(flight);
      flight.reject(this.doom ?? hostEnded(flight.request.operation, exit, stderr));
    }
    this.ended.resolve(exit);
  }
}
