import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { helpers, operations } from '../../src/scripts/index.js';
import { describeWithSyntax } from '../support/syntax/describe-with-syntax.js';
import { layoutViolations, violations } from '../support/syntax/rules.js';
import { readSyntaxFacts, type SyntaxFacts } from '../support/syntax/syntax-facts.js';

const bootstrap = 'Start-PhsSession';
const folder = join(packageRoot(), 'scripts');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ps1'))
  .sort();
const names = files.map((name) => basename(name, '.ps1'));

describe('the files in scripts/', () => {
  test('are the bootstrap, one file for each operation, and the helpers', () => {
    expect(names).toEqual([bootstrap, ...operations.map(({ name }) => name), ...helpers].sort());
  });

  test('belong to one descriptor each', () => {
    const all = [...operations.map(({ name }) => name), ...helpers];
    expect(new Set(all).size).toBe(all.length);
  });

  test('belong to operations that change nothing, but for the guarded sync', () => {
    const changing = operations.filter(({ mutates }) => mutates).map(({ name }) => name);
    expect(changing).toEqual(['Invoke-PhsGuardedSync']);
  });

  test('belong to operations that end at a deadline', () => {
    for (const operation of operations) {
      expect(operation.deadlineMs).toBeGreaterThanOrEqual(10_000);
      const argument = operation.windowArgument;
      expect(argument === undefined || argument in operation.arguments.shape).toBe(true);
    }
  });
});

describeWithSyntax('the syntax trees of scripts/*.ps1', () => {
  let facts: SyntaxFacts;

  beforeAll(() => {
    facts = readSyntaxFacts(files.map((name) => join(folder, name)));
  });

  for (const name of names) {
    test(`${name}.ps1 keeps the rules for Windows PowerShell 5.1`, () => {
      const file = facts.files[names.indexOf(name)];
      expect(file).toBeDefined();
      const ownNames = names.filter((own) => own !== bootstrap);
      expect(file === undefined ? [] : violations(file, { ownNames, verbs: facts.verbs })).toEqual([]);
    });
  }

  test('the parameters of each operation are the keys of its arguments', () => {
    for (const operation of operations) {
      const parameters = facts.files[names.indexOf(operation.name)]?.parameters ?? [];
      const camelCase = parameters.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
      expect([operation.name, ...camelCase.sort()]).toEqual([
        operation.name,
        ...Object.keys(operation.arguments.shape).sort(),
      ]);
    }
  });
});

/** Paths of PowerShell files in a folder and below it. */
function scriptsBelow(folderName: string): readonly string[] {
  return readdirSync(join(packageRoot(), folderName), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ps(?:1|m1|d1)$/.test(name))
    .map((name) => join(packageRoot(), folderName, name))
    .sort();
}

describeWithSyntax('the layout', () => {
  test('of the parts of the guarded script is that of all scripts', () => {
    const paths = scriptsBelow('scripts/guard');

    expect(paths.length).toBeGreaterThan(10);
    expect(readSyntaxFacts(paths).files.flatMap(layoutViolations)).toEqual([]);
  });

  test('of the simulator has no tabs and no blanks at the end of a line, and is indented in the same way', () => {
    const paths = scriptsBelow('simulator');
    const found = readSyntaxFacts(paths).files.flatMap(layoutViolations);

    expect(paths.length).toBeGreaterThan(30);
    expect(found.filter(({ rule }) => rule !== 'line-length')).toEqual([]);
  });
});
