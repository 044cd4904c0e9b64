import { asPhsError, CancelledError, UnexpectedError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { readSystemCode } from '../base/file-problem.js';
import type { ReportError } from '../model/report.js';

function isDiskFull(error: unknown): boolean {
  const code = readSystemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** The one place that maps an error to an exit code. After an interrupt every error is a consequence of it. */
export function describeError(error: unknown, signal: AbortSignal): ReportError {
  if (signal.aborted || error instanceof CancelledError) {
    return { code: 'E_CANCELLED', message: 'Interrupted.', exitCode: ExitCode.interrupted };
  }
  const known = asPhsError(error);
  if (known instanceof UnexpectedError && isDiskFull(known.cause)) {
    return {
      code: 'E_FILE',
      message: `A disk is full: ${known.cause instanceof Error ? known.cause.message : String(known.cause)}`,
      hint: 'Free some space; temporary files need it, too.',
      exitCode: ExitCode.couldNotRun,
    };
  }
  const { code, message, hint, exitCode } = known;
  return { code, message, exitCode, ...(hint === undefined ? {} : { hint }) };
}
