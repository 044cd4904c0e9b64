import type { GuardTask, Inspection } from '../model/guard-inspection.js';

/** Name of the scheduled task that guards one run, as Invoke-PhsGuardedSync.ps1 registers it. */
export function guardianTaskName(pair: string, epoch: number): string {
  return `Guard-${pair.slice(0, 16)}-${epoch}`;
}

const systemSid = 'S-1-5-18';

/** `CONTOSO\\svc-guard`, `svc-guard@contoso.com` and `svc-guard` are the same account in different places. */
function shortName(account: string): string {
  return account
    .replace(/^[^\\]{0,255}\\/, '')
    .replace(/@.{0,255}$/s, '')
    .toLowerCase();
}

/**
 * Whether a task runs as the account that the guardian was claimed for (empty: the machine): any user can register a task of that
 * name which runs as himself. Null if a recording does not say it.
 */
function runsAs({ user, sid }: GuardTask, account: string): boolean | null {
  if (account !== '') {
    return shortName(user ?? '') === shortName(account);
  }
  return sid === undefined ? null : sid === systemSid;
}

/** Whether the guardian of a run, which an administrator registered, is there and runs as the machine. */
export function hasSystemTask({ tasks }: Inspection, pair: string, epoch: number): boolean {
  const name = guardianTaskName(pair, epoch);
  return tasks.some((task) => task.name === name && runsAs(task, '') === true);
}

/**
 * Whether the guardian of a run is registered for its account (empty: the machine) and enabled; null if the Task Scheduler could not
 * be read, or a recording does not say whose task it is.
 */
export function guardianIsArmed(
  { tasks, taskScheduler }: Inspection,
  pair: string,
  { epoch, account }: { readonly epoch: number; readonly account: string },
): boolean | null {
  if (taskScheduler.state !== 'read') {
    return null;
  }
  const name = guardianTaskName(pair, epoch);
  const task = tasks.find((one) => one.name === name && one.state !== 'Disabled');
  return task === undefined ? false : runsAs(task, account);
}
