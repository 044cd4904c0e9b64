import { appendFileSync } from 'node:fs';
import { EnvironmentError } from '../base/errors.js';
import type { Context } from '../command-line/context.js';
import { escapeForTerminal } from '../base/escape.js';

/** Where trace lines go. */
export interface Trace {
  /** Absent when neither --debug nor --log-file was given, so that nobody makes lines for nothing. */
  readonly write?: (text: string) => void;
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text, { mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError('E_FILE', `The log file could not be written: ${reason}`, { cause });
  }
}

/**
 * The trace of one command: to stderr with --debug, to a file with --log-file. Each line begins with the instant and is
 * escaped, so that no text from a server can forge one. Raises E_FILE at once when the file cannot be written.
 */
export function openTrace(
  options: { readonly debug: boolean; readonly logFile?: string | undefined },
  ctx: Context,
): Trace {
  const { debug, logFile } = options;
  if (!debug && logFile === undefined) {
    return {};
  }
  const line = (text: string): string => `${ctx.clock().toISOString()} ${escapeForTerminal(text)}\n`;
  if (logFile !== undefined) {
    append(logFile, line('phs-tool started'));
  }
  return {
    write: (text) => {
      const written = line(text);
      if (debug) {
        ctx.io.stderr(written);
      }
      if (logFile !== undefined) {
        append(logFile, written);
      }
    },
  };
}
