import { EnvironmentError } from '../base/errors.js';
import { LogFile } from '../files/log-file.js';
import type { Context } from '../command-line/context.js';
import { escapeForTerminal } from '../base/escape.js';

/** Where trace lines go. */
export interface Trace {
  /** Absent when neither --debug nor --log-file was given, so that nobody makes lines for nothing. */
  readonly write?: (text: string) => void;
}

/** Lines come from the midst of a talk with PowerShell, where nobody catches an error: the run is broken off instead. */
function appendOrBreakOff(log: LogFile, text: string, { io }: Context): void {
  try {
    log.append(text);
  } catch (error) {
    if (io.breakOff === undefined || !(error instanceof EnvironmentError)) {
      throw error;
    }
    io.breakOff(error);
  }
}

/**
 * The trace of one command: to stderr with --debug, to a file with --log-file. Each line begins with the instant and is
 * escaped, so that no text from a server can forge one. Rejects with E_FILE at once when the file cannot be written.
 */
export async function openTrace(
  options: { readonly debug: boolean; readonly logFile?: string | undefined },
  ctx: Context,
): Promise<Trace> {
  const { debug, logFile } = options;
  if (!debug && logFile === undefined) {
    return {};
  }
  const line = (text: string): string => `${ctx.clock().toISOString()} ${escapeForTerminal(text)}\n`;
  const log = logFile === undefined ? undefined : await LogFile.open(logFile, 'The log file');
  log?.append(line('phs-tool started'));
  return {
    write: (text) => {
      const written = line(text);
      if (debug) {
        ctx.io.stderr(written);
      }
      if (log !== undefined) {
        appendOrBreakOff(log, written, ctx);
      }
    },
  };
}
