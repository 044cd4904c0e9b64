import { deferred, type Deferred } from '../base/async.js';
import type { RemoteServer } from '../base/remote-server.js';
import { helpers } from '../scripts/helpers.js';
import { FrameReader } from './frames.js';
import type { HostExit, HostStart, HostWorld } from './host.js';
import { HeldOutput } from './held-output.js';
import type { SessionLimits } from './limits.js';
import { step } from './protocol.js';
import {
  dueAt,
  starting,
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  type ProtocolRules,
} from './protocol-state.js';
import type { SessionInfo } from './session.js';
import type { StartedHost } from './started-host.js';
import type { Envelope, WireRequest } from './wire.js';

/** The server that a host is to talk to; each field empty when it does not apply. */
export interface ServerSettings {
  /** Folder of modules that take precedence over all others. */
  readonly modulePath: string;
  /** Folder of the simulator's modules. */
  readonly simulatorPath: string;
  /** Folder of the simulated server. */
  readonly simulatedServer: string;
  /** The server to reach by PowerShell remoting; absent: this machine. */
  readonly remote?: RemoteServer | undefined;
}

/** A remote server as OPEN carries it: text and numbers, empty or 0 for a default. */
function toWire(remote: RemoteServer): Readonly<Record<string, string | number | boolean>> {
  const { kind, computer, port = 0 } = remote;
  return remote.kind === 'ssh'
    ? { kind, computer, port, user: remote.user }
    : { kind, computer, port, useSsl: remote.useSsl, configuration: remote.configuration ?? '' };
}

/** How to open a connection. */
export interface ConnectionOptions extends HostStart {
  readonly server: ServerSettings;
  readonly limits: SessionLimits;
  readonly onDebug: (text: string) => void;
  /** Receives what the operator should know although it is not part of any answer: a PowerShell that would not end. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** The request in flight, as its caller knows it. */
interface Current {
  readonly request: WireRequest;
  readonly outcome: Deferred<Envelope>;
  /** Fires when the outcome is known: nobody listens to the signals of the request any more. */
  readonly over: AbortController;
}

/**
 * One host process from its start to its end, with at most one request in flight. It is never used again after its end:
 * the session makes a new one. What happens is decided by {@link step}; this is what has a process and a clock.
 */
export class Connection {
  private readonly rules: ProtocolRules;
  private readonly reader: FrameReader;
  private readonly ready = deferred<SessionInfo>();
  private readonly gone = deferred<HostExit>();
  private readonly inputs: ConnectionInput[] = [];
  private state: ConnectionState;
  private readonly held: HeldOutput;
  private working = false;
  private current: Current | undefined;
  private armedFor: number | undefined;
  private disarm: () => void = () => undefined;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly host: StartedHost,
    private readonly clock: HostWorld['clock'],
  ) {
    const { executable, limits, script, server } = options;
    const { remote, ...settings } = server;
    const opening = { ...settings, helpers: [...helpers], ...(remote === undefined ? {} : { remote: toWire(remote) }) };
    this.rules = { limits, executable, opening, remote };
    this.state = starting(this.rules, clock.now());
    this.held = new HeldOutput(host, clock);
    this.reader = new FrameReader(host.nonce, limits.maxLineLength, {
      onFrame: (frame) => {
        this.take({ type: 'frame', frame, at: clock.now() });
      },
      onStray: (line) => {
        this.take({ type: 'stray', line });
      },
      onDamaged: (problem) => {
        this.take({ type: 'damaged', problem });
      },
    });
    options.onDebug(`start ${executable} ${script}`);
    this.arm();
    host.attach({
      onOutput: (text) => {
        this.reader.push(text);
      },
      onExit: (exit) => {
        this.takeExit(exit);
      },
    });
  }

  /** False once the host has ended or is being ended. */
  get usable(): boolean {
    return this.state.phase !== 'ending' && this.state.phase !== 'ended';
  }

  /** Process id of the host. */
  get pid(): number | undefined {
    return this.host.pid;
  }

  /** What the host is, once it is ready; rejects with the typed reason when it does not become so. */
  info(): Promise<SessionInfo> {
    return this.ready.promise;
  }

  /** Runs one request. The caller sees to it that the host is ready and no other request is in flight. */
  request(request: WireRequest): Promise<Envelope> {
    const { signal, cut } = request;
    const current = { request, outcome: deferred<Envelope>(), over: new AbortController() };
    this.current = current;
    const once = { once: true, signal: current.over.signal };
    signal?.addEventListener(
      'abort',
      () => {
        this.take({ type: 'abort' });
      },
      once,
    );
    cut?.signal.addEventListener(
      'abort',
      () => {
        this.take({ type: 'cut', reason: cut.reason() });
      },
      once,
    );
    try {
      this.take({ type: 'request', request, at: this.clock.now() });
    } catch (error) {
      current.over.abort();
      throw error;
    }
    return current.outcome.promise;
  }

  /** Reads the answer in flight to its end, whether its pages are taken or not: another request waits for it. */
  readOn(): void {
    this.takeUp();
  }

  /** How the host ended, once it is gone or was let go; never rejects. */
  ended(): Promise<HostExit> {
    return this.gone.promise;
  }

  /** Ends the host; resolves as {@link ended}. */
  async close(): Promise<void> {
    this.take({ type: 'close' });
    await this.gone.promise;
  }

  /** Takes one input after the other: what an effect leads to comes after the effects beside it. */
  private take(input: ConnectionInput): void {
    if (this.held.keeps(input)) {
      return;
    }
    this.inputs.push(input);
    if (this.working) {
      return;
    }
    this.working = true;
    try {
      for (let next = this.inputs.shift(); next !== undefined; next = this.inputs.shift()) {
        const { state, effects } = step(this.rules, this.state, next);
        this.state = state;
        for (const effect of effects) {
          this.perform(effect);
        }
      }
    } finally {
      this.working = false;
    }
    if (this.state.phase !== 'busy') {
      this.takeUp();
    }
    this.arm();
  }

  private perform(effect: ConnectionEffect): void {
    switch (effect.do) {
      case 'send':
        this.host.writeLine(effect.line);
        break;
      case 'ready':
        this.ready.resolve(effect.info);
        break;
      case 'not-ready':
        this.ready.reject(effect.error);
        break;
      case 'page':
        this.handOver(effect.page);
        break;
      case 'answer':
        this.settle()?.resolve(effect.envelope);
        break;
      case 'reject':
        this.settle()?.reject(effect.error);
        break;
      case 'end-host':
        void this.host.end(effect.waits);
        break;
      case 'trace':
        this.options.onDebug(effect.text);
        break;
    }
  }

  private handOver(page: Parameters<WireRequest['onPage']>[0]): void {
    const refuse = (error: unknown): void => {
      this.take({ type: 'refused', error: error instanceof Error ? error : new Error(String(error)) });
    };
    try {
      const taken = this.current?.request.onPage(page);
      if (taken !== undefined) {
        const id = this.held.begin();
        void taken.catch(refuse).then(() => {
          this.takeUp(id);
        });
      }
    } catch (error) {
      refuse(error);
    }
  }

  /** Takes up what the host said while a page was not taken; with the number of a hold only if it is still that one. */
  private takeUp(id?: number): void {
    const kept = this.held.end(id);
    if (kept !== undefined) {
      this.take({ type: 'read-on', heldMs: kept.heldMs });
      for (const input of kept.inputs) {
        this.take(input);
      }
    }
  }

  private settle(): Deferred<Envelope> | undefined {
    const { current } = this;
    this.current = undefined;
    current?.over.abort();
    return current?.outcome;
  }

  private takeExit(exit: HostExit): void {
    this.reader.end();
    this.take({ type: 'exit', exit, stderr: this.host.stderrTail() });
    if (exit.left === 'process') {
      this.options.onNote?.(
        `PowerShell (process ${this.pid ?? 'unknown'}) could not be ended and still runs: end it in Task Manager.`,
      );
    }
    this.gone.resolve(exit);
  }

  /** Keeps one timer for the deadline of the state; one that fires early is set again. */
  private arm(): void {
    const due = this.held.isHeld ? undefined : dueAt(this.state);
    if (due === this.armedFor) {
      return;
    }
    this.disarm();
    this.disarm = () => undefined;
    this.armedFor = due;
    if (due !== undefined) {
      this.disarm = this.clock.after(Math.max(due - this.clock.now(), 0), () => {
        this.clock.afterInput(() => {
          this.armedFor = undefined;
          this.take({ type: 'tick', at: this.clock.now() });
        });
      });
    }
  }
}
