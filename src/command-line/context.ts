import type { EnvironmentError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import type { ConfiguredServer } from './configured-server.js';
import type { SessionRequest, OpenedSession } from '../ps/opened-session.js';

/** The two output streams and what is known of them. stdout carries the result only; everything else goes to stderr. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The bytes of stdin; asked for only by a command that reads it. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal in columns at this moment; 80 without a terminal. */
  readonly columns: number;
  /** Height of the terminal in lines at this moment; absent without a terminal. */
  readonly rows?: number | undefined;
  /** Calls a listener whenever the window of the terminal has another size; answers what ends that. Absent without a terminal. */
  readonly onResize?: (listener: () => void) => () => void;
  /** Fires when nobody reads stdout any more, or it takes nothing; only a command that runs on and on needs it. */
  readonly stdoutClosed?: AbortSignal;
  /** Fires when something could not be written to stdout; not when its reader has gone. */
  readonly stdoutBroken?: AbortSignal;
  /** Ends a command that only reads because of an output that failed; it is reported, and the exit code is that of the error. */
  readonly breakOff?: (error: EnvironmentError) => void;
  /** Waits while a slow reader of stdout has much to take, or until the signal fires: for lists that have no end. */
  readonly stdoutReady?: (signal: AbortSignal) => Promise<void>;
  /** Waits until stdout has taken everything, or the signal fires; answers what could not be written. */
  readonly finishStdout?: (signal: AbortSignal) => Promise<EnvironmentError | undefined>;
  /** Asks between two lines of JSON whether anybody still reads stdout; `stdoutClosed` fires when nobody does. */
  readonly checkStdout?: () => void;
}

/** Everything through which a command touches the world; built once in main.ts and passed down. */
export interface Context {
  readonly io: Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  /** Fires on Ctrl+C and on SIGTERM. */
  readonly signal: AbortSignal;
  /** Milliseconds since the process began; absent: a run counts from its own start. */
  readonly elapsedMs?: () => number;
  /** Ends the process at once, with everything that it started; absent where nothing may end it. */
  readonly exit?: (code: ExitCode) => void;
  /** True while a recording answers in the place of a server. */
  readonly isReplay?: boolean | undefined;
  /** The list of servers that the configuration holds; absent: it holds none. */
  readonly servers?: readonly ConfiguredServer[];
  /** Starts a session. Rejects with an EnvironmentError or a PsError. */
  openSession(request: SessionRequest): Promise<OpenedSession>;
  /** Runs the words of another call of phs-tool, in this world or in a changed one. Never rejects. */
  runAgain(argv: readonly string[], ctx: Context): Promise<ExitCode>;
}
