import { rmSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { writeFigures } from './figures.js';
import { makeOperations } from './harness/instrument.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';
import { sabotage, scriptSabotages, type ScriptSabotage } from './harness/sabotages.js';
import { scenarios, type ScenarioName } from './harness/scenarios.js';

const minutes = 60_000;
const names = Object.keys(scenarios).filter((name): name is ScenarioName => name in scenarios);
const isScenario = (name: string): name is ScenarioName => name in scenarios;

async function play(chosen: readonly ScenarioName[], change?: readonly [string, ScriptSabotage]) {
  const operations = operationsFolder();
  const patch = change === undefined ? undefined : (text: string) => sabotage(text, ...change);
  makeOperations(operations, patch);
  const server = await ProofServer.create(operations);
  try {
    const run = await server.arm();
    const found: [ScenarioName, readonly string[]][] = [];
    for (const name of chosen) found.push([name, await scenarios[name]({ server, run })]);
    return found;
  } finally {
    rmSync(operations, { recursive: true, force: true });
    server.remove();
  }
}

describe('the script in the engine, as it is and sabotaged', () => {
  test(
    'as it is, every scenario holds',
    async () => {
      expect(await play(names)).toEqual(names.map((name) => [name, []]));
    },
    240 * minutes,
  );

  const inEngine = Object.entries(scriptSabotages).filter(([, { noticedBy }]) => isScenario(noticedBy));
  const killed: string[] = [];

  test.each(inEngine)(
    'sabotaged so that %s, its scenario fails',
    async (name, change) => {
      const { noticedBy } = change;
      if (!isScenario(noticedBy)) throw new Error(noticedBy);
      const [[, failures] = ['', []]] = await play([noticedBy], [name, change]);
      expect(failures).not.toEqual([]);
      killed.push(`| ${name} | ${noticedBy} | ${failures.join('; ')} |`);
    },
    90 * minutes,
  );

  test('writes what was noticed', () => {
    const byTree = Object.entries(scriptSabotages)
      .filter(([, { noticedBy }]) => !isScenario(noticedBy))
      .map(([name, { noticedBy }]) => `| ${name} | rule ${noticedBy} | (syntax tree) |`);
    writeFigures('script-sabotages', ['| sabotage | noticed by | as |', '| --- | --- | --- |', ...byTree, ...killed]);
    expect(killed).toHaveLength(inEngine.length);
  });
});
