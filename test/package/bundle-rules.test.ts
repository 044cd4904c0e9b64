import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { faultsOf, type BundleFile } from '../../tools/bundle-rules.mjs';

/** A bundle with an entry that loads one chunk later; the chunk imports what is named. */
function bundleOf(chunk: Partial<BundleFile>): Readonly<Record<string, BundleFile>> {
  const main = {
    type: 'chunk',
    fileName: 'main.js',
    isEntry: true,
    imports: [],
    dynamicImports: ['chunks/a.js'],
  } as const;
  const part = { type: 'chunk', fileName: 'chunks/a.js', isEntry: false, imports: [], dynamicImports: [] } as const;
  return { 'main.js': main, 'chunks/a.js': { ...part, ...chunk }, 'page.txt': { type: 'asset', fileName: 'page.txt' } };
}

describe('a bundle', () => {
  test("is right when its chunks ask for Node's own modules and each other", () => {
    expect(faultsOf(bundleOf({ imports: ['node:fs'], dynamicImports: ['chunks/a.js'] }))).toEqual([]);
  });

  test.each([
    ['imports the entry', { imports: ['main.js'] }, 'chunks/a.js imports the entry main.js'],
    ['loads the entry later', { dynamicImports: ['main.js'] }, 'chunks/a.js imports the entry main.js'],
    ['asks for a package', { imports: ['zod'] }, 'chunks/a.js asks for zod'],
    ['loads a package later', { dynamicImports: ['debug'] }, 'chunks/a.js asks for debug'],
  ])('is refused when a chunk %s', (_, chunk, fault) => {
    expect(faultsOf(bundleOf(chunk))).toEqual([fault]);
  });
});

const dist = join(packageRoot(), 'dist');
const isBuilt = existsSync(join(dist, 'chunks'));
(isBuilt ? describe : describe.skip)('the bundle in dist/', () => {
  const importsMain = /(?:\bfrom|\bimport\(?)\s*["'][^"']*\/main\.js["']/;

  test('has no chunk that imports main.js', () => {
    const chunks = readdirSync(join(dist, 'chunks')).filter((name) => name.endsWith('.js'));
    expect(chunks.length).toBeGreaterThan(20);
    expect(chunks.filter((name) => importsMain.test(readFileSync(join(dist, 'chunks', name), 'utf8')))).toEqual([]);
  });

  test.each(['import{a as b}from"../main.js"', 'import"../main.js"', "import('../main.js')"])(
    'would be found out by %s',
    (code) => {
      expect(importsMain.test(code)).toBe(true);
      expect(importsMain.test(code.replace('main.js', basename('chunks/other.js')))).toBe(false);
    },
  );
});
