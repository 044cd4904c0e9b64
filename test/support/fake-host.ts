import { z } from 'zod';
import type { RemoteServer } from '../../src/base/remote-server.js';
import type { Host, HostEvents, HostStart, HostWorld } from '../../src/ps/host.js';
import { defaultLimits, type SessionLimits } from '../../src/ps/limits.js';
import { LiveSession } from '../../src/ps/live-session.js';
import type { ChangingOperation, ReadingOperation } from '../../src/scripts/operation.js';
import { FakeClock } from './fake-clock.js';
import { endOf, frameText, hello, opened, part } from './phs1.js';

/** An operation whose answers the fake host makes up. */
export const question = {
  name: 'Get-PhsQuestion',
  summary: 'asks the fake host',
  arguments: z.object({}),
  row: z.object({ value: z.string() }),
  deadlineMs: 20_000,
  mutates: false,
} satisfies ReadingOperation;

/** The same as a change. */
export const change = { ...question, name: 'Set-PhsQuestion', mutates: true } satisfies ChangingOperation;

/** How a fake host behaves; what is not given is done as a healthy PowerShell does it. */
export interface Behavior {
  /** In the place of HELLO. */
  readonly start?: (host: FakeHost) => void;
  /** In the place of READY. */
  readonly open?: (host: FakeHost) => void;
  /** In the place of an answer. */
  readonly request?: (host: FakeHost, id: string) => void;
  /** What of the three ways to end it has no effect. */
  readonly survives?: readonly ('input' | 'tree' | 'process')[];
  /** Why ending its tree fails; `hangs`: it does nothing and does not say so. */
  readonly treeFails?: string;
  /** A program that it started holds its output open, after the host itself has ended. */
  readonly keepsOutputOpen?: boolean;
}

/** A PowerShell without a process: it answers lines as told, and remembers what was done to it. */
export class FakeHost implements Host {
  readonly pid = 4711;
  /** What was done to end it, in order. */
  readonly ending: string[] = [];
  /** Whether its output is read. */
  isRead = true;
  /** First words of the lines that it was sent. */
  readonly sent: string[] = [];
  readonly nonce: string;
  private stderr = '';
  private over = false;

  constructor(
    start: HostStart,
    private readonly events: HostEvents,
    private readonly behavior: Behavior,
  ) {
    this.nonce = start.parameters['-Nonce'] ?? '';
    const begin =
      behavior.start ??
      ((): void => {
        this.frame('0', 'hello', 0, hello);
      });
    queueMicrotask(() => {
      begin(this);
    });
  }

  /** Whether the process has ended. */
  get isOver(): boolean {
    return this.over;
  }

  /** Writes to standard output. */
  say(text: string): void {
    if (!this.over) {
      this.events.onOutput(text);
    }
  }

  /** Writes to standard error. */
  complain(text: string): void {
    this.stderr += text;
  }

  /** Writes one frame. */
  frame(id: string, kind: string, sequence: number, payload: string): void {
    this.say(frameText(this.nonce, id, kind, sequence, payload));
  }

  /** Answers a request with one row. */
  answer(id: string): void {
    this.frame(id, 'part', 0, part);
    this.frame(id, 'end', 1, endOf());
  }

  /** Ends the process. */
  exit(code: number | null, signal: string | null = null): void {
    if (!this.over) {
      this.over = true;
      this.events.onExit(code, signal);
      if (this.behavior.keepsOutputOpen !== true) {
        this.events.onClose(code, signal);
      }
    }
  }

  /** Fails to start. */
  fail(error: Error): void {
    this.over = true;
    this.events.onError(error);
  }

  writeLine(line: string): void {
    const [word = '', id = ''] = line.split(' ');
    this.sent.push(word);
    queueMicrotask(() => {
      if (word === 'OPEN') {
        (
          this.behavior.open ??
          ((): void => {
            this.frame('0', 'ready', 0, opened);
          })
        )(this);
      } else {
        (
          this.behavior.request ??
          ((): void => {
            this.answer(id);
          })
        )(this, id);
      }
    });
  }

  stderrTail(): string {
    return this.stderr.trim();
  }

  pauseOutput(): void {
    this.isRead = false;
  }

  resumeOutput(): void {
    this.isRead = true;
  }

  endInput(): void {
    this.end('input', 0, null);
  }

  endTree(): Promise<void> {
    if (this.behavior.treeFails !== undefined) {
      this.ending.push('tree');
      return this.behavior.treeFails === 'hangs'
        ? new Promise<void>(() => undefined)
        : Promise.reject(new Error(this.behavior.treeFails));
    }
    this.end('tree', null, 'SIGKILL');
    return Promise.resolve();
  }

  endProcess(): void {
    this.end('process', null, 'SIGKILL');
  }

  letGo(): void {
    this.ending.push('let go');
    this.over = true;
  }

  private end(way: 'input' | 'tree' | 'process', code: number | null, signal: string | null): void {
    this.ending.push(way);
    if (this.behavior.survives?.includes(way) !== true) {
      queueMicrotask(() => {
        this.exit(code, signal);
      });
    }
  }
}

/** A machine on which fake hosts are started, and all that a test looks at. */
export interface FakeMachine {
  readonly world: HostWorld;
  readonly clock: FakeClock;
  /** Every host that was started, in order. */
  readonly hosts: FakeHost[];
}

/** A machine whose hosts behave as given, each in turn and the last of them from then on. */
export function fakeHost(...behaviors: readonly [Behavior, ...Behavior[]]): FakeMachine {
  const clock = new FakeClock();
  const hosts: FakeHost[] = [];
  const launch = (start: HostStart, events: HostEvents): Host => {
    const host = new FakeHost(start, events, behaviors[Math.min(hosts.length, behaviors.length - 1)] ?? {});
    hosts.push(host);
    return host;
  };
  return { clock, hosts, world: { clock, launch } };
}

/** A session on fake hosts, and what it told. */
export interface FakeWorld extends FakeMachine {
  readonly session: LiveSession;
  readonly debug: string[];
  readonly notes: string[];
}

/** A session on {@link fakeHost}, also for another server. */
export function fakeWorld(
  behaviors: readonly [Behavior, ...Behavior[]],
  { remote, ...limits }: Partial<SessionLimits> & { readonly remote?: RemoteServer } = {},
): FakeWorld {
  const machine = fakeHost(...behaviors);
  const debug: string[] = [];
  const notes: string[] = [];
  const options = {
    ...{ executable: '/nowhere/powershell', script: 'Start-PhsSession.ps1', parameters: {}, cwd: '/', env: {} },
    server: { modulePath: '', simulatorPath: '', simulatedServer: '', remote },
    limits: { ...defaultLimits, ...limits },
    onDebug: (text: string): void => void debug.push(text),
    onNote: (text: string): void => void notes.push(text),
  };
  return { ...machine, session: new LiveSession(options, undefined, machine.world), debug, notes };
}
