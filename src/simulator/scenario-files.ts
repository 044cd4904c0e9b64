import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../base/package-root.js';
import { readPackedFile } from '../base/packed-file.js';

/** The folder that holds the scenario files. */
export function scenarioFolder(): string {
  return join(packageRoot(), 'simulator', 'scenarios');
}

function scenarioFile(name: string): string {
  return join(scenarioFolder(), `${name}.json`);
}

/** Where the package holds all scenarios but one in one file, by their names: that takes a third of the room. */
function packedScenariosPath(): string {
  return join(scenarioFolder(), 'others.br');
}

const packedScenariosSchema = z.record(z.string(), z.unknown());

type PackedScenarios = Readonly<Record<string, unknown>>;

let unpacked: PackedScenarios | undefined;

/** All of them are in one file, so it is read once, however many are asked for. */
function packedScenarios(): PackedScenarios {
  unpacked ??= packedScenariosSchema.parse(JSON.parse(readPackedFile(packedScenariosPath()) ?? '{}'));
  return unpacked;
}

/** The names of all scenarios, in alphabetical order. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(scenarioFolder());
  const single = files.flatMap((file) => /^([a-z-]{1,80})\.json$/.exec(file)?.[1] ?? []);
  return [...single, ...Object.keys(packedScenarios())].sort();
}

/** Whether a text is the name of a scenario; a directory of the same name does not count. */
export function isScenarioName(text: string): boolean {
  return /^[a-z-]{1,80}$/.test(text) && (existsSync(scenarioFile(text)) || Object.hasOwn(packedScenarios(), text));
}

/** What a scenario's file holds, not looked at yet. */
export async function readScenario(name: string): Promise<unknown> {
  const packed = packedScenarios()[name];
  return packed ?? JSON.parse(await readFile(scenarioFile(name), 'utf8'));
}
