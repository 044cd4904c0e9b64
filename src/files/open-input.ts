import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { EnvironmentError } from '../base/errors.js';
import { readingProblem } from '../base/file-problem.js';

/** A file that is open for reading. */
export interface OpenInput {
  readonly descriptor: number;
  /** Bytes, when it was opened. */
  readonly size: number;
}

/** Flags for reading without waiting for the other end of a named pipe. Windows has no such flag, and no pipe among files. */
export const readingFlags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Opens a file that somebody named. A named pipe is not waited for, and nothing but a file is read: neither would heed a
 * signal. `noun` names it in errors ("The recording"), `hint` says what to name instead of a pipe, a folder or a device.
 * Raises E_FILE.
 */
export function openInput(path: string, noun: string, hint: string): OpenInput {
  let descriptor: number | undefined;
  let isFolder = false;
  try {
    descriptor = openSync(path, readingFlags);
    const stat = fstatSync(descriptor);
    if (stat.isFile()) {
      return { descriptor, size: stat.size };
    }
    isFolder = stat.isDirectory();
  } catch (cause) {
    const problem = readingProblem(cause, path);
    throw new EnvironmentError('E_FILE', `${noun} ${path} cannot be read: ${problem.reason}.`, {
      hint: problem.hint,
      cause,
    });
  }
  closeSync(descriptor);
  throw new EnvironmentError(
    'E_FILE',
    `${noun} ${path} cannot be read: it is ${isFolder ? 'a folder' : 'not a file'}.`,
    {
      hint: isFolder ? 'Name a file in it.' : hint,
    },
  );
}
