import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../base/errors.js';
import { decodeClixml, toPlain } from '../parsers/clixml.js';

const triggerSchema = z.object({
  kind: z.enum(['startup', 'once']),
  startBoundary: z.string().nullable(),
  /** ISO 8601, as Task Scheduler writes it; null: the trigger fires once. */
  interval: z.string().nullable(),
  enabled: z.boolean(),
});

/** A scheduled task in the state of a simulated server; simulator/Windows/TaskObject.ps1 writes it. */
export const taskSchema = z.object({
  path: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  execute: z.string(),
  /** As registered. */
  arguments: z.string().nullable(),
  /** The same as Windows splits it. */
  argumentList: z.array(z.string()),
  user: z.string(),
  triggers: z.array(triggerSchema),
});
/** See {@link taskSchema}. */
export type ScheduledTask = z.output<typeof taskSchema>;

const stateSchema = z.object({ tasks: z.array(taskSchema).nullish() });

/**
 * The scheduled tasks of a simulated server, in the order of their registration.
 * @throws {EnvironmentError} E_SIMULATED_SERVER when the state cannot be read.
 */
export async function readTasks(directory: string): Promise<readonly ScheduledTask[]> {
  const path = join(directory, 'state.clixml');
  try {
    const [record] = decodeClixml(await readFile(path, 'utf8'));
    return stateSchema.parse(record === undefined ? null : toPlain(record.value)).tasks ?? [];
  } catch (cause) {
    throw new EnvironmentError('E_SIMULATED_SERVER', `The scheduled tasks in ${path} cannot be read.`, { cause });
  }
}

const MS_PER_MINUTE = 60_000;

/**
 * Whether a task is due at a tick, which stands for the minute that has just passed: enabled, with a trigger by time that
 * has begun. A trigger without an interval fires once (`hasRun`: it did). At start-up it is the start-up triggers that count.
 */
export function isDue(task: ScheduledTask, at: { tick: 'startup' | number; now: Date; hasRun: boolean }): boolean {
  if (!task.enabled) return false;
  return task.triggers.some(({ kind, startBoundary, interval, enabled }) => {
    if (!enabled) return false;
    if (at.tick === 'startup' || kind === 'startup') return at.tick === 'startup' && kind === 'startup';
    const begins = startBoundary === null ? 0 : Date.parse(startBoundary);
    return begins <= at.now.getTime() + MS_PER_MINUTE && (interval !== null || !at.hasRun);
  });
}
