import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What a system call said of a file, in words. */
export interface FileProblem {
  /** A sentence without its subject and its end: `there is no folder /nonexistent`. */
  readonly reason: string;
  /** What to do next. */
  readonly hint: string;
}

/** The code of a system's error, such as `ENOSPC`; undefined if it has none. */
export function readSystemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The reasons that are the same for reading and for writing. */
function anyProblem(code: string | undefined, folder: string): FileProblem {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'access is denied to this account', hint: 'Run as another account, or name another file.' };
    case 'ENOTDIR':
      return { reason: `${folder} is not a folder`, hint: 'Check the spelling of the path.' };
    case 'ENAMETOOLONG':
      return { reason: 'its name is too long', hint: 'Name a file with a shorter name.' };
    default:
      return {
        reason: `the system answered ${code ?? 'with an error that has no code'}`,
        hint: 'Name a file on another disk, or run again.',
      };
  }
}

/** Why `path` could not be written. Names no other file than `path`, whatever the error's own text names. */
export function writingProblem(error: unknown, path: string): FileProblem {
  const folder = dirname(resolve(path));
  const code = readSystemCode(error);
  switch (code) {
    case 'ENOENT':
      return isFolder(folder)
        ? { reason: `no file can be created in ${folder}`, hint: 'Name a file in another folder.' }
        : { reason: `there is no folder ${folder}`, hint: 'Create the folder first, or name a file in another one.' };
    case 'EACCES':
    case 'EPERM':
      return {
        reason: `this account is not allowed to write into ${folder}`,
        hint: 'Name a file in a folder that this account is allowed to write into.',
      };
    case 'EROFS':
      return { reason: `${folder} can only be read`, hint: 'Name a file on another disk.' };
    case 'ENOSPC':
    case 'EDQUOT':
      return { reason: 'the disk is full', hint: 'Free up space, or name a file on another disk.' };
    case 'EISDIR':
      return { reason: 'it is a folder', hint: 'Name a file.' };
    default:
      return anyProblem(code, folder);
  }
}

/** Why `path` could not be read. */
export function readingProblem(error: unknown, path: string): FileProblem {
  const code = readSystemCode(error);
  return code === 'ENOENT'
    ? { reason: 'there is no such file', hint: 'Check the spelling of the path.' }
    : anyProblem(code, dirname(resolve(path)));
}
