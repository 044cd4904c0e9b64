import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../src/base/package-root.js';

const root = packageRoot();
const config = join(root, '.dependency-cruiser.mjs');

/** Runs the fence as `npm run floors` does, over the src/ of a folder. */
async function runFence(folder: string): Promise<{ readonly exitCode: number | undefined; readonly output: string }> {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const run = await execa(process.execPath, [program, '--config', config, '--output-type', 'err-long', 'src'], {
    cwd: folder,
    all: true,
    reject: false,
  });
  return { exitCode: run.exitCode, output: run.all };
}

/** Every way in which one file can lean on another one, each from a floor to a higher one. */
const wrong: readonly (readonly [string, string, string])[] = [
  ['src/model/value.ts', `import { a } from '../checks/a.js';\nexport const b = a;\n`, 'up-from-model'],
  ['src/parsers/type.ts', `import type { A } from '../checks/a.js';\nexport type B = A;\n`, 'up-from-parsers'],
  ['src/scripts/named.ts', `import { type A } from '../checks/a.js';\nexport type B = A;\n`, 'up-from-scripts'],
  ['src/guard/again.ts', `export { a } from '../checks/a.js';\n`, 'up-from-guard'],
  ['src/ps/late.ts', `export const b = async () => (await import('../checks/a.js')).a;\n`, 'up-from-ps'],
  ['src/redact/typeof.ts', `export type B = typeof import('../commands/a.js');\n`, 'up-from-redact'],
  ['src/commands/loose.ts', `import { a } from '../cli.js';\nexport const b = a;\n`, 'up-from-commands'],
  ['src/views/one.ts', `import type { Two } from './two.js';\nexport type One = Two;\n`, 'no-circle'],
  ['src/attic/a.ts', `import { a } from '../base/a.js';\nexport const b = a;\n`, 'no-folder-without-a-floor'],
  ['src/base/tested.ts', `import { a } from '../../test/a.js';\nexport const b = a;\n`, 'nothing-outside-src'],
  ['src/base/dead.ts', `export { a } from './not-there.js';\n`, 'no-dead-import'],
];

const right: Readonly<Record<string, string>> = {
  'src/base/a.ts': 'export const a = 1;\n',
  'src/checks/a.ts': `import { a as base } from '../base/a.js';\nexport const a = base;\nexport type A = number;\n`,
  'src/commands/a.ts': `export { a } from '../checks/a.js';\n`,
  'src/cli.ts': `export { a } from './commands/a.js';\n`,
  'src/views/two.ts': `import type { One } from './one.js';\nexport type Two = One;\n`,
  'test/a.ts': 'export const a = 1;\n',
};

describe('the floors of src/', () => {
  let house = '';

  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'phs-floors-'));
    const files = [...Object.entries(right), ...wrong.map(([path, text]) => [path, text] as const)];
    for (const [path, text] of files) {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    for (const name of ['tsconfig.json', 'package.json']) {
      copyFileSync(join(root, name), join(house, name));
    }
  });

  afterAll(() => {
    rmSync(house, { recursive: true, force: true });
  });

  test('no import of this repository goes to a higher one, and no files import each other in a circle', async () => {
    const { exitCode, output } = await runFence(root);
    expect(output).toMatch(/no dependency violations found \(\d{3,} modules, \d{4,} dependencies cruised\)/);
    expect(exitCode).toBe(0);
  });

  test('every kind of wrong import is found, and nothing else is', async () => {
    const { exitCode, output } = await runFence(house);
    const found = [...output.matchAll(/error ([a-z-]+): (\S+)/g)].map(
      ([, rule, file]) => `${file ?? ''} ${rule ?? ''}`,
    );
    const expected = wrong.map(([path, , rule]) => `${path} ${rule}`);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(exitCode).toBeGreaterThan(0);
  });

  test('fewer than six files stand directly in src/, and commands/ holds one file per command', () => {
    const loose = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(loose.length).toBeLessThan(6);
    const registry = readFileSync(join(root, 'src', 'registry.ts'), 'utf8');
    const loaded = [...registry.matchAll(/import\('\.\/commands\/([a-z-]+)\.js'\)/g)].map(([, name]) => name);
    const files = readdirSync(join(root, 'src', 'commands')).map((file) => file.replace(/\.ts$/, ''));
    expect([...loaded].sort()).toEqual(files.sort());
  });

  test('DESIGN.md has a row for every floor, from the highest to the lowest', async () => {
    const { floors } = z.object({ floors: z.array(z.string()) }).parse(await import(pathToFileURL(config).href));
    const design = readFileSync(join(root, 'DESIGN.md'), 'utf8');
    const rows = [...design.matchAll(/^\| `([a-z-]+)\/` +\| \S/gm)].map(([, name]) => name);
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows).toEqual([...floors].reverse());
    expect([...floors].sort()).toEqual(folders.map(({ name }) => name).sort());
  });
});
