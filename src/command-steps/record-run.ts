import type { OpenedSession } from '../ps/opened-session.js';
import { RecordingSession } from '../ps/recording.js';
import type { RecordingTarget } from '../ps/memory-recording.js';
import { NewFile } from '../files/new-file.js';
import type { RecordingOutcome } from '../ps/recording-format.js';
import { toolVersion } from '../base/version.js';

/** A run that writes down what it asks and what is answered. */
export interface RecordedRun {
  /** The server, through the recording. It has no way to change it. */
  readonly opened: OpenedSession;
  /** Writes the end and closes the file. Never raises; what could not be written has been reported before. */
  readonly end: (outcome: RecordingOutcome, finishedAt: Date) => void;
}

/** Makes the file of a recording before anything is asked. Raises E_FILE, also when there is one of that name already. */
export function createRecordingFile(path: string): NewFile {
  return NewFile.create(path, 'The recording');
}

/** Puts the recording between the command and the server. Raises E_FILE when not even its first line can be written. */
export function recordRun(
  server: OpenedSession,
  file: RecordingTarget,
  run: { readonly command: string; readonly startedAt: Date },
): RecordedRun {
  // A clock that was set back in between must not make a recording that nobody can read.
  const wasSetBack = !server.simulated && server.now < run.startedAt;
  const origin = {
    toolVersion: toolVersion(),
    command: run.command,
    startedAt: (wasSetBack ? server.now : run.startedAt).toISOString(),
    recordedAt: server.now.toISOString(),
    simulated: server.simulated,
  };
  const session = new RecordingSession(server.session, origin, (line) => {
    file.write(line);
  });
  return {
    opened: { ...server, session, changing: undefined },
    end: (outcome, finishedAt) => {
      try {
        if (file.isSound) {
          session.end(outcome, finishedAt);
        }
      } catch {
        // The disk is full at the very last line: the recording reads as cut off.
      }
      file.close();
    },
  };
}
