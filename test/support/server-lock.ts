import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { engine } from './engine.js';

/** Opens for nobody else: O_EXLOCK of macOS, UV_FS_O_EXLOCK of libuv on Windows. */
const EXCLUSIVE = process.platform === 'win32' ? 0x1000_0000 : 0x20;
const GIVE_UP_MS = 60_000;

function flock(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'flock'))
    .find((program) => existsSync(program));
}

/** On Linux .NET locks with flock(2), which Node does not have; the program `flock` does. */
async function withFlock<Value>(path: string, body: () => Promise<Value>): Promise<Value> {
  const program = flock();
  // Only a PowerShell locks, too: where there is none, nothing has to be kept out.
  if (program === undefined && engine() === undefined) return body();
  const holder = execa(program ?? 'flock', [path, 'sh', '-c', 'echo locked; read -r line'], { timeout: GIVE_UP_MS });
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => {
      resolve();
    });
    holder.catch(reject);
  });
  try {
    return await body();
  } finally {
    holder.stdin.end('\n');
    await holder;
  }
}

async function withExclusiveOpen<Value>(path: string, body: () => Promise<Value>): Promise<Value> {
  const giveUp = Date.now() + GIVE_UP_MS;
  for (;;) {
    try {
      const handle = await open(path, constants.O_RDWR | constants.O_CREAT | EXCLUSIVE);
      try {
        return await body();
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (Date.now() > giveUp || !(error instanceof Error && 'code' in error && error.code === 'EBUSY')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Runs something while no process changes the simulated server; the lock is the one of simulator/Common/State.ps1. */
export async function withServerLock<Value>(server: string, body: () => Promise<Value>): Promise<Value> {
  const path = join(server, 'lock');
  return process.platform === 'linux' ? withFlock(path, body) : withExclusiveOpen(path, body);
}
