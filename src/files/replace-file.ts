import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pause } from '../base/async.js';
import { EnvironmentError } from '../base/errors.js';
import { readSystemCode, writingProblem } from '../base/file-problem.js';
import { outputPlace, requirePlainPlace } from './open-output.js';

/** Windows refuses to replace a file while somebody reads it; a reader of a small file is soon done. */
const retryMs = [10, 50, 200, 500] as const;

async function renameOver(from: string, to: string): Promise<void> {
  for (const wait of retryMs) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = readSystemCode(error);
      if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY') {
        throw error;
      }
      await pause(wait);
    }
  }
  await rename(from, to);
}

function temporaryFor(target: string): string {
  return join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
}

/** The temporary file is ours to know of: the operator named the target. */
function notWritten(target: string, cause: unknown): EnvironmentError {
  const { reason, hint } = writingProblem(cause, target);
  return new EnvironmentError('E_FILE', `The file ${target} cannot be written: ${reason}.`, { hint, cause });
}

/** Where the file really is; a link, a folder or a device in its place is refused, not replaced. */
function placeToReplace(path: string): { readonly target: string; readonly exists: boolean } {
  const real = outputPlace(path, 'The file');
  return { target: real, exists: requirePlainPlace(real, path, 'The file') };
}

/**
 * Makes the new file that {@link replaceFile} would begin with, and removes it: rights alone do not show whether a folder
 * takes one. Rejects with an EnvironmentError (E_FILE).
 */
export async function probeFile(path: string): Promise<void> {
  const { target } = placeToReplace(path);
  const temporary = temporaryFor(target);
  try {
    await (await open(temporary, 'wx', 0o644)).close();
  } catch (cause) {
    throw notWritten(target, cause);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it: into a new file of the same folder
 * (its name ends in `.tmp`, so that no collector takes it), flushed to the disk, then renamed; answers whether there was one. Rejects with an
 * EnvironmentError (E_FILE); the new file is removed then.
 */
export async function replaceFile(path: string, text: string): Promise<{ readonly replaced: boolean }> {
  const { target, exists } = placeToReplace(path);
  const temporary = temporaryFor(target);
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, target);
    return { replaced: exists };
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw notWritten(target, cause);
  }
}
