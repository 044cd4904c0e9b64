import { EnvironmentError } from '../base/errors.js';

/** The error of a server that did not answer in its time, alone or as one of several. */
export function deadlineError(limitMs: number): EnvironmentError {
  return new EnvironmentError('E_DEADLINE', `The server did not answer within ${limitMs / 1000} s.`, {
    hint: 'Look with phs-tool doctor at that server, or give more time with --timeout.',
  });
}
