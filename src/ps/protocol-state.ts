import type { RemoteServer } from '../base/remote-server.js';
import type { ClixmlInput, PlainValue } from '../parsers/clixml.js';
import type { Frame } from './frames.js';
import type { HostExit } from './host.js';
import type { SessionLimits } from './limits.js';
import type { SessionInfo } from './session.js';
import type { AheadData, Envelope } from './wire.js';

/** What the protocol knows from the start: bounds, the host's path for messages, and what OPEN says. */
export interface ProtocolRules {
  readonly limits: SessionLimits;
  readonly executable: string;
  /** The value that OPEN carries: the helpers and the server to talk to. */
  readonly opening: ClixmlInput;
  /** The server that OPEN names, if it is another one. */
  readonly remote?: RemoteServer | undefined;
}

/** A request as the protocol sees it: data only. */
export interface RequestData {
  readonly operation: string;
  readonly arguments: Readonly<Record<string, ClixmlInput>>;
  readonly columns: readonly string[];
  readonly deadlineMs: number;
  readonly mutates: boolean;
  /** Requests that will come, and that may begin beside this one. */
  readonly ahead?: readonly AheadData[] | undefined;
}

/** The one request that is in flight. Times are those of the monotonic clock, in ms. */
export interface Flight {
  readonly id: string;
  readonly operation: string;
  readonly mutates: boolean;
  readonly startedAt: number;
  /** When the operation's own deadline passes, which PowerShell keeps. */
  readonly deadlineAt: number;
  readonly nextSequence: number;
  /** Characters of base64 so far. */
  readonly received: number;
  /** Why an answer that came is not taken; reported when its end frame is there. */
  readonly problem: Error | undefined;
}

/** What a connection is doing. `dueAt` is when the host is ended unless something comes before. */
export type ConnectionState =
  | {
      readonly phase: 'starting';
      readonly greeting: SessionInfo | undefined;
      /** The first lines that were no frames: they can say why the host does not start. */
      readonly strayLines: readonly string[];
      readonly dueAt: number;
    }
  | { readonly phase: 'idle'; readonly requests: number }
  | { readonly phase: 'busy'; readonly requests: number; readonly flight: Flight; readonly dueAt: number | undefined }
  | {
      /** The host is being ended, for this reason; it is waited for until it is gone. */
      readonly phase: 'ending';
      readonly reason: Error;
      readonly wasReady: boolean;
      readonly flight: Flight | undefined;
    }
  | { readonly phase: 'ended'; readonly reason: Error };

/** What can happen to a connection. `at` is the time of the monotonic clock, in ms. */
export type ConnectionInput =
  | { readonly type: 'frame'; readonly frame: Frame; readonly at: number }
  /** A line on standard output that is not a frame of this host. */
  | { readonly type: 'stray'; readonly line: string }
  /** A line that should have been a frame. */
  | { readonly type: 'damaged'; readonly problem: 'malformed' | 'length' | 'too-long' }
  | { readonly type: 'request'; readonly request: RequestData; readonly at: number }
  /** Whoever asked did not take the last page. */
  | { readonly type: 'refused'; readonly error: Error }
  /** Whoever asked took the last page after the host had not been read for so long. */
  | { readonly type: 'read-on'; readonly heldMs: number }
  /** The operator interrupted the request. */
  | { readonly type: 'abort' }
  /** The request is to be cut, also when it is a change. */
  | { readonly type: 'cut'; readonly reason: Error }
  | { readonly type: 'close' }
  | { readonly type: 'tick'; readonly at: number }
  /** The host is gone, or was let go. */
  | { readonly type: 'exit'; readonly exit: HostExit; readonly stderr: string };

/** What is to be done about it, in this order. */
export type ConnectionEffect =
  | { readonly do: 'send'; readonly line: string }
  | { readonly do: 'ready'; readonly info: SessionInfo }
  | { readonly do: 'not-ready'; readonly error: Error }
  /** Hands a page to whoever asked; `refused` comes back when it is not taken. */
  | { readonly do: 'page'; readonly page: PlainValue }
  | { readonly do: 'answer'; readonly envelope: Envelope }
  | { readonly do: 'reject'; readonly error: Error }
  /** Ends the host; `waits`: it may end by itself first. */
  | { readonly do: 'end-host'; readonly waits: boolean }
  | { readonly do: 'trace'; readonly text: string };

/** The next state and what is to be done. */
export interface Step {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/** The state at the start of a host. */
export function starting({ limits }: ProtocolRules, at: number): ConnectionState {
  return { phase: 'starting', greeting: undefined, strayLines: [], dueAt: at + limits.startMs };
}

/** When the next tick is due, or undefined when nothing is waited for. */
export function dueAt(state: ConnectionState): number | undefined {
  return 'dueAt' in state ? state.dueAt : undefined;
}

/** A line of the trace. */
export function trace(text: string): ConnectionEffect {
  return { do: 'trace', text };
}

/** The same state, and nothing to do but these. */
export function stay(state: ConnectionState, ...effects: readonly ConnectionEffect[]): Step {
  return { state, effects };
}

/** Ends the host for this reason, which the request in flight gets once the host is gone. The first reason counts. */
export function endFor(state: ConnectionState, reason: Error, ...effects: readonly ConnectionEffect[]): Step {
  if (state.phase === 'ending' || state.phase === 'ended') {
    return stay(state, ...effects);
  }
  const flight = state.phase === 'busy' ? state.flight : undefined;
  // A host that starts has nothing to bring to an end, and one that runs a change would not stop it by itself.
  const waits = state.phase !== 'starting' && flight?.mutates !== true;
  return {
    state: { phase: 'ending', reason, wasReady: state.phase !== 'starting', flight },
    effects: [...effects, { do: 'end-host', waits }],
  };
}
