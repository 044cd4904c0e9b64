import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProofServer } from './proof-server.js';

/** Functions that write, or decide between two writes: every time one of their statements comes by is a kill point. */
const writing = new Set([
  ...[
    '-',
    'New-PhsSlot',
    'Write-PhsGuardEvent',
    'Switch-PhsChannel',
    'Set-PhsChannelOn',
    'Set-PhsParameter',
    'Invoke-PhsRun',
  ],
  ...[
    'Close-PhsRun',
    'Confirm-PhsPlan',
    'Invoke-PhsClaim',
    'Register-PhsGuardian',
    'Invoke-PhsGuard',
    'Step-PhsLocked',
  ],
  ...[
    'Restore-PhsChannel',
    'Complete-PhsRun',
    'Complete-PhsSoak',
    'New-PhsTick',
    'Unregister-PhsGuardian',
    'Invoke-PhsRecover',
  ],
]);

/** Where a server notes the kill points that a mode passes. */
export function traceFile(server: ProofServer): string {
  return join(server.directory, 'proof-trace');
}

/**
 * The kill points of a mode from a trace of it ("<mode> <label> <count>" a line): all of functions that write, the first and
 * the last time of every other statement, which only reads.
 */
export function chooseKillPoints(trace: string, mode: string): readonly string[] {
  const passed = trace
    .split('\n')
    .filter((line) => line.startsWith(`${mode} `))
    .map((line) => line.slice(mode.length + 1));
  const last = new Map<string, string>();
  for (const point of passed) last.set(point.slice(0, point.lastIndexOf(' ')), point);
  return passed.filter((point) => {
    const label = point.slice(0, point.lastIndexOf(' '));
    return writing.has(label.slice(0, label.indexOf(':'))) || point.endsWith(' 1') || last.get(label) === point;
  });
}

/** The trace that a mode has left. */
export function readTrace(server: ProofServer): string {
  return readFileSync(traceFile(server), 'utf8');
}

/** Every n-th entry, the first and the last included; all for 1. */
export function everyNth<T>(list: readonly T[], step: number): readonly T[] {
  return list.filter((_entry, index) => index % step === 0 || index === list.length - 1);
}

/** Works on a list with as many workers as there are servers; each entry is done by one. Says on stderr how far it is. */
export async function share<T>(
  entries: readonly T[],
  servers: readonly ProofServer[],
  work: (entry: T, server: ProofServer, worker: number) => Promise<void>,
): Promise<void> {
  const queue = [...entries];
  let done = 0;
  await Promise.all(
    servers.map(async (server, worker) => {
      for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
        await work(entry, server, worker);
        done += 1;
        if (done % 50 === 0) process.stderr.write(`${done} of ${entries.length}\n`);
      }
    }),
  );
}
