import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { joinGuard } from '../../tools/build-guard.mjs';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'scripts', 'guard');
const parts = readdirSync(folder).sort();
const read = (part: string): string => readFileSync(join(folder, part), 'utf8');
const functionsOf = (text: string): string[] =>
  [...text.matchAll(/^function ([\w-]+) \{$/gm)].map(([, name]) => name ?? '');

describe('the parts of the guarded script', () => {
  test('make the script that is shipped and pinned, byte for byte', () => {
    expect(joinGuard()).toBe(readFileSync(join(root, 'scripts', 'Invoke-PhsGuardedSync.ps1'), 'utf8'));
  });

  test('are numbered, in the order in which they are joined, and nothing else is beside them', () => {
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter((part) => !/^\d\d-[a-z]+(-[a-z]+)*\.ps1$/.test(part))).toEqual([]);
    expect(new Set(parts.map((part) => part.slice(0, 2))).size).toBe(parts.length);
  });

  test('are each short enough to be read at once', () => {
    expect(parts.filter((part) => read(part).split('\n').length > 370)).toEqual([]);
  });

  test('define each function once', () => {
    const names = parts.flatMap((part) => functionsOf(read(part)));

    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
