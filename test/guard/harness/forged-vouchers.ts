import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTasks } from '../../../src/simulator/task-state.js';
import { setFaults, setStateValue } from '../../support/simulated-server.js';
import { copyEvent, forge } from './forging.js';
import { readJournal } from './journal-files.js';
import type { DriverRun, ProofServer } from './proof-server.js';
import { failures, killAfterOff, type Scenario } from './scenario-stage.js';

function wasRefusedFor({ rows }: DriverRun, reason: string): boolean {
  return rows.some(({ kind, fields }) => kind === 'refused' && fields['reason'] === reason);
}

async function giveTaskTo({ directory }: ProofServer, user: string, runLevel: string): Promise<void> {
  await setStateValue(directory, ['tasks', 0, 'user'], user);
  await setStateValue(directory, ['tasks', 0, 'runLevel'], runLevel);
}

/** One blank more: the seal, which does not count them, holds. */
const spaced = (message: string): string => message.replace(' ', '  ');

/** What a signed-in user can put in the place of what vouches for a run: a task, copies, an older event, a text that breaks answers. */
export const forgedVouchers = {
  'a task that a user registered under the name of the guardian orders nothing': async (stage) => {
    const { server, run } = stage;
    await killAfterOff(stage);
    const recover = server.recoverMode();
    const place = join(server.directory, 'ProgramData', 'phs-tool');
    renameSync(place, `${place}.untrusted`);
    await server.drive([{ mode: 'Setup' }]);
    await giveTaskTo(server, 'CONTOSO\\bob', 'Highest');
    const his = await server.drive([recover]);
    const withHis = await server.facts();
    await giveTaskTo(server, 'SYSTEM', 'Highest');
    server.save('aside');
    await server.drive([recover]);
    const withGuardian = await server.facts();
    server.restore('aside');
    await giveTaskTo(server, 'CONTOSO\\bob', 'Highest');
    await server.drive([{ ...recover, runId: run }]);
    const named = await server.facts();
    return failures(
      [wasRefusedFor(his, 'EVENTS_ONLY') && !withHis.on, `his task orders: ${JSON.stringify(his.rows)}`],
      [withGuardian.on, 'the task of the machine orders nothing'],
      [named.on, 'a person who names the run orders nothing'],
    );
  },
  'copies of an event with other blanks are bounded as all copies are': async (stage) => {
    const { server, run } = stage;
    await killAfterOff(stage);
    for (let count = 0; count < 400; count += 1) copyEvent(server, 4105, spaced);
    copyEvent(server, 4105);
    const { rows } = await server.drive(server.claimModes(run).slice(0, 1));
    const records = rows
      .filter(({ kind, fields }) => kind === 'event' && fields['id'] === '4105')
      .map(({ fields }) => ({ record: Number(fields['recordId']), authentic: fields['authentic'] }));
    const numbers = records.map(({ record }) => record);
    const gap = Math.max(...numbers) - Math.min(...numbers);
    return failures(
      [records.length > 1 && records.length < 110, `${records.length} rows`],
      [records.every(({ authentic }) => authentic === 'yes'), 'a copy is not authentic'],
      [gap >= 401, `the oldest or the newest one is left out (${gap})`],
    );
  },
  'a supersede is read back from its own event and from no older one': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover();
    const first = await server.drive([server.supersedeMode(run)]);
    rmSync(readJournal(server.directory).at(-1)?.folder ?? '', { recursive: true });
    copyEvent(server, 4180);
    server.save('decided');
    await setFaults(server.directory, [{ cmdlet: 'Write-EventLog', where: { EventId: 4180 }, mode: 'drop' }]);
    const dropped = await server.drive([server.supersedeMode(run)]);
    const epochs = readJournal(server.directory).length;
    server.restore('decided');
    const written = await server.drive([server.supersedeMode(run)]);
    const isDone = ({ rows }: DriverRun): boolean => rows.some(({ kind }) => kind === 'superseded');
    return failures(
      [isDone(first) && isDone(written), `it was not superseded: ${JSON.stringify(written.rows)}`],
      [
        wasRefusedFor(dropped, 'EVENT_LOG') && epochs === 1,
        `an older event stood for it: ${JSON.stringify(dropped.rows)}`,
      ],
    );
  },
  'a guardian that is not told where the module is loads none, and alarms': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    const words = (await readTasks(server.directory))[0]?.argumentList ?? [];
    const place = words.indexOf('-AdSyncPath');
    const without = words.filter((_, index) => index !== place && index !== place + 1);
    await setStateValue(server.directory, ['tasks', 0, 'argumentList'], without);
    const { facts } = await server.recover(1);
    await setStateValue(server.directory, ['tasks', 0, 'argumentList'], words);
    const told = await server.recover(1);
    return failures(
      [place > 0 && !facts.on && facts.armed, 'it loaded a module from elsewhere, or left'],
      [facts.events.includes(4190), `it did not alarm: ${facts.events.join()}`],
      [told.facts.on, 'with the path it does not switch on'],
    );
  },
  'an event with a character that XML does not have keeps no answer from being given': async (stage) => {
    const { server, run } = stage;
    await killAfterOff(stage);
    forge(server, [
      { id: 4105, message: 'Forged \uffff\ufffe.' },
      { id: 617, source: 'Directory Synchronization', message: 'Full sync of contoso.com \uffff.' },
    ]);
    const inspected = await server.drive(server.claimModes(run).slice(0, 1));
    const recovered = await server.drive([server.recoverMode()]);
    const { on } = await server.facts();
    return failures(
      [inspected.rows.some(({ kind }) => kind === 'events'), `nothing was told: ${inspected.stderr.slice(-300)}`],
      [recovered.rows.some(({ kind }) => kind === 'recovered') && on, `not recovered: ${recovered.stderr.slice(-300)}`],
    );
  },
} as const satisfies Readonly<Record<string, Scenario>>;
