import { fstatSync } from 'node:fs';

/** Whether somebody still reads what this stream writes: the signal fires when nobody does. */
export interface StreamReader {
  readonly closed: AbortSignal;
  /** Asks between two lines of JSON, for those who are silent for long: a pipe gets one space, anything else nothing. */
  readonly check: () => void;
}

/** A closed pipe on the other side (`phs-tool … | head`) ends the output, not the tool; other errors are raised. */
export function readerOf(stream: NodeJS.WriteStream & { readonly fd: number }): StreamReader {
  const closed = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') {
      throw error;
    }
    closed.abort();
  });
  const check = (): void => {
    const file = fstatSync(stream.fd);
    if ((file.isFIFO() || file.isSocket()) && stream.writable) {
      // No system tells Node of a reader that has gone until something is written, and a write of no bytes succeeds. A space
      // before a document belongs to no line's content: every reader of JSON passes over it.
      stream.write(' ');
    }
  };
  return { closed: closed.signal, check };
}
