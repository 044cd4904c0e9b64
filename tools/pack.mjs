// Makes the package: the files that "npm pack" would take are staged in a folder of their own and packed there. Its manifest has
// no scripts (npm warns of a "prepare" in what it installs) and no dependencies (dist/ holds them: nothing is installed beside it),
// and white space that only editors need goes. The checkout's package.json is never touched, so nothing is left over when this
// is cut off.
//   npm run pack [-- --destination DIR]   builds and packs
//   npm pack                              does the same: as "postpack" this replaces the file that npm has just written
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import { libraryTypes } from './library-types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs "npm pack" with neither scripts nor what an npm around this one was told; returns what it says of the package. */
function npmPack(folder, args) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(dry_run|json|pack_destination|workspaces?)$/i.test(name),
    ),
  );
  const words = ['pack', '--ignore-scripts', '--json', '--loglevel', 'error', '--offline', ...args];
  const script = process.env['npm_execpath'];
  const named = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  const ran = named
    ? spawnSync(process.execPath, [script, ...words], { cwd: folder, env, encoding: 'utf8' })
    : spawnSync('npm', words, { cwd: folder, env, encoding: 'utf8', shell: process.platform === 'win32' });
  if (ran.status !== 0) throw new Error(`npm pack: ${ran.error?.message ?? ran.stderr}`);
  return JSON.parse(ran.stdout)[0];
}

/** A page whose links lead only to what is packed: another one keeps its text, a picture goes. */
function ownLinks(path, text, packed) {
  const isThere = (address) => {
    const target = posix.join(posix.dirname(path), address.replace(/#.*$/, '')).replace(/\/$/, '');
    return [...packed].some((other) => other === target || other.startsWith(`${target}/`));
  };
  const isOurs = (address) => !/^([a-z]+:|#)/i.test(address);
  return text.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)(\n\n)?/g, (whole, picture, words, address, end = '') =>
    !isOurs(address) || isThere(address) ? whole : picture === '' ? words + end : '',
  );
}

/** A page without the spaces that only line up the columns of its tables in an editor. */
function compactPage(text) {
  let inCode = false;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) inCode = !inCode;
      return inCode || !line.startsWith('|') ? line : line.replace(/ {2,}/g, ' ').replace(/-{4,}/g, '---');
    })
    .join('\n');
}

/** What of the manifest is of no use where the package is installed. */
const onlyForCheckout = new Set(['scripts', 'dependencies', 'devDependencies', 'overrides', 'files']);

const packedRecording = /^fixtures\/ps-output\/([\w-]+)\/recording\.ndjson\.gz$/;

/** Every scenario but the first that people try, which stays readable. */
const packedScenario = /^simulator\/scenarios\/(?!healthy\.json$)([\w-]+)\.json$/;

/** The pages that `phs-tool help` prints. */
const packedPage =
  /^docs\/(?:checks\/\w+|configuration|environment|exit-codes|fleet|force-full-sync|monitoring|output|permissions|recordings|remote)\.md$/;

/** Only the tool itself reads it. */
const packedHelp = 'schema/help.json';

function compressed(plain) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return brotliCompressSync(plain, { params });
}

/** All recordings in one file: an index in one line, then one after the other, packed with Brotli (src/ps/recording-bytes.ts). */
function archiveOf(recordings) {
  const index = {};
  let offset = 0;
  for (const [name, plain] of recordings) {
    index[name] = [offset, plain.length];
    offset += plain.length;
  }
  const all = Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...recordings.map(([, plain]) => plain)]);
  return compressed(all);
}

/**
 * A script of the simulator without its lines of comment and without the blanks before a line; one with a here-string, in which
 * both are text, stays as it is.
 */
function withoutComments(text) {
  return /@['"]\r?\n/.test(text)
    ? text
    : text.replace(/^[ \t]*#(?![>]|requires\b).*\n/gim, '').replace(/^[ \t]+/gm, '');
}

function staged(path, bytes, packed) {
  if (path === 'package.json') {
    const kept = Object.entries(JSON.parse(bytes)).filter(([key]) => !onlyForCheckout.has(key));
    return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
  }
  if (path === packedHelp) return compressed(Buffer.from(JSON.stringify(JSON.parse(bytes))));
  if (/^(schema|simulator)\/.*\.json$/.test(path)) return `${JSON.stringify(JSON.parse(bytes))}\n`;
  if (/^simulator\/.*\.psm?1$/.test(path)) return withoutComments(bytes.toString('utf8'));
  if (!path.endsWith('.md')) return bytes;
  return compactPage(ownLinks(path, bytes.toString('utf8'), packed));
}

async function pack(destination) {
  const stage = mkdtempSync(join(tmpdir(), 'phs-tool-stage-'));
  try {
    const paths = npmPack(root, ['--dry-run']).files.map(({ path }) => path);
    const packed = new Set(paths.filter((path) => !packedPage.test(path)));
    const recordings = [];
    const scenarios = {};
    const pages = {};
    for (const path of paths) {
      const from = join(root, path);
      const recorded = packedRecording.exec(path)?.[1];
      if (recorded !== undefined) {
        recordings.push([recorded, gunzipSync(readFileSync(from))]);
        continue;
      }
      const scenario = packedScenario.exec(path)?.[1];
      if (scenario !== undefined) {
        scenarios[scenario] = JSON.parse(readFileSync(from));
        continue;
      }
      if (packedPage.test(path)) {
        pages[path] = staged(path, readFileSync(from), packed);
        continue;
      }
      const to = join(stage, path === packedHelp ? `${path}.br` : path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, staged(path, readFileSync(from), packed));
      chmodSync(to, statSync(from).mode);
    }
    writeFileSync(join(stage, 'fixtures', 'ps-output', 'recordings.br'), archiveOf(recordings));
    writeFileSync(
      join(stage, 'simulator', 'scenarios', 'others.br'),
      compressed(Buffer.from(JSON.stringify(scenarios))),
    );
    for (const [path, text] of await libraryTypes()) {
      const to = join(stage, 'dist', path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, text);
    }
    writeFileSync(join(stage, 'docs', 'pages.br'), compressed(Buffer.from(JSON.stringify(pages))));
    return npmPack(stage, ['--pack-destination', destination]);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const at = process.argv.indexOf('--destination');
if (process.argv.includes('--replace')) {
  // npm puts the file where it was called, or where it was told to; with --dry-run there is none to replace.
  const called = process.env['INIT_CWD'] ?? root;
  const destination = resolve(called, process.env['npm_config_pack_destination'] ?? '.');
  // "npm run pack" also ends with "postpack", and has made the file itself.
  const byPack = process.env['npm_command'] === 'pack' && process.env['npm_config_dry_run'] !== 'true';
  if (byPack && existsSync(join(destination, `phs-tool-${version}.tgz`))) {
    const { filename, unpackedSize, shasum } = await pack(destination);
    // stdout belongs to npm, whose own figures are of the file that has been replaced.
    process.stderr.write(
      `${filename}: with the manifest for installing; ${unpackedSize} bytes unpacked, shasum ${shasum}\n`,
    );
  }
} else {
  process.stdout.write(
    `${JSON.stringify([await pack(resolve(at === -1 ? '.' : (process.argv[at + 1] ?? '.')))], null, 2)}\n`,
  );
}
