import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTasks } from '../../../src/simulator/task-state.js';
import { entraId } from '../../support/diagnosis-replies.js';
import { readCalls, readState, setFaults, setStateValue } from '../../support/simulated-server.js';
import { doubtScenarios } from './doubt-scenarios.js';
import { forgedScenarios } from './forged-scenarios.js';
import { forgedVouchers } from './forged-vouchers.js';
import { slotsOf, suffer } from './judge.js';
import { chooseKillPoints, readTrace, traceFile } from './kill-plan.js';
import { connector } from './proof-server.js';
import {
  addSignOfLife,
  clearOwnEvents,
  failures,
  killAfterOff,
  killBeforeOn,
  onCalls,
  withFaults,
  type Scenario,
} from './scenario-stage.js';

/** Behaviour that the sabotages of the script must break, each by its name. */
export const scenarios = {
  ...doubtScenarios,
  ...forgedScenarios,
  ...forgedVouchers,
  'a run ends only after three calm ticks': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover(2);
    const early = slotsOf(server)['90-end'];
    await server.recover(4);
    const { armed, on } = await server.facts();
    const end = slotsOf(server)['90-end'];
    return failures(
      [early === undefined, `ended after two ticks as ${early ?? ''}`],
      [end === 'VERIFIED', `ended as ${end ?? 'nothing'}`],
      [!armed && on, 'the guardian stays, or PHS is off'],
    );
  },
  'what was cut off after OFF is on again with the next tick': async (stage) => {
    await killAfterOff(stage);
    const before = await stage.server.facts();
    const recovery = await stage.server.recover(1);
    return failures(
      [!before.on && before.offCalls === 1, 'OFF was not called'],
      [recovery.facts.on, 'PHS stays off'],
      [slotsOf(stage.server)['70-on'] === 'ON_SEEN guard', 'nobody wrote ON_SEEN'],
    );
  },
  'a torn OFF_INTENT counts, also when the event log was cleared': async (stage) => {
    await killAfterOff(stage);
    suffer(stage.server.directory, 'torn');
    clearOwnEvents(stage.server);
    const { facts } = await stage.server.recover(2);
    return failures([facts.on, 'PHS stays off']);
  },
  'a lost OFF_INTENT is known by its event': async (stage) => {
    await killAfterOff(stage);
    suffer(stage.server.directory, 'missing');
    const { facts } = await stage.server.recover(2);
    return failures([facts.on, 'PHS stays off']);
  },
  'a parameter that is not stored keeps OFF from being called': async (stage) => {
    const { facts } = await withFaults(stage, [{ cmdlet: 'Add-ADSyncConnector', mode: 'drop' }]);
    return failures([facts.offCalls === 0, 'OFF was called']);
  },
  'a guardian that is gone keeps OFF from being called': async (stage) => {
    const name = `Guard-${stage.server.pair().slice(0, 16)}-1`;
    const gone = { mode: 'meanwhile', when: 'after', change: 'task-remove', arguments: { name } } as const;
    const { facts } = await withFaults(stage, [{ cmdlet: 'Add-ADSyncConnector', ...gone }]);
    return failures([facts.offCalls === 0, 'OFF was called']);
  },
  'a plan that no longer holds is closed under the lock': async (stage) => {
    const value = {
      change: 'connector',
      arguments: { sourceConnector: connector, name: 'other', value: '7' },
    } as const;
    const changed = { cmdlet: 'Get-ADSyncScheduler', mode: 'meanwhile', when: 'before', times: 1, ...value } as const;
    const { facts, slots } = await withFaults(stage, [changed]);
    const off = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
    const second = await withFaults(stage, [{ ...changed, ...off }]);
    return failures(
      [facts.offCalls === 0 || slots['30-go'] === 'GO', 'OFF was called on a changed plan'],
      [second.facts.offCalls === 0 && second.slots['30-go'] === 'CLOSED', 'OFF was called although PHS was off'],
    );
  },
  'ON that has no effect is tried again': async (stage) => {
    const { facts, driver } = await withFaults(stage, [
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', where: { Enable: true }, mode: 'drop', times: 2 },
    ]);
    const attempts = driver.rows.find(({ kind }) => kind === 'result')?.fields['onAttempts'];
    return failures([facts.on, 'PHS stays off'], [attempts === '3', `ON was tried ${attempts ?? '0'} times`]);
  },
  'ON is called also when OFF throws after its effect': async (stage) => {
    const { facts, slots } = await withFaults(stage, [
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', where: { Enable: false }, mode: 'throw-after', times: 1 },
    ]);
    return failures([facts.on, 'PHS stays off'], [slots['70-on'] === 'ON_SEEN run', 'nobody wrote ON_SEEN']);
  },
  'a switch-off that failed is not a success, whatever the server shows': async (stage) => {
    const fault = { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', where: { Enable: false }, times: 1 } as const;
    await withFaults(stage, [{ ...fault, mode: 'throw-before' }]);
    await stage.server.recover(50);
    const without = slotsOf(stage.server)['90-end'];
    await withFaults(stage, [{ ...fault, mode: 'throw-after' }]);
    await stage.server.recover(6);
    const soon = slotsOf(stage.server)['90-end'];
    await stage.server.recover(44);
    const after = slotsOf(stage.server)['90-end'];
    return failures(
      [without === 'UNKNOWN_OUTCOME', `without its effect it ended as ${without ?? 'nothing'}`],
      [soon === undefined, `after its effect it ended early as ${soon ?? ''}`],
      [after === 'UNKNOWN_OUTCOME', `after its effect it ended as ${after ?? 'nothing'}`],
    );
  },
  'a guardian that is gone is armed again by an operator': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await setStateValue(server.directory, ['tasks'], []);
    const gone = await server.facts();
    const { rows } = await server.drive([server.recoverMode()]);
    const again = await server.facts();
    await server.recover(6);
    const end = slotsOf(server)['90-end'];
    return failures(
      [!gone.armed && again.armed, 'the guardian is not armed'],
      [rows.some(({ fields }) => fields['guardian'] === 'armed'), 'nothing is said of the guardian'],
      [end === 'VERIFIED' && again.offCalls === 1, `ended as ${end ?? 'nothing'}`],
    );
  },
  'a run happens once': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    const again = await server.drive([server.runMode(run)]);
    const other = await server.drive([
      ...server.claimModes('00000000-0000-4000-8000-000000000001'),
      server.runMode(run),
    ]);
    const { offCalls } = await server.facts();
    const refused = [again, other].every(({ rows }) => rows.some(({ kind }) => kind === 'refused'));
    return failures([offCalls === 1, `OFF was called ${offCalls} times`], [refused, 'a second run was not refused']);
  },
  'a slot that is there is never written again': async ({ server, run }) => {
    server.restore('armed');
    const [epoch] = (await import('./journal-files.js')).readJournal(server.directory);
    writeFileSync(join(epoch?.folder ?? '', '50-off'), 'somebody else');
    const driver = await server.drive([server.runMode(run)]);
    const { offCalls } = await server.facts();
    const kept = readFileSync(join(epoch?.folder ?? '', '50-off'), 'utf8');
    return failures(
      [offCalls === 0 && driver.rows.some(({ kind }) => kind === 'refused'), 'OFF was called'],
      [kept === 'somebody else', 'the slot was overwritten'],
    );
  },
  'an abandoned claim is closed, and a run that comes late is refused': async ({ server, run }) => {
    server.restore('armed');
    await server.recover(14);
    const slots = slotsOf(server);
    const late = await server.drive([server.runMode(run)]);
    const { offCalls, parameter } = await server.facts();
    return failures(
      [slots['30-go'] === 'CLOSED' && slots['90-end'] === 'ABANDONED', `the journal says ${JSON.stringify(slots)}`],
      [late.rows.some(({ kind }) => kind === 'refused'), 'the late run was not refused'],
      [offCalls === 0 && !parameter, 'something was changed'],
    );
  },
  "somebody else's off is left alone": async ({ server }) => {
    server.restore('armed');
    const off = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
    await setFaults(server.directory, [
      { cmdlet: 'Get-ADSyncConnector', mode: 'meanwhile', when: 'before', times: 1, ...off },
    ]);
    const { facts } = await server.recover(2);
    return failures(
      [!facts.on && (await onCalls(server)) === 0, 'the guardian switched on'],
      [facts.events.includes(4191), 'no alarm was raised'],
    );
  },
  'an off after ON_SEEN is repaired once, then only told': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    const off = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
    const another = { cmdlet: 'Get-ADSyncConnector', mode: 'meanwhile', when: 'before', times: 1, ...off } as const;
    await setFaults(server.directory, [another]);
    const once = await server.recover(1);
    await setFaults(server.directory, [another]);
    const twice = await server.recover(1);
    return failures(
      [once.facts.on && slotsOf(server)['80-again'] === 'AGAIN', 'the first off was not repaired'],
      [!twice.facts.on && twice.facts.events.includes(4191), 'the second off was switched on again'],
    );
  },
  'an off after ON_SEEN that cannot be repaired at once is repaired later': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    const off = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
    const set = 'Set-ADSyncAADPasswordSyncConfiguration';
    await setFaults(server.directory, [
      { cmdlet: 'Get-ADSyncConnector', mode: 'meanwhile', when: 'before', times: 1, ...off },
      { cmdlet: set, where: { Enable: true }, mode: 'throw-before', times: 99 },
    ]);
    const failed = await server.recover(1);
    await setFaults(server.directory, []);
    const later = await server.recover(1);
    return failures(
      [!failed.facts.on && failed.facts.events.includes(4190), 'no alarm was raised'],
      [later.facts.on && slotsOf(server)['80-again'] === 'AGAIN', 'PHS stays off'],
    );
  },
  'signs of life from before "on" do not shorten the soak': async (stage) => {
    // OFF was permitted and may be on its way; its caller died before the call.
    await killBeforeOn(stage, 2);
    addSignOfLife(stage.server);
    const { facts } = await stage.server.recover(5);
    const end = slotsOf(stage.server)['90-end'];
    return failures(
      [facts.offCalls === 0 && facts.on, 'OFF was called'],
      [end === undefined && facts.armed, `ended as ${end ?? 'nothing'}`],
    );
  },
  'the log is not read before a repair that the journal alone asks for': async (stage) => {
    await killAfterOff(stage);
    const change = { change: 'staging', arguments: { enabled: false } } as const;
    await setFaults(stage.server.directory, [
      { cmdlet: 'Get-WinEvent', mode: 'meanwhile', when: 'before', times: 99, by: 'task', ...change },
    ]);
    const { facts } = await stage.server.recover(1);
    const calls = (await readCalls(stage.server.directory)).map((call) => call.cmdlet);
    const read = calls.findIndex((cmdlet) => cmdlet.startsWith('(meanwhile)'));
    return failures(
      [facts.on, 'PHS stays off'],
      [read < 0 || read > calls.lastIndexOf('Set-ADSyncAADPasswordSyncConfiguration'), 'the log was read first'],
    );
  },
  'a guardian that does not start every minute keeps OFF from being called': async ({ server, run }) => {
    server.restore('armed');
    const [task] = await readTasks(server.directory);
    const minutely = (task?.triggers ?? []).findIndex(({ interval }) => interval === 'PT1M');
    await setStateValue(server.directory, ['tasks', 0, 'triggers', minutely, 'interval'], 'PT1H');
    const driver = await server.drive([server.runMode(run)]);
    const { offCalls, parameter } = await server.facts();
    return failures(
      [minutely >= 0 && driver.rows.some(({ kind }) => kind === 'refused'), 'the run was not refused'],
      [offCalls === 0 && !parameter, 'something was changed'],
    );
  },
  'the pair is named by identifiers': async ({ server }) => {
    server.restore('armed');
    const state = await readState(server.directory);
    const found: Readonly<Record<string, unknown>> | undefined = state.connectors.find(
      ({ name }) => name === connector,
    );
    const text = `phs-guard/1|${String(found?.['identifier'])}|${entraId}`;
    const expected = createHash('sha256').update(text).digest('hex');
    return failures([server.pair() === expected, `the pair is ${server.pair()}`]);
  },
  'a claim whose guardian was never registered is closed by an operator': async ({ server, run }) => {
    server.restore('fresh');
    writeFileSync(traceFile(server), '');
    await server.drive(server.claimModes(run));
    await server.tasksAtRest();
    const point = chooseKillPoints(readTrace(server), 'Claim').find((one) => one.startsWith('Register-PhsGuardian:'));
    server.restore('fresh');
    server.killAt('Claim', point ?? '');
    await server.drive(server.claimModes(run));
    server.killNowhere();
    const ticked = await server.recover(2);
    const left = slotsOf(server);
    await server.drive([server.recoverMode()]);
    const { on, offCalls, armed } = await server.facts();
    const { '10-claim': claim, '30-go': go, '90-end': end } = slotsOf(server);
    return failures(
      [ticked.ticks === 0 && Object.keys(left).join() === '10-claim', `the kill left ${JSON.stringify(left)}`],
      [claim === 'CLAIM' && go === 'CLOSED' && end === 'ABANDONED', `ended as ${end ?? 'nothing'}`],
      [on && offCalls === 0 && !armed, 'something was changed'],
    );
  },
  'what was cut off after OFF is switched on by an operator, too': async (stage) => {
    await killAfterOff(stage);
    const { rows } = await stage.server.drive([stage.server.recoverMode()]);
    const { on, offCalls, armed } = await stage.server.facts();
    const action = rows.find(({ kind }) => kind === 'recovered')?.fields['action'];
    return failures(
      [on && offCalls === 1, 'PHS stays off'],
      [armed, 'the guardian does not stay for the soak'],
      [action === 'turned-on', `the action is ${action ?? 'nothing'}`],
    );
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** Name of a scenario. */
export type ScenarioName = keyof typeof scenarios;
