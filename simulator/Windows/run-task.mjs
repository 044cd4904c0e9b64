// Runs a task of a simulated server on Windows, as run-task.sh does elsewhere: node run-task.mjs BASE PROGRAM ARGUMENTS
// Its caller may end meanwhile. PowerShell does nothing without a console: it gets one that nobody sees.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [, , base, program, words] = process.argv;
const end = (code) => {
  writeFileSync(`${base}.exit`, String(code));
  process.exitCode = code;
};
const task = spawn(program, [words], {
  cwd: `${base}.work`,
  stdio: 'ignore',
  windowsHide: true,
  windowsVerbatimArguments: true,
});
task.once('error', () => end(1)).once('exit', (code) => end(code ?? 1));
if (task.pid !== undefined) writeFileSync(`${base}.pid`, String(task.pid));
