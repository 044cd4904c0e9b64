import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCalls, setFaults, switchCalls } from '../../support/simulated-server.js';
import { slotsOf } from './judge.js';
import { chooseKillPoints, readTrace, traceFile } from './kill-plan.js';
import type { SeenSlots } from './journal-files.js';
import { connector, type DriverRun, type ProofServer, type ServerFacts } from './proof-server.js';

/** A server with an armed run, and the run. */
export interface Stage {
  readonly server: ProofServer;
  readonly run: string;
}

/** What went wrong; nothing for a scenario that holds. */
export type Scenario = (stage: Stage) => Promise<readonly string[]>;

/** The texts of what does not hold. */
export function failures(...checks: readonly (readonly [boolean, string])[]): readonly string[] {
  return checks.filter(([holds]) => !holds).map(([, text]) => text);
}

/** Leaves the server as a kill of Run leaves it, at one of the points that a whole run comes by. */
export async function killWhere(
  { server, run }: Stage,
  choose: (points: readonly string[]) => string | undefined,
): Promise<void> {
  server.restore('armed');
  writeFileSync(traceFile(server), '');
  await server.drive([server.runMode(run)]);
  const point = choose(chooseKillPoints(readTrace(server), 'Run'));
  if (point === undefined) throw new Error('The run did not come by the statement that it is to be killed at.');
  server.restore('armed');
  server.killAt('Run', point);
  await server.drive([server.runMode(run)]);
  server.killNowhere();
}

/** Leaves the server as a kill so many statements before the first one of switching on leaves it. */
export function killBeforeOn(stage: Stage, statements: number): Promise<void> {
  return killWhere(
    stage,
    (points) => points[points.findIndex((one) => one.startsWith('Set-PhsChannelOn:')) - statements],
  );
}

/** Leaves the server as a kill right after OFF leaves it. */
export function killAfterOff(stage: Stage): Promise<void> {
  return killBeforeOn(stage, 0);
}

/** The service goes on with what it did: an event of the connector, now. */
export function addSignOfLife(server: ProofServer): void {
  const path = join(server.directory, 'events.tsv');
  const text = readFileSync(path, 'utf8');
  const index = Number(text.trimEnd().split('\n').at(-1)?.split('\t')[0] ?? '0') + 1;
  const ticks = (BigInt(Date.now()) + 62_135_596_800_000n) * 10_000n;
  const cells = [index, ticks, 654, 'Information', 'Directory Synchronization', 0, `Provisioning ping, ${connector}.`];
  writeFileSync(path, `${text}${cells.join('\t')}\n`);
}

/** As if the event log had been cleared of the tool's events. */
export function clearOwnEvents(server: ProofServer): void {
  const path = join(server.directory, 'events.tsv');
  const kept = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.includes('\tphs-tool\t'));
  writeFileSync(path, kept.join('\n'));
}

/** How often it was switched on. */
export async function onCalls(server: ProofServer): Promise<number> {
  return switchCalls(await readCalls(server.directory), true).length;
}

/** What a run said, and what the server holds after it. */
export interface FaultyRun {
  readonly driver: DriverRun;
  readonly facts: ServerFacts;
  readonly slots: SeenSlots;
}

/** Runs what was claimed on a server that is told to fail. */
export async function withFaults({ server, run }: Stage, faults: Parameters<typeof setFaults>[1]): Promise<FaultyRun> {
  server.restore('armed');
  await setFaults(server.directory, faults);
  const driver = await server.drive([server.runMode(run)]);
  return { driver, facts: await server.facts(), slots: slotsOf(server) };
}
