import { existsSync, readFileSync } from 'node:fs';

/** Whether a process runs: it is there, and it is more than an entry that its parent has not asked about yet. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || Number.isNaN(pid)) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !readFileSync(status, 'utf8').includes(') Z ');
}

/** Waits until none of the processes runs any more; jest's own limit is the only one. */
export async function untilGone(...pids: readonly (number | undefined)[]): Promise<void> {
  while (pids.some((pid) => isAlive(pid))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
