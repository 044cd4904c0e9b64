import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { setFaults } from '../support/simulated-server.js';
import { describeWhere, mayMount, onFullDisk } from './harness/file-systems.js';
import { makeOperations, scriptName, type KillPoint } from './harness/instrument.js';
import { slotsOf } from './harness/judge.js';
import { connector, operationsFolder, ProofServer } from './harness/proof-server.js';
import { race } from './harness/race.js';
import { calm } from './model/explore.js';
import { JournalPaths } from './model/journal-path.js';

/** One case of each class of proof in the engine; `npm run test:deep` goes through all of them. */
describeWithEngine('the guard on a simulated server', () => {
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

  test('killed with its command line tool right after OFF: the next tick of the registered command line switches on, the journal is a path of the model', async () => {
    const paths = new JournalPaths([{ operators: 1, budget: { ...calm, kill: 1 } }]);
    const first = points.filter(({ label }) => label.startsWith('Set-PhsChannelOn:'))[1]?.label ?? '';
    server.restore('armed');
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

  test('whose server throws after OFF has taken effect: the same run switches on', async () => {
    server.restore('armed');
    const where = { Enable: false };
    await setFaults(server.directory, [
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', where, mode: 'throw-after', by: 'operator' },
    ]);
    await server.drive([server.runMode(run)]);
    expect(await server.facts()).toMatchObject({ on: true, offCalls: 1 });
    expect(slotsOf(server)).toMatchObject({ '50-off': 'OFF_INTENT', '70-on': 'ON_SEEN run' });
  });

  test('that another administrator switches off before OFF: nothing is switched by the tool, and it stays off', async () => {
    server.restore('armed');
    const change = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
    await setFaults(server.directory, [
      { cmdlet: 'Add-ADSyncConnector', mode: 'meanwhile', when: 'after', times: 1, by: 'operator', ...change },
    ]);
    await server.drive([server.runMode(run)]);
    await server.recover(1);
    expect(await server.facts()).toMatchObject({ on: false, offCalls: 0 });
    expect(slotsOf(server)).not.toHaveProperty('70-on');
  });

  test('asked by three operators at once: one runs', async () => {
    server.restore('fresh');
    const drivers = await race(server, [randomUUID(), randomUUID(), randomUUID()]);
    expect(drivers).toEqual({ ran: 1, refused: 2 });
    expect(await server.facts()).toMatchObject({ on: true, offCalls: 1 });
  });

  describeWhere(mayMount(), 'root that may mount', 'whose disk is full', () => {
    test.each([
      [2, 0],
      [3, 1],
    ])('after %i further slots: OFF is called %i times, only with its permission on the disk', async (free, calls) => {
      await onFullDisk(server, free, async () => {
        await server.drive([server.runMode(run)]);
        expect(await server.facts()).toMatchObject({ on: true, offCalls: calls });
        expect(slotsOf(server)['50-off'] === 'OFF_INTENT').toBe(calls === 1);
      });
    });
  });
});
