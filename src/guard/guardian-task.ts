import type { Inspection } from '../model/guard-inspection.js';

/** Name of the scheduled task that guards one run, as Invoke-PhsGuardedSync.ps1 registers it. */
export function guardianTaskName(pair: string, epoch: number): string {
  return `Guard-${pair.slice(0, 16)}-${epoch}`;
}

/** Whether the guardian of a run is registered and enabled; null if the Task Scheduler could not be read. */
export function guardianIsArmed({ tasks, taskScheduler }: Inspection, pair: string, epoch: number): boolean | null {
  const name = guardianTaskName(pair, epoch);
  return taskScheduler.state === 'read' ? tasks.some((task) => task.name === name && task.state !== 'Disabled') : null;
}
