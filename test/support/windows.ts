import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import type { CliRun } from './cli.js';
import { requireEngine } from './engine.js';

// `npm run test:windows` names what these tests need beside a PowerShell (tools/test-windows.mjs, tools/windows-lab/lab.mjs).

/** A variable of the run of the tests; an error without it. */
export function requireVariable(name: 'PHS_TOOL_TEST_PACKED' | 'PHS_TOOL_TEST_CONSOLE'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run "npm run test:windows".`);
  return value;
}

/** The built program of this checkout. */
export const program = join(packageRoot(), 'dist', 'main.js');

/** Runs a program in a folder, as a shell does whose current folder it is. */
export async function runIn(folder: string, file: string, words: readonly string[]): Promise<CliRun> {
  const result = await execa(file, words, { cwd: folder, reject: false, stripFinalNewline: false });
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** Runs the built tool in a folder. */
export async function runToolIn(folder: string, words: readonly string[]): Promise<CliRun> {
  return runIn(folder, process.execPath, [program, ...words]);
}

/** Runs a command line in the command processor, in a folder: with its quotes, its redirections and its pipes. */
export async function runLineIn(folder: string, line: string): Promise<CliRun> {
  const shell = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'cmd.exe');
  const result = await execa(shell, ['/d', '/s', '/c', `"${line}"`], {
    cwd: folder,
    reject: false,
    stripFinalNewline: false,
    windowsVerbatimArguments: true,
  });
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** The same on the PowerShell host of the tests. */
export const onHost = (): readonly string[] => ['--powershell', requireEngine()];

/** What stands on a console when a program has ended. */
export interface Screen {
  readonly exitCode: number;
  /** Its lines without the blanks at their ends, also those that have left the window. */
  readonly lines: readonly string[];
  /** What the program wrote, with its escape sequences. */
  readonly drawn: string;
}

/**
 * Runs the built tool on a console of its own, 80 columns wide and 25 lines high, in a code page (tools/windows-lab/wine/console.c).
 * Ctrl+C is pressed as soon as `mark` can be read there.
 */
export async function runOnConsole(page: number, words: readonly string[], mark = '-'): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'phs-console-'));
  const [shown, drawn] = [join(folder, 'shown'), join(folder, 'drawn')];
  try {
    const call = [String(page), shown, mark, '--', process.execPath, program, ...words];
    await execa(requireVariable('PHS_TOOL_TEST_CONSOLE'), call, { env: { PHS_LAB_DRAWN: drawn } });
    const [exitCode, ...rows] = readFileSync(shown, 'utf8').split('\n');
    // Two digits for the attributes of each of the 80 cells, and a blank.
    const lines = rows.slice(0, -1).map((row) => row.slice(161).trimEnd());
    return { exitCode: Number(exitCode), lines, drawn: readFileSync(drawn, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
