import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { explainedMutants, mutatedFiles, type ExplainedMutant } from './explained-mutants.js';
import { writeFigures } from './figures.js';

const minutes = 60_000;
const position = z.object({ line: z.number(), column: z.number() });
const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.enum(['Killed', 'Survived', 'NoCoverage', 'Timeout', 'RuntimeError', 'CompileError', 'Ignored']),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});
type Mutant = z.output<typeof report>['files'][string]['mutants'][number];

/** Code on one line. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function codeAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return oneLine(
    lines
      .map((line, index) => (index === last ? line.slice(0, end.column - 1) : line))
      .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
      .join('\n'),
  );
}

/** Mutates one file and runs the tests of the guard that reach each mutant. */
async function mutate(
  file: string,
): Promise<{ readonly mutants: readonly Mutant[]; readonly alive: readonly string[] }> {
  const stryker = join(packageRoot(), 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  await execa(process.execPath, [stryker, 'run', '--mutate', file], {
    cwd: packageRoot(),
    env: { PHS_TOOL_MUTATED: file },
    stdout: 'ignore',
  });
  const text = readFileSync(join(packageRoot(), '.stryker-tmp', 'mutation.json'), 'utf8');
  const found = report.parse(JSON.parse(text)).files[file];
  if (found === undefined) throw new Error(`There is no report of ${file}.`);
  const alive = found.mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ location, replacement }) => nameOf(codeAt(found.source, location), oneLine(replacement ?? '')));
  return { mutants: found.mutants, alive };
}

/** A mutant by what it was and what it became; lines move. */
function nameOf(code: string, becomes: string): string {
  return `${code} -> ${becomes}`;
}

function bullet({ code, becomes, why }: ExplainedMutant): string {
  return `- \`${code}\` as \`${becomes}\`: ${why}`;
}

describe('mutants of the guard', () => {
  const rows: string[] = [];
  const counts = { mutants: 0, killed: 0, unloadable: 0, explained: 0 };

  test.each(mutatedFiles)(
    '%s: each is noticed by a test, or explained',
    async (file) => {
      const { mutants, alive } = await mutate(file);
      const explained = explainedMutants.filter((mutant) => mutant.file === file);
      const count = (...statuses: readonly Mutant['status'][]): number =>
        mutants.filter(({ status }) => statuses.includes(status)).length;
      const row = {
        mutants: mutants.length,
        killed: count('Killed', 'Timeout'),
        unloadable: count('RuntimeError', 'CompileError'),
        explained: alive.length,
      };

      expect(new Set(alive)).toEqual(new Set(explained.map(({ code, becomes }) => nameOf(code, becomes))));

      for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += row[key];
      rows.push(`| \`${file}\` | ${row.mutants} | ${row.killed} | ${row.unloadable} | ${row.explained} |`);
    },
    120 * minutes,
  );

  afterAll(() => {
    if (rows.length !== mutatedFiles.length) return;
    const files = mutatedFiles.filter((file) => explainedMutants.some((mutant) => mutant.file === file));
    writeFigures('mutants', [
      '| file | mutants | noticed by a test | do not load | survive, explained |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
      `| **in all** | ${counts.mutants} | ${counts.killed} | ${counts.unloadable} | ${counts.explained} |`,
      '',
      ...files.flatMap((file) => [
        `\`${file}\`:`,
        '',
        ...explainedMutants.filter((mutant) => mutant.file === file).map(bullet),
        '',
      ]),
    ]);
  });
});
