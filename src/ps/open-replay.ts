import { inTurns } from '../base/turns.js';
import { findFollowed } from './followed-users.js';
import type { OpenedSession } from './opened-session.js';
import { ReplaySession } from './replay.js';

/** A recording that answers like a server, at the time at which it was made. Rejects with E_FILE, E_RECORDING or a CancelledError. */
export async function openReplay(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly opened: OpenedSession; readonly session: ReplaySession }> {
  const session = await ReplaySession.openInTurns(path, signal);
  const { recordedAt, startedAt, simulated } = session.header;
  const level = session.redactLevel;
  const opened: OpenedSession = {
    session,
    now: new Date(recordedAt),
    simulated,
    recorded: {
      startedAt: new Date(startedAt),
      finishedAt: new Date(session.end.finishedAt),
      redacted: level === 'none' ? undefined : level,
      incomplete: session.end.outcome === 'completed' ? undefined : true,
      listFollowed: (stop) => inTurns(findFollowed(session), stop),
    },
    close: () => session.close(),
  };
  return { opened, session };
}

/** Why not everything is there, as a part of a sentence; undefined when it is. */
export function whyIncomplete({ outcome, lines, endsInLine, answers }: ReplaySession['end']): string | undefined {
  switch (outcome) {
    case 'completed':
      return undefined;
    case 'failed':
      return 'the recorded run failed';
    case 'interrupted':
      return 'the recorded run was interrupted';
    default:
      return endsInLine
        ? `the file is cut off in line ${lines + 1}${answers === 0 ? ', before the first answer' : `; its ${lines} whole lines answer`}`
        : `the recorded run was cut off${answers === 0 ? ' before the first answer' : ''}`;
  }
}

/** What the operator should know of a recording before its answer is read; undefined when there is nothing to say. */
export function noteOnRecording({ header, end }: Pick<ReplaySession, 'header' | 'end'>): string | undefined {
  const why = whyIncomplete(end);
  return why === undefined
    ? undefined
    : `The recording of "${header.command}" is incomplete: ${why}. What is not in it is shown as unknown.`;
}
