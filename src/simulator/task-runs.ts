import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScheduledTask } from './task-state.js';
import { stripEnd } from '../base/strip-end.js';

/** A run without a process is being started, for as long as this. simulator/Common/TaskRun.ps1 has the same number. */
const STARTING_MS = 10_000;

/** The start of the file names of a task, as simulator/Common/TaskRun.ps1 makes it. */
export function taskFileName({ path, name }: Pick<ScheduledTask, 'path' | 'name'>): string {
  return stripEnd(`${path}${name}`.replace(/^\\+/, ''), '\\').replace(/[^A-Za-z0-9._-]/g, '_');
}

/** The folder of the runs of a simulated server. */
export function taskFolder(directory: string): string {
  return join(directory, 'tasks');
}

/** The number of the newest run of a task; 0 before the first one. */
export async function newestRun(directory: string, task: ScheduledTask): Promise<number> {
  const start = `${taskFileName(task)}.`;
  const files = await readdir(taskFolder(directory)).catch(() => []);
  const numbers = files
    .filter((file) => file.startsWith(start) && file.endsWith('.run'))
    .map((file) => Number(file.slice(start.length, -'.run'.length)))
    .filter((number) => Number.isSafeInteger(number));
  return Math.max(0, ...numbers);
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Whether the process of a pid file ("pid start") is there; the start distinguishes it from a later one of the same number. */
async function isAlive(text: string): Promise<boolean> {
  const [id = '', start = ''] = text.trim().split(' ');
  if ((await readIfPresent('/proc/self/stat')) !== undefined) {
    const line = await readIfPresent(`/proc/${id}/stat`);
    if (line === undefined) return false;
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return !['Z', 'X'].includes(fields[0] ?? '') && (start === '' || fields[19] === start);
  }
  try {
    return process.kill(Number(id), 0);
  } catch {
    return false;
  }
}

/** Whether the newest run of a task goes on. */
export async function isRunning(directory: string, task: ScheduledTask, number: number): Promise<boolean> {
  if (number === 0) return false;
  const base = join(taskFolder(directory), `${taskFileName(task)}.${number}`);
  if ((await readIfPresent(`${base}.exit`)) !== undefined) return false;
  const process = await readIfPresent(`${base}.pid`);
  if (process !== undefined) return isAlive(process);
  const claimed = await stat(`${base}.run`).catch(() => undefined);
  return claimed !== undefined && Date.now() - claimed.mtimeMs < STARTING_MS;
}

/**
 * Claims the next run of a task; of several starters one wins. Answers the start of its file names, with an empty folder
 * `.work` beside them; undefined when another one was faster.
 */
export async function claimRun(directory: string, task: ScheduledTask, number: number): Promise<string | undefined> {
  await mkdir(taskFolder(directory), { recursive: true });
  const base = join(taskFolder(directory), `${taskFileName(task)}.${number}`);
  try {
    await writeFile(`${base}.run`, `${task.path}${task.name}\n${task.user}\n`, { flag: 'wx' });
  } catch {
    return undefined;
  }
  await mkdir(`${base}.work`, { recursive: true });
  return base;
}
