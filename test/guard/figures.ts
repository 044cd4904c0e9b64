import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.js';

/** The page that the figures stand in. */
export const figuresPage = join(packageRoot(), 'docs', 'guard-testing.md');

/** Puts lines between the two markers of a name; raises an error when the page lacks them. */
export function replaceFigures(page: string, name: string, lines: readonly string[]): string {
  const begin = `<!-- figures: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(`docs/guard-testing.md has no place for the figures of ${name}.`);
  }
  return `${page.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${page.slice(to)}`;
}

/** Writes what a proof measured into docs/guard-testing.md, in the form that the project's formatter keeps. */
export function writeFigures(name: string, lines: readonly string[]): void {
  writeFileSync(figuresPage, replaceFigures(readFileSync(figuresPage, 'utf8'), name, lines));
  const formatter = join(packageRoot(), 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  execFileSync(process.execPath, [formatter, '--write', '--log-level', 'warn', figuresPage]);
}

/** What is said of a proof of every n-th case only, after the number; nothing for all of them. */
export function sampled(step: number): string {
  return step === 1 ? '' : ` (a sample: every ${step}th)`;
}
