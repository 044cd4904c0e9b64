import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { makeOperations, scriptName, type KillPoint } from './harness/instrument.js';
import { slotsOf } from './harness/judge.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';
import { calm } from './model/explore.js';
import { JournalPaths } from './model/journal-path.js';

describeWithEngine('a run that is killed together with its command line tool', () => {
  const operations = operationsFolder();
  let points: readonly KillPoint[] = [];
  let server: ProofServer;
  let run = '';

  beforeAll(async () => {
    points = makeOperations(operations);
    server = await ProofServer.create(operations);
    run = await server.arm();
  });

  afterAll(() => {
    rmSync(operations, { recursive: true, force: true });
    server.remove();
  });

  test('can be killed before every statement of the script', () => {
    const owners = new Set(points.map(({ label }) => label.slice(0, label.indexOf(':'))));
    expect(points.length).toBeGreaterThan(500);
    expect([...owners]).toEqual(expect.arrayContaining(['Switch-PhsChannel', 'Invoke-PhsGuard', 'New-PhsSlot', '-']));
    expect(readFileSync(join(operations, scriptName), 'utf8').split("Step-PhsProof '").length - 1).toBe(points.length);
  });

  test('right after OFF: the next tick of the registered command line switches on, the journal is a path of the model', async () => {
    const paths = new JournalPaths([{ operators: 1, budget: { ...calm, kill: 1 } }]);
    const first = points.filter(({ label }) => label.startsWith('Set-PhsChannelOn:'))[1]?.label ?? '';
    server.killAt('Run', `${first} 1`);
    const driver = await server.drive([server.runMode(run)]);
    server.killNowhere();
    expect(driver.exitCode).toBeNull();
    expect(await server.facts()).toMatchObject({ on: false, offCalls: 1, armed: true });
    const outcome = async () => {
      const { on, offCalls, parameter } = await server.facts();
      return { slots: slotsOf(server), on, offCalls, parameter };
    };
    expect(paths.isPathOfModel(await outcome())).toBe(true);
    const { ticksToOn } = await server.recover(1);
    expect(ticksToOn).toBe(1);
    expect(slotsOf(server)).toMatchObject({ '50-off': 'OFF_INTENT', '70-on': 'ON_SEEN guard' });
    expect(paths.isPathOfModel(await outcome())).toBe(true);
    expect(paths.isPathOfModel({ ...(await outcome()), offCalls: 2 })).toBe(false);
    expect(paths.isPathOfModel({ ...(await outcome()), slots: { ...slotsOf(server), '90-end': 'ABANDONED' } })).toBe(
      false,
    );
  });
});
