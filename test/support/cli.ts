import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { requireEngine } from './engine.js';

/** What one run of the built tool left behind. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line tool in a process of its own. */
export async function runCli(args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  const result = await execa(process.execPath, [join(packageRoot(), 'dist', 'main.js'), ...args], {
    reject: false,
    stripFinalNewline: false,
    env: { NO_COLOR: '1', ...env },
  });
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** The same on the PowerShell host that the live tests use. */
export async function runCliLive(args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  return runCli([...args, '--powershell', requireEngine()], env);
}
