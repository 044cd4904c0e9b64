import { EnvironmentError, PsError } from '../base/errors.js';
import type { HostExit } from './host.js';
import { describeExit } from './start-error.js';

/** READY did not come in time. */
export function notReady(executable: string, waitedMs: number): PsError {
  return new PsError('E_START', `PowerShell was not ready after ${waitedMs / 1000} s.`, {
    hint: 'The first start after a reboot can be slow (virus scanner). Run the command again; with --debug it shows what PowerShell wrote.',
    fields: { executable },
  });
}

/** The host was silent past the deadline of Node. */
export function noAnswer(operation: string, waitedMs: number): PsError {
  const seconds = Math.round(waitedMs / 1000);
  return new PsError('E_TIMEOUT_HARD', `${operation} did not answer for ${seconds} s; PowerShell was ended.`, {
    hint: 'The synchronization service may hang: check the ADSync service.',
    fields: { operation },
  });
}

/** A line that should have been a frame. */
export function damaged(problem: 'malformed' | 'length' | 'too-long'): PsError {
  return problem === 'too-long'
    ? new PsError('E_TOO_LARGE', 'PowerShell sent a part of an answer that is larger than allowed.', {
        hint: 'Ask for less: a shorter --since or one --connector.',
      })
    : new PsError('E_FRAME', 'PowerShell sent a damaged answer.', { fields: { problem } });
}

/** The host ended unasked, with whatever exit code; `operation` is the one in flight. */
export function hostEnded(operation: string | undefined, exit: HostExit, stderr: string): PsError {
  const during = operation === undefined ? '' : ` during ${operation}`;
  return new PsError('E_HOST_EXIT', `PowerShell ended${during} (${describeExit(exit)}).`, {
    hint: 'Run the command again. If it happens each time, run with --debug and read what PowerShell wrote last.',
    fields: { operation: operation ?? null, exitCode: exit.code, signal: exit.signal, stderr },
    cause: exit.error,
  });
}

/** A module that takes precedence over all others could not be loaded: answering without it would mix two servers. */
export function brokenModule(message: string): EnvironmentError {
  return new EnvironmentError('E_MODULE', `A module of --module-path could not be loaded: ${message}`, {
    hint: 'Repair the module, or leave its folder out of --module-path.',
  });
}
