import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { execa } from 'execa';

const program = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));

/** Runs Prometheus's own tool in a folder; never raises. */
export async function runPromtool(
  folder: string,
  words: readonly string[],
  input = '',
): Promise<{ readonly code: number; readonly said: string }> {
  const { exitCode, stdout, stderr } = await execa(program ?? 'promtool', [...words], {
    cwd: folder,
    reject: false,
    input,
  });
  return { code: exitCode ?? -1, said: `${stdout}\n${stderr}` };
}

/** A group of tests that need that tool (package "prometheus"); skipped without it, and its name says so. */
export function describeWithPromtool(name: string, body: () => void): void {
  if (program === undefined) {
    describe.skip(`${name} (skipped: no promtool on this machine)`, body);
  } else {
    describe(name, body);
  }
}
