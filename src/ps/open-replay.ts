import type { OpenedSession } from './opened-session.js';
import { ReplaySession } from './replay.js';

/** A recording that answers like a server, at the time at which it was made. Rejects with E_FILE, E_RECORDING or a CancelledError. */
export async function openReplay(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly opened: OpenedSession; readonly session: ReplaySession }> {
  const session = await ReplaySession.openInTurns(path, signal);
  const { recordedAt, startedAt, simulated } = session.header;
  const opened: OpenedSession = {
    session,
    now: new Date(recordedAt),
    simulated,
    recorded: { startedAt: new Date(startedAt), finishedAt: new Date(session.end.finishedAt) },
    close: () => session.close(),
  };
  return { opened, session };
}

/** What the operator should know of a recording before its answer is read; undefined when there is nothing to say. */
export function noteOnRecording({ header, end }: ReplaySession): string | undefined {
  if (end.outcome === 'completed') {
    return undefined;
  }
  const why = {
    failed: 'the recorded run failed',
    interrupted: 'the recorded run was interrupted',
    'cut-off': 'the recorded run was cut off',
  }[end.outcome];
  return `The recording of "${header.command}" is incomplete: ${why}. What is not in it is shown as unknown.`;
}
