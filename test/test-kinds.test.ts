import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/package-root.js';
import { liveTests, testFiles, within } from '../tools/test-kinds.mjs';

const root = packageRoot();

/** Tests of the unit part that start a program: Node itself, which is there, with what the project brings along. */
const startNode = ['test/base/young-heap.test.ts', 'test/cli.test.ts', 'test/floors.test.ts'];

/** A project of test files, each with its text. */
function kindsOf(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'phs-kinds-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return liveTests(folder).map((file) => relative(folder, file).replaceAll('\\', '/'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('npm run test:unit', () => {
  const live = new Set(liveTests(root));
  const unit = testFiles(root).filter((file) => !live.has(file) && !file.endsWith('.deep.test.ts'));

  test('runs what starts no program, and leaves what does', () => {
    const names = new Set(unit.map((file) => relative(root, file).replaceAll('\\', '/')));
    expect([...names].filter((name) => name.startsWith('test/checks/'))).not.toEqual([]);
    expect(names).toContain('test/ps/failures.test.ts');
    for (const name of [
      'test/ps/live-session.test.ts',
      'test/ps/hostile-hosts.test.ts',
      'test/e2e/scenarios.test.ts',
    ]) {
      expect(existsSync(join(root, name))).toBe(true);
      expect(names).not.toContain(name);
    }
  });

  test('reaches nothing that starts a program', () => {
    const starting = unit
      .flatMap((file) => [...within(file, root)].map((reached) => [file, reached] as const))
      .filter(([, reached]) => /from '(execa|node:child_process)'/.test(readFileSync(reached, 'utf8')))
      .map(([file]) => relative(root, file).replaceAll('\\', '/'));
    expect([...new Set(starting)].sort()).toEqual(startNode);
  });
});

describe('a test is live', () => {
  const engine = { 'test/support/engine.ts': '' };

  test.each([
    ['when it imports the engine', { 'test/a/x.test.ts': "import { engine } from '../support/engine.js';" }, true],
    [
      'when a helper of it does',
      {
        'test/a/x.test.ts': "import { session } from '../support/helper.js';",
        'test/support/helper.ts': "export { engine } from './engine.js';",
      },
      true,
    ],
    [
      'when it imports it later',
      { 'test/a/x.test.ts': "const { engine } = await import('../support/engine.js');" },
      true,
    ],
    [
      'not when it only names it',
      { 'test/a/x.test.ts': "// See support/engine.js.\nimport { x } from '../../src/x.js';" },
      false,
    ],
    [
      'not when its helpers know each other in a circle',
      {
        'test/a/x.test.ts': "import '../support/one.js';",
        'test/support/one.ts': "import './two.js';",
        'test/support/two.ts': "import './one.js';",
      },
      false,
    ],
    [
      'also when the way to the engine goes round a circle',
      {
        'test/a/x.test.ts': "import '../support/two.js';\nimport '../support/one.js';",
        'test/support/one.ts': "import './two.js';",
        'test/support/two.ts': "import './one.js';\nimport './engine.js';",
      },
      true,
    ],
  ])('%s', (_, files, expected) => {
    expect(kindsOf({ ...engine, ...files })).toEqual(expected ? ['test/a/x.test.ts'] : []);
  });
});
