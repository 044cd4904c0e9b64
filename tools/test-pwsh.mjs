// Runs the live tests (tools/test-kinds.mjs) in the full PowerShell that .config/dotnet-tools.json pins, or in the one that
// PHS_TOOL_TEST_HOST names. Run by "npm run test:pwsh", after "npm run build"; words are passed on to jest:
//   npm run test:pwsh -- test/e2e
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFullPwsh, pinnedVersion } from './full-pwsh.mjs';
import { liveTests } from './test-kinds.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

function run(host, words) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const files = liveTests(root).filter((file) => !file.endsWith('.deep.test.ts'));
  const which = words.some((word) => !word.startsWith('-')) ? words : ['--runTestsByPath', ...words, ...files];
  process.stderr.write(`The tests run in ${host}.\n`);
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...which], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PHS_TOOL_TEST_HOST: host },
  });
  return status ?? 1;
}

const host = findFullPwsh();
if (host !== undefined && existsSync(host)) {
  process.exitCode = run(host, process.argv.slice(2));
} else {
  const what =
    host === undefined
      ? `PowerShell ${pinnedVersion} is not restored`
      : `PHS_TOOL_TEST_HOST names ${host}, which is not there`;
  process.stderr.write(
    `${what}: run "dotnet tool restore" (with the .NET SDK 10), or name a pwsh with PHS_TOOL_TEST_HOST.\n`,
  );
  process.exitCode = 1;
}
