// Runs the tests on Windows: in a Windows lab on Wine where this is no Windows (tools/windows-lab/), else right here.
// Run by "npm run test:windows", after "npm run build"; words are passed on to jest:
//   npm run test:windows -- test/windows
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout, endLab, prepareLab, runNode } from './windows-lab/lab.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

/** The live tests that show what differs on Windows; the others show the same on every system. */
const liveFiles = ['test/ps/live-session.test.ts', 'test/e2e/every-command.test.ts'];

/** The PowerShell of the tests: the one that phs-tool finds itself. */
const host = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

/** The words of each run of jest, one after the other. */
function runs(words) {
  if (words.length > 0) return [{ words, env: { PHS_TOOL_TEST_HOST: host } }];
  return [
    { words: ['--runTestsByPath', ...liveFiles], env: { PHS_TOOL_TEST_HOST: host } },
    { words: [], env: { PHS_TOOL_TEST_KIND: 'unit' } },
  ];
}

const jestOf = (folder, separator) => [
  '--experimental-vm-modules',
  '--no-warnings',
  [folder, 'node_modules', 'jest', 'bin', 'jest.js'].join(separator),
];

async function inLab() {
  const { prefix, problem } = prepareLab();
  if (prefix === undefined) {
    process.stderr.write(`WARNING: THE TESTS ON WINDOWS ARE SKIPPED: ${problem}.\n`);
    return 0;
  }
  try {
    for (const { words, env } of runs(process.argv.slice(2))) {
      const code = await runNode(prefix, [...jestOf(checkout, '\\'), '--rootDir', checkout, '-w', '1', ...words], env);
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    endLab(prefix);
  }
}

function here() {
  for (const { words, env } of runs(process.argv.slice(2))) {
    const { status } = spawnSync(process.execPath, [...jestOf(root, '\\'), ...words], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

process.exitCode = process.platform === 'win32' ? here() : await inLab();
