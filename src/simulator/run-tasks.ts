import { join } from 'node:path';
import { execa } from 'execa';
import type { TaskRun } from '../model/task-runs.js';
import { childEnvironment } from '../base/child-environment.js';
import { packageRoot } from '../base/package-root.js';
import { claimRun, isRunning, newestRun } from './task-runs.js';
import { isDue, readTasks, type ScheduledTask } from './task-state.js';

/** How long a tick waits for its tasks. */
const DEFAULT_WAIT_MS = 300_000;

/** Without these neither Windows nor .NET runs; the real scheduler gives more. */
const WINDOWS_VARIABLES = ['SystemRoot', 'SystemDrive', 'windir', 'TEMP', 'TMP', 'ProgramData', 'ProgramFiles'];

/** See {@link runDueTasks}. */
export interface TickOptions {
  readonly tick: 'startup' | number;
  readonly now: Date;
  /** Longest wait for the end of a task; it goes on after that. */
  readonly waitMs?: number;
}

/** What runs the command line of a task and waits for its end, and its words: a script of simulator/Windows/. */
function launcherOf(task: ScheduledTask, base: string): readonly [program: string, words: readonly string[]] {
  const script = join(packageRoot(), 'simulator', 'Windows', 'run-task');
  return process.platform === 'win32'
    ? [process.execPath, [`${script}.mjs`, base, task.execute, task.arguments ?? '']]
    : ['/bin/sh', [`${script}.sh`, 'supervise', base, task.execute, ...task.argumentList]];
}

/** What a launcher is given: elsewhere than on Windows it empties the environment itself. */
function launcherEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.platform === 'win32'
    ? Object.fromEntries(WINDOWS_VARIABLES.map((name) => [name, process.env[name]]))
    : childEnvironment(process.env);
}

/**
 * Runs the registered command line and nothing else, with an empty environment in the empty folder `.work`, in a session of
 * its own: it goes on when this process ends. Output goes to `.log`. Answers the exit code.
 */
async function runCommandLine(task: ScheduledTask, base: string): Promise<number> {
  const [program, words] = launcherOf(task, base);
  const started = execa(program, words, {
    detached: true,
    cleanup: false,
    reject: false,
    stdio: 'ignore',
    extendEnv: false,
    env: launcherEnvironment(),
    cwd: `${base}.work`,
  });
  started.unref();
  const { exitCode } = await started;
  return exitCode ?? 1;
}

async function runTask(directory: string, task: ScheduledTask, options: TickOptions): Promise<TaskRun> {
  const name = `${task.path}${task.name}`;
  const ignored: TaskRun = {
    tick: options.tick,
    task: name,
    outcome: 'ignored',
    exitCode: null,
    durationMs: 0,
    logFile: null,
  };
  const newest = await newestRun(directory, task);
  if (await isRunning(directory, task, newest)) return ignored;
  const base = await claimRun(directory, task, newest + 1);
  if (base === undefined) return ignored;
  const started = performance.now();
  const exitCode = await within(runCommandLine(task, base), options.waitMs ?? DEFAULT_WAIT_MS);
  return {
    ...ignored,
    outcome: exitCode === undefined ? 'running' : 'ended',
    exitCode: exitCode ?? null,
    durationMs: Math.round(performance.now() - started),
    logFile: `${base}.log`,
  };
}

async function within<Value>(work: Promise<Value>, waitMs: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, waitMs, undefined);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs every task of a simulated server that is due at a tick, all at once as the real scheduler does, and waits for their
 * end. A task that still runs from before is not started again (IgnoreNew).
 * @throws {EnvironmentError} E_SIMULATED_SERVER when the server's state cannot be read.
 */
export async function runDueTasks(directory: string, options: TickOptions): Promise<readonly TaskRun[]> {
  const due: ScheduledTask[] = [];
  for (const task of await readTasks(directory)) {
    const hasRun = (await newestRun(directory, task)) > 0;
    if (isDue(task, { tick: options.tick, now: options.now, hasRun })) due.push(task);
  }
  return Promise.all(due.map((task) => runTask(directory, task, options)));
}
