import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { runDueTasks } from '../../../src/simulator/run-tasks.js';
import { readTasks } from '../../../src/simulator/task-state.js';
import { requireEngine } from '../../support/engine.js';
import {
  channelEnabled,
  createServer,
  readCalls,
  readEvents,
  readState,
  switchCalls,
} from '../../support/simulated-server.js';
import { readJournal } from './journal-files.js';

const rowSchema = z.object({ kind: z.string(), fields: z.record(z.string(), z.string().nullable()) });
const lineSchema = z.union([
  z.object({ begin: z.string(), host: z.number() }),
  z.object({ end: z.string(), rows: z.array(rowSchema), errors: z.array(z.string()) }),
]);

/** A mode of the script with its arguments; `$kind.field` stands for what an earlier mode of the same driver said. */
export type ModeArguments = Readonly<Record<string, string | number>>;

/** What a driver left behind. */
export interface DriverRun {
  readonly exitCode: number | null;
  readonly rows: readonly z.output<typeof rowSchema>[];
  readonly errors: readonly string[];
  readonly stderr: string;
  /** From the start of the last mode that began to the end of the driver, in milliseconds. */
  readonly lastModeMs: number;
}

/** What a server holds that matters to the guard. */
export interface ServerFacts {
  readonly on: boolean;
  readonly offCalls: number;
  readonly parameter: boolean;
  readonly armed: boolean;
  /** Ids of the tool's own events, sorted. */
  readonly events: readonly number[];
}

/** How ticks alone brought a server to rest. */
export interface Recovery {
  /** Ticks until PHS was read as on; 0 when it was on already, undefined when it stayed off. */
  readonly ticksToOn: number | undefined;
  readonly ticks: number;
  readonly facts: ServerFacts;
}

/** How long an attempt to switch on goes on trying: four minutes in the field. */
const turnOnMs = 3_000;

/** The connector that the proofs run on. */
export const connector = 'contoso.com';

function base(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** A simulated server at one path, which the guardian's registered command line names; states are kept as copies. */
export class ProofServer {
  readonly root: string;
  readonly directory: string;
  /** The program that the driver's session starts. */
  engine = requireEngine();
  private adConnectorId = '';

  private constructor(private readonly operations: string) {
    this.root = mkdtempSync(join(base(), 'phs-proof-'));
    this.directory = join(this.root, 'server');
  }

  /** A healthy server; `fresh` is kept. */
  static async create(operations: string): Promise<ProofServer> {
    const made = new ProofServer(operations);
    await createServer('healthy', made.directory);
    const state = await readState(made.directory);
    const found = state.connectors.find(({ name }) => name === connector);
    made.adConnectorId = z.looseObject({ identifier: z.string() }).parse(found).identifier;
    made.save('fresh');
    return made;
  }

  /** Keeps the server as it is under a name. */
  save(name: string): void {
    rmSync(join(this.root, name), { recursive: true, force: true });
    cpSync(this.directory, join(this.root, name), { recursive: true, preserveTimestamps: true });
  }

  /** Puts a kept state back. */
  restore(name: string): void {
    rmSync(this.directory, { recursive: true, force: true });
    cpSync(join(this.root, name), this.directory, { recursive: true, preserveTimestamps: true });
  }

  /** Removes everything. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Arguments of the modes that claim a run, with the plan that the server shows now. */
  claimModes(run: string, epoch = 1): readonly ModeArguments[] {
    const { adConnectorId } = this;
    const claim = { mode: 'Claim', planHash: '$snapshot.planHash', epoch, runId: run, toolVersion: 'proof' };
    return [
      { mode: 'Inspect', adConnectorId, readAgainAfterMs: 0 },
      { ...claim, adConnectorId, armTimeoutMs: 60_000, turnOnLimitMs: turnOnMs },
    ];
  }

  /** Arguments of the mode that runs what was claimed. */
  runMode(run: string, epoch = 1): ModeArguments {
    return { mode: 'Run', pairId: this.pair(), epoch, runId: run, turnOnLimitMs: turnOnMs };
  }

  /** Arguments of the mode that an operator recovers with. */
  recoverMode(epoch = 1): ModeArguments {
    return { mode: 'Recover', pairId: this.pair(), epoch, turnOnLimitMs: turnOnMs };
  }

  /** Arguments of the mode that an operator sets a run aside with. */
  supersedeMode(run: string): ModeArguments {
    const { adConnectorId } = this;
    return { mode: 'Supersede', adConnectorId, evidence: 'run', runId: run, reason: 'proof', toolVersion: 'proof' };
  }

  /** The pair that the journal names. */
  pair(): string {
    return readJournal(this.directory)[0]?.folder.split('/').at(-2) ?? '';
  }

  /** Claims and arms a run, and keeps that as `armed`; answers the run. */
  async arm(): Promise<string> {
    const run = randomUUID();
    const driver = await this.drive(this.claimModes(run));
    if (!driver.rows.some(({ kind }) => kind === 'armed')) {
      throw new Error(`The run was not armed: ${JSON.stringify(driver)}`);
    }
    await this.tasksAtRest();
    this.save('armed');
    return run;
  }

  /** Starts a driver in a process group of its own. */
  start(modes: readonly ModeArguments[]): ChildProcess {
    const { directory, operations } = this;
    const request = { engine: this.engine, operations, server: directory, modes };
    const driver = join(import.meta.dirname, 'driver.mjs');
    return spawn(process.execPath, [driver, JSON.stringify(request)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs modes to the end, or until both processes are killed `killAfterMs` after the last mode began. */
  async drive(modes: readonly ModeArguments[], killAfterMs?: number): Promise<DriverRun> {
    const child = this.start(modes);
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) {
      throw new Error('The driver has no output.');
    }
    let noise = '';
    let began = performance.now();
    let last: Pick<DriverRun, 'rows' | 'errors'> = { rows: [], errors: [] };
    const rows: z.output<typeof rowSchema>[] = [];
    let seen = 0;
    let timer: NodeJS.Timeout | undefined;
    stderr.on('data', (chunk: Buffer) => {
      noise += chunk.toString('utf8');
    });
    const lines = createInterface({ input: stdout });
    lines.on('line', (text) => {
      const line = lineSchema.parse(JSON.parse(text));
      if ('end' in line) {
        last = line;
        rows.push(...line.rows);
        return;
      }
      began = performance.now();
      seen += 1;
      if (seen === modes.length && killAfterMs !== undefined) {
        timer = setTimeout(() => {
          killBoth(child, line.host);
        }, killAfterMs);
      }
    });
    const exitCode = await new Promise<number | null>((resolve) => {
      child.on('close', (code) => {
        resolve(code);
      });
    });
    clearTimeout(timer);
    return { exitCode, rows, errors: last.errors, stderr: noise, lastModeMs: performance.now() - began };
  }

  /** Has both processes killed at a kill point of a mode, the n-th time that it comes by. */
  killAt(mode: string, point: string): void {
    writeFileSync(join(this.directory, 'proof-kill'), `${mode} ${point}`);
  }

  /** No kill point is active any more. */
  killNowhere(): void {
    rmSync(join(this.directory, 'proof-kill'), { force: true });
    rmSync(join(this.directory, 'proof-driver'), { force: true });
  }

  /** Waits until no process of a scheduled task is left. */
  async tasksAtRest(): Promise<void> {
    const folder = join(this.directory, 'tasks');
    for (let count = 0; count < 6_000; count += 1) {
      const files = existsSync(folder) ? readdirSync(folder) : [];
      const open = files.filter((file) => file.endsWith('.run') && !files.includes(file.replace(/run$/, 'exit')));
      if (open.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('A scheduled task does not end.');
  }

  /** What the server holds now. */
  async facts(): Promise<ServerFacts> {
    const calls = await readCalls(this.directory).catch(() => []);
    const state = await readState(this.directory);
    const ad = JSON.stringify(state.connectors.find(({ name }) => name === connector));
    const events = (await readEvents(this.directory)).filter(({ source }) => source === 'phs-tool');
    const ids = events.map(({ eventId }) => eventId).filter((id) => id !== 4199);
    return {
      on: (await channelEnabled(this.directory, connector)) === true,
      offCalls: switchCalls(calls, false).length,
      parameter: ad.includes('ForceFullPasswordSync'),
      armed: (await readTasks(this.directory)).length > 0,
      events: [...ids].sort((one, other) => one - other),
    };
  }

  /** Lets the scheduler tick until the run has ended, nothing is registered, or so many ticks have passed. */
  async recover(most = 60): Promise<Recovery> {
    let ticksToOn = (await channelEnabled(this.directory, connector)) === true ? 0 : undefined;
    let ticks = 0;
    for (; ticks < most;) {
      // A tick while the one before still runs is ignored (IgnoreNew), as the scheduler does; it would count for nothing.
      await this.tasksAtRest();
      const runs = await runDueTasks(this.directory, { tick: ticks + 1, now: new Date(), waitMs: 120_000 });
      if (runs.length === 0) break;
      ticks += 1;
      if (ticksToOn === undefined && (await channelEnabled(this.directory, connector)) === true) ticksToOn = ticks;
    }
    return { ticksToOn, ticks, facts: await this.facts() };
  }
}

/** Ends the driver and its PowerShell in one go, as the Windows job does. */
export function killBoth(child: ChildProcess, host: number): void {
  for (const id of [child.pid, host]) {
    try {
      if (id !== undefined) process.kill(id, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

/** Makes a folder for operations beside the servers. */
export function operationsFolder(): string {
  const folder = mkdtempSync(join(base(), 'phs-operations-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
