import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@jest/globals';

/** Windows lets only some accounts make links, and Wine says that it has made one that is not there. */
function canLink(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'phs-links-'));
  try {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    return existsSync(join(folder, 'link'));
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A test that makes links; skipped on a Windows that makes none. */
export const testWithLinks = process.platform !== 'win32' || canLink() ? test : test.skip;
