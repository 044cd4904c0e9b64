import { EnvironmentError } from '../base/errors.js';

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

/** The error of a server that did not answer in its time, alone or as one of several. */
export function deadlineError(limitMs: number, askingMs = limitMs): EnvironmentError {
  const kept =
    seconds(askingMs) === seconds(limitMs)
      ? ''
      : ` Of the ${seconds(limitMs)} the server has ${seconds(askingMs)}: the rest is kept to end PowerShell and print the result.`;
  return new EnvironmentError('E_DEADLINE', `The server did not answer within ${seconds(limitMs)}.`, {
    hint: `Look with phs-tool doctor at that server, or give more time with --timeout.${kept}`,
  });
}
