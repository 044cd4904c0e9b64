import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { foldersAbove, readProgramRights, readWindowsOwner } from '../../src/files/windows-owner.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-owner-'));
const file = join(folder, 'phs-tool.config.json');
writeFileSync(file, '{}\n');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('Windows says who owns a file and who may change it and every folder above it, and Node.js goes on meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  try {
    const said = await readWindowsOwner(file, process.env);
    expect(said.userSid).toMatch(/^S-1-/);
    for (const descriptor of [said.file, said.folder]) expect(descriptor).toMatch(/^O:.*D:/);
    const rights = await readProgramRights(file, process.env);
    expect(rights.folders).toHaveLength(foldersAbove(file).length);
  } finally {
    clearInterval(timer);
  }
  expect(turns).toBeGreaterThan(1);
});

test('a file that is not there is an error in words, not an owner', async () => {
  await expect(readWindowsOwner(join(folder, 'nothing.json'), process.env)).rejects.toThrow(/\S/);
});
