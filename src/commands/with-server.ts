import type { Context, OpenedSession } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { startProgress, type Progress } from './progress.js';
import { openTrace } from './trace.js';

/** The options that say which server is meant, and how much is told meanwhile. */
export interface ServerRequest {
  readonly simulate?: string | undefined;
  readonly modulePath?: string | undefined;
  readonly powershell?: string | undefined;
  readonly debug: boolean;
  readonly logFile?: string | undefined;
  readonly quiet: boolean;
}

/** A server that can be asked. */
export interface ServerAtHand {
  readonly opened: OpenedSession;
  readonly progress: Progress;
}

/** PowerShell is started first; what is only needed later is loaded while it starts. */
async function open(
  ctx: Context,
  given: ServerRequest,
  progress: Progress,
  debug: ((text: string) => void) | undefined,
  preload: () => Promise<unknown>,
): Promise<OpenedSession> {
  const opening = ctx.openSession({
    onNote: progress.note,
    ...(given.simulate === undefined ? {} : { simulate: given.simulate }),
    ...(given.modulePath === undefined ? {} : { modulePath: given.modulePath }),
    ...(given.powershell === undefined ? {} : { powershell: given.powershell }),
    ...(debug === undefined ? {} : { debug }),
  });
  const [opened] = await Promise.all([opening, preload()]);
  return opened;
}

/**
 * Opens the server that the options name, lets `use` work with it, and closes it whatever happens. `preload` runs while
 * PowerShell starts.
 */
export async function withServer(
  ctx: Context,
  given: ServerRequest,
  preload: () => Promise<unknown>,
  use: (server: ServerAtHand) => Promise<ExitCode>,
): Promise<ExitCode> {
  const trace = openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  let opened: OpenedSession | undefined;
  try {
    progress.stage('Starting PowerShell');
    opened = await open(ctx, given, progress, trace.write, preload);
    return await use({ opened, progress });
  } finally {
    progress.done();
    await opened?.close();
  }
}
