import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { youngHeapFlag } from '../../src/base/young-heap.js';

/** Megabytes that a fresh Node gives its young objects while many are made. */
function youngMegabytes(flag: string | undefined): number {
  const make =
    'let kept = []; for (let i = 0; i < 2e6; i += 1) { kept.push({ i }); if (kept.length > 1e5) kept = []; }';
  const measure = "v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size";
  const set = flag === undefined ? '' : `v8.setFlagsFromString('${flag}');`;
  const code = `const v8 = require('node:v8'); ${set} ${make} process.stdout.write(String(${measure}))`;
  return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })) / 2 ** 20;
}

test('the space of young objects stays at its first size in this Node, and grows without the flag', () => {
  expect(youngMegabytes(youngHeapFlag(process.versions.node))).toBeLessThan(4);
  expect(youngMegabytes(undefined)).toBeGreaterThan(8);
});

test.each([
  ['20.19.0', true],
  ['24.22.3', true],
  ['19.0.0', false],
  ['26.0.0', false],
])('Node %s: a version in which the flag was never tried is left alone', (version, known) => {
  expect(youngHeapFlag(version) !== undefined).toBe(known);
});
