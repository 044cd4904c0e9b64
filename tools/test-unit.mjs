// Runs the tests that need neither PowerShell nor another program (tools/test-kinds.mjs), from the sources: nothing is built.
// Run by "npm run test:unit"; words are passed on to jest: npm run test:unit -- test/checks.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, PHS_TOOL_TEST_KIND: 'unit' } },
);
process.exitCode = run.status ?? 1;
