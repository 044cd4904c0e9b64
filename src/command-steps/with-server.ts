import { describeOpening } from './describe-opening.js';
import type { Context } from '../command-line/context.js';
import { asPhsError, CancelledError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { nameRemote, type RemoteServer } from '../base/remote-server.js';
import type { AnswerSource } from '../model/source.js';
import type { OpenedSession } from '../ps/opened-session.js';
import type { RecordingTarget } from '../ps/memory-recording.js';
import type { RecordingOutcome } from '../ps/recording-format.js';
import type { RecordedRun } from './record-run.js';
import { startProgress, type Progress } from '../output/progress.js';
import { openTrace } from '../output/trace.js';
import { chooseRemote, type RemoteOptions } from './choose-remote.js';

/** The options that say which server is meant, and how much is shown meanwhile. */
export interface ServerRequest extends RemoteOptions {
  readonly simulate?: string | undefined;
  readonly modulePath?: string | undefined;
  readonly powershell?: string | undefined;
  readonly debug: boolean;
  readonly logFile?: string | undefined;
  readonly quiet: boolean;
  /** New file to write what is asked and answered into; only commands that change nothing have it. */
  readonly record?: string | undefined;
  /** Where to write it instead. */
  readonly recordInto?: RecordingTarget;
  /** What to do without a PowerShell, if no recording can answer the command. */
  readonly needsPowerShell?: string | undefined;
  /** Name of the command, for its recording. */
  readonly command?: string;
}

/** A server that can be asked. */
export interface OpenServer {
  readonly opened: OpenedSession;
  readonly progress: Progress;
  /** What answers: a server, a simulated one or a recording. */
  readonly source: AnswerSource;
  /** When the run began; what the result says as `startedAt`. */
  readonly startedAt: Date;
  /** Now, or the end of the recorded run; what the result says as `finishedAt`. */
  readonly finishedAt: () => Date;
  /** True when the run is being recorded, so that asking for more makes the recording more useful. */
  readonly recording: boolean;
}

/** PowerShell is started first; what is only needed later is loaded while it starts. */
async function open(
  ctx: Context,
  given: ServerRequest & { readonly remote: RemoteServer | undefined },
  progress: Progress,
  debug: ((text: string) => void) | undefined,
  preload: () => Promise<unknown>,
): Promise<OpenedSession> {
  const opening = ctx.openSession({
    onNote: progress.note,
    simulate: given.simulate,
    remote: given.remote,
    modulePath: given.modulePath,
    powershell: given.powershell,
    needsPowerShell: given.needsPowerShell,
    debug,
  });
  const [opened] = await Promise.all([opening, preload()]);
  return opened;
}

/** A recording ends as its run did, also if the run reported an error in its own words. */
function outcomeOfCode(code: ExitCode): RecordingOutcome {
  return code === ExitCode.interrupted ? 'interrupted' : code === ExitCode.couldNotRun ? 'failed' : 'completed';
}

/** Whatever comes from a file is a recording, whatever its header says. */
export function describeSource(
  { recorded, simulated, now, remote }: Pick<OpenedSession, 'recorded' | 'simulated' | 'now' | 'remote'>,
  replayedAt: Date,
): AnswerSource {
  if (recorded === undefined) {
    return simulated
      ? { kind: 'simulated' }
      : { kind: 'live', ...(remote === undefined ? {} : { remote: nameRemote(remote) }) };
  }
  return {
    kind: 'recording',
    recordedAt: now.toISOString(),
    replayedAt: replayedAt.toISOString(),
    redacted: recorded.redacted,
    incomplete: recorded.incomplete,
  };
}

/** Begins the recording, if there is one. A file that does not even take its first line is not left behind. */
async function startRecording(
  server: OpenedSession,
  file: RecordingTarget | undefined,
  run: { readonly command: string; readonly startedAt: Date },
): Promise<RecordedRun | undefined> {
  if (file === undefined) {
    return undefined;
  }
  const { recordRun } = await import('./record-run.js');
  try {
    return recordRun(server, file, run);
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Runs one command against an open server; the server is closed and the recording ended whatever happens. */
async function useServer(
  ctx: Context,
  given: ServerRequest,
  server: OpenedSession,
  {
    file,
    begunAt,
    progress,
  }: { readonly file?: RecordingTarget | undefined; readonly begunAt: Date; readonly progress: Progress },
  use: (server: OpenServer) => Promise<ExitCode>,
): Promise<ExitCode> {
  const source = describeSource(server, begunAt);
  const startedAt = server.recorded?.startedAt ?? begunAt;
  let finished: Date | undefined;
  const finishedAt = (): Date => {
    finished = server.recorded?.finishedAt ?? ctx.clock();
    return finished;
  };
  let recorded: RecordedRun | undefined;
  let outcome: RecordingOutcome = 'failed';
  try {
    recorded = await startRecording(server, file, { command: given.command ?? '', startedAt });
    const opened = recorded?.opened ?? server;
    const code = await use({ opened, progress, source, startedAt, finishedAt, recording: recorded !== undefined });
    outcome = outcomeOfCode(code);
    return code;
  } catch (error) {
    outcome = ctx.signal.aborted || error instanceof CancelledError ? 'interrupted' : 'failed';
    const failed = asPhsError(error);
    failed.run = { startedAt, finishedAt: finishedAt(), source };
    throw failed;
  } finally {
    recorded?.end(outcome, finished ?? finishedAt());
    await server.close();
  }
}

/**
 * Opens the server that the options name, lets `use` work with it, and closes it whatever happens. `preload` runs while
 * PowerShell starts. With `record` the run is written down as it goes; the file must not exist before (E_FILE). Rejects with a
 * PhsError that says which run it ended.
 */
export async function withServer(
  ctx: Context,
  given: ServerRequest,
  preload: () => Promise<unknown>,
  use: (server: OpenServer) => Promise<ExitCode>,
): Promise<ExitCode> {
  // What was waited for began with the program, not with the command.
  const begunAt = new Date(ctx.clock().getTime() - (ctx.elapsedMs?.() ?? 0));
  const remote = chooseRemote(given, ctx);
  const trace = await openTrace(given, ctx);
  const file = given.record === undefined ? given.recordInto : await createFile(given.record);
  const progress = startProgress(ctx, given.quiet);
  try {
    progress.stage(describeOpening(ctx, given, remote));
    const server = await open(ctx, { ...given, remote }, progress, trace.write, preload).catch((error: unknown) => {
      // Nothing has been asked: an empty recording would only stand in the way of the next one.
      file?.discard();
      throw error;
    });
    return await useServer(ctx, given, server, { file, begunAt, progress }, use);
  } finally {
    progress.done();
  }
}

/** What `use` reads from the server that the options name, opened and closed as by {@link withServer}. */
export async function answerOf<Answer>(
  ctx: Context,
  given: ServerRequest,
  preload: () => Promise<unknown>,
  use: (server: OpenServer) => Promise<Answer>,
): Promise<Answer> {
  const answers: Answer[] = [];
  await withServer(ctx, given, preload, async (server) => {
    answers.push(await use(server));
    return ExitCode.ok;
  });
  const [answer] = answers;
  if (answer === undefined) {
    throw new TypeError('A server that was closed without an error has answered.');
  }
  return answer;
}

async function createFile(path: string): Promise<RecordingTarget> {
  const { createRecordingFile } = await import('./record-run.js');
  return createRecordingFile(path);
}
