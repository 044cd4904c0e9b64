import type { ChangingSession, PsSession } from './ps/session.js';

/** The two output streams and what is known of them. stdout carries the result only; everything else goes to stderr. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The bytes of stdin; asked for only by a command that reads it. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal in columns at this moment; 80 where there is none. */
  readonly columns: number;
  /** Height of the terminal in lines at this moment; absent where there is none. */
  readonly rows?: number | undefined;
  /** Fires when nobody reads stdout any more; only a command that runs on and on needs it. */
  readonly stdoutClosed?: AbortSignal;
  /** Asks between two lines of JSON whether anybody still reads stdout; `stdoutClosed` fires when nobody does. */
  readonly checkStdout?: () => void;
}

/** Which server a command wants to talk to, and with what. */
export interface SessionRequest {
  /** Name of a scenario or path of a simulated server's directory; absent for the machine itself. */
  readonly simulate?: string;
  /** Directory with modules that go before all others. */
  readonly modulePath?: string;
  /** Path of the PowerShell host; absent: the best one found. */
  readonly powershell?: string;
  /** Receives lines that the operator should see although they are not part of the result. */
  readonly onNote: (text: string) => void;
  /** Receives a trace of the session; absent: no trace is made. */
  readonly debug?: (text: string) => void;
}

/** A session that is ready for operations, and the clock that goes with it. */
export interface OpenedSession {
  readonly session: PsSession;
  /** The same session for operations that can change the server; absent where there is only a recording. */
  readonly changing?: ChangingSession | undefined;
  /** The instant to which ages refer: the live clock, or the recording's. */
  readonly now: Date;
  readonly simulated: boolean;
  /** When the run began and ended that a recording answers for; absent where the server itself answers. */
  readonly recorded?: { readonly startedAt: Date; readonly finishedAt: Date } | undefined;
  /** Ends the session and removes what was made for it. Never rejects. */
  close(): Promise<void>;
}

/** Everything through which a command touches the world; built once in main.ts and passed down. */
export interface Context {
  readonly io: Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  /** Fires on Ctrl+C and on SIGTERM. */
  readonly signal: AbortSignal;
  /** Starts a session. Rejects with an EnvironmentError or a PsError. */
  openSession(request: SessionRequest): Promise<OpenedSession>;
}
