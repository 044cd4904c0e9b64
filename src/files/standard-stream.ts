import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { EnvironmentError } from '../base/errors.js';
import { readSystemCode, writingProblem } from '../base/file-problem.js';
import { writeWhole, type WriteLayer } from './write-whole.js';

/** stdout or stderr: everything that is written arrives, or the failure is known. */
export interface StandardStream {
  /** Writes a text. Never raises: what went wrong is in `failure` and `broken`. */
  readonly write: (text: string) => void;
  /** Fires when nobody reads any more, or nothing can be written any more. */
  readonly closed: AbortSignal;
  /** Fires when something could not be written; not when the reader has gone. */
  readonly broken: AbortSignal;
  /** Asks between two lines of JSON, for those who are silent for long: a pipe gets one space, anything else nothing. */
  readonly check: () => void;
  /** Takes in the failure of another output: `broken` fires, and `finish` answers it. */
  readonly breakOff: (error: EnvironmentError) => void;
  /** Waits while a slow reader has more to take than is to be held for it, or until the signal fires. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  /** Waits until everything has been taken, or the signal fires; answers what could not be written. */
  readonly finish: (signal: AbortSignal) => Promise<EnvironmentError | undefined>;
}

type Stream = Writable & { readonly fd: number };

function streamFailure(cause: unknown): EnvironmentError {
  const { reason } = writingProblem(cause, '.');
  return new EnvironmentError('E_FILE', `The result could not be written to its end: ${reason}.`, {
    hint: 'What arrived on stdout is not whole: do not use it. Free some space, or send it to another place, and run again.',
    cause,
  });
}

function isReaderGone(error: unknown): boolean {
  const code = readSystemCode(error);
  return code === 'EPIPE' || code === 'EOF';
}

/** Node's stream for a file (and a device that is not a terminal) is the one that is not a socket. */
function isFileStream(stream: object): boolean {
  return !(stream instanceof Socket);
}

/** Waits until the stream has passed on what it holds, or says that it cannot. */
function drained(stream: Stream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed || signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    stream.write('', done);
  });
}

function checkReader(stream: Stream): void {
  const file = fstatSync(stream.fd);
  if ((file.isFIFO() || file.isSocket()) && stream.writable) {
    // No system informs Node of a reader that has gone until something is written, and a write of no bytes succeeds. A space
    // before a document belongs to no line's content: every reader of JSON passes over it.
    stream.write(' ');
  }
}

function writeTo(stream: Stream, text: string, isFile: boolean, layer: WriteLayer | undefined): void {
  if (isFile) {
    writeWhole(stream.fd, Buffer.from(text, 'utf8'), layer);
  } else {
    stream.write(text);
  }
}

/**
 * Watches over one of the two streams. A pipe or a terminal is written by Node's own stream, which passes on every byte and
 * keeps nobody from a signal. To a file Node writes once and does not look at how much was taken: so the bytes are counted
 * here. A closed pipe on the other side (`phs-tool … | head`) ends the output, not the tool.
 */
export function standardStream(stream: Stream, layer?: WriteLayer): StandardStream {
  const closed = new AbortController();
  const broken = new AbortController();
  let failure: EnvironmentError | undefined;
  const fail = (error: unknown): void => {
    if (!isReaderGone(error) && !closed.signal.aborted) {
      failure = streamFailure(error);
      broken.abort();
    }
    closed.abort();
  };
  stream.on('error', fail);
  const isFile = isFileStream(stream);
  return {
    write: (text) => {
      if (closed.signal.aborted) {
        return;
      }
      try {
        writeTo(stream, text, isFile, layer);
      } catch (error) {
        fail(error);
      }
    },
    closed: closed.signal,
    broken: broken.signal,
    check: () => {
      checkReader(stream);
    },
    breakOff: (error) => {
      failure ??= error;
      broken.abort();
    },
    ready: async (signal) => {
      if (!isFile && stream.writableNeedDrain) {
        await drained(stream, signal);
      }
    },
    finish: async (signal) => {
      if (!isFile) {
        await drained(stream, signal);
      }
      return failure;
    },
  };
}
