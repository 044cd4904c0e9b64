// Which test files are live: those that reach, through their imports, what starts PowerShell or another program. Nothing is
// marked by hand, so that nothing can be forgotten: `npm run test:unit` runs the others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Helpers whose import keeps a test out of the unit part: they start PowerShell, another program or a browser, or (texts for
 * every expression of the source) make work for minutes.
 */
const liveSupport = [
  'engine',
  'hostile',
  'server-lock',
  'browser',
  'named-pipe',
  'promtool',
  'installed-package',
  'adversarial-texts',
].map((name) => join('test', 'support', `${name}.ts`));

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

/** The TypeScript files that a file imports. */
function imports(file) {
  return [...readFileSync(file, 'utf8').matchAll(importPattern)]
    .map(([, path]) => resolve(dirname(file), path.replace(/\.js$/, '.ts')))
    .filter((path) => path.endsWith('.ts') && existsSync(path));
}

/** A file and all files below test/ that it reaches through its imports. */
export function within(file, root) {
  const reached = new Set([file]);
  for (const each of reached) {
    for (const next of imports(each)) {
      if (next.startsWith(join(root, 'test'))) reached.add(next);
    }
  }
  return reached;
}

/** All files of tests. */
export function testFiles(root) {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => join(root, 'test', name))
    .filter((path) => path.endsWith('.test.ts'))
    .sort();
}

/**
 * The live tests that also run in a Windows lab, beside all others that are not live (`npm run test:windows`): those whose
 * result can differ on Windows. Those of test/windows/ run nowhere else.
 */
export const windowsTests = [
  'test/ps/live-session.test.ts',
  'test/e2e/every-command.test.ts',
  'test/e2e/recordings.test.ts',
  'test/windows/',
];

/** The files of tests that need PowerShell, another program or a browser. */
export function liveTests(root) {
  const live = liveSupport.map((name) => join(root, name));
  return testFiles(root).filter((file) => {
    const reached = within(file, root);
    return live.some((path) => reached.has(path));
  });
}
