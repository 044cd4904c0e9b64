import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const tableSchema = z.object({
  source: z.string(),
  commands: z.record(z.string(), z.object({ module: z.string(), sets: z.array(z.array(z.string())) })),
});

/** Commands of Windows PowerShell 5.1 by name in lower case: the parameters of each set, in lower case too. */
export type CommandTable = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Parameters that every command has in 5.1 (about_CommonParameters). */
const common: ReadonlySet<string> = new Set(
  [
    ...[
      'Debug',
      'ErrorAction',
      'ErrorVariable',
      'InformationAction',
      'InformationVariable',
      'OutBuffer',
      'OutVariable',
    ],
    ...['PipelineVariable', 'Verbose', 'WarningAction', 'WarningVariable'],
  ].map((name) => name.toLowerCase()),
);

/** The commands that our scripts name (tools/write-commands-5.1.mjs writes them from data of 5.1 itself). */
export function readCommandTable(): CommandTable {
  const path = join(import.meta.dirname, 'tables', 'commands-5.1.json');
  const { commands } = tableSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(
    Object.entries(commands).map(([name, { sets }]) => [
      name.toLowerCase(),
      sets.map((set) => set.map((parameter) => parameter.toLowerCase())),
    ]),
  );
}

/** What is wrong with a call of a command for Windows PowerShell 5.1: nothing, or one line each. */
export function judgeCommand(name: string, parameters: readonly string[], table: CommandTable): readonly string[] {
  const sets = table.get(name.toLowerCase());
  if (sets === undefined) {
    return [`${name} is not among the commands that are known of 5.1`];
  }
  const given = parameters.map((parameter) => parameter.toLowerCase()).filter((parameter) => !common.has(parameter));
  const missing = given.filter((parameter) => !sets.some((set) => set.includes(parameter)));
  if (missing.length > 0) {
    return missing.map((parameter) => `${name} has no -${parameter} in 5.1`);
  }
  return sets.some((set) => given.every((parameter) => set.includes(parameter)))
    ? []
    : [`${name} takes -${given.join(' -')} only apart in 5.1`];
}
