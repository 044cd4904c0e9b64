import { PhsError, type ErrorDetails } from '../errors.js';
import { ExitCode } from '../exit-codes.js';

/** The guard could not be asked, or ended in a way that it does not know (exit code 5). */
export class GuardError extends PhsError {
  readonly code = 'E_GUARD';
  readonly exitCode = ExitCode.couldNotRun;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details);
  }
}
