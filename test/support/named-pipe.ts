import { execFileSync } from 'node:child_process';
import { systemProgram } from './system-program.js';

/** Makes a named pipe that nobody reads; Node has no call for it, the system has a program. */
export function makeNamedPipe(path: string): void {
  execFileSync(systemProgram('mkfifo'), [path]);
}
