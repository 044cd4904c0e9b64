import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EnvironmentError, PsError } from '../base/errors.js';
import { packageRoot } from '../base/package-root.js';
import { looksLikeDirectory } from '../base/simulated-name.js';
import { distrustProgram, thisTrustWorld } from '../ps/program-trust.js';
import { hostStart } from '../ps/host-start.js';
import { defaultLimits, remoteLimits } from '../ps/limits.js';
import { LiveSession } from '../ps/live-session.js';
import { locateForSsh, locateHost } from '../ps/locate.js';
import { openReplay } from '../ps/open-replay.js';
import type { OpenedSession, SessionRequest } from '../ps/opened-session.js';
import { groupNote } from '../ps/process-group.js';
import type { StartedHost } from '../ps/started-host.js';

/** What opening a session needs of the world. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  /** Says whether a program is there, when the host is looked for. */
  readonly exists?: (path: string) => boolean;
  /** A host that runs already; it is used when it is the one that the command wants. */
  readonly early?: StartedHost | undefined;
}

/** A simulated server to talk to: its folder, and whether the folder was made for this run only. */
interface SimulatedServer {
  readonly directory: string;
  readonly temporary: boolean;
}

/**
 * Opens the session that a command asks for: on this machine, on a simulated server (a scenario's name or a server's
 * folder), or, without PowerShell, from the recording of that scenario.
 * Rejects with an EnvironmentError, a UsageError (unknown scenario) or a PsError.
 */
export async function openSession(request: SessionRequest, world: Surroundings): Promise<OpenedSession> {
  const host = findHost(request, world);
  const modulePath = await chooseModulePath(request);
  if (request.simulate === undefined) {
    if (host === undefined) {
      throw noPowerShell(request);
    }
    return openLive(request, world, host, modulePath, undefined);
  }
  const directory = await serverDirectory(request.simulate);
  if (host === undefined) {
    if (directory !== undefined || modulePath !== undefined || request.needsPowerShell !== undefined) {
      throw noPowerShell(request);
    }
    return openRecorded(request, request.simulate);
  }
  const server =
    directory === undefined
      ? { directory: await makeServer(request.simulate, world.clock()), temporary: true }
      : { directory, temporary: false };
  return openLive(request, world, host, modulePath, server);
}

function findHost(request: SessionRequest, { env, exists = existsSync }: Surroundings): string | undefined {
  if (request.powershell !== undefined) {
    const named = resolve(request.powershell);
    if (!existsSync(named)) {
      throw new PsError('E_NO_POWERSHELL', `There is no program ${named}.`, {
        hint: 'Give --powershell the full path of powershell.exe or pwsh.',
        fields: { executable: named },
      });
    }
    return named;
  }
  const trust = thisTrustWorld();
  const distrust = (path: string): string | undefined => distrustProgram(path, trust);
  const machine = { platform: process.platform, env, exists, distrust };
  const forSsh = request.remote?.kind === 'ssh' ? locateForSsh(machine) : undefined;
  if (forSsh !== undefined) {
    return forSsh;
  }
  const located = locateHost(machine);
  return located.found ? located.path : undefined;
}

function noPowerShell({ needsPowerShell, simulate }: SessionRequest): PsError {
  if (needsPowerShell !== undefined) {
    const also = simulate === undefined ? '' : ', also for a simulated server';
    return new PsError(
      'E_NO_POWERSHELL',
      `No PowerShell was found on this machine, and this command needs one${also}.`,
      {
        hint: needsPowerShell,
      },
    );
  }
  return new PsError('E_NO_POWERSHELL', 'No PowerShell was found on this machine.', {
    hint: 'Run phs-tool on the Entra Connect server, install PowerShell (pwsh), or try "phs-tool status --simulate healthy", which answers from a recording.',
  });
}

/** A folder on another server is not looked for here. */
async function chooseModulePath({ modulePath, remote }: SessionRequest): Promise<string | undefined> {
  return modulePath === undefined || remote !== undefined ? modulePath : requireModulePath(modulePath);
}

async function requireModulePath(path: string): Promise<string> {
  const { stat } = await import('node:fs/promises');
  const full = resolve(path);
  const found = await stat(full).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new EnvironmentError('E_MODULE', `The module folder ${full} does not exist.`, {
      hint: 'Give --module-path the folder that holds the ADSync module.',
    });
  }
  return full;
}

/** The folder of an existing simulated server, or undefined when the text is the name of a scenario. */
async function serverDirectory(simulate: string): Promise<string | undefined> {
  const { isSimulatedServer, requireReadableServer, requireScenarioName } = await import('../simulator/scenarios.js');
  const { isScenarioName } = await import('../simulator/scenario-files.js');
  const isNamedByPath = looksLikeDirectory(simulate);
  if (!isNamedByPath && isScenarioName(simulate)) {
    return undefined;
  }
  const directory = resolve(simulate);
  if (await isSimulatedServer(directory)) {
    await requireReadableServer(directory);
    return directory;
  }
  if (isNamedByPath || existsSync(directory)) {
    throw new EnvironmentError('E_SIMULATED_SERVER', `${directory} is not a simulated server.`, {
      hint: 'Create one with "phs-tool simulate create healthy DIR", or name a scenario from "phs-tool simulate list".',
    });
  }
  await requireScenarioName(simulate);
  return undefined;
}

async function makeServer(scenario: string, now: Date): Promise<string> {
  const { createSimulatedServer } = await import('../simulator/create-server.js');
  const directory = await mkdtemp(join(tmpdir(), 'phs-tool-'));
  try {
    await createSimulatedServer(scenario, directory, { now });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return directory;
}

async function openLive(
  request: SessionRequest,
  world: Surroundings,
  executable: string,
  modulePath: string | undefined,
  server: SimulatedServer | undefined,
): Promise<OpenedSession> {
  const root = packageRoot();
  const zone = await timeZone(server);
  const note = groupNote();
  if (note !== undefined) request.onNote(note);
  const start = hostStart(executable, world.env);
  const fits = zone === undefined && world.early?.start.executable === executable && world.early.claim();
  const early = fits ? world.early : undefined;
  const session = new LiveSession(
    {
      ...start,
      env: zone === undefined ? start.env : { ...start.env, TZ: zone },
      server: {
        modulePath: modulePath ?? '',
        simulatorPath: server === undefined ? '' : join(root, 'simulator'),
        simulatedServer: server?.directory ?? '',
        remote: request.remote,
      },
      limits: request.remote === undefined ? defaultLimits : remoteLimits,
      onDebug: request.debug ?? ((): void => undefined),
      onNote: request.onNote,
    },
    early,
  );
  session.warmUp();
  return {
    session,
    ...(request.remote === undefined ? { changing: session } : { remote: request.remote }),
    now: world.clock(),
    simulated: server !== undefined,
    close: async () => {
      await session.close();
      if (server?.temporary === true) {
        await rm(server.directory, { recursive: true, force: true });
      }
    },
  };
}

/** A scenario with a change of the clock brings its own time zone, which must be set when the host starts. */
async function timeZone(server: SimulatedServer | undefined): Promise<string | undefined> {
  if (server === undefined || process.platform === 'win32') {
    return undefined;
  }
  const { TIME_ZONE_FILE } = await import('../simulator/create-server.js');
  const file = join(server.directory, TIME_ZONE_FILE);
  return existsSync(file) ? `:${file}` : undefined;
}

async function openRecorded(request: SessionRequest, scenario: string): Promise<OpenedSession> {
  const { hasRecording, recordingPath } = await import('../simulator/recordings.js');
  if (!hasRecording(scenario)) {
    throw noPowerShell(request);
  }
  const scenarioFile = recordingPath(scenario);
  const { opened } = await openReplay(scenarioFile);
  // Of when it is, each screen says at its head.
  request.onNote(`No PowerShell on this machine: the scenario "${scenario}" answers from a recording.`);
  return opened.recorded === undefined ? opened : { ...opened, recorded: { ...opened.recorded, scenarioFile } };
}
