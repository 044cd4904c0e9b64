// Runs the slow proofs (*.deep.test.ts) and nothing else; with names, only those: npm run test:deep -- faults race.
// Run by "npm run test:deep", after "npm run build".
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const given = process.argv.slice(2);
const names = given.filter((word) => !word.startsWith('-'));
const which = names.length === 0 ? '' : `(${names.join('|')})`;
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    '--testPathPatterns',
    `${which}\\.deep\\.test\\.ts$`,
    ...given.filter((word) => word.startsWith('-')),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, PHS_TOOL_TEST_DEEP: '1' } },
);
process.exitCode = run.status ?? 1;
