import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { registry } from '../../src/registry.js';
import { commandCalls } from '../support/command-calls.js';
import { describeWithEngine, requireEngine, useOwnEngines } from '../support/engine.js';
import { unpack } from '../support/unpack.js';
import { foreignCalls, foreignLookups, readLookups } from '../support/lookups/lookups.js';

// What is traced ends with the last process that it started.
useOwnEngines();

const root = packageRoot();
const tracer = join(root, 'test', 'support', 'lookups');
const packedSchema = z.tuple([z.object({ filename: z.string() })]);
const hasStrace = existsSync('/usr/bin/strace');

/** Names that somebody may hope to be asked for: what the libraries ask for, and the libraries themselves. */
const planted = ['supports-color', 'debug', 'ms', 'execa', 'node-powershell', 'child-shell', 'yargs', 'xml2js', 'zod'];
/** Programs that phs-tool starts, or that what it starts does. */
const programs = ['setsid', 'perl', 'sh', 'env', 'mv', 'taskkill', 'icacls', 'powershell', 'phs-engine', 'node'];

const world = {
  folder: '',
  installed: '',
  cwd: '',
  home: '',
  server: '',
  mark: '',
  hostile: {} as Record<string, string>,
};

/** A PATH without the folders of programs that npm puts first when it runs these tests: they are the checkout's, not the package's. */
function withoutModules(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]/.test(folder))
    .join(delimiter);
}

/** Every command, and other ways to call the tool. */
function calls(): Readonly<Record<string, readonly string[]>> {
  return {
    ...commandCalls({ server: world.server, folder: world.folder, host: requireEngine() }),
    'a configuration that was exported': ['diagnose', '--config-export', world.cwd],
    version: ['--version'],
    help: ['help', 'PHS301'],
    'a command that is not there': ['sttaus'],
  };
}

/** A module that says that it ran. */
function plantModule(folder: string, name: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  const code = `require('node:fs').appendFileSync(${JSON.stringify(world.mark)}, ${JSON.stringify(`${name} of ${folder}\n`)});`;
  writeFileSync(join(folder, name, 'index.js'), code);
}

/** What a user without rights could have prepared around the package, the operator's folder and home. */
function plant(): void {
  for (const folder of [
    world.folder,
    dirname(world.folder),
    dirname(dirname(world.installed)),
    world.cwd,
    world.home,
  ]) {
    if (folder.startsWith(world.folder))
      planted.forEach((name) => {
        plantModule(join(folder, 'node_modules'), name);
      });
  }
  for (const folder of [join(world.home, '.node_modules'), join(world.home, '.node_libraries')]) {
    planted.forEach((name) => {
      plantModule(folder, name);
    });
  }
  const script = `#!/bin/sh\necho "program $0" >> '${world.mark}'\n`;
  for (const folder of [world.cwd, join(world.cwd, 'bin')]) {
    mkdirSync(folder, { recursive: true });
    for (const name of programs.flatMap((program) => [program, `${program}.exe`, `${program}.cmd`])) {
      writeFileSync(join(folder, name), script);
      chmodSync(join(folder, name), 0o755);
    }
  }
  writeFileSync(join(world.cwd, 'package.json'), JSON.stringify({ type: 'commonjs', imports: { '#x': './x.js' } }));
  writeFileSync(
    join(world.cwd, '.npmrc'),
    `node-options=--require ${join(world.cwd, 'node_modules', 'debug', 'index.js')}\n`,
  );
  const configuration = { powershell: join(world.cwd, 'powershell') };
  writeFileSync(join(world.cwd, 'phs-tool.config.json'), JSON.stringify(configuration));
  const profile = join(world.home, '.config', 'powershell');
  mkdirSync(profile, { recursive: true });
  for (const name of ['profile.ps1', 'Microsoft.PowerShell_profile.ps1']) {
    writeFileSync(join(profile, name), `[System.IO.File]::AppendAllText('${world.mark}', 'profile')\n`);
  }
  world.hostile = {
    HOME: world.home,
    USERPROFILE: world.home,
    PATH: [world.cwd, join(world.cwd, 'bin'), '', '.', withoutModules(process.env['PATH'] ?? '')].join(delimiter),
    NODE_PATH: join(world.home, '.node_modules'),
    PSModulePath: join(world.cwd, 'modules'),
    NO_COLOR: '1',
  };
}

async function install(): Promise<void> {
  world.folder = realpathSync(mkdtempSync(join(tmpdir(), 'phs-tool-world-')));
  world.cwd = join(world.folder, 'operator');
  world.home = join(world.folder, 'home');
  world.mark = join(world.folder, 'ran');
  world.server = join(world.folder, 'server');
  world.installed = join(world.folder, 'Program Files', 'node_modules', 'phs-tool');
  for (const folder of [world.cwd, world.home, world.installed]) mkdirSync(folder, { recursive: true });
  const npm = await execa(process.execPath, [join(root, 'tools', 'pack.mjs'), '--destination', world.folder], {
    cwd: root,
  });
  const [{ filename }] = packedSchema.parse(JSON.parse(npm.stdout));
  await unpack(join(world.folder, filename), world.installed);
  const main = join(world.installed, 'dist', 'main.js');
  await execa(process.execPath, [main, 'simulate', 'create', 'healthy', world.server]);
  plant();
}

interface Traced {
  readonly lookups: ReturnType<typeof readLookups>;
  readonly foreign: ReturnType<typeof foreignLookups>;
  readonly calls: readonly string[];
  readonly stderr: string;
  readonly code: number;
}

/** Runs the package at a place with both tracers. */
async function traced(words: readonly string[], place = world.installed): Promise<Traced> {
  const folder = mkdtempSync(join(world.folder, 'trace-'));
  const log = join(folder, 'lookups');
  const trace = join(folder, 'strace');
  const node = [
    '--import',
    pathToFileURL(join(tracer, 'trace-lookups.mjs')).href,
    join(place, 'dist', 'main.js'),
    ...words,
  ];
  const strace = ['-f', '-qq', '-s', '4096', '-e', 'trace=%file', '-o', trace, process.execPath, ...node];
  const options = { cwd: world.cwd, reject: false, env: { ...world.hostile, PHS_TEST_LOOKUPS: log } } as const;
  const run = hasStrace
    ? await execa('/usr/bin/strace', strace, options)
    : await execa(process.execPath, node, options);
  const lookups = readLookups(log);
  return {
    lookups,
    foreign: foreignLookups(lookups, place, tracer),
    calls: hasStrace ? foreignCalls(readFileSync(trace, 'utf8'), place, tracer) : [],
    stderr: run.stderr,
    code: run.exitCode ?? -1,
  };
}

function whatRan(): string {
  return existsSync(world.mark) ? readFileSync(world.mark, 'utf8') : '';
}

describeWithEngine('the package in a world that others have prepared', () => {
  beforeAll(install);
  afterAll(() => {
    rmSync(world.folder, { recursive: true, force: true });
  });

  test('is run with every command', () => {
    expect(Object.keys(calls())).toEqual(expect.arrayContaining(registry.map(({ name }) => name)));
  });

  for (const name of [
    ...registry.map((command) => command.name),
    'a configuration that was exported',
    'version',
    'help',
    'a command that is not there',
  ]) {
    test(`looks nothing up outside itself, and runs nothing of theirs: ${name}`, async () => {
      const { lookups, foreign, calls: system, stderr } = await traced(calls()[name] ?? []);

      expect(stderr).not.toMatch(/unexpected|did not expect/);
      expect(lookups.filter(({ by }) => by === 'import').length).toBeGreaterThan(1);
      expect(foreign).toEqual([]);
      expect(system).toEqual([]);
      expect(whatRan()).toBe('');
    });
  }

  describe('is found out where it asks for a module by name', () => {
    const variants = [
      ['require', `import{createRequire as q}from"node:module";try{q(import.meta.url)("supports-color")}catch{}`],
      ['import', `try{await import("supports-color")}catch{}`],
      [
        'require of what nobody has',
        `import{createRequire as q}from"node:module";try{q(import.meta.url)("nobody-has-this")}catch{}`,
      ],
    ] as const;

    test.each(variants)('%s', async (kind, code) => {
      const place = join(world.folder, 'broken', 'node_modules', `phs-tool-${kind.replaceAll(' ', '-')}`);
      cpSync(world.installed, place, { recursive: true });
      const main = join(place, 'dist', 'main.js');
      const [first = '', ...rest] = readFileSync(main, 'utf8').split('\n');
      writeFileSync(main, [first, code, ...rest].join('\n'));
      const { foreign, calls: system } = await traced(['--version'], place);
      const ran = whatRan();
      rmSync(world.mark, { force: true });

      expect(foreign.map(({ request }) => request)).toContain(
        kind.includes('nobody') ? 'nobody-has-this' : 'supports-color',
      );
      expect(system.length > 0).toBe(hasStrace);
      expect(ran).toBe(kind.includes('nobody') ? '' : `supports-color of ${join(world.folder, 'node_modules')}\n`);
    });
  });
});
