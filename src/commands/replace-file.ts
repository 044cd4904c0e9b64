import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError } from '../errors.js';

/** Windows refuses to replace a file while somebody reads it; a reader of a small file is soon done. */
const retryMs = [10, 50, 200, 500] as const;

async function renameOver(from: string, to: string): Promise<void> {
  for (const wait of retryMs) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY') {
        throw error;
      }
      await pause(wait);
    }
  }
  await rename(from, to);
}

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it: into a new file of the same folder
 * (its name ends in `.tmp`, so that no collector takes it), flushed to the disk, then renamed. Rejects with an
 * EnvironmentError (E_FILE); the new file is removed then.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError('E_FILE', `The file ${target} could not be written: ${reason}`, { cause });
  }
}
