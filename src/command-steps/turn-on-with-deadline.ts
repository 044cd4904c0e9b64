import { CancelledError, PsError } from '../base/errors.js';
import type { GuardServer } from '../guard-run/guard-server.js';
import type { GuardRow } from '../model/guard-row.js';
import type { Progress } from '../output/progress.js';

/** What a recovery needs beside the server. */
export interface RecoveryOptions {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** The script waits half a minute for the lock, tries for four, and waits 45 s for the guardian; a call that hangs longer is cut. */
const longestMs = 360_000;
const patienceMs = 30_000;
const stillTrying =
  'Still trying: the server does not answer, or synchronization does not read back as on. It may be OFF. Restart-Service ADSync in another console is safe. Ctrl+C ends this command; the guardian goes on if its task runs.';

/** Turning on may be cut anywhere: nothing else is done by it, and the guardian goes on. */
export async function turnOnWithDeadline(
  guard: GuardServer,
  args: Parameters<GuardServer['change']>[0],
  { signal, progress }: RecoveryOptions,
): Promise<readonly GuardRow[]> {
  progress.stage('Turning synchronization on if the run left it off; this may take four minutes');
  const patience = setTimeout(progress.note, patienceMs, stillTrying);
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, longestMs);
  try {
    return await guard.change(args, {
      cut: {
        signal: AbortSignal.any([signal, deadline.signal]),
        reason: () =>
          deadline.signal.aborted
            ? new PsError('E_TIMEOUT_HARD', 'The server did not answer for six minutes; the call was cut.')
            : new CancelledError('Interrupted while turning synchronization on.'),
      },
    });
  } finally {
    clearTimeout(patience);
    clearTimeout(timer);
    progress.stage('Reading back');
  }
}
