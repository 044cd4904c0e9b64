// Runs the tests on Windows: in a Windows lab on Wine where this is no Windows (tools/windows-lab/), else right here. That is every
// test that is not live, and of the live ones those whose result can differ there (tools/test-kinds.mjs).
// Run by "npm run test:windows", after "npm run build"; words are passed on to jest:
//   npm run test:windows -- test/windows
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout, endLab, prepareLab, runNode } from './windows-lab/lab.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

/** The PowerShell of the tests: the one that phs-tool finds itself, unless another one is named on Windows. */
const named = process.platform === 'win32' ? process.env.PHS_TOOL_TEST_HOST : undefined;
const host = named ?? 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

/** Puts the package and the archive for Windows into a new folder of the checkout; answers the folder's path in it. */
function pack() {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'phs-packed-'));
  for (const script of ['pack.mjs', 'pack-windows.mjs']) {
    const ran = spawnSync(process.execPath, [join(root, 'tools', script), '--destination', folder], {
      encoding: 'utf8',
    });
    if (ran.status !== 0) throw new Error(`tools/${script}: ${ran.stderr}`);
  }
  return ['node_modules', '.cache', basename(folder)];
}

/** The words and variables of the run of jest, in a checkout of this path in Windows. */
function jestIn(folder, packed) {
  const jest = [folder, 'node_modules', 'jest', 'bin', 'jest.js'].join('\\');
  return {
    words: ['--experimental-vm-modules', '--no-warnings', jest, '--rootDir', folder, ...process.argv.slice(2)],
    env: {
      PHS_TOOL_TEST_KIND: 'windows',
      PHS_TOOL_TEST_HOST: host,
      PHS_TOOL_TEST_PACKED: [folder, ...packed].join('\\'),
    },
  };
}

async function inLab(prefix, packed) {
  const { words, env } = jestIn(checkout, packed);
  try {
    return await runNode(prefix, words, env);
  } finally {
    endLab(prefix);
  }
}

function here(packed) {
  const { words, env } = jestIn(root.replace(/\\$/, ''), packed);
  const ran = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return ran.status ?? 1;
}

const { prefix, problem } = process.platform === 'win32' ? {} : prepareLab();
if (problem === undefined) {
  const packed = pack();
  try {
    process.exitCode = prefix === undefined ? here(packed) : await inLab(prefix, packed);
  } finally {
    rmSync(join(root, ...packed), { recursive: true, force: true });
  }
} else {
  process.stderr.write(`WARNING: THE TESTS ON WINDOWS ARE SKIPPED: ${problem}.\n`);
}
