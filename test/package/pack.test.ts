import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { SourceMap } from 'node:module';
import { join, posix } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { reportSchema } from '../../src/model/report.js';
import { packageRoot } from '../../src/base/package-root.js';
import { locateHost } from '../../src/ps/locate.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { installPackage } from '../support/installed-package.js';
import { unpack } from '../support/unpack.js';

const root = packageRoot();
const built = existsSync(join(root, 'dist', 'main.js'));
const manifestSchema = z.object({
  version: z.string(),
  bin: z.record(z.string(), z.string()),
  scripts: z.never().optional(),
  devDependencies: z.never().optional(),
  dependencies: z.never().optional(),
});
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });
const state = { folder: '', installed: '', size: 0, paths: [] as readonly string[] };

async function phsTool(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const run = await execa(process.execPath, [join(state.installed, 'dist', 'main.js'), ...args], {
    cwd: state.folder,
    reject: false,
    env: { NO_COLOR: '1', ...env },
  });
  return { code: run.exitCode ?? -1, out: run.stdout, err: run.stderr };
}

const mapSchema = z.object({
  version: z.number(),
  file: z.string(),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
  sourceRoot: z.string().default(''),
});

/** Bytes of the chunks that come from libraries, by the maps of the build. */
function libraryBytes(): number {
  const chunks = join(root, 'dist', 'chunks');
  let bytes = 0;
  for (const name of readdirSync(chunks).filter((file) => file.endsWith('.js'))) {
    const map = new SourceMap(mapSchema.parse(JSON.parse(readFileSync(join(chunks, `${name}.map`), 'utf8'))));
    readFileSync(join(chunks, name), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        for (let column = 0; column < line.length; column += 1) {
          const entry = map.findEntry(index, column);
          bytes += 'originalSource' in entry && entry.originalSource.includes('node_modules/') ? 1 : 0;
        }
      });
  }
  return bytes;
}

/** The pages of the checks, which the package holds in one file. */
function checkPages(): Readonly<Record<string, string>> {
  const text = brotliDecompressSync(readFileSync(join(state.installed, 'docs', 'pages.br'))).toString('utf8');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

(built ? describe : describe.skip)('the package, installed', () => {
  beforeAll(async () => {
    Object.assign(state, await installPackage());
  });
  afterAll(() => {
    rmSync(state.folder, { recursive: true, force: true });
  });

  test('holds what it needs, and nothing that is only for development', () => {
    for (const path of [
      'dist/main.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'scripts/Start-PhsSession.ps1',
      'simulator/ADSync/ADSync.psm1',
      'simulator/scenarios/healthy.json',
      'fixtures/ps-output/recordings.br',
      'src/ps/posix-launcher.sh',
      'schema/report.v1.schema.json',
      'schema/help.json.br',
      'docs/pages.br',
      'README.md',
      'LICENSE',
    ]) {
      expect(state.paths).toContain(path);
    }
    expect(state.paths.filter((path) => path.endsWith('.ndjson.gz'))).toEqual([]);
    expect(state.paths.filter((path) => /\.(map|tsbuildinfo|png)$|^test\/|^bench\/|^tools\//.test(path))).toEqual([]);
    expect(state.paths.filter((path) => /^src\/(?!ps\/posix-launcher\.sh$)/.test(path))).toEqual([]);
  });

  test('completes the names of scenarios, which are in one file here', async () => {
    const { out } = await phsTool(['completion', 'bash']);

    expect(out).toMatch(/(?<![\w-])two-forests-one-silent(?![\w-])/);
    expect(out).toMatch(/(?<![\w-])healthy(?![\w-])/);
  });

  test('leaves the page of the commands in the repository: --help prints their options and examples', async () => {
    expect(state.paths).not.toContain('docs/commands.md');
    const { out } = await phsTool(['status', '--help']);
    expect(out).toContain('--fail-on');
    expect(out).toMatch(/^Examples$/m);
  });

  test('takes less than 2,000,000 bytes beside the libraries that it holds', () => {
    const libraries = libraryBytes() + statSync(join(state.installed, 'dist', 'THIRD-PARTY-LICENSES.txt')).size;

    expect(libraries).toBeGreaterThan(200_000);
    expect(libraries).toBeLessThan(400_000);
    expect(state.size - libraries).toBeGreaterThan(1_000_000);
    expect(state.size - libraries).toBeLessThan(2_000_000 - 20_000);
  });

  test('prints the page of a check, which is packed', async () => {
    expect(Object.keys(checkPages())).toContain('docs/checks/PHS301.md');
    expect(state.paths.filter((path) => path.startsWith('docs/checks/'))).toEqual([]);
    expect((await phsTool(['help', 'PHS301'])).out).toContain('PHS301');
    expect((await phsTool(['help', 'PHS999'])).out).toBe('');
  });

  test('leaves the list of events in the repository: explain says of each event what it is and what to do', async () => {
    expect(state.paths).not.toContain('docs/events.md');
    const { out } = await phsTool(['explain', '611']);
    expect(out).toContain('What to do');
  });

  test('has pages that lead only to what is in it, or to the web', () => {
    const pages = new Map([
      ...state.paths
        .filter((path) => path.endsWith('.md'))
        .map((path): [string, string] => [path, readFileSync(join(state.installed, path), 'utf8')]),
      ...Object.entries(checkPages()),
    ]);
    const links = [...pages]
      .flatMap(([path, text]) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, address = '']) => ({ path, address })))
      .filter(({ address }) => !/^(https:|#)/.test(address));
    const isThere = ({ path, address }: { path: string; address: string }): boolean => {
      const target = posix.join(posix.dirname(path), address.replace(/#.*$/, '')).replace(/\/$/, '');
      return state.paths.some((other) => other === target || other.startsWith(`${target}/`));
    };

    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !isThere(link))).toEqual([]);
    expect(isThere({ path: 'docs/README.md', address: 'guard-testing.md' })).toBe(false);
  });

  test('runs nothing when it is installed, and needs nothing beside it', () => {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(state.installed, 'package.json'), 'utf8')));

    expect(manifest.bin).toEqual({ 'phs-tool': 'dist/main.js' });
    expect(Object.keys(manifest)).not.toContain('dependencies');
  });

  test('names every package that it has taken in, with its licence', () => {
    const page = readFileSync(join(state.installed, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const named = [...page.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \([\w.-]+\)$/gm)].map(([, name = '']) => name);
    const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
    const isForDevelopment = (name: string): boolean =>
      Object.entries(packages).every(([place, { dev }]) => !place.endsWith(`node_modules/${name}`) || dev === true);

    for (const name of ['execa', 'node-powershell', 'debug', 'saxes', 'xml2js', 'sax', 'yargs-parser', 'zod']) {
      expect(named).toContain(name);
    }
    expect(named.filter(isForDevelopment)).toEqual([]);
    expect(page).toContain('Permission is hereby granted, free of charge');
  });

  test('is installed by npm without a warning about scripts of ours', async () => {
    const place = join(state.folder, 'prefix');
    mkdirSync(place);
    // A copy of its own: the checkout, with its "prepare", is not asked.
    const bare = join(state.folder, 'bare');
    cpSync(state.installed, bare, { recursive: true });
    const options = { cwd: bare, env: { npm_config_offline: 'true' } };
    await execa('npm', ['pack', '--pack-destination', place], options);
    const { version } = manifestSchema.parse(JSON.parse(readFileSync(join(bare, 'package.json'), 'utf8')));
    const npm = await execa('npm', ['install', '--no-audit', '--no-fund', `./phs-tool-${version}.tgz`], {
      ...options,
      cwd: place,
    });

    expect(npm.stdout).toMatch(/added 1 package/);
    expect(npm.stderr).not.toMatch(/install-scripts|prepare/);
  });

  test('is the same from plain "npm pack", which does not touch the manifest of the checkout', async () => {
    const before = readFileSync(join(root, 'package.json'), 'utf8');
    const place = mkdtempSync(join(state.folder, 'plain-'));
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(before));
    writeFileSync(join(place, `phs-tool-${version}.tgz`), 'what npm has just written');
    await execa(process.execPath, [join(root, 'tools', 'pack.mjs'), '--replace'], {
      cwd: root,
      env: { npm_command: 'pack', INIT_CWD: root, npm_config_pack_destination: place },
    });
    const unpacked = join(place, 'unpacked');
    mkdirSync(unpacked);
    await unpack(join(place, `phs-tool-${version}.tgz`), unpacked);
    const manifest = readFileSync(join(unpacked, 'package.json'), 'utf8');

    expect(manifestSchema.parse(JSON.parse(manifest)).version).toBe(version);
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe(before);
    expect(
      z.object({ scripts: z.looseObject({ postpack: z.string() }) }).parse(JSON.parse(before)).scripts.postpack,
    ).toBe('node tools/pack.mjs --replace');
  });

  (process.platform === 'win32' ? test.skip : test)('keeps the launcher executable', () => {
    expect(statSync(join(state.installed, 'src', 'ps', 'posix-launcher.sh')).mode & 0o111).not.toBe(0);
  });

  test('tells its version, its help and the page of a check', async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

    expect(await phsTool(['--version'])).toMatchObject({ code: 0, out: version });
    expect((await phsTool(['help', 'PHS301'])).out).toMatch(/^PHS301: /);
  });

  const env = { PATH: '' };
  const machine = { platform: process.platform, env, exists: existsSync, distrust: () => undefined };
  (locateHost(machine).found ? test.skip : test)('answers from a recording where there is no PowerShell', async () => {
    const { code, out, err } = await phsTool(['status', '--simulate', 'healthy', '--output', 'json'], env);

    expect(err).toContain('answers from a recording');
    expect(reportSchema.parse(JSON.parse(out)).summary).toMatchObject({ status: 'pass', exitCode: 0 });
    expect(code).toBe(0);
  });

  describeWithEngine('with PowerShell', () => {
    test('runs live from a path with spaces and letters beyond ASCII', async () => {
      const args = ['status', '--simulate', 'healthy', '--output', 'json', '--powershell', requireEngine()];
      const { code, out, err } = await phsTool(args);
      const { server, summary } = reportSchema.parse(JSON.parse(out));

      expect(err).not.toContain('recording');
      expect(server?.module).toMatchObject({
        known: true,
        value: { path: expect.stringContaining('\u00dcn\u00efcode path') },
      });
      expect({ code, status: summary.status }).toEqual({ code: 0, status: 'pass' });
    });
  });
});
