import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { packageRoot } from '../base/package-root.js';

/** The folder that holds the scenario files. */
export function scenarioFolder(): string {
  return join(packageRoot(), 'simulator', 'scenarios');
}

/** Where the package holds all scenarios but one in one file, by their names: that takes a third of the room. */
function packedScenariosPath(): string {
  return join(scenarioFolder(), 'others.br');
}

const packedScenariosSchema = z.record(z.string(), z.unknown());

type PackedScenarios = Readonly<Record<string, unknown>>;

let unpacked: Promise<PackedScenarios> | undefined;

/** All of them are in one file, so it is read once, however many are asked for. */
function packedScenarios(): Promise<PackedScenarios> {
  unpacked ??= readPackedScenarios();
  return unpacked;
}

async function readPackedScenarios(): Promise<PackedScenarios> {
  const packed = packedScenariosPath();
  if (!existsSync(packed)) return {};
  const text = brotliDecompressSync(await readFile(packed), { maxOutputLength: 4_194_304 }).toString('utf8');
  return packedScenariosSchema.parse(JSON.parse(text));
}

/** The names of all scenarios, in alphabetical order. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(scenarioFolder());
  const single = files.flatMap((file) => /^([a-z-]{1,80})\.json$/.exec(file)?.[1] ?? []);
  return [...single, ...Object.keys(await packedScenarios())].sort();
}

/** What a scenario's file holds, not looked at yet. */
export async function readScenario(name: string): Promise<unknown> {
  const packed = (await packedScenarios())[name];
  return packed ?? JSON.parse(await readFile(join(scenarioFolder(), `${name}.json`), 'utf8'));
}
