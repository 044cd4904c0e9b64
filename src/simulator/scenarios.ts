import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError, UsageError } from '../base/errors.js';
import { loadScenario } from './scenario.js';
import { scenarioNames } from './scenario-files.js';
import { SERVER_LAYOUT } from './server-state.js';

/** The file that makes a directory a simulated server. */
export const SERVER_FILE = 'server.json';

const serverFileSchema = z.object({ layout: z.number(), scenario: z.string(), createdAt: z.string() });

/** What `server.json` says of a simulated server: its layout number, its scenario and when it was made. */
export type ServerFile = z.output<typeof serverFileSchema>;

/** All scenarios with their titles, in alphabetical order. */
export async function listScenarios(): Promise<{ name: string; title: string }[]> {
  const scenarios = await Promise.all((await scenarioNames()).map((name) => loadScenario(name)));
  return scenarios.map(({ name, title }) => ({ name, title }));
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(left).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(right).entries()) {
      const replace = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replace, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** The name that a mistyped one most likely means; undefined when none is near. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const ranked = names
    .map((name) => ({ name, distance: name.includes(wanted) && wanted !== '' ? 1 : editDistance(wanted, name) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : undefined;
}

/** @throws {UsageError} with the nearest name when there is no scenario of that name. */
export async function requireScenarioName(name: string): Promise<void> {
  const names = await scenarioNames();
  if (names.includes(name)) return;
  const near = nearestName(name, names);
  const guess = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new UsageError(`There is no scenario "${name}".${guess}`, {
    hint: 'phs-tool simulate list shows all scenarios.',
  });
}

/**
 * Reads `server.json` of a directory; undefined when the directory is not a simulated server.
 * @throws {EnvironmentError} E_SIMULATED_SERVER when the file is there but damaged, or of another layout.
 */
export async function readServerFile(directory: string): Promise<ServerFile | undefined> {
  const path = join(directory, SERVER_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  const hint = 'Create a new one with "phs-tool simulate create".';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new EnvironmentError('E_SIMULATED_SERVER', `${path} is damaged.`, { cause, hint });
  }
  const parsed = serverFileSchema.safeParse(data);
  if (!parsed.success)
    throw new EnvironmentError('E_SIMULATED_SERVER', `${path} is damaged.`, { cause: parsed.error, hint });
  if (parsed.data.layout !== SERVER_LAYOUT) {
    const message = `${directory} was made by another version of phs-tool (layout ${parsed.data.layout}).`;
    throw new EnvironmentError('E_SIMULATED_SERVER', message, { hint });
  }
  return parsed.data;
}

/** True when the directory is a simulated server that this version can use. @throws as {@link readServerFile}. */
export async function isSimulatedServer(directory: string): Promise<boolean> {
  return (await readServerFile(directory)) !== undefined;
}

/**
 * @throws {EnvironmentError} E_SIMULATED_SERVER when a file of the server is missing or its state cannot be read, so that
 * this is said in one sentence and not by every cmdlet that stumbles over it.
 */
export async function requireReadableServer(directory: string): Promise<void> {
  const { decodeClixml } = await import('../parsers/clixml.js');
  const hint = 'Create a new one with "phs-tool simulate create".';
  for (const file of ['state.clixml', 'events.tsv']) {
    const path = join(directory, file);
    try {
      const text = await readFile(path, 'utf8');
      if (file.endsWith('.clixml')) {
        decodeClixml(text);
      }
    } catch (cause) {
      throw new EnvironmentError('E_SIMULATED_SERVER', `${path} is missing or damaged.`, { cause, hint });
    }
  }
}
