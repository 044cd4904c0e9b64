import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { joinedScripts, joinScript } from '../../tools/join-scripts.mjs';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const functionsOf = (text: string): string[] =>
  [...text.matchAll(/^function ([\w-]+) \{$/gm)].map(([, name]) => name ?? '');

describe.each([
  { folder: 'guard', script: joinedScripts.guard, fewestParts: 10, fewestFunctions: 80 },
  { folder: 'session', script: joinedScripts.session, fewestParts: 8, fewestFunctions: 25 },
])('the parts of $script', ({ folder, script, fewestParts, fewestFunctions }) => {
  const parts = readdirSync(join(scripts, folder)).sort();
  const read = (part: string): string => readFileSync(join(scripts, folder, part), 'utf8');

  test('make the script that is shipped, byte for byte', () => {
    expect(joinScript(folder)).toBe(readFileSync(join(scripts, script), 'utf8'));
  });

  test('are numbered, in the order in which they are joined, and nothing else is beside them', () => {
    expect(parts.length).toBeGreaterThan(fewestParts);
    expect(parts.filter((part) => !/^\d\d-[a-z]+(-[a-z]+)*\.ps1$/.test(part))).toEqual([]);
    expect(new Set(parts.map((part) => part.slice(0, 2))).size).toBe(parts.length);
  });

  test('are each short enough to be read at once', () => {
    expect(parts.filter((part) => read(part).split('\n').length > 280)).toEqual([]);
  });

  test('define each function once', () => {
    const names = parts.flatMap((part) => functionsOf(read(part)));

    expect(names.length).toBeGreaterThan(fewestFunctions);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
