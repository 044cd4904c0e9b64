import type { Clock } from './clock.js';

/** How to start a host. `parameters` are those of the script: names with their dash, in order. */
export interface HostStart {
  /** Absolute path of powershell.exe, pwsh or a test host. */
  readonly executable: string;
  /** Absolute path of the script that the host runs. */
  readonly script: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How the host process ended. `error` is set when it could not be started. */
export interface HostExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error: Error | undefined;
  /**
   * What was let go because it would not end: the process itself, or its output, which a program that it started (and
   * that may still run) holds open.
   */
  readonly left?: 'process' | 'output' | undefined;
}

/** What a host process reports. The output may go on after `onExit`, never after `onClose`. */
export interface HostEvents {
  onOutput(text: string): void;
  /** The process could not be started; nothing else follows. */
  onError(error: Error): void;
  /** The process has ended. */
  onExit(code: number | null, signal: string | null): void;
  /** The process has ended, and everything that it wrote has been read. */
  onClose(code: number | null, signal: string | null): void;
}

/** One PowerShell process: what a session needs of it. */
export interface Host {
  /** Process id, undefined when the process never started. */
  readonly pid: number | undefined;
  /** Sends one line. A broken pipe is not reported here: the exit is. */
  writeLine(line: string): void;
  /** The end of what the host wrote to stderr. */
  stderrTail(): string;
  /** Stops reading standard output: the host waits when the pipe is full. */
  pauseOutput(): void;
  /** Reads on. */
  resumeOutput(): void;
  /** Closes standard input: the session script ends by itself, unless it runs a change. */
  endInput(): void;
  /** Ends the process and everything that it started. Rejects with the reason when that cannot be done. */
  endTree(limitMs: number): Promise<void>;
  /** Ends the process alone. */
  endProcess(): void;
  /** Closes the streams and lets go of the process: neither keeps Node running any longer. */
  letGo(): void;
}

/** What a session needs of the machine; tests put another one in its place. */
export interface HostWorld {
  readonly clock: Clock;
  launch(start: HostStart, events: HostEvents): Host;
}
