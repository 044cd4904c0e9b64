import type { ObjectReport, ObjectReportTail, ObjectResult } from '../model/object-report.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { Report } from '../model/report.js';

/** Which server is meant: at most one of `simulate`, `replay`, `computer` and `ssh`; without any, the machine itself. */
export interface ServerOptions {
  /** A simulated server: a scenario of `phs-tool simulate list`, or the folder of one. */
  readonly simulate?: string;
  /** A recording or a bundle that answers in the place of a server. */
  readonly replay?: string;
  /** Another server by WinRM, as the account that runs the program (docs/remote.md). */
  readonly computer?: string;
  /** For `computer`: another port than 5985, or 5986 with TLS. */
  readonly port?: number;
  /** For `computer`: use TLS. */
  readonly useSsl?: boolean;
  /** For `computer`: name of a session configuration. */
  readonly configuration?: string;
  /** Another server by SSH: `USER@HOST` or `USER@HOST:PORT`; with a key or an agent. */
  readonly ssh?: string;
  /** Load PowerShell modules from this folder before all others. */
  readonly modulePath?: string;
  /** PowerShell program to use; the best one that only administrators can replace is found by itself. */
  readonly powershell?: string;
  /** Takes what an operator should see beside the result, such as that a recording is incomplete. */
  readonly onNote?: (text: string) => void;
  /** Is told what is being read. */
  readonly onProgress?: (stage: string) => void;
}

/** What every question can be given. Durations are texts such as `90m`, `3h`, `2d`. */
export interface QuestionOptions {
  /** How far back: for heartbeats and errors `3h`, for events `24h`. */
  readonly since?: string;
  /** Look at this AD connector only. */
  readonly connector?: string;
  /** Ends the question: it rejects with a `CancelledError`. */
  readonly signal?: AbortSignal;
}

/** How a server is judged. */
export interface JudgeOptions extends QuestionOptions {
  /** The role that the server is meant to have (`active`); the other role is a finding. */
  readonly expect?: 'active' | 'staging';
  /** The lowest severity that makes `summary.exitCode` 3 (`fail`). */
  readonly failOn?: 'fail' | 'warn' | 'never';
}

/** How everything of a server is judged. */
export interface DiagnoseOptions extends JudgeOptions {
  /** Run only these checks: ids or categories, such as `PHS301` and `4xx`. */
  readonly only?: readonly string[];
  /** Run all checks but these. */
  readonly skip?: readonly string[];
}

/** How users are followed. */
export interface UserOptions extends JudgeOptions {
  /** Give the attributes of each side with the result. */
  readonly withSides?: boolean;
  /** Ask Microsoft's own diagnostics of each user as well. */
  readonly secondOpinion?: boolean;
}

/** Which events are read. */
export interface EventsOptions extends QuestionOptions {
  /** Only events with these ids. */
  readonly ids?: readonly number[];
}

/** A user: a DN (or `<GUID=...>`), a user principal name, or a sAMAccountName. */
export type UserName = string | { readonly upn: string } | { readonly sam: string };

/**
 * A server that answers questions; nothing here can change it. Questions are answered one after the other. A question rejects
 * with a `PhsError` when it could not be answered at all; what is not known of a server is in the result, with its reason.
 */
export interface Server {
  /** The document of `phs-tool status --output json`. */
  status(options?: JudgeOptions): Promise<Report>;
  /** The document of `phs-tool diagnose --output json`. */
  diagnose(options?: DiagnoseOptions): Promise<Report>;
  /** The document of `phs-tool diagnose --dn DN --output json`, for one user. */
  diagnoseUser(name: UserName, options?: UserOptions): Promise<ObjectReport>;
  /** The result of each user as it comes, in the order of the names, without keeping any; at the end what all say together. */
  diagnoseUsers(
    names: Iterable<UserName> | AsyncIterable<UserName>,
    options?: UserOptions,
  ): AsyncGenerator<ObjectResult, ObjectReportTail, undefined>;
  /** The events of password hash synchronization, in the order in which the log gives them. */
  events(options?: EventsOptions): AsyncGenerator<PhsEvent, void, undefined>;
  /** Ends PowerShell. Never rejects; questions after it reject. */
  close(): Promise<void>;
}
