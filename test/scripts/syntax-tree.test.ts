import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { powershellScript } from '../../src/completion/powershell.js';
import { helpers, operations } from '../../src/scripts/index.js';
import { describeWithEngine } from '../support/engine.js';
import { expectGolden, goldenFolder } from '../support/golden.js';
import { describeWithReferences, testWithReferences } from '../support/syntax/describe-with-references.js';
import { formatDifferences } from '../support/syntax/differences-page.js';
import { formatTable, lookUp, tablePath, usesOf } from '../support/syntax/reference-table.js';
import { ruleContext } from '../support/syntax/rule.js';
import { editionViolations, layoutViolations, violations } from '../support/syntax/rules.js';
import { readSyntaxFacts, type FileFacts } from '../support/syntax/syntax-facts.js';
import { joinedScripts } from '../../tools/join-scripts.mjs';

const bootstrap = 'Start-PhsSession';
/** What the bootstrap calls to reach another server. */
const reaching = ['Initialize-PhsRemote', 'Open-PhsRemote', 'Read-PhsAhead'];
const folder = join(packageRoot(), 'scripts');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ps1'))
  .sort();
const names = files.map((name) => basename(name, '.ps1'));

describe('the files in scripts/', () => {
  test('are the bootstrap and what it reaches other servers with, one file for each operation, and the helpers', () => {
    expect(names).toEqual([bootstrap, ...reaching, ...operations.map(({ name }) => name), ...helpers].sort());
  });

  test('belong to one descriptor each', () => {
    const all = [...operations.map(({ name }) => name), ...helpers];
    expect(new Set(all).size).toBe(all.length);
  });

  test('belong to operations that change nothing, but for the guarded sync, the one of a user, and an event of the tool', () => {
    const changing = operations.filter(({ mutates }) => mutates).map(({ name }) => name);
    expect(changing).toEqual(['Invoke-PhsGuardedSync', 'Invoke-PhsUserPasswordSync', 'Write-PhsToolEvent']);
  });

  test('belong to operations that end at a deadline', () => {
    for (const operation of operations) {
      expect(operation.deadlineMs).toBeGreaterThanOrEqual(10_000);
      const strange = (operation.windowArguments ?? []).filter((name) => !(name in operation.arguments.shape));
      expect(strange).toEqual([]);
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

/** Where the PowerShell of tests is that never runs in 5.1, or uses types that it compiles itself or functions of another script. */
const notFor51 = [
  join('test', 'support', 'syntax'),
  join('test', 'guard', 'harness'),
  join('test', 'support', 'modules', 'compiled'),
  join('test', 'guard', 'scripts'),
  join('test', 'remote'),
  join('test', 'windows', 'scripts'),
];

describeWithEngine('the syntax trees of our PowerShell', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'phs-trees-'));
  const simulated = scriptsBelow('simulator');
  const ofTests = [...scriptsBelow('test'), ...scriptsBelow('bench')].filter(
    (path) => !notFor51.some((part) => path.includes(part)),
  );
  const completion = join(temporary, 'completion.ps1');
  let product: readonly FileFacts[];
  let simulator: readonly FileFacts[];
  let others: readonly FileFacts[];

  beforeAll(() => {
    writeFileSync(completion, powershellScript([], '1.2.3'));
    const all = readSyntaxFacts([...files.map((name) => join(folder, name)), ...simulated, ...ofTests, completion]);
    product = all.slice(0, files.length);
    simulator = all.slice(files.length, files.length + simulated.length);
    others = all.slice(files.length + simulated.length);
  });

  afterAll(() => {
    rmSync(temporary, { recursive: true, force: true });
  });

  testWithReferences('the table of types and members is what the reference assemblies say', () => {
    expectGolden(relative(goldenFolder, tablePath), formatTable(lookUp(usesOf([...product, ...simulator, ...others]))));
  });

  for (const name of names) {
    test(`${name}.ps1 keeps the rules for Windows PowerShell 5.1`, () => {
      const file = product[names.indexOf(name)];
      expect(file).toBeDefined();
      const context = ruleContext(names.filter((own) => own !== bootstrap));
      expect(file === undefined ? [] : violations(file, context)).toEqual([]);
    });
  }

  test('the parameters of each operation are the keys of its arguments', () => {
    for (const operation of operations) {
      const parameters = product[names.indexOf(operation.name)]?.parameters ?? [];
      const camelCase = parameters.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
      expect([operation.name, ...camelCase.sort()]).toEqual([
        operation.name,
        ...Object.keys(operation.arguments.shape).sort(),
      ]);
    }
  });

  test('the simulator uses nothing that Windows PowerShell 5.1 does not have', () => {
    const ownNames = [...names, ...simulator.flatMap(({ functions }) => functions)];
    const context = ruleContext(
      ownNames,
      simulator.flatMap(({ typeNames }) => typeNames),
    );

    expect(simulator.flatMap((facts) => editionViolations(facts, context))).toEqual([]);
  });

  test('the script of completion and the tests use nothing that Windows PowerShell 5.1 does not have', () => {
    const all = [...simulator, ...others];
    const context = ruleContext(
      [...names, ...all.flatMap(({ functions }) => functions), 'Get-NothingOfThisName'],
      all.flatMap(({ typeNames }) => typeNames),
    );

    expect(others.flatMap((facts) => editionViolations(facts, context))).toEqual([]);
  });

  test('the simulator has no tabs and no blanks at the end of a line, and is indented in the same way', () => {
    const found = simulator.flatMap((facts) => layoutViolations(facts, ruleContext()));

    expect(simulated.length).toBeGreaterThan(30);
    expect(found.filter(({ rule }) => rule !== 'line-length')).toEqual([]);
  });

  test.each(Object.keys(joinedScripts))('the parts of scripts/%s are laid out like all scripts', (part) => {
    const paths = scriptsBelow(`scripts/${part}`);

    expect(paths.length).toBeGreaterThan(8);
    const parts = readSyntaxFacts(paths, { types: false });
    expect(parts.flatMap((facts) => layoutViolations(facts, ruleContext()))).toEqual([]);
  });

  testWithReferences('docs/powershell-5.1.md lists what differs between the editions, and where', () => {
    const page = join('..', '..', 'docs', 'powershell-5.1.md');

    expectGolden(page, formatDifferences([...product, ...simulator], ruleContext()));
  });
});

describeWithReferences('the reference assemblies of .NET Framework 4.7.2 and PowerShell 5.1', () => {
  test('know what scripts use, and not what came later', () => {
    const { types } = lookUp([
      ['System.IO.Path', 'Combine'],
      ['System.IO.Path', 'Join'],
      ['System.Half', ''],
      ['System.Management.Automation.Language.TernaryExpressionAst', ''],
    ]);

    expect(Object.keys(types['System.IO.Path']?.members ?? {})).toEqual(['Combine']);
    expect(types['System.IO.Path']?.members['Combine']).toContain('static (System.String, System.String)');
    expect(types['System.Half']).toBeUndefined();
    expect(types['System.Management.Automation.Language.TernaryExpressionAst']).toBeUndefined();
  });
});
