// Rewrites the golden files of test/golden by the tests that compare them; the diff is to be read like code.
// Run by "npm run golden"; with words, only the tests whose paths contain one of them: npm run golden -- views.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const words = process.argv.slice(2);
const tests = readdirSync(join(root, 'test'), { recursive: true })
  .filter((path) => path.endsWith('.test.ts') && !path.endsWith('.deep.test.ts'))
  .filter((path) => readFileSync(join(root, 'test', path), 'utf8').includes('expectGolden('))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .map((path) => join('test', path));
if (tests.length === 0)
  throw new Error(`No test with golden files has one of these words in its path: ${words.join(', ')}`);
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, '--runTestsByPath', ...tests],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, UPDATE_GOLDEN: '1' },
  },
);
process.exitCode = run.status ?? 1;
