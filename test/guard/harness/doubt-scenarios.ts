import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSlotName } from '../../../src/guard/slots.js';
import { setFaults } from '../../support/simulated-server.js';
import { readJournal } from './journal-files.js';
import { slotsOf } from './judge.js';
import { connector, type ProofServer } from './proof-server.js';
import { failures, killAfterOff, killWhere, withFaults, type Scenario, type Stage } from './scenario-stage.js';

const isOff = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
const beforeLook = { cmdlet: 'Get-ADSyncConnector', mode: 'meanwhile', when: 'before', times: 1 } as const;

function epochFolder({ directory }: ProofServer): string {
  const folder = readJournal(directory).at(-1)?.folder;
  if (folder === undefined) throw new Error('There is no epoch.');
  return folder;
}

/** Deletes the slots of the newest epoch and leaves its ticks. */
function deleteSlots(server: ProofServer): void {
  const folder = epochFolder(server);
  for (const name of readdirSync(folder).filter(isSlotName)) rmSync(join(folder, name));
}

/** Leaves the server as a kill after the parameter was set leaves it: it went, and was not permitted to switch. */
function killAfterParameter(stage: Stage): Promise<void> {
  return killWhere(stage, (points) => points.findLast((one) => one.startsWith('Set-PhsParameter:')));
}

/** What the guardian does where it cannot look, or where the journal was tampered with. */
export const doubtScenarios = {
  'a guardian that cannot look after "on" says so every time': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await setFaults(server.directory, [{ cmdlet: '*-ADSync*', mode: 'throw-before' }]);
    const { facts } = await server.recover(3);
    const alarms = facts.events.filter((id) => id === 4190).length;
    return failures([alarms === 3, `${alarms} alarms in 3 ticks`], [facts.armed, 'the guardian left']);
  },
  'an event that cannot be written keeps OFF from being called': async (stage) => {
    const { facts, driver } = await withFaults(stage, [
      { cmdlet: 'Write-EventLog', where: { EventId: 4105 }, mode: 'throw-before' },
    ]);
    return failures(
      [facts.offCalls === 0 && facts.on, 'OFF was called'],
      [driver.rows.some(({ kind }) => kind === 'refused'), 'the run was not refused'],
    );
  },
  'the guardian of a deleted journal leaves after the soak': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    rmSync(dirname(epochFolder(server)), { recursive: true });
    const first = await server.recover(1);
    const early = await server.recover(43);
    const late = await server.recover(3);
    return failures(
      [first.facts.on, 'PHS stays off'],
      [early.facts.armed, 'the guardian left before 45 calm ticks'],
      [!late.facts.armed && late.facts.on, 'the guardian stays'],
    );
  },
  'the guardian of a deleted journal switches on once only': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    rmSync(dirname(epochFolder(server)), { recursive: true });
    await server.recover(1);
    await setFaults(server.directory, [{ ...beforeLook, ...isOff }]);
    const second = await server.recover(1);
    return failures(
      [!second.facts.on, "somebody else's off was switched on"],
      [second.facts.events.includes(4191), 'no alarm was raised'],
    );
  },
  'slots that were deleted do not keep a person from setting the run aside, and its guardian leaves': async (stage) => {
    const { server, run } = stage;
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover(2);
    deleteSlots(server);
    const { rows } = await server.drive([server.supersedeMode(run)]);
    const soon = await server.recover(3);
    const { facts } = await server.recover(50);
    return failures(
      [rows.some(({ kind }) => kind === 'superseded'), `the answer was ${JSON.stringify(rows)}`],
      [slotsOf(server)['00-supersede'] === 'SUPERSEDE', 'no epoch was opened'],
      [soon.facts.armed, 'the guardian left before its soak was over'],
      [!facts.armed && facts.on, 'the guardian stays'],
    );
  },
  'a run whose permission cannot be looked up ends as not known after it was switched on': async (stage) => {
    const { server } = stage;
    await killAfterParameter(stage);
    const before = slotsOf(server);
    await setFaults(server.directory, [
      { ...beforeLook, ...isOff },
      { cmdlet: 'Get-WinEvent', mode: 'throw-before' },
    ]);
    const { facts } = await server.recover(1);
    const closed = slotsOf(server);
    await setFaults(server.directory, []);
    await server.recover(3);
    const ended = slotsOf(server);
    return failures(
      [before['40-param'] !== undefined || before['30-go'] === 'GO', `the kill left ${JSON.stringify(before)}`],
      [before['50-off'] === undefined && facts.offCalls === 0, 'OFF was called'],
      [facts.on, 'PHS stays off'],
      [
        closed['50-off'] === 'CLOSED' && closed['70-on'] === 'ON_SEEN guard',
        `the journal says ${JSON.stringify(closed)}`,
      ],
      [ended['90-end'] === 'UNKNOWN_OUTCOME', `ended as ${ended['90-end'] ?? 'nothing'}`],
    );
  },
} as const satisfies Readonly<Record<string, Scenario>>;
