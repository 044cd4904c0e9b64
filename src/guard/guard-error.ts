import { PhsError, type ErrorDetails } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';

/** A run of the tool may have left synchronization off, and the server does not answer: act now (exit code 7). */
export class LeftOffError extends PhsError {
  readonly code = 'E_LEFT_OFF';
  readonly exitCode = ExitCode.leftOff;
}

/** The guard could not be asked, or ended in a way that it does not know (exit code 5). */
export class GuardError extends PhsError {
  readonly code = 'E_GUARD';
  readonly exitCode = ExitCode.couldNotRun;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details);
  }
}
