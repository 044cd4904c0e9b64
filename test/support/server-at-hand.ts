import { sourceOf, type ServerAtHand } from '../../src/command-steps/with-server.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';

/** What `withServer` hands to a command, without its progress: for tests that call what comes after it. */
export function serverAtHand(opened: OpenedSession, clock: () => Date = () => opened.now): ServerAtHand {
  return {
    opened,
    progress: { stage: () => undefined, note: () => undefined, done: () => undefined },
    source: sourceOf(opened, clock()),
    startedAt: clock(),
    finishedAt: clock,
    recording: false,
  };
}
