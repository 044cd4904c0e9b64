import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

/** Where golden files are. */
export const goldenFolder = join(import.meta.dirname, '..', 'golden');

/** Compares text with a file, named from test/golden; with UPDATE_GOLDEN=1 the file is written instead, to be looked at in the diff. */
export function expectGolden(name: string, text: string): void {
  const path = join(goldenFolder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}
