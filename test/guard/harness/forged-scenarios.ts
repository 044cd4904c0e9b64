import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../../src/guard/read-record.js';
import { readTasks } from '../../../src/simulator/task-state.js';
import { setFaults, setStateValue } from '../../support/simulated-server.js';
import { copyEvent, factsLine, forge } from './forging.js';
import { journalRoot, readJournal } from './journal-files.js';
import { slotsOf } from './judge.js';
import { connector, type DriverRun, type ProofServer } from './proof-server.js';
import {
  clearOwnEvents,
  failures,
  killAfterOff,
  killBeforeOn,
  killWhere,
  onCalls,
  type Scenario,
  type Stage,
} from './scenario-stage.js';

const off = { change: 'channel', arguments: { sourceConnector: connector, enabled: false } } as const;
const lateOff = { cmdlet: 'Get-ADSyncConnector', mode: 'meanwhile', when: 'before', times: 1, ...off } as const;
const stranger = '11111111-2222-4333-8444-555555555555';

function epochFolder({ directory }: ProofServer): string {
  return readJournal(directory).at(-1)?.folder ?? '';
}

/** Where the guardian's pinned files are. */
function pinRoot({ directory }: ProofServer): string {
  return join(directory, 'Program Files', 'phs-tool', 'guard');
}

/** The record numbers of the authentic events of an id, lowest first. */
function recordsOf({ rows }: Pick<DriverRun, 'rows'>, id: number): readonly number[] {
  return rows
    .filter(({ kind, fields }) => kind === 'event' && fields['authentic'] === 'yes' && fields['id'] === String(id))
    .map(({ fields }) => Number(fields['recordId']))
    .sort((one, other) => one - other);
}

/** The permission was given, and the caller died before the switch. */
async function killAfterPermission(stage: Stage): Promise<void> {
  await killBeforeOn(stage, 2);
}

/** The parameter was set, and the permission was not given. */
async function killAfterParameter(stage: Stage): Promise<void> {
  await killWhere(stage, (points) => points.findLast((one) => one.startsWith('Set-PhsParameter:')));
}

/** What a user who is signed in to the server writes makes the guard careful only; each with what is right beside it. */
export const forgedScenarios = {
  "the server's events do not end the watch of a run that nobody saw switch": async (stage) => {
    const { server } = stage;
    await killAfterPermission(stage);
    const source = 'Directory Synchronization';
    forge(server, [
      { id: 602, source, message: `Password hash synchronization has stopped for ${connector}.` },
      { id: 601, source, message: `Password hash synchronization has started for ${connector}.` },
    ]);
    const { facts } = await server.recover(6);
    const end = slotsOf(server)['90-end'];
    await setFaults(server.directory, [lateOff]);
    const late = await server.recover(1);
    return failures(
      [facts.offCalls === 0 && facts.on, 'OFF was called'],
      [end === undefined && facts.armed, `ended as ${end ?? 'nothing'}, armed ${String(facts.armed)}`],
      [late.facts.on, 'a late off stays'],
    );
  },
  'an end that came too early ends nothing': async (stage) => {
    const { server } = stage;
    await killAfterPermission(stage);
    writeFileSync(join(epochFolder(server), '90-end'), 'garbage');
    const { facts } = await server.recover(4);
    await setFaults(server.directory, [lateOff]);
    const late = await server.recover(1);
    return failures([facts.armed, 'the guardian left'], [late.facts.on, 'a late off stays']);
  },
  'an end that cannot be read does not keep the guardian for ever': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    writeFileSync(join(epochFolder(server), '90-end'), 'garbage');
    const early = await server.recover(2);
    const { facts } = await server.recover(2);
    return failures([early.facts.armed, 'the guardian left at once'], [!facts.armed && facts.on, 'the guardian stays']);
  },
  'an end that was written before "on" ends nothing before the soak is over': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover();
    const template = readFileSync(join(epochFolder(server), '90-end'), 'utf8');
    const endAfter = async (slot: string): Promise<boolean> => {
      server.restore('armed');
      await server.drive([server.runMode(run)]);
      const hash = sha256(readFileSync(join(epochFolder(server), slot)));
      const body = template.replace(/sha256 .*\n$/, '').replace(/^prev .*$/m, `prev ${hash}`);
      writeFileSync(join(epochFolder(server), '90-end'), `${body}sha256 ${sha256(body)}\n`);
      await setFaults(server.directory, [lateOff]);
      return (await server.recover(1)).facts.armed;
    };
    const inOrder = await endAfter('70-on');
    const early = await endAfter('50-off');
    const { facts } = await server.recover(4);
    return failures(
      [!inOrder, 'an end after "on" does not end the run'],
      [early, 'an end from before "on" ends the run at once'],
      [facts.on && !facts.armed, 'a late off stays, or the guardian does'],
    );
  },
  'a flood of forged events is bounded, stays a doubt, and hides no event of the tool': async (stage) => {
    const { server, run } = stage;
    await killAfterOff(stage);
    const pair = server.pair();
    const inspect = server.claimModes(run).slice(0, 1);
    const [first] = recordsOf(await server.drive(inspect), 4105);
    for (let count = 0; count < 150; count += 1) copyEvent(server, 4105);
    const forged = Array.from({ length: 600 }, (_, index) => {
      const own = `11111111-2222-4333-8444-${String(index).padStart(12, '0')}`;
      const of = index % 2 === 0 ? pair : sha256(own);
      const seal = index % 3 === 0 ? '' : `\r\nhmac-sha256 ${'0'.repeat(64)}`;
      return { id: 4105, message: index > 400 ? 'x' : `Now.\r\n${factsLine('OFF_INTENT', of, own)}${seal}` };
    });
    forge(server, forged);
    const drive = await server.drive(inspect);
    const doubts = drive.rows.filter(({ kind, fields }) => kind === 'event' && fields['authentic'] !== 'yes');
    const left = drive.rows.find(({ kind }) => kind === 'events-left-out')?.fields ?? {};
    const copies = recordsOf(drive, 4105);
    const { facts } = await server.recover(1);
    return failures(
      [doubts.length === 200, `${doubts.length} events that cannot be verified have a row`],
      [left['count'] === '400' && left['newestPermission'] !== '0', `left out: ${JSON.stringify(left)}`],
      [first !== undefined && copies[0] === first && copies.length === 102, `of the 4105 there are ${copies.join()}`],
      [facts.on, 'PHS stays off'],
    );
  },
  'a permitted run that nobody saw ends only after it was seen on': async (stage) => {
    const { server } = stage;
    await killAfterPermission(stage);
    const early = await server.recover(43);
    const late = await server.recover(4);
    const { '70-on': on, '90-end': end } = slotsOf(server);
    return failures(
      [early.facts.armed, 'the guardian left before 45 calm ticks'],
      [on === 'ON_SEEN guard' && end === 'UNKNOWN_OUTCOME', `ended as ${end ?? 'nothing'}, on ${on ?? 'not seen'}`],
      [!late.facts.armed && late.facts.on, 'the guardian stays'],
    );
  },
  'a forged event of a second repair forbids nothing': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    forge(server, [{ id: 4111, message: `It was switched on again.\r\n${factsLine('AGAIN', server.pair(), run)}` }]);
    await setFaults(server.directory, [lateOff]);
    const { facts } = await server.recover(1);
    return failures([facts.on && slotsOf(server)['80-again'] === 'AGAIN', 'PHS stays off']);
  },
  'a forged permission turns nothing on, for an operator and for the guardian': async (stage) => {
    const { server, run } = stage;
    const message = `It is switched off and on again now.\r\n${factsLine('OFF_INTENT', server.pair(), run)}`;
    await killAfterParameter(stage);
    forge(server, [
      { id: 4105, message },
      { id: 4105, message: `${message}\r\nhmac-sha256 ${'0'.repeat(64)}` },
      { id: 4105, message: 'nothing that could be understood' },
    ]);
    await setFaults(server.directory, [lateOff]);
    const { facts } = await server.recover(2);
    const { rows } = await server.drive([server.recoverMode()]);
    return failures(
      [!facts.on && (await onCalls(server)) === 0, 'it was switched on'],
      [facts.events.includes(4190) && facts.armed, 'no alarm was raised, or the guardian left'],
      [rows.some(({ fields }) => fields['reason'] === 'EVENTS_UNVERIFIED'), `recover said ${JSON.stringify(rows)}`],
    );
  },
  'a forged permission makes a run that went be watched longer, and end as not known': async (stage) => {
    const { server, run } = stage;
    await killAfterParameter(stage);
    forge(server, [{ id: 4105, message: `Now.\r\n${factsLine('OFF_INTENT', server.pair(), run)}` }]);
    const soon = await server.recover(5);
    const closed = slotsOf(server);
    const late = await server.recover(45);
    const end = slotsOf(server)['90-end'];
    return failures(
      [closed['50-off'] === 'CLOSED' && closed['90-end'] === undefined, `the journal says ${JSON.stringify(closed)}`],
      [soon.facts.armed, 'the guardian left early'],
      [end === 'UNKNOWN_OUTCOME' && !late.facts.armed, `ended as ${end ?? 'nothing'}`],
    );
  },
  'an event that only the log knows orders nothing, unless a person names its run': async (stage) => {
    const { server, run } = stage;
    await killAfterOff(stage);
    const pair = server.pair();
    await setStateValue(server.directory, ['tasks'], []);
    rmSync(dirname(epochFolder(server)), { recursive: true });
    copyEvent(server, 4105);
    const recover = { ...server.recoverMode(), pairId: pair };
    const asked = await server.drive([recover]);
    const before = await server.facts();
    await server.drive([{ ...recover, runId: run }]);
    const after = await server.facts();
    return failures(
      [asked.rows.some(({ fields }) => fields['reason'] === 'EVENTS_ONLY'), `it said ${JSON.stringify(asked.rows)}`],
      [!before.on, 'it was switched on'],
      [after.on && after.armed, 'a person who names the run is not heeded'],
    );
  },
  'the key of the events outlives the journal and the copy beside it': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    rmSync(join(server.directory, 'ProgramData', 'phs-tool'), { recursive: true });
    const { facts } = await server.recover(1);
    return failures([facts.on, 'PHS stays off']);
  },
  'without any key no event orders anything, and it is told': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    rmSync(join(server.directory, 'ProgramData', 'phs-tool'), { recursive: true });
    rmSync(join(pinRoot(server), 'event-key'));
    const { facts } = await server.recover(2);
    return failures(
      [!facts.on, 'it was switched on'],
      [facts.armed && facts.events.includes(4190), 'the guardian left, or raised no alarm'],
    );
  },
  'a key that others can read is not used': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    rmSync(join(server.directory, 'ProgramData', 'phs-tool'), { recursive: true });
    chmodSync(join(pinRoot(server), 'event-key'), 0o644);
    const { facts } = await server.recover(1);
    return failures([!facts.on && facts.armed, 'an event that others could have sealed was believed']);
  },
  'a journal that others can write to is neither acted upon nor left': async (stage) => {
    const { server } = stage;
    await killAfterOff(stage);
    chmodSync(dirname(epochFolder(server)), 0o777);
    writeFileSync(join(epochFolder(server), '90-end'), 'garbage');
    const { facts } = await server.recover(2);
    const { rows } = await server.drive([server.recoverMode()]);
    chmodSync(dirname(epochFolder(server)), 0o755);
    rmSync(join(epochFolder(server), '90-end'));
    const trusted = await server.recover(1);
    return failures(
      [!facts.on && facts.armed && facts.events.includes(4190), 'it was acted upon, left, or not told'],
      [rows.some(({ fields }) => fields['reason'] === 'JOURNAL_DIRECTORY'), `recover said ${JSON.stringify(rows)}`],
      [trusted.facts.on, 'a journal that is protected is not acted upon'],
    );
  },
  'nothing is written through a link': async ({ server }) => {
    server.restore('fresh');
    const elsewhere = join(server.root, 'elsewhere');
    rmSync(elsewhere, { recursive: true, force: true });
    mkdirSync(elsewhere);
    mkdirSync(dirname(journalRoot(server.directory)), { recursive: true, mode: 0o700 });
    symlinkSync(elsewhere, journalRoot(server.directory));
    const { rows } = await server.drive(server.claimModes('00000000-0000-4000-8000-000000000002'));
    return failures(
      [rows.some(({ fields }) => fields['reason'] === 'JOURNAL_DIRECTORY'), `claim said ${JSON.stringify(rows)}`],
      [!existsSync(join(elsewhere, 'event-key')), 'something was written elsewhere'],
    );
  },
  'pinned files that others can change keep OFF from being called': async ({ server, run }) => {
    server.restore('armed');
    const [task] = await readTasks(server.directory);
    const file = /-File "([^"]+)"/.exec(task?.arguments ?? '')?.[1] ?? '';
    chmodSync(dirname(file), 0o777);
    const driver = await server.drive([server.runMode(run)]);
    const { offCalls, parameter } = await server.facts();
    return failures(
      [driver.rows.some(({ kind }) => kind === 'refused'), 'the run was not refused'],
      [offCalls === 0 && !parameter, 'something was changed'],
    );
  },
  'a guardian with another account, rights, begin or end keeps OFF from being called': async ({ server, run }) => {
    const found: string[] = [];
    const changes: readonly (readonly [readonly (string | number)[], string])[] = [
      [['user'], 'CONTOSO\\bob'],
      [['runLevel'], 'Limited'],
      [['triggers', 1, 'startBoundary'], '2099-01-01T00:00:00'],
      [['triggers', 1, 'endBoundary'], '2026-01-01T00:00:00'],
      [['triggers', 1, 'duration'], 'PT1H'],
      [['triggers', 0, 'enabled'], 'no'],
    ];
    for (const [path, value] of changes) {
      server.restore('armed');
      await setStateValue(server.directory, ['tasks', 0, ...path], value === 'no' ? false : value);
      const driver = await server.drive([server.runMode(run)]);
      const { offCalls } = await server.facts();
      if (offCalls !== 0 || !driver.rows.some(({ kind }) => kind === 'refused'))
        found.push(`${path.join('.')} was not noticed`);
    }
    return found;
  },
  'a guardian that does not report is not called armed': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await setStateValue(server.directory, ['tasks'], []);
    await setFaults(server.directory, [
      { cmdlet: 'Get-PhsPlatformGuard', mode: 'throw-before', by: 'task', times: 99 },
    ]);
    const { rows } = await server.drive([{ ...server.recoverMode(), armTimeoutMs: 3_000 }]);
    const guardian = rows.find(({ kind }) => kind === 'recovered')?.fields['guardian'];
    return failures([guardian === 'registered', `recover says "${guardian ?? 'nothing'}"`]);
  },
  'a claim with a number that no run can have leads to no number after it': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover();
    const line = factsLine('CLAIM', server.pair(), stranger, 999_999_999);
    forge(server, [
      { id: 4100, message: `Claimed.\r\n${line}` },
      { id: 4100, message: `Claimed.\r\n${factsLine('CLAIM', server.pair(), stranger, 9_000)}` },
    ]);
    const named = await server.drive([server.supersedeMode(stranger)]);
    const own = await server.drive([server.supersedeMode(run)]);
    const numbers = readJournal(server.directory).map(({ folder }) => folder.split('/').at(-1));
    return failures(
      [!named.rows.some(({ kind }) => kind === 'superseded'), 'a forged run was superseded'],
      [own.rows.some(({ kind }) => kind === 'superseded'), `the own run was not: ${JSON.stringify(own.rows)}`],
      [numbers.join() === '1,2', `the epochs are ${numbers.join()}`],
    );
  },
  'a supersede that does not read back opens nothing': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover();
    await setFaults(server.directory, [{ cmdlet: 'Write-EventLog', where: { EventId: 4180 }, mode: 'drop' }]);
    const { rows } = await server.drive([server.supersedeMode(run)]);
    return failures(
      [!rows.some(({ kind }) => kind === 'superseded'), 'it was superseded'],
      [readJournal(server.directory).length === 1, 'an epoch was opened'],
    );
  },
  'a journal that was moved aside is set up anew, and its runs still refuse': async ({ server, run }) => {
    server.restore('armed');
    await server.drive([server.runMode(run)]);
    await server.recover();
    const place = join(server.directory, 'ProgramData', 'phs-tool');
    const key = readFileSync(join(place, 'guard', 'event-key'));
    renameSync(place, `${place}.untrusted`);
    const again = await server.drive([{ mode: 'Setup' }, ...server.claimModes(stranger).slice(0, 1)]);
    const made = again.rows.some(
      ({ kind, fields }) => kind === 'setup' && fields['part'] === 'journal' && fields['state'] === 'made',
    );
    const named = await server.drive([server.supersedeMode(run)]);
    const epochs = readJournal(server.directory).map(({ folder }) => folder.split('/').at(-1));
    return failures(
      [made, 'the journal was not set up'],
      [readFileSync(join(place, 'guard', 'event-key')).equals(key), 'the key is another one'],
      [
        named.rows.some(({ kind }) => kind === 'superseded') && epochs.join() === '2',
        `the epochs are ${epochs.join()}`,
      ],
    );
  },
  'a cleared log does not keep a repair from being done': async (stage) => {
    await killAfterOff(stage);
    clearOwnEvents(stage.server);
    const { facts } = await stage.server.recover(1);
    return failures([facts.on, 'PHS stays off']);
  },
} as const satisfies Readonly<Record<string, Scenario>>;
