import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError } from '../base/errors.js';
import { packageRoot } from '../base/package-root.js';
import { encodeClixml } from '../parsers/clixml.js';
import { channelEvents } from './channel-events.js';
import { formatEventFile, scenarioEvents } from './events.js';
import { objectState } from './object-state.js';
import { loadScenario, type Scenario } from './scenario.js';
import { requireScenarioName, SERVER_FILE, type ServerFile } from './scenarios.js';
import { SERVER_LAYOUT, serverState } from './server-state.js';
import { timeZoneFile } from './time-zone-file.js';

/** Name of the zone file that a scenario with a clock change leaves in the directory; for the environment variable TZ. */
export const TIME_ZONE_FILE = 'timezone.tzif';

const MS_PER_MINUTE = 60_000;

/** The directory, made and empty. @throws {EnvironmentError} E_SIMULATED_SERVER when it cannot be, or holds something. */
async function claimDirectory(directory: string): Promise<void> {
  let entries: string[];
  try {
    await mkdir(directory, { recursive: true });
    entries = await readdir(directory);
  } catch (cause) {
    const message = `The directory ${directory} cannot be made.`;
    throw new EnvironmentError('E_SIMULATED_SERVER', message, { cause });
  }
  if (entries.length > 0) {
    throw new EnvironmentError('E_SIMULATED_SERVER', `The directory ${directory} is not empty.`, {
      hint: 'Name a new directory for the simulated server.',
    });
  }
}

/** An install folder as the registry of a server names it, with a module that leads to the simulated one. */
async function writeInstallFolder(directory: string): Promise<string> {
  const installFolder = join(directory, 'Microsoft Azure AD Sync');
  const moduleFolder = join(installFolder, 'Bin', 'ADSync');
  await mkdir(moduleFolder, { recursive: true });
  const root = join(packageRoot(), 'simulator', 'ADSync', 'ADSync.psm1').replaceAll("'", "''");
  const manifest = [
    '@{',
    `    RootModule        = '${root}'`,
    "    ModuleVersion     = '1.0.0.0'",
    "    FunctionsToExport = '*'",
    '}',
    '',
  ];
  await writeFile(join(moduleFolder, 'ADSync.psd1'), manifest.join('\n'));
  return installFolder;
}

/** When a server is made, and what the time of the day is there. */
interface ServerClock {
  /** The instant from which event times are counted back. */
  readonly now: Date;
  /** True: Microsoft's diagnostics take `now` for the time of the day, whenever they run; for recordings. */
  readonly standingClock?: boolean;
}

async function writeServer(
  scenario: Scenario,
  directory: string,
  { now, standingClock = false }: ServerClock,
): Promise<void> {
  const installFolder = scenario.server.modulePlace === 'registry' ? await writeInstallFolder(directory) : null;
  await writeFile(
    join(directory, 'state.clixml'),
    encodeClixml(serverState(scenario, now, { installFolder, standingClock })),
  );
  await writeFile(join(directory, 'events.tsv'), formatEventFile(scenarioEvents(scenario, now)));
  await writeFile(join(directory, 'objects.clixml'), encodeClixml(objectState(scenario, now)));
  await writeFile(join(directory, 'channel-events.clixml'), encodeClixml(channelEvents(scenario, now)));
  await writeFile(join(directory, 'calls.log'), '');
  const change = scenario.server.clockChange;
  if (change !== undefined) {
    const at = new Date(now.getTime() - change.minutesAgo * MS_PER_MINUTE);
    await writeFile(join(directory, TIME_ZONE_FILE), timeZoneFile({ ...change, at }));
  }
}

/**
 * Makes a simulated server of a scenario in a directory that is empty or does not exist. A directory is a server only when everything in it is written.
 * @throws {UsageError} for an unknown scenario, {EnvironmentError} E_SIMULATED_SERVER when the directory cannot be used.
 */
export async function createSimulatedServer(scenario: string, directory: string, options: ServerClock): Promise<void> {
  await requireScenarioName(scenario);
  const loaded = await loadScenario(scenario);
  const target = resolve(directory);
  await claimDirectory(target);
  await writeServer(loaded, target, options);
  const marker: ServerFile = { layout: SERVER_LAYOUT, scenario, createdAt: options.now.toISOString() };
  const temporary = join(target, `${SERVER_FILE}.tmp`);
  await writeFile(temporary, `${JSON.stringify(marker, null, 2)}\n`);
  await rename(temporary, join(target, SERVER_FILE));
}
