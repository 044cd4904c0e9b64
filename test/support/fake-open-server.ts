import { describeSource, type OpenServer } from '../../src/command-steps/with-server.js';
import { stages } from '../../src/output/progress.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';

/** What `withServer` hands to a command, without its progress: for tests that call what comes after it. */
export function fakeOpenServer(opened: OpenedSession, clock: () => Date = () => opened.now): OpenServer {
  return {
    opened,
    progress: { ...stages(() => undefined), note: () => undefined, done: () => undefined },
    source: describeSource(opened, clock()),
    startedAt: clock(),
    finishedAt: clock,
    recording: false,
  };
}
