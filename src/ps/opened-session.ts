import type { RemoteServer } from '../base/remote-server.js';
import type { ObjectReference } from '../model/object-trace.js';
import type { ChangingSession, PsSession } from './session.js';

/** Which server a command wants to talk to, and with what. */
export interface SessionRequest {
  /** Name of a scenario or path of a simulated server's directory; absent for the machine itself. */
  readonly simulate?: string | undefined;
  /** The server to reach by PowerShell remoting; absent for this machine. Never together with `simulate`. */
  readonly remote?: RemoteServer | undefined;
  /** Directory with modules that take precedence over all others. */
  readonly modulePath?: string | undefined;
  /** Path of the PowerShell host; absent: the best one found. */
  readonly powershell?: string | undefined;
  /** What to do without a PowerShell, for a command that no recording answers; absent: that of a scenario may answer. */
  readonly needsPowerShell?: string | undefined;
  /** Receives lines that the operator should see although they are not part of the result. */
  readonly onNote: (text: string) => void;
  /** Receives a trace of the session; absent: no trace is made. */
  readonly debug?: ((text: string) => void) | undefined;
}

/** What a recording says of the run that it answers for. */
export interface RecordedOrigin {
  /** The file as it was named, for commands to copy; absent: nobody named one. */
  readonly file?: string | undefined;
  /** The file behind a scenario, which `replay` takes as well; absent: the recording is not one of a scenario. */
  readonly scenarioFile?: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** What was replaced by pseudonyms; absent: nothing; `unknown`: the file is cut off and does not say it. */
  readonly redacted?: 'names' | 'all' | 'unknown' | undefined;
  /** True if the run did not complete, or the file is cut off. */
  readonly incomplete?: true | undefined;
  /** The users that the run followed, in its order, as they were named. Rejects with a CancelledError when the signal fires. */
  readonly listFollowed: (signal?: AbortSignal) => Promise<readonly ObjectReference[]>;
}

/** A session that is ready for operations, and the clock that goes with it. */
export interface OpenedSession {
  readonly session: PsSession;
  /** The same session for operations that can change the server; absent for a recording and for a server that is reached remotely. */
  readonly changing?: ChangingSession | undefined;
  /** The instant to which ages refer: the live clock, or the recording's. */
  readonly now: Date;
  readonly simulated: boolean;
  /** The server that was reached by PowerShell remoting; absent for this machine and for recordings. */
  readonly remote?: RemoteServer | undefined;
  /** The run that a recording answers for; absent if the server itself answers. */
  readonly recorded?: RecordedOrigin | undefined;
  /** Ends the session and removes what was made for it. Never rejects. */
  close(): Promise<void>;
}
