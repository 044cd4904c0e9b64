import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';

/** A disk of a few KiB, mounted for a test. */
export interface TinyDisk {
  readonly folder: string;
  /** Leaves room for so many bytes, rounded to a page. */
  readonly fillUp: (freeBytes: number) => void;
  readonly remove: () => void;
}

/** Mounts one. Raises an Error where that is not allowed. */
export function mountTinyDisk(bytes: number): TinyDisk {
  const folder = mkdtempSync(join(tmpdir(), 'phs-tiny-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    folder,
    fillUp: (freeBytes) => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(join(folder, 'fill'), Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)), { flag: 'a' });
    },
    remove: () => {
      execFileSync('umount', [folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true });
    },
  };
}

function canMount(): boolean {
  if (process.platform === 'win32' || process.geteuid?.() !== 0) {
    return false;
  }
  try {
    mountTinyDisk(16_384).remove();
    return true;
  } catch {
    return false;
  }
}

/** A group of tests with a disk that gets full. Where none can be mounted it is skipped and says so in its name. */
export function describeWithTinyDisk(name: string, body: () => void): void {
  if (canMount()) {
    describe(name, body);
  } else {
    describe.skip(`${name} (SKIPPED: only root can mount a small disk, elsewhere than on Windows)`, body);
  }
}
