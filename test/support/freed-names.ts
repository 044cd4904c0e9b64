import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@jest/globals';

/** Windows 10 and POSIX free the name of an open file that is removed; Wine does so once it is closed. */
function freesNames(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'phs-names-'));
  const file = join(folder, 'file');
  const open = openSync(file, 'wx');
  try {
    rmSync(file);
    return !existsSync(file);
  } catch {
    return false;
  } finally {
    closeSync(open);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A test that puts a file in the place of one that is open; skipped where its name is not free before it is closed. */
export const testWhereNamesAreFreed = process.platform !== 'win32' || freesNames() ? test : test.skip;
