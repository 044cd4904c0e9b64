import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { journalRoot } from './journal-files.js';
import type { ProofServer } from './proof-server.js';

/** Whether a program is to be found. */
export const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Whether the tests run as root. */
export const isRoot = process.getuid?.() === 0;

/** Whether a file system can be mounted here. */
export function mayMount(): boolean {
  if (!isRoot) return false;
  const folder = mkdtempSync(join(tmpdir(), 'phs-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

/** A group of tests that need rights or tools; skipped by name where they are missing, a failure with CI_FULL=1. */
export function describeWhere(possible: boolean, needs: string, name: string, body: () => void): void {
  if (possible) describe(name, body);
  else if (process.env['CI_FULL'] === '1')
    test(`${name}: ${needs}`, () => {
      expect(needs).toBe('there');
    });
  else describe.skip(`${name} (skipped: needs ${needs})`, body);
}

/** Puts the journal of the armed server onto a file system of its own while `work` goes on. */
export async function onFileSystem(
  server: ProofServer,
  mount: (folder: string) => void,
  work: (root: string) => Promise<void>,
): Promise<void> {
  server.restore('armed');
  const root = journalRoot(server.directory);
  const aside = join(server.root, 'aside');
  rmSync(aside, { recursive: true, force: true });
  cpSync(root, aside, { recursive: true });
  mount(root);
  try {
    chmodSync(root, 0o700);
    cpSync(aside, root, { recursive: true });
    await work(root);
  } finally {
    spawnSync('umount', ['-l', root]);
  }
}

/** The same on a disk that is full after so many further slots; `work` is told the file that fills it. */
export async function onFullDisk(
  server: ProofServer,
  freeSlots: number,
  work: (filler: string) => Promise<void>,
): Promise<void> {
  const page = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
  const mount = (folder: string): void => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder]);
  };
  await onFileSystem(server, mount, async (root) => {
    const filler = join(root, 'filler');
    const { bavail, bsize } = statfsSync(root);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - freeSlots * page));
    await work(filler);
  });
}

/** Unmounts; what was killed on it a moment ago may take another one to be gone. */
export async function unmount(root: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      execFileSync('umount', [root]);
      return;
    } catch (error) {
      if (tries >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
