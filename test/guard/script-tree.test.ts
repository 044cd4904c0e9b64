import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { productScript } from './harness/instrument.js';
import { sabotage, scriptSabotages } from './harness/sabotages.js';
import { readTrees, treeRules, type TreeFact, type TreeRule } from './harness/tree-rules.js';

const rules = Object.keys(treeRules).filter((name): name is TreeRule => name in treeRules);
const isRule = (name: string): name is TreeRule => name in treeRules;

describeWithEngine('the syntax tree of the guarded script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-sabotage-'));
  const text = readFileSync(productScript(), 'utf8');
  const sabotaged = Object.entries(scriptSabotages).filter(([, { noticedBy }]) => isRule(noticedBy));
  const files = sabotaged.map(([name, change], index) => {
    const path = join(folder, `${index}.ps1`);
    writeFileSync(path, sabotage(text, name, change));
    return path;
  });
  let designed: readonly TreeFact[] = [];
  let broken: readonly (readonly TreeFact[])[] = [];

  beforeAll(() => {
    [designed = [], ...broken] = readTrees([productScript(), ...files]);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(rules)('keeps the rule %s', (rule) => {
    expect(designed.length).toBeGreaterThan(300);
    expect(treeRules[rule](designed)).toEqual([]);
  });

  test.each(sabotaged.map(([name, { noticedBy }], index) => [name, noticedBy, index] as const))(
    'notices when %s (%s)',
    (_name, noticedBy, index) => {
      expect(isRule(noticedBy) ? treeRules[noticedBy](broken[index] ?? []) : []).not.toEqual([]);
    },
  );

  test('every sabotage applies exactly once, also those that only a run can notice', () => {
    for (const [name, change] of Object.entries(scriptSabotages)) {
      expect(sabotage(text, name, change)).not.toBe(text);
    }
    expect(() => sabotage('aa', 'twice', { from: 'a', to: '', noticedBy: 'one-off' })).toThrow('2 times');
  });
});
