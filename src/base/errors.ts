import { inspect } from 'node:util';
import type { AnswerSource } from './answer-source.js';
import { ExitCode } from './exit-codes.js';

/** What an error carries beside its message. */
export interface ErrorDetails {
  /** What to do next, in one or two sentences. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** When a run was that got as far as a server, and what answered. */
export interface FailedRun {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly source: AnswerSource;
}

/**
 * The base of every error that phs-tool raises on purpose: a stable `code`, one clear sentence, what to do next,
 * the cause and the exit code that the command ends with.
 */
export abstract class PhsError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  /** The run that this error ended, so that its document says the same of it as its recording; undefined before a server is open. */
  run: FailedRun | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.hint = details.hint;
  }
}

/** The command line was not understood (exit code 2). */
export class UsageError extends PhsError {
  readonly code = 'E_USAGE';
  readonly exitCode = ExitCode.usage;
}

/** The configuration (a file or a variable) was not understood, or its file is not to be trusted (exit code 2). */
export class ConfigurationError extends PhsError {
  readonly code = 'E_CONFIG';
  readonly exitCode = ExitCode.usage;
}

/** Why the environment prevents the tool from running. */
export type EnvironmentErrorCode =
  | 'E_NOT_CONNECT_SERVER'
  | 'E_MODULE'
  | 'E_SIMULATED_SERVER'
  | 'E_FILE'
  | 'E_RECORDING'
  | 'E_SECRET'
  | 'E_EVENT_LOG'
  | 'E_CONNECTORS'
  | 'E_DEADLINE';

/** The surroundings do not let the tool run (exit code 5). */
export class EnvironmentError extends PhsError {
  readonly exitCode = ExitCode.couldNotRun;

  constructor(
    readonly code: EnvironmentErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details);
  }
}

/** Failures of the PowerShell session, one code for each row of the failure table (docs/protocol.md, "Failures"). */
export type PsErrorCode =
  | 'E_NO_POWERSHELL'
  | 'E_START'
  | 'E_POLICY'
  | 'E_LANGMODE'
  | 'E_HOST_EXIT'
  | 'E_TIMEOUT'
  | 'E_TIMEOUT_HARD'
  | 'E_COMMAND'
  | 'E_FRAME'
  | 'E_DECODE'
  | 'E_SCHEMA'
  | 'E_TOO_LARGE'
  | 'E_CLOSED'
  | 'E_REMOTE_NAME'
  | 'E_REMOTE_UNREACHABLE'
  | 'E_REMOTE_DENIED'
  | 'E_REMOTE_TRUST'
  | 'E_REMOTE_CERTIFICATE'
  | 'E_REMOTE_HOP'
  | 'E_REMOTE_ENDPOINT'
  | 'E_REMOTE_LANGUAGE'
  | 'E_REMOTE_SSH'
  | 'E_REMOTE_WINRM'
  | 'E_REMOTE_MODULE'
  | 'E_REMOTE_LOST'
  | 'E_REMOTE'
  | 'E_REPLAY_MISSING'
  | 'E_REPLAY_MUTATES';

/** The PowerShell session could not answer (exit code 5). `fields` holds what is known: exit code, signal, operation … */
export class PsError extends PhsError {
  readonly exitCode = ExitCode.couldNotRun;
  readonly fields: Readonly<Record<string, string | number | null>>;

  constructor(
    readonly code: PsErrorCode,
    message: string,
    details: ErrorDetails & { readonly fields?: Readonly<Record<string, string | number | null>> } = {},
  ) {
    super(message, details);
    this.fields = details.fields ?? {};
  }
}

/** A change was asked for of a server that is reached remotely (exit code 6). */
export class RemoteChangeError extends PhsError {
  readonly code = 'E_REMOTE_CHANGE';
  readonly exitCode = ExitCode.refused;

  constructor(computer: string) {
    super(`Nothing is changed remotely, so ${computer} was not asked.`, {
      hint: `Sign in on the server and run the command there, without --computer, --ssh and --server.`,
    });
  }
}

/** The operator interrupted the command (exit code 130). */
export class CancelledError extends PhsError {
  readonly code = 'E_CANCELLED';
  readonly exitCode = ExitCode.interrupted;
}

/** A run of the tool may have left synchronization off, and the server does not answer: act now (exit code 7). */
export class LeftOffError extends PhsError {
  readonly code = 'E_LEFT_OFF';
  readonly exitCode = ExitCode.leftOff;
}

/** The guard could not be asked, or ended in a way that it does not know (exit code 5). */
export class GuardError extends PhsError {
  readonly code = 'E_GUARD';
  readonly exitCode = ExitCode.couldNotRun;
}

/** One of two servers that could not be asked or read. */
export interface FailedSide {
  readonly side: 'first' | 'second';
  /** As the operator named it. */
  readonly name: string;
  readonly error: PhsError;
}

/** The message after the name of its side, unless it names that itself, as one about a file does. */
function messageOfSide({ side, name, error: { message } }: FailedSide): string {
  return message.includes(` ${name} `) ? message : `The ${side} one, ${name}: ${message}`;
}

/** Why two servers were not compared: the code and the exit code of the error itself, its message with the name of the server. */
export class SideError extends PhsError {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(failed: readonly [FailedSide, ...FailedSide[]]) {
    const [{ error }] = failed;
    const hints = failed.flatMap(({ error: { hint } }) => hint ?? []);
    super([...new Set(failed.map(messageOfSide))].join(' '), {
      hint: hints.length === 0 ? undefined : [...new Set(hints)].join(' '),
      cause: error,
    });
    this.code = error.code;
    this.exitCode = error.exitCode;
    this.run = error.run;
  }
}

/** An error that nobody raised on purpose: a bug of phs-tool (exit code 1). */
export class UnexpectedError extends PhsError {
  readonly code = 'E_BUG';
  readonly exitCode = ExitCode.bug;

  constructor(cause: unknown) {
    super(`An error that phs-tool did not expect: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: 'This is a bug. Run again with --debug and report what it prints.',
      cause,
    });
  }
}

/** The error itself when it was raised on purpose, else the bug that it is. */
export function asPhsError(error: unknown): PhsError {
  return error instanceof PhsError ? error : new UnexpectedError(error);
}

/** The stack of an error with those of its causes, for --debug. */
export function formatStack(error: unknown): string {
  if (!(error instanceof Error)) {
    return typeof error === 'string' ? error : inspect(error);
  }
  const cause = error.cause === undefined ? '' : `\ncaused by ${formatStack(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
