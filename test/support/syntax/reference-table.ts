import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeClixml, toPlain } from '../../../src/parsers/clixml.js';
import { enginePath } from '../../../tools/find-test-host.mjs';
import { referenceAssemblies } from './references.js';
import type { FileFacts } from './syntax-facts.js';

const labels = z.record(z.string(), z.array(z.string()));

const typeSchema = z.object({
  kind: z.enum(['class', 'struct', 'enum', 'interface', 'delegate']),
  /** Base types and interfaces, all of them; generic ones by their definition. */
  bases: z.array(z.string()),
  /** Of each member that is used: its forms in Windows PowerShell 5.1, such as `static (System.String, System.String)`. */
  members: labels,
  /** Forms that the engine of the tests has and 5.1 has not; under `-Name` those that only 5.1 has. */
  onlyHere: labels,
});

const factSchema = z.object({
  types: z.record(z.string(), typeSchema),
  /** Types that 5.1 has not, or not for everybody: the first of their bases that it has. */
  aliases: z.record(z.string(), z.string()),
  verbs: z.array(z.string()),
});

/** One type as .NET Framework 4.7.2 or PowerShell 5.1 has it. */
export type ReferenceType = z.output<typeof typeSchema>;

/** What is known of the types and members that scripts use, and the approved verbs of 5.1. */
export type ReferenceTable = z.output<typeof factSchema>;

const tableSchema = factSchema.extend({ source: z.string() });

/** Path of the table that lives in the project. */
export const tablePath = join(import.meta.dirname, 'tables', 'framework-4.7.2.json');

const source =
  'Reference assemblies of .NET Framework 4.7.2 (NuGet Microsoft.NETFramework.ReferenceAssemblies.net472 1.0.3, MIT License) and of ' +
  'PowerShell 5.1 (NuGet PowerShellStandard.Library 5.1.1, MIT License), (c) Microsoft Corporation: the types and members that our ' +
  'scripts use. onlyHere: what .NET 10 has beside them, and under -Name what it has not.';

/** The same value with the names of every object in order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, each]) => [name, inOrder(each)]));
}

/** The table as it is written: one line a type. */
export function formatTable({ types, aliases, verbs }: ReferenceTable): string {
  const rows = Object.entries(types)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, row]) => `${JSON.stringify(name)}: ${JSON.stringify(inOrder(row))}`);
  const head = `"source": ${JSON.stringify(source)},\n"verbs": ${JSON.stringify(verbs)},\n"aliases": ${JSON.stringify(inOrder(aliases))},`;
  return `{\n${head}\n"types": {\n${rows.join(',\n')}\n}\n}\n`;
}

/** The table that lives in the project. */
export function readTable(): ReferenceTable {
  return tableSchema.parse(JSON.parse(readFileSync(tablePath, 'utf8')));
}

/** A type, and the name of a member or nothing. */
export type Use = readonly [type: string, member: string];

/** The types that files mention and the members that they call, as far as their types are known. */
export function usesOf(files: readonly FileFacts[]): readonly Use[] {
  const element = (type: string): string => type.replace(/(\[\])+$/, '');
  const lines = files.flatMap(({ types, members }) => [
    ...types.map(({ name }): Use => [name, '']),
    ...members.flatMap(({ receivers, member, arguments: given }) => [
      ...receivers.flatMap((type): Use[] => [
        [element(type), ''],
        [type.endsWith('[]') ? 'System.Array' : type, member === 'new' ? '.ctor' : member],
      ]),
      ...given.filter((type) => !['', '$null', '&'].includes(type)).map((type): Use => [element(type), '']),
    ]),
  ]);
  return [...new Map(lines.map((use) => [use.join('\t'), use])).values()];
}

/** Looks types and members up in the reference assemblies; what they do not have is not in the answer. */
export function lookUp(uses: readonly Use[]): ReferenceTable {
  const folder = mkdtempSync(join(tmpdir(), 'phs-reference-'));
  try {
    const list = join(folder, 'uses');
    const references = join(folder, 'references');
    writeFileSync(list, uses.map((use) => use.join('\t')).join('\n'));
    writeFileSync(references, referenceAssemblies().join('\n'));
    const script = join(import.meta.dirname, 'Get-ReferenceFact.ps1');
    const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script];
    const result = spawnSync(enginePath, [...options, '-ListPath', list, '-ReferenceListPath', references], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status !== 0) {
      throw new Error(`The reference assemblies could not be read.\n${result.stderr}`);
    }
    const [document] = decodeClixml(result.stdout);
    return factSchema.parse(document === undefined ? null : toPlain(document.value));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
